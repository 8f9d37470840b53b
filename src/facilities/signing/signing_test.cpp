#include "signing.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "acts.hpp"
#include "attachments.hpp"
#include "cms.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "mutations.hpp"
#include "sealed_pdf.hpp"
#include "signing_keys.hpp"
#include "verification.hpp"
#include "waiting.hpp"

namespace hemu::signing {

using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duty;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HEMU_ON_BOTH_ENGINES(signing_desk);

/// Eight by eight grey points.
static constexpr std::string_view a_picture =
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H///"
    "/6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAI"
    "AAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EAB"
    "QRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/ALIAP//Z";

static HandStrokes a_hand() {
    HandStrokes hand{600, 200, {{}}};
    for (std::int64_t at = 0; at < 40; ++at)
        hand.lines[0].insert(hand.lines[0].end(), {20 + at * 12, 100 + (at % 5) * 15, at * 16});
    return hand;
}

static pdf::Paper a_paper() {
    pdf::Paper paper;
    paper.title = "人民调解协议书";
    paper.author = "高桥村人民调解委员会";
    paper.made_at = dispute::TestCity::morning();
    paper.margin_top_mm = 30;
    paper.margin_side_mm = 27;
    const auto line = [](std::string words, pdf::Align align) {
        return pdf::Text{std::move(words), {.size = 15, .align = align, .line_height = 28.95 / 15}};
    };
    paper.blocks = {pdf::title("人民调解协议书"),
                    pdf::paragraph("李四于2026年12月1日前支付张三维修费用壹仟元整。"),
                    line("申请人张三（签名、盖章或按指印）：", pdf::Align::left),
                    line("被申请人李四（签名、盖章或按指印）：", pdf::Align::left),
                    line("人民调解员（签名）：", pdf::Align::left),
                    line("高桥村人民调解委员会（盖章）", pdf::Align::right),
                    line("　　　　年　　月　　日", pdf::Align::right)};
    return paper;
}

static PlannedSigner planned(SignerRole role, std::string label, std::string name, std::string mark,
                             std::optional<Id<dispute::Party>> party = std::nullopt) {
    PlannedSigner one;
    one.role = role;
    one.party_id = party;
    one.label = std::move(label);
    one.name = std::move(name);
    one.marks = {std::move(mark)};
    return one;
}

static SigningPlan plan_for(const std::vector<Id<dispute::Party>>& parties) {
    SigningPlan plan;
    plan.code = "D09";
    plan.title = "人民调解协议书";
    plan.ends_on = LegalDate(2026, 12, 1);
    plan.site = "https://hemu.example";
    plan.signers = {planned(SignerRole::party, "申请人", "张三", "申请人张三（", parties.at(0)),
                    planned(SignerRole::party, "被申请人", "李四", "被申请人李四（", parties.at(1)),
                    planned(SignerRole::mediator, "人民调解员", "王调解", "人民调解员（"),
                    planned(SignerRole::keeper, "印章保管人", "高桥村人民调解委员会", "高桥村人民调解委员会（盖章")};
    return plan;
}

TEST(signing_rules, the_keeper_comes_last_and_an_order_is_kept) {
    using enum SignerState;
    std::vector<SignerStanding> all = {{SignerRole::party, waiting},
                                       {SignerRole::party, waiting},
                                       {SignerRole::mediator, waiting},
                                       {SignerRole::keeper, waiting}};
    EXPECT_TRUE(is_turn(all, 1, false)) << "parties sign as they come";
    EXPECT_FALSE(is_turn(all, 1, true));
    EXPECT_FALSE(is_turn(all, 3, false));
    for (int at = 0; at < 3; ++at) all[static_cast<std::size_t>(at)].state = signed_;
    EXPECT_TRUE(is_turn(all, 3, true));
    EXPECT_FALSE(is_turn(all, 0, false)) << "nobody signs twice";
    EXPECT_FALSE(is_turn(all, 9, false));
}

TEST(signing_rules, family_papers_are_signed_with_ink_alone) {
    for (const SignerRole role :
         {SignerRole::party, SignerRole::agent, SignerRole::mediator, SignerRole::judge, SignerRole::keeper})
        EXPECT_THAT(methods_of(role, true), ElementsAre(SigningMethod::ink));
    EXPECT_THAT(methods_of(SignerRole::keeper, false), ElementsAre(SigningMethod::seal));
    EXPECT_THAT(methods_of(SignerRole::judge, false), ElementsAre(SigningMethod::password, SigningMethod::ink));
    EXPECT_THAT(methods_of(SignerRole::party, false), Not(Contains(SigningMethod::password)));
}

TEST(signing_rules, a_dot_is_no_name) {
    const auto said = [](const HandStrokes& hand) {
        const Verdict verdict = why_not_strokes(hand);
        return verdict.fine() ? std::string() : verdict.fields.front().code;
    };
    EXPECT_EQ(said(a_hand()), "");
    EXPECT_EQ(said({600, 200, {}}), "signature_empty");
    EXPECT_EQ(said({600, 200, {{10, 10, 0}}}), "signature_too_short");
    EXPECT_EQ(said({600, 200, {{10, 10}}}), "out_of_range");
    EXPECT_EQ(said({600, 200, {{10, 900, 0}}}), "out_of_range");
    EXPECT_EQ(said({0, 200, {}}), "out_of_range");
    EXPECT_THAT(drawn(a_hand(), 100, 30), HasSubstr(" m\n"));
}

TEST(signing_rules, codes_are_read_as_people_type_them) {
    EXPECT_EQ(check_code_in("abcd 2345 efgh"), "ABCD2345EFGH");
    EXPECT_EQ(check_code_in("abcd"), std::nullopt);
    EXPECT_EQ(check_code_in("ABCD2345EFG0"), std::nullopt);
    EXPECT_EQ(why_not_end(LegalDate(2026, 11, 23), LegalDate(2026, 11, 24)).code, "signing_days_wrong");
    EXPECT_TRUE(why_not_end(LegalDate(2026, 11, 24), LegalDate(2026, 11, 24)).fine());
    EXPECT_FALSE(why_not_end(LegalDate(2027, 11, 24), LegalDate(2026, 11, 24)).fine());
}

TEST(signing_keys, a_root_certifies_bodies_with_both_kinds_of_keys) {
    const Instant moment = dispute::TestCity::morning();
    for (const KeyKind kind : {KeyKind::x509, KeyKind::sm2}) {
        const KeyPair root = make_root(kind, "根", moment), stranger = make_root(kind, "别人的根", moment);
        const KeyPair body = make_body_key(kind, "高桥村人民调解委员会", root, moment);
        EXPECT_EQ(why_not_key(kind, body, moment), "");
        EXPECT_NE(why_not_key(kind == KeyKind::x509 ? KeyKind::sm2 : KeyKind::x509, body, moment), "");
        EXPECT_NE(why_not_key(kind, {body.certificate, body.chain, root.key}, moment), "");
        EXPECT_NE(why_not_key(kind, body, moment + std::chrono::hours(24 * 365 * 6)), "") << "it is over";
        const auto own = certificates_in(body.certificate), chain = certificates_in(body.chain);
        X509* certificate = sk_X509_value(own.get(), 0);
        EXPECT_EQ(name_of(certificate), "高桥村人民调解委员会");
        const auto led = [&](const KeyPair& pair) {
            const auto roots = certificates_in(pair.certificate);
            return leads_to(certificate, chain.get(), sk_X509_value(roots.get(), 0), moment);
        };
        EXPECT_TRUE(led(root));
        EXPECT_FALSE(led(stranger));
    }
}

TEST(signing_keys, sm2_signs_with_sm3) {
    const KeyPair pair = make_root(KeyKind::sm2, "根", dispute::TestCity::morning());
    const PrivateKey key = key_in(pair.key);
    const std::string signature = sm2_signature(key.get(), "record");
    EXPECT_TRUE(sm2_fits(key.get(), "record", signature));
    EXPECT_FALSE(sm2_fits(key.get(), "Record", signature));
    EXPECT_FALSE(sm2_fits(key.get(), "record", "no signature"));
}

/// What pdfsig of poppler-utils, which is another program than ours, says of the paper.
static std::string pdfsig(const std::string& paper) {
    const auto folder = std::filesystem::temp_directory_path() / ("hemu_" + crypto::random_code(10));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "paper.pdf", std::ios::binary) << paper;
    const std::string command = fmt::format(
        "cd {0} && pdfsig -nocert paper.pdf >told 2>&1; qpdf --version >/dev/null 2>&1 && qpdf --check "
        "paper.pdf >>told 2>&1",
        folder.string());
    std::system(command.c_str());
    std::ifstream told(folder / "told");
    std::string words{std::istreambuf_iterator<char>(told), {}};
    if (const char* kept = std::getenv("HEMU_KEEP_PAPER")) std::ofstream(kept, std::ios::binary) << paper;
    std::filesystem::remove_all(folder);
    return words;
}

