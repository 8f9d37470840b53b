#include "exchange.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "ledger.hpp"
#include "rules.hpp"

namespace hemu::exchange {

using dispute::TestCity;
using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(exchange_rules, know_the_matters_and_events_of_the_data_file) {
    ASSERT_TRUE(find_matter("petition_item"));
    EXPECT_EQ(find_matter("petition_item")->channel, dispute::Channel::petition);
    EXPECT_EQ(find_matter("nothing"), nullptr);
    for (const Matter& matter : matters()) EXPECT_FALSE(matter.basis.empty()) << matter.code;
    for (const PartnerEvent& event : partner_events())
        EXPECT_TRUE(event.field.empty() || event.field.ends_with("_on") || event.field.ends_with("_at"))
            << event.kind;
}

TEST(exchange_rules, ask_for_what_a_partner_needs) {
    PartnerForm form;
    form.code = "X";
    form.way = PartnerWay::rest;
    form.address = "partner.example";
    form.matters = {"petition_item"};
    const auto faults = why_not_partner(form).fields;
    for (const FieldFault& fault :
         {FieldFault{"code", "not_a_code"}, FieldFault{"name", "blank"}, FieldFault{"legal_basis", "blank"},
          FieldFault{"address", "not_an_address"}, FieldFault{"matters[0]", "unknown_word"}})
        EXPECT_THAT(faults, Contains(fault));
}

TEST(exchange_rules, call_again_after_growing_delays) {
    std::vector<std::int64_t> delays;
    for (int failures = 1; failures < 14; ++failures) delays.push_back(retry_delay(failures, 5, 60).count());
    EXPECT_THAT(delays, ElementsAre(5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600));
}

/// What the receiver of these tests was given, and how it answers.
static std::vector<std::int64_t> worked;

static std::optional<TakenIn> receive_for_test(db::Tx&, const Incoming& incoming, const identity::Context&) {
    if (incoming.package.message == R"("wrong")") throw Refusal(Fault::invalid, "invalid", {{"narrative", "blank"}});
    worked.push_back(incoming.package.manifest.sequence);
    return TakenIn{};
}

class exchange_store : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        city_ = std::make_unique<TestCity>(database());
        city_->now = TestCity::morning();
        admin_ = std::make_unique<Caller>(city_->caller(routes, Duty::system_administrator, city_->county_centre));
        keeper_ = std::make_unique<Caller>(city_->caller(routes, Duty::dispatcher, city_->county_centre));
        set_receivers({receive_for_test});
        worked.clear();
    }
    void TearDown() override { set_receivers({}); }
    using Caller = identity::testing::Caller;

    PartnerForm form() {
        PartnerForm form;
        form.code = "xf-01";
        form.name = "咸安区信访局";
        form.kind = PartnerKind::petition_office;
        form.window_id = city_->county_centre;
        form.matters = {"petition_item"};
        form.legal_basis = "《信访工作条例》第三十三条";
        form.way = PartnerWay::files;
        return form;
    }
    Id<Partner> add(const PartnerForm& form) {
        const auto reply = admin_->post("/api/exchange/partners", json::write(form));
        EXPECT_EQ(reply.status, 201) << reply.body;
        const auto id = std::string(boost::json::parse(reply.body).at("id").as_string());
        return Id<Partner>::parse(id).value();
    }
    NewKey key_for(Id<Partner> id) {
        const auto reply = admin_->post(path(id) + "/keys");
        EXPECT_EQ(reply.status, 201) << reply.body;
        return json::read<NewKey>(reply.body);
    }
    static std::string path(Id<Partner> id) { return "/api/exchange/partners/" + to_text(id); }
    Partner found(Id<Partner> id) {
        return database().read([&](db::Tx& tx) { return find_partner(tx, id).value(); });
    }
    std::string package(std::int64_t sequence, const NewKey& key, const std::string& message = R"("fine")") {
        const std::string own = own_code(identity::testing::config());
        return make_package(
            {"", "xf-01", own, sequence, MessageKind::referral, "信访1", TestCity::morning(), key.name, {}}, message,
            {}, key.secret);
    }
    http::Reply bring(Id<Partner> id, const std::string& bytes) { return keeper_->post(path(id) + "/files", bytes); }
    std::string state_of(const http::Reply& reply) {
        if (reply.status != 200) return code_of(reply);
        return std::string(boost::json::parse(reply.body).at("state").as_string());
    }

    std::unique_ptr<TestCity> city_;
    std::unique_ptr<Caller> admin_, keeper_;
};
INSTANTIATE_TEST_SUITE_P(engines, exchange_store, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(exchange_store, keeps_a_registry_of_partners) {
    const auto id = add(form());
    EXPECT_THAT(fields_of(admin_->post("/api/exchange/partners", json::write(form()))), HasSubstr("code:code_taken"));
    PartnerForm changed = form();
    changed.way = PartnerWay::rest;
    changed.address = "https://xf.example/hemu";
    EXPECT_EQ(code_of(admin_->ask("PUT", path(id), json::write(changed))), "version_required");
    EXPECT_EQ(admin_->ask("PUT", path(id), json::write(changed), {{"If-Match", "\"1\""}}).status, 200);
    EXPECT_EQ(code_of(admin_->ask("PUT", path(id), json::write(changed), {{"If-Match", "\"1\""}})),
              "version_outdated");
    changed.code = "xf-02";
    EXPECT_THAT(fields_of(admin_->ask("PUT", path(id), json::write(changed), {{"If-Match", "\"2\""}})),
                HasSubstr("code:stays_as_it_is"));
    changed = form();
    changed.code = "xf-03";
    changed.window_id = Id<identity::Organisation>::fresh(TestCity::morning());
    EXPECT_THAT(fields_of(admin_->post("/api/exchange/partners", json::write(changed))),
                HasSubstr("window_id:organisation_unknown"));
}

TEST_P(exchange_store, belongs_to_its_keepers) {
    const auto id = add(form());
    EXPECT_THAT(keeper_->get("/api/exchange/partners").body, HasSubstr("咸安区信访局"));
    EXPECT_EQ(keeper_->get(path(id) + "/ledger").status, 200);
    EXPECT_EQ(code_of(keeper_->post(path(id) + "/keys")), "duty_may_not");
    auto other = city_->caller(routes, Duty::dispatcher, city_->town);
    EXPECT_THAT(other.get("/api/exchange/partners").body, testing::Not(HasSubstr("咸安区信访局")));
    EXPECT_EQ(code_of(other.get(path(id) + "/ledger")), "not_found");
    EXPECT_EQ(code_of(other.post(path(id) + "/files", "x")), "not_found");
    auto clerk = city_->caller(routes, Duty::clerk, city_->county_centre);
    EXPECT_EQ(code_of(clerk.get("/api/exchange/partners")), "duty_may_not");
}

TEST_P(exchange_store, changes_keys_without_a_gap) {
    const auto id = add(form());
    const NewKey first = key_for(id);
    EXPECT_EQ(state_of(bring(id, package(1, first))), "taken");
    const NewKey second = key_for(id);
    EXPECT_TRUE(second.older_ends_at);
    EXPECT_EQ(state_of(bring(id, package(2, first))), "taken");
    EXPECT_EQ(state_of(bring(id, package(3, second))), "taken");
    const NewKey third = key_for(id);
    EXPECT_EQ(state_of(bring(id, package(4, first))), "key_unknown");
    EXPECT_EQ(state_of(bring(id, package(4, second))), "taken");
    city_->now = TestCity::morning() + std::chrono::hours(24 * 15);
    keeper_ = std::make_unique<Caller>(city_->caller(routes, Duty::dispatcher, city_->county_centre));
    EXPECT_EQ(state_of(bring(id, package(5, second))), "key_unknown");
    EXPECT_EQ(state_of(bring(id, package(5, third))), "taken");
    EXPECT_EQ(database().read([&](db::Tx& tx) { return valid_keys(tx, id, city_->as_machine(city_->now)).size(); }),
              1U);
}

TEST_P(exchange_store, works_packages_in_by_their_order_and_once) {
    const auto id = add(form());
    const NewKey key = key_for(id);
    EXPECT_EQ(state_of(bring(id, package(3, key))), "held");
    EXPECT_EQ(state_of(bring(id, package(2, key))), "held");
    EXPECT_THAT(worked, IsEmpty());
    EXPECT_EQ(state_of(bring(id, package(1, key))), "taken");
    EXPECT_THAT(worked, ElementsAre(1, 2, 3));
    EXPECT_EQ(state_of(bring(id, package(2, key))), "taken");
    EXPECT_THAT(worked, ElementsAre(1, 2, 3));
    EXPECT_EQ(state_of(bring(id, package(2, key, R"("other")"))), "sequence_reused");
    EXPECT_EQ(state_of(bring(id, package(2000, key))), "sequence_wrong");
    EXPECT_EQ(found(id).taken_sequence, 3);
}

TEST_P(exchange_store, rejects_by_field_and_goes_on) {
    const auto id = add(form());
    const NewKey key = key_for(id);
    bring(id, package(2, key));
    const auto rejected = bring(id, package(1, key, R"("wrong")"));
    EXPECT_EQ(state_of(rejected), "rejected");
    EXPECT_THAT(rejected.body, HasSubstr(R"("faults":[{"field":"narrative","code":"blank"}])"));
    EXPECT_THAT(worked, ElementsAre(2));
    EXPECT_EQ(state_of(bring(id, package(1, key, R"("wrong")"))), "rejected");
    const auto ledger = json::read<boost::json::value>(keeper_->get(path(id) + "/ledger?direction=in").body);
    EXPECT_EQ(ledger.at("lines").as_array().size(), 2U);
}

TEST_P(exchange_store, refuses_what_is_not_proved_and_notes_it) {
    const auto id = add(form());
    const NewKey key = key_for(id);
    NewKey forged = key;
    forged.secret = "guessed";
    EXPECT_EQ(state_of(bring(id, package(1, forged))), "signature_wrong");
    const std::string whole = package(1, key);
    EXPECT_EQ(state_of(bring(id, whole.substr(0, whole.size() / 2))), "package_cut");
    EXPECT_THAT(worked, IsEmpty());
    EXPECT_EQ(found(id).taken_sequence, 0);
    const std::string ledger = keeper_->get(path(id) + "/ledger").body;
    EXPECT_THAT(ledger, HasSubstr(R"("code":"signature_wrong")"));
    EXPECT_THAT(ledger, HasSubstr(R"("code":"package_cut")"));
}

TEST_P(exchange_store, hands_out_the_same_bytes_until_the_receipt_comes) {
    const auto id = add(form());
    const NewKey key = key_for(id);
    const auto cx = city_->as_machine();
    database().transact([&](db::Tx& tx) {
        send(tx, id, {MessageKind::progress, "信访1", {}, R"({"n":1})", {}}, cx);
        send(tx, id, {MessageKind::progress, "信访1", {}, R"({"n":2})", {}}, cx);
    });
    const auto row = database().read([&](db::Tx& tx) { return next_waiting(tx, id).value(); });
    EXPECT_EQ(row.sequence, 1);
    const std::string at = "/api/exchange/messages/" + to_text(row.id);
    const auto bytes = keeper_->get(at + "/package").body;
    EXPECT_EQ(keeper_->get(at + "/package").body, bytes);
    EXPECT_EQ(code_of(keeper_->get(at + "/receipt")), "not_found");
    const Package opened = open_package(bytes);
    EXPECT_TRUE(is_signed(key.secret, opened.manifest_bytes, opened.signature));
    EXPECT_EQ(opened.message, R"({"n":1})");

    Receipt receipt{"xf-01", own_code(cx.config), 1, crypto::to_hex(crypto::sm3(bytes)), ReceiptState::taken, {},
                    {},      TestCity::morning(), 2};
    const auto bring_receipt = [&](const std::string& secret) {
        return bring(id, json::write(sign_receipt(receipt, key.name, secret)));
    };
    EXPECT_EQ(state_of(bring_receipt("guessed")), "signature_wrong");
    EXPECT_EQ(state_of(bring_receipt(key.secret)), "taken");
    receipt.digest = "00";
    EXPECT_EQ(state_of(bring_receipt(key.secret)), "receipt_wrong");
    EXPECT_EQ(database().read([&](db::Tx& tx) { return next_waiting(tx, id).value().sequence; }), 2);
}

TEST_P(exchange_store, sends_nothing_to_who_gets_letters_alone) {
    PartnerForm letters = form();
    letters.way = PartnerWay::none;
    const auto id = add(letters);
    database().transact([&](db::Tx& tx) {
        send(tx, id, {MessageKind::progress, "1", {}, "{}", {}}, city_->as_machine());
        EXPECT_FALSE(next_waiting(tx, id));
    });
}

}  // namespace hemu::exchange
