#include <gmock/gmock.h>

#include "clock_store.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::dispute {

using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;

HEMU_ON_BOTH_ENGINES(clock_rule_routes);

static boost::json::array versions_of(const http::Reply& reply, std::string_view code) {
    boost::json::array found;
    const auto rules = boost::json::parse(reply.body);
    for (const auto& rule : rules.as_array())
        if (rule.at("code").as_string() == code) found.push_back(rule);
    return found;
}

TEST_P(clock_rule_routes, show_every_rule_with_its_basis) {
    TestCity city(database());
    auto auditor = city.caller(routes, Duty::audit_administrator, city.city_centre);
    const auto reply = auditor.get("/api/clock_rules");
    ASSERT_EQ(reply.status, 200) << reply.body;
    const auto law = versions_of(reply, "PM-MED");
    ASSERT_EQ(law.size(), 1u);
    EXPECT_EQ(law[0].at("certainty").as_string(), "source");
    EXPECT_FALSE(law[0].at("changeable").as_bool());
    EXPECT_TRUE(law[0].at("in_force").as_bool());
    EXPECT_TRUE(versions_of(reply, "SIGN")[0].as_object().at("changeable").as_bool());
}

TEST_P(clock_rule_routes, change_what_no_law_fixes_from_a_day_to_come) {
    TestCity city(database());
    auto administrator = city.caller(routes, Duty::system_administrator, city.city_centre);
    const auto put = [&](const std::string& code, const std::string& amount, const std::string& day) {
        return administrator.ask("PUT", "/api/clock_rules/" + code,
                                 fmt::format(R"({{"amount":{},"valid_from":"{}"}})", amount, day));
    };
    EXPECT_EQ(code_of(put("PM-MED", "60", "2026-12-01")), "clock_rule_is_fixed");
    EXPECT_EQ(put("NOTHING", "60", "2026-12-01").status, 404);
    EXPECT_EQ(fields_of(put("SIGN", "0", "2026-11-24")), "amount:out_of_range valid_from:in_the_past");
    ASSERT_EQ(put("SIGN", "2", "2026-11-25").status, 200);
    const auto reply = put("SIGN", "3", "2026-11-25");
    const auto versions = versions_of(reply, "SIGN");
    ASSERT_EQ(versions.size(), 2u) << "the same day is said anew";
    std::map<std::string, std::int64_t> amounts;
    for (const auto& one : versions) {
        amounts[one.at("valid_from").as_string().c_str()] = one.at("amount").as_int64();
        EXPECT_EQ(one.at("in_force").as_bool(), one.at("amount").as_int64() == 1) << "not before its day";
    }
    EXPECT_EQ(amounts["2026-11-25"], 3);
    const auto found =
        database().read([](db::Tx& tx) { return in_force(*clock_rules(tx), LegalDate(2026, 11, 25)); });
    for (const ClockRule& rule : found) {
        if (rule.code == "SIGN") {
            EXPECT_EQ(rule.amount, 3);
        }
    }
    forget_rules();
}

TEST_P(clock_rule_routes, adopt_and_end_what_other_places_do) {
    TestCity city(database());
    auto administrator = city.caller(routes, Duty::system_administrator, city.city_centre);
    const auto put = [&](const std::string& code, const std::string& standing, const std::string& day) {
        return administrator.ask("PUT", "/api/clock_rules/" + code + "/standing",
                                 fmt::format(R"({{"standing":"{}","valid_from":"{}"}})", standing, day));
    };
    const auto stands = [&](const http::Reply& reply, const char* code) {
        std::string found;
        for (const auto& one : versions_of(reply, code))
            found += std::string(one.at("stands").as_string()) + (one.at("adoptable").as_bool() ? "+ " : " ");
        return found;
    };
    EXPECT_EQ(code_of(put("PM-MED", "ended", "2026-12-01")), "clock_rule_is_no_preset");
    EXPECT_EQ(code_of(put("SW-WEEK", "in_force", "2026-12-01")), "clock_rule_has_no_start");
    EXPECT_EQ(code_of(put("DZ-SIMPLE", "ended", "2026-12-01")), "clock_rule_stands_so");
    EXPECT_EQ(put("NOTHING", "in_force", "2026-12-01").status, 404);
    EXPECT_EQ(fields_of(put("DZ-SIMPLE", "preset", "2026-11-24")), "standing:unknown_word valid_from:in_the_past");
    EXPECT_EQ(stands(administrator.get("/api/clock_rules"), "DZ-SIMPLE"), "preset+ ");
    EXPECT_EQ(stands(administrator.get("/api/clock_rules"), "MD-BODY"), "in_force ");
    const auto adopted = put("DZ-SIMPLE", "in_force", "2026-12-01");
    ASSERT_EQ(adopted.status, 200) << adopted.body;
    EXPECT_EQ(stands(adopted, "DZ-SIMPLE"), "preset+ to_come+ ");
    EXPECT_EQ(stands(adopted, "LEVEL-SIMPLE"), "in_force ");
    EXPECT_EQ(code_of(put("DZ-SIMPLE", "in_force", "2026-12-05")), "clock_rule_stands_so");
    // Another length from a day after the adoption, and none for what ends.
    const auto amount = [&](const char* day) {
        return administrator.ask("PUT", "/api/clock_rules/DZ-SIMPLE",
                                 fmt::format(R"({{"amount":2,"valid_from":"{}"}})", day));
    };
    EXPECT_EQ(amount("2026-11-30").status, 404) << "not adopted yet";
    EXPECT_EQ(amount("2026-12-10").status, 200);
    EXPECT_EQ(put("DZ-SIMPLE", "ended", "2026-12-20").status, 200);
    EXPECT_EQ(amount("2026-12-21").status, 404);
    const auto on = [&](LegalDate day) {
        return database().read([&](db::Tx& tx) {
            for (const ClockRule& rule : in_force(read_clock_rules(tx), day))
                if (rule.code == "DZ-SIMPLE" || rule.code == "LEVEL-SIMPLE")
                    return fmt::format("{} {}", rule.code, rule.amount);
            return std::string();
        });
    };
    EXPECT_EQ(on(LegalDate(2026, 12, 1)), "DZ-SIMPLE 1");
    EXPECT_EQ(on(LegalDate(2026, 12, 10)), "DZ-SIMPLE 2");
    EXPECT_EQ(on(LegalDate(2026, 12, 20)), "LEVEL-SIMPLE 7");
    // Ending on the very day of the adoption takes it back.
    EXPECT_EQ(put("MD-ACC-NB", "in_force", "2026-12-01").status, 200);
    EXPECT_EQ(put("MD-ACC-NB", "ended", "2026-12-01").status, 200);
    forget_rules();
}

}  // namespace hemu::dispute