/// A dispute at the village's committee, whose agreement is to be signed.
class Case {
  public:
    explicit Case(db::Database& database) : city(database) {
        folder_ = std::filesystem::temp_directory_path() / ("hemu_" + crypto::random_code(10));
        city.config.data_dir = folder_.string();
        // As its journal says: the proof looks at that.
        id = city.add_dispute(State::registered).id;
        city.hand_to(city.reload(id), city.village, mediator());
        parties = city.parties_in(city.reload(id));
        told().clear();
        set_receivers({[](db::Tx&, Dispute&, const PaperAct& act, const Context&) {
            told().push_back(act.kind == ActKind::signed_     ? "signed"
                             : act.kind == ActKind::completed ? "completed"
                                                              : "ended");
        }});
    }
    ~Case() {
        set_receivers({});
        std::error_code gone;
        std::filesystem::remove_all(folder_, gone);
    }

    static std::vector<std::string>& told() {
        static std::vector<std::string> all;
        return all;
    }

    identity::Actor mediator() { return city.person(Duty::mediator, city.village); }
    identity::Actor head() { return city.person(Duty::head, city.village); }
    db::Database& database() { return city.database(); }

    void give_keys() {
        database().transact([&](db::Tx& tx) { make_keys(tx, city.village, city.keys, city.morning()); });
    }

