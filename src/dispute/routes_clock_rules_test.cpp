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

}  // namespace hemu::dispute
