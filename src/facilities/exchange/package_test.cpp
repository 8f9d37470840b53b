#include "package.hpp"

#include <gmock/gmock.h>

#include "mutations.hpp"
#include "sm2.hpp"
#include "zip.hpp"

namespace hemu::exchange {

using testing::ElementsAre;

static constexpr std::string_view secret = "a secret of both sides";
static const Instant morning = start_of(LegalDate(2026, 11, 24)) + std::chrono::hours(10);

static Manifest manifest() {
    return {"", "xf-01", "4212", 7, MessageKind::referral, "信访2026-0007", morning, "k1", {}};
}
static const std::vector<Paper> two_papers = {{"来信.txt", "evidence", "渠道堵塞三年"},
                                              {"照片.jpg", "picture", std::string(5000, 'x')}};
static std::string whole() { return make_package(manifest(), R"({"matter":"petition_item"})", two_papers, secret); }

template <class F>
static std::string refused(F&& act) {
    try {
        act();
    } catch (const Refusal& refusal) {
        std::string said = refusal.code;
        for (const FieldFault& fault : refusal.fields) said += " " + fault.field + ":" + fault.code;
        return said;
    }
    return "";
}

TEST(packages, come_back_as_they_were_made) {
    const Package package = open_package(whole());
    EXPECT_EQ(package.manifest.from, "xf-01");
    EXPECT_EQ(package.manifest.sequence, 7);
    EXPECT_EQ(package.manifest.reference, "信访2026-0007");
    EXPECT_EQ(package.message, R"({"matter":"petition_item"})");
    ASSERT_EQ(package.papers.size(), 2U);
    EXPECT_EQ(package.papers[0].name, "来信.txt");
    EXPECT_EQ(package.papers[1].content, std::string(5000, 'x'));
    EXPECT_TRUE(is_signed(secret, package.manifest_bytes, package.signature));
    EXPECT_FALSE(is_signed("another", package.manifest_bytes, package.signature));
}

TEST(packages, are_the_same_bytes_every_time) { EXPECT_EQ(whole(), whole()); }

TEST(packages, that_are_cut_are_refused_wherever_they_are_cut) {
    const std::string bytes = whole();
    for (std::size_t left = 0; left < bytes.size(); left += 37)
        EXPECT_EQ(refused([&] { open_package(std::string_view(bytes).substr(0, left)); }), "package_cut") << left;
}

static std::string changed(const std::function<void(std::vector<zip::Entry>&)>& change) {
    auto entries = zip::unpack(whole(), 10, 1'000'000);
    change(entries);
    return zip::pack(entries);
}

TEST(packages, that_were_altered_name_the_file) {
    EXPECT_EQ(refused([] { open_package(changed([](auto& all) { all[3].content += "!"; })); }),
              "package_altered papers/01:digest_wrong");
    EXPECT_EQ(refused([] { open_package(changed([](auto& all) { all.pop_back(); })); }),
              "package_altered papers/02:missing files:not_in_manifest");
    EXPECT_EQ(refused([] { open_package(changed([](auto& all) {
                               all.push_back({"papers/03", "x"});
                           })); }),
              "package_altered files:not_in_manifest");
    EXPECT_EQ(refused([] { open_package(changed([](auto& all) { all.erase(all.begin() + 1); })); }),
              "package_format manifest.sig:missing");
    EXPECT_EQ(refused([] { open_package(changed([](auto& all) { all[0].content = "{}"; })); }).substr(0, 14),
              "package_format");
}

TEST(packages, whose_manifest_was_altered_are_signed_by_nobody) {
    const Package package = open_package(changed([](auto& all) {
        auto& text = all[0].content;
        text.replace(text.find("xf-01"), 5, "xf-02");
    }));
    EXPECT_FALSE(is_signed(secret, package.manifest_bytes, package.signature));
}

TEST(packages, that_unpack_to_too_much_are_refused) {
    const std::string large(1'000'000, 'x');
    EXPECT_LT(zip::pack({{"a", large}}).size(), 10'000U);
    EXPECT_THROW(zip::unpack(zip::pack({{"a", large}}), 10, large.size() - 1), std::length_error);
    EXPECT_THROW(zip::unpack(zip::pack({{"a", "1"}, {"b", "2"}}), 1, 100), std::length_error);
}

TEST(calls, are_signed_over_id_time_and_body) {
    const CallHeaders headers = sign_call(secret, "xf-01.7", morning, "body");
    EXPECT_EQ(refused([&] { refuse_unsigned_call(secret, headers, "body", morning); }), "");
    EXPECT_EQ(refused([&] { refuse_unsigned_call(secret, headers, "other", morning); }), "signature_wrong");
    EXPECT_EQ(refused([&] { refuse_unsigned_call("another", headers, "body", morning); }), "signature_wrong");
    CallHeaders other = headers;
    other.id = "xf-01.8";
    EXPECT_EQ(refused([&] { refuse_unsigned_call(secret, other, "body", morning); }), "signature_wrong");
    other = headers;
    other.signature = other.signature.substr(6);
    EXPECT_EQ(refused([&] { refuse_unsigned_call(secret, other, "body", morning); }), "call_unsigned");
    EXPECT_EQ(refused([&] { refuse_unsigned_call(secret, {}, "body", morning); }), "call_unsigned");
}

TEST(calls, are_taken_within_five_minutes_only) {
    const CallHeaders headers = sign_call(secret, "xf-01.7", morning, "body");
    const auto at = [&](std::chrono::seconds later) {
        return refused([&] { refuse_unsigned_call(secret, headers, "body", morning + later); });
    };
    EXPECT_EQ(at(std::chrono::seconds(300)), "");
    EXPECT_EQ(at(std::chrono::seconds(-300)), "");
    EXPECT_EQ(at(std::chrono::seconds(301)), "timestamp_outside");
    EXPECT_EQ(at(std::chrono::seconds(-301)), "timestamp_outside");
}

TEST(receipts, are_proved_by_their_signature) {
    Receipt receipt{"4212", "xf-01", 7, "aa", ReceiptState::rejected, {}, {{"parties[0].name", "blank"}}, morning, 8};
    SignedReceipt sent = sign_receipt(receipt, "k1", secret);
    const Receipt read = open_receipt(json::read<SignedReceipt>(json::write(sent)), secret);
    EXPECT_EQ(read.sequence, 7);
    EXPECT_EQ(read.faults.at(0).field, "parties[0].name");
    sent.content.replace(sent.content.find("rejected"), 8, "accepted");
    EXPECT_EQ(refused([&] { open_receipt(sent, secret); }), "signature_wrong");
    EXPECT_EQ(refused([&] {
                  open_receipt({"{}", "k1", sign(secret, "{}")}, secret);
              }).substr(0, 13),
              "receipt_wrong");
}

TEST(packages, signed_by_sm2_are_proved_by_the_other_sides_key) {
    const auto ours = crypto::make_sm2_pair();
    const auto theirs = crypto::make_sm2_pair();
    const Signer here = Signer::sm2(ours.private_key, theirs.public_key);
    const Signer there = Signer::sm2(theirs.private_key, ours.public_key);
    const Package package = open_package(make_package(manifest(), "{}", {}, here));
    EXPECT_TRUE(is_signed(there, package.manifest_bytes, package.signature));
    EXPECT_FALSE(is_signed(here, package.manifest_bytes, package.signature)) << "not by the key of the partner";
    const CallHeaders headers = sign_call(here, "4212.7", morning, "body");
    EXPECT_EQ(headers.signature.substr(0, 6), "v1sm2,");
    EXPECT_EQ(refused([&] { refuse_unsigned_call(there, headers, "body", morning); }), "");
    EXPECT_EQ(refused([&] { refuse_unsigned_call(secret, headers, "body", morning); }), "signature_wrong");
    EXPECT_EQ(refused([&] { refuse_unsigned_call(there, headers, "other", morning); }), "signature_wrong");
    EXPECT_EQ(open_receipt(sign_receipt({}, "k2", here), there).sequence, 0);
}

TEST(packages, that_were_changed_are_whole_or_refused) {
    Mutations packages({whole(), make_package(manifest(), "{}", {}, secret)},
                       {"papers/01", "papers/../01", "message.json", "manifest.json", std::string(1, '\0'), "PK\1\2",
                        "\"files\":["});
    for (int i = 0; i < 20'000; ++i) {
        try {
            const Package package = open_package(packages.next());
            EXPECT_EQ(package.papers.size() + 1, package.manifest.files.size());
        } catch (const Refusal&) {
        }
    }
}

TEST(packages, hold_no_file_under_a_name_that_leads_elsewhere) {
    // Names of entries are changed where both heads of an entry tell them, so that the archive stays whole.
    Mutations names(
        {"papers/01", "message.json", "papers/02", "../papers/01", "/etc/passwd", "材料/收条"},
        {"../", "/", "\\", "%2e%2e/", std::string(1, '\0'), "\xC0\xAE", "papers/", ".json", std::string(300, 'n')});
    const auto entries = zip::unpack(whole(), 10, 100'000);
    for (int i = 0; i < 20'000; ++i) {
        auto changed = entries;
        std::string name = names.next();
        name = name.substr(0, name.find('\0'));
        if (name.empty()) continue;
        changed[static_cast<std::size_t>(i) % changed.size()].path = name;
        std::string bytes;
        try {
            bytes = zip::pack(changed);
        } catch (const std::runtime_error&) {
            continue;  // such a name cannot be written
        }
        try {
            const Package package = open_package(bytes);
            EXPECT_EQ(package.manifest_bytes, open_package(whole()).manifest_bytes);
            for (const auto& entry : changed)
                EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [&](const zip::Entry& one) {
                    return one.path == entry.path;
                })) << entry.path;
        } catch (const Refusal&) {
        }
    }
}

}  // namespace hemu::exchange