    template <class Act>
    std::string as(const identity::Actor& actor, Act act) {
        const Context cx = city.as(actor, city.tick());
        try {
            database().transact([&](db::Tx& tx) {
                auto found = dispute::find(tx, id, cx.actor);
                act(tx, found, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
        }
        return "";
    }

    std::string start(bool ink_only = false) {
        SigningPlan plan = plan_for(parties);
        plan.issuer = city.village;
        plan.ink_only = ink_only;
        return as(mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            plan.replaces = replaced_by(tx, found, plan.code, plan.about);
            frozen = freeze(a_paper(), plan);
            paper = begin(tx, found, plan, frozen, cx);
        });
    }

    SigningForm form(SigningMethod method) {
        SigningForm made;
        made.method = method;
        made.digest_sm3 = crypto::to_hex(crypto::sm3(frozen.bytes));
        if (method == SigningMethod::strokes || method == SigningMethod::phone) made.strokes = a_hand();
        if (method == SigningMethod::ink || method == SigningMethod::fingerprint)
            made.picture = std::string(a_picture);
        return made;
    }

    std::string sign(std::size_t position, const identity::Actor& actor, const SigningForm& how) {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            const OpenPaper open = open_paper(tx, found, paper);
            signing::sign(tx, found, open, open.signers.at(position), how, SigningProof::presence, "test", cx);
        });
    }

    std::string seal(SigningMethod method = SigningMethod::seal) {
        const Context cx = city.as(head(), city.tick());
        try {
            const OpenPaper open =
                database().read([&](db::Tx& tx) { return open_paper(tx, dispute::find(tx, id, cx.actor), paper); });
            const auto done = complete(open, open.signers.back(), form(method), SigningProof::password, "test", cx);
            database().transact([&](db::Tx& tx) {
                auto found = dispute::find(tx, id, cx.actor);
                note_complete(tx, found, open, done, form(method), cx);
            });
            bytes = done.bytes;
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
        }
        return "";
    }

