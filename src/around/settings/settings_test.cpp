#include "settings.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "identity_testing.hpp"
#include "rules.hpp"

namespace hemu::settings {

using identity::Duty;
using identity::testing::Caller;
using identity::testing::code_of;
using identity::testing::fields_of;

static const Instant moment = start_of(LegalDate(2026, 11, 27)) + std::chrono::hours(9);

TEST(setting_rules, keep_values_within_bounds_and_in_order) {
    const std::vector<Setting> all = {{Owner::triage, "risk_yellow", 20, 1, 200, "", ""},
                                      {Owner::triage, "risk_orange", 40, 1, 200, "", ""},
                                      {Owner::triage, "risk_red", 60, 1, 200, "", ""}};
    EXPECT_EQ(fault_of(all, all[1], 50), std::nullopt);
    EXPECT_EQ(fault_of(all, all[1], 0), "out_of_range");
    EXPECT_EQ(fault_of(all, all[1], 201), "out_of_range");
    EXPECT_EQ(fault_of(all, all[1], 20), "setting_out_of_order");
    EXPECT_EQ(fault_of(all, all[1], 60), "setting_out_of_order");
    EXPECT_EQ(fault_of(all, all[0], 40), "setting_out_of_order");
    EXPECT_EQ(fault_of(all, all[2], 200), std::nullopt);
}

class settings : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        const auto body = Id<identity::Organisation>::fresh(moment);
        for (const auto& [login, duty] :
             {std::pair("system", Duty::system_administrator), std::pair("security", Duty::security_administrator),
              std::pair("audit", Duty::audit_administrator), std::pair("clerk", Duty::clerk)})
            identity::testing::make_person(database(), login, duty, body, moment);
        clock_ = moment;
    }
    Caller signed_in(const std::string& login) {
        identity::Routes all = routes;
        for (const auto& route : identity::routes)
            if (route.path == "/api/session") all.push_back(route);
        Caller caller(database(), all, clock_);
        caller.sign_in(login);
        return caller;
    }
    Instant clock_;
};
INSTANTIATE_TEST_SUITE_P(engines, settings, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

static const db::Statement sqlite_tables{"settings_test.sqlite_tables", R"(
    SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\_setting' ESCAPE '\' ORDER BY name)",
                                         db::Engine::sqlite};
static const db::Statement postgres_tables{"settings_test.postgres_tables", R"(
    SELECT tablename::text AS name FROM pg_tables
     WHERE schemaname = current_schema() AND tablename LIKE '%\_setting' ORDER BY tablename)",
                                           db::Engine::postgres};

TEST_P(settings, are_shown_of_every_table_within_their_bounds) {
    auto auditor = signed_in("audit");
    const auto all = json::read<std::vector<Setting>>(auditor.get("/api/settings").body);
    std::vector<std::string> owners;
    for (const Setting& one : all) {
        EXPECT_LE(one.least, one.value) << one.code;
        EXPECT_LE(one.value, one.most) << one.code;
        EXPECT_EQ(fault_of(all, one, one.value), std::nullopt) << one.code;
        EXPECT_FALSE(one.basis.empty()) << one.code;
        const auto table = std::string(json::enum_word(one.owner)) + "_setting";
        if (owners.empty() || owners.back() != table) owners.push_back(table);
    }
    const auto tables = database().read([&](db::Tx& tx) {
        return tx.all<std::string>(GetParam() == db::Engine::sqlite ? sqlite_tables : postgres_tables);
    });
    EXPECT_EQ(owners, tables);
    EXPECT_EQ(code_of(signed_in("clerk").get("/api/settings")), "duty_may_not");
}

static const db::Statement audited{"settings_test.audited", R"(
    SELECT subject FROM audit_entry WHERE kind = 'setting' AND refusal = '' ORDER BY subject)"};

TEST_P(settings, are_changed_by_their_keeper_and_audited) {
    auto system = signed_in("system");
    auto security = signed_in("security");
    const auto put = [](Caller& who, const std::string& path, std::int64_t value) {
        return who.ask("PUT", "/api/settings/" + path, fmt::format(R"({{"value":{}}})", value));
    };
    EXPECT_EQ(put(system, "invitation/valid_days", 45).status, 200);
    EXPECT_EQ(fields_of(put(system, "invitation/valid_days", 6)), "value:out_of_range");
    EXPECT_EQ(fields_of(put(system, "application/warning_days", 30)), "value:setting_out_of_order");
    EXPECT_EQ(code_of(put(system, "invitation/nothing", 7)), "not_found");
    EXPECT_EQ(code_of(put(system, "nobody/valid_days", 7)), "not_found");
    EXPECT_EQ(code_of(put(system, "access/phone_code_tries", 3)), "duty_may_not");
    EXPECT_EQ(code_of(put(security, "invitation/valid_days", 30)), "duty_may_not");
    const auto reply = put(security, "access/phone_code_tries", 3);
    ASSERT_EQ(reply.status, 200);
    std::map<std::string, std::int64_t> values;
    for (const Setting& one : json::read<std::vector<Setting>>(reply.body)) values[one.code] = one.value;
    EXPECT_EQ(values["phone_code_tries"], 3);
    EXPECT_EQ(values["valid_days"], 45);
    EXPECT_THAT(database().read([](db::Tx& tx) { return tx.all<std::string>(audited); }),
                testing::ElementsAre("access.phone_code_tries = 3", "invitation.valid_days = 45"));
}

}  // namespace hemu::settings