    SigningView view() {
        const Context cx = city.as(mediator(), city.tick());
        const Dispute found = city.reload(id);
        return database().read([&](db::Tx& tx) { return signings_of(tx, found, cx).front(); });
    }

    void sign_all() {
        ASSERT_EQ(sign(0, mediator(), form(SigningMethod::strokes)), "");
        ASSERT_EQ(sign(1, mediator(), form(SigningMethod::fingerprint)), "");
        ASSERT_EQ(sign(2, mediator(), form(SigningMethod::password)), "");
    }

    dispute::TestCity city;
    Id<Dispute> id;
    std::vector<Id<dispute::Party>> parties;
    FrozenPaper frozen;
    SignedPaperId paper;
    std::string bytes;

  private:
    std::filesystem::path folder_;
};

static std::string lines_of(const PaperProof& proof) { return fmt::format("{}", fmt::join(proof.lines, "\n")); }

TEST_P(signing_desk, hands_and_seal_make_a_paper_that_others_can_check) {
    Case one(database());
    one.give_keys();
    ASSERT_EQ(one.start(), "");
    one.sign_all();
    EXPECT_EQ(one.seal(), "");
    EXPECT_THAT(Case::told(), ElementsAre("signed", "signed", "signed", "completed"));
    EXPECT_EQ(one.view().state, SigningState::completed);
    EXPECT_TRUE(one.bytes.starts_with(one.frozen.bytes)) << "what was signed is the beginning of the file";

    const std::string told = pdfsig(one.bytes);
    EXPECT_THAT(told, HasSubstr("Signature is Valid"));
    EXPECT_THAT(told, HasSubstr("ETSI.CAdES.detached"));
    EXPECT_THAT(told, HasSubstr("Total document signed"));

    const PaperProof alone = prove_paper(one.bytes, nullptr);
    EXPECT_TRUE(alone.whole) << lines_of(alone);
    const PaperProof known = prove_paper(one.bytes, &database());
    EXPECT_TRUE(known.whole) << lines_of(known);
    EXPECT_THAT(lines_of(known), HasSubstr("no daily root holds it yet"));
    dispute::store_root(database(), legal_date(one.city.morning()), one.city.morning() + std::chrono::hours(20));
    EXPECT_THAT(lines_of(prove_paper(one.bytes, &database())), HasSubstr("held by the daily root of 2026-11-24"));
}

TEST_P(signing_desk, a_changed_byte_is_found) {
    Case one(database());
    one.give_keys();
    ASSERT_EQ(one.start(), "");
    one.sign_all();
    ASSERT_EQ(one.seal(), "");
    for (const std::size_t at : {std::size_t{300}, one.frozen.bytes.size() - 200, one.frozen.bytes.size() + 300}) {
        std::string changed = one.bytes;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(prove_paper(changed, nullptr).whole) << at;
    }
    EXPECT_FALSE(prove_paper(one.bytes + "\n% more", nullptr).whole);
    EXPECT_FALSE(prove_paper(one.frozen.bytes, nullptr).whole) << "nobody has signed this";
    EXPECT_FALSE(prove_paper("no paper", nullptr).whole);
    EXPECT_TRUE(prove_paper(one.bytes, nullptr).whole);
}

TEST_P(signing_desk, the_seal_needs_everybody_and_a_key) {
    Case one(database());
    ASSERT_EQ(one.start(), "");
    EXPECT_EQ(one.start(), "signing_open");
    EXPECT_EQ(one.seal(), "not_your_turn");
    one.sign_all();
    EXPECT_EQ(one.seal(), "signing_key_missing");
    one.give_keys();
    EXPECT_EQ(one.seal(), "");
    EXPECT_EQ(one.seal(), "signing_not_open");
}

TEST_P(signing_desk, an_act_is_of_exactly_this_paper_and_in_a_way_that_is_his) {
    Case one(database());
    ASSERT_EQ(one.start(), "");
    SigningForm other = one.form(SigningMethod::strokes);
    other.digest_sm3 = std::string(64, '0');
    EXPECT_EQ(one.sign(0, one.mediator(), other), "paper_changed");
    EXPECT_EQ(one.sign(0, one.mediator(), one.form(SigningMethod::password)), "method_not_his");
    SigningForm empty = one.form(SigningMethod::strokes);
    empty.strokes->lines.clear();
    EXPECT_EQ(one.sign(0, one.mediator(), empty), "signature_empty");
    SigningForm text = one.form(SigningMethod::fingerprint);
    text.picture = crypto::to_base64("no picture");
    EXPECT_EQ(one.sign(0, one.mediator(), text), "picture_not_jpeg");
    EXPECT_EQ(one.sign(2, one.head(), one.form(SigningMethod::password)), "not_on_this_dispute");
    EXPECT_EQ(one.sign(0, one.mediator(), one.form(SigningMethod::strokes)), "");
    EXPECT_EQ(one.sign(0, one.mediator(), one.form(SigningMethod::strokes)), "signed_already");
    const SigningView view = one.view();
    EXPECT_EQ(view.signers[0].state, SignerState::signed_);
    EXPECT_TRUE(view.signers[0].evidence_sm3.has_value());
    EXPECT_THAT(one.city.events_of(one.id), Contains("paper_frozen"));
    EXPECT_THAT(one.city.events_of(one.id), Contains("paper_signed"));
}

TEST_P(signing_desk, ink_papers_take_photographs_and_nothing_else) {
    Case one(database());
    one.give_keys();
    ASSERT_EQ(one.start(true), "");
    EXPECT_EQ(one.sign(0, one.mediator(), one.form(SigningMethod::strokes)), "ink_needed");
    for (const std::size_t at : {0U, 1U, 2U})
        ASSERT_EQ(one.sign(at, one.mediator(), one.form(SigningMethod::ink)), "");
    EXPECT_EQ(one.seal(), "ink_needed");
    EXPECT_EQ(one.seal(SigningMethod::ink), "");
    const PaperProof proof = prove_paper(one.bytes, &database());
    EXPECT_TRUE(proof.whole) << lines_of(proof);
}

TEST_P(signing_desk, who_refuses_ends_it_and_a_new_version_names_the_old) {
    Case one(database());
    one.give_keys();
    ASSERT_EQ(one.start(), "");
    const auto refuse = [&](std::string reason) {
        return one.as(one.mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            const OpenPaper open = open_paper(tx, found, one.paper);
            refuse_to_sign(tx, found, open, open.signers.at(1), reason, cx);
        });
    };
    EXPECT_EQ(refuse(" "), "missing");
    EXPECT_EQ(refuse("金额不对"), "");
    EXPECT_EQ(one.view().state, SigningState::refused);
    EXPECT_EQ(one.view().reason, "金额不对");
    EXPECT_THAT(Case::told(), ElementsAre("ended"));
    EXPECT_EQ(one.sign(0, one.mediator(), one.form(SigningMethod::strokes)), "signing_not_open");

    ASSERT_EQ(one.start(), "");
    one.sign_all();
    ASSERT_EQ(one.seal(), "");
    const std::string first = one.view().check_code;
    ASSERT_EQ(one.start(), "");
    EXPECT_EQ(one.view().version, 2);
    EXPECT_EQ(one.view().replaces_check_code, first);
}

TEST_P(signing_desk, officials_see_what_waits_for_them) {
    Case one(database());
    one.give_keys();
    ASSERT_EQ(one.start(), "");
    const auto waits = [&](const identity::Actor& actor) {
        const Context cx = one.city.as(actor, one.city.tick());
        std::vector<SignerRole> roles;
        for (const auto& paper : database().read([&](db::Tx& tx) { return waiting_for(tx, cx); }))
            roles.push_back(paper.role);
        return roles;
    };
    const auto stranger = one.city.person(Duty::head, one.city.town);
    EXPECT_THAT(waits(one.mediator()), ElementsAre(SignerRole::mediator));
    EXPECT_THAT(waits(one.head()), IsEmpty()) << "the seal comes last";
    one.sign_all();
    EXPECT_THAT(waits(one.mediator()), IsEmpty());
    EXPECT_THAT(waits(one.head()), ElementsAre(SignerRole::keeper));
    EXPECT_THAT(waits(stranger), IsEmpty());
    ASSERT_EQ(one.seal(), "");
    EXPECT_THAT(waits(one.head()), IsEmpty());
}

TEST_P(signing_desk, what_nobody_signs_in_time_is_over) {
    Case one(database());
    ASSERT_EQ(one.start(), "");
    const identity::Surroundings around{database(), one.city.keys, one.city.config, [] { return Instant{}; }};
    const auto handlers = job_handlers(around);
    const Instant later = start_of(LegalDate(2026, 12, 2)) + std::chrono::hours(1);
    handlers.front().work({}, later);
    EXPECT_EQ(one.view().state, SigningState::expired);
    EXPECT_THAT(Case::told(), ElementsAre("ended"));
}

TEST_P(signing_desk, what_is_kept_is_whole_and_stays) {
    Case one(database());
    one.give_keys();
    ASSERT_EQ(one.start(), "");
    one.sign_all();
    ASSERT_EQ(one.seal(), "");
    const auto verified = attachments::verify(database(), one.city.config, one.city.keys);
    EXPECT_EQ(verified.damaged, "");
    EXPECT_EQ(verified.files, 3) << "what was signed, the finger, the whole";
    EXPECT_THAT(attachments::content_on_shelf(*one.view().completed_sm3, one.city.as(one.head())), one.bytes);
}

static std::string small_pdf() {
    std::string pdf = "%PDF-1.5\n";
    std::vector<std::size_t> at;
    for (const char* object : {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>"}) {
        at.push_back(pdf.size());
        pdf += fmt::format("{} 0 obj\n{}\nendobj\n", at.size(), object);
    }
    const std::size_t table = pdf.size();
    pdf += "xref\n0 4\n0000000000 65535 f \n";
    for (const std::size_t one : at) pdf += fmt::format("{:010} 00000 n \n", one);
    return pdf + fmt::format("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", table);
}

TEST(sealed_papers, that_were_changed_are_read_or_refused) {
    Additions additions;
    additions.seal.box = {0, 100, 100, 50, 50};
    additions.seal.drawing = "0 0 10 10 re f";
    additions.record_name = "record.json";
    additions.record = "{}";
    additions.signed_at = Instant{1'800'000'000'000'000};
    const std::string sealed =
        sealed_pdf(small_pdf(), additions, [](std::string_view) { return std::string(100, 'd'); });
    ASSERT_TRUE(seal_in(sealed, "record.json"));
    Mutations papers({sealed, small_pdf()}, {"/ByteRange [0 ", "/Contents <", "endobj", "stream", "startxref\n",
                                             "/Prev 0", "<<", "99999999999999999999", "[[[[", "/Kids [2 0 R]"});
    for (int i = 0; i < 20'000; ++i) {
        const std::string bytes = papers.next();
        try {
            const auto found = seal_in(bytes, "record.json");
            EXPECT_LE(found ? found->covered.size() : 0, bytes.size());
        } catch (const std::runtime_error&) {
        }
    }
}

TEST(pictures, that_were_changed_are_read_or_refused) {
    const std::string jpeg(
        "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xFF\xC0\0\x11\x08\0\x20\0\x10\3\1\x11\0\2\x11\1\3\x11\1\xFF"
        "\xDA\0\x0C\3\1\0\2\x11\3\x11\0\x3F\0\xAB\xFF\xD9",
        57);
    const auto found = picture_in(jpeg);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->width, 16);
    EXPECT_EQ(found->height, 32);
    Mutations pictures({jpeg}, {"\xFF\xC2", "\xFF\xFF", "\xFF\xDA"});
    for (int i = 0; i < 20'000; ++i) {
        const auto one = picture_in(pictures.next());
        EXPECT_TRUE(!one || (one->width > 0 && one->height > 0));
    }
}

}  // namespace hemu::signing
