#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "intake.hpp"

namespace hemu::intake {

using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;

HEMU_ON_BOTH_ENGINES(intake_routes);

static std::string form(std::string_view change = "") {
    return fmt::format(
        R"({{"source":"application","channel":"window","narrative":"楼上夜间装修噪音扰民","request":"停工",
        "national_type":"02","place_code":"{}","parties":[
        {{"side":"applicant","kind":"natural","name":"张三","phone":"13800000001"}},
        {{"side":"respondent","kind":"natural","name":"李四"}}]{}}})",
        dispute::TestCity::village_code, change);
}

static boost::json::object body_of(const http::Reply& reply) { return boost::json::parse(reply.body).as_object(); }

static std::string text_in(const boost::json::object& object, std::string_view member) {
    return std::string(object.at(member).as_string());
}

TEST_P(intake_routes, register_merge_and_withdraw) {
    dispute::TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    const auto first = clerk.post("/api/disputes", form());
    ASSERT_EQ(first.status, 201) << first.body;
    const std::string kept = text_in(body_of(first), "id");
    const auto second = clerk.post("/api/disputes", form());
    ASSERT_EQ(second.status, 201);
    EXPECT_EQ(body_of(second).at("duplicates").as_array().size(), 1U);
    const std::string twice = text_in(body_of(second), "id");
    const auto merged =
        clerk.post("/api/disputes/" + twice + "/merge", fmt::format(R"({{"into_id":"{}","reason":"重复"}})", kept));
    ASSERT_EQ(merged.status, 201) << merged.body;
    EXPECT_EQ(text_in(body_of(merged), "state"), "merged");
    EXPECT_EQ(code_of(clerk.post("/api/disputes/" + twice + "/merge",
                                 fmt::format(R"({{"into_id":"{}","reason":"重复"}})", kept))),
              "not_in_this_state");
    const auto withdrawn = clerk.post("/api/disputes/" + kept + "/withdrawal", R"({"reason":"和好"})");
    ASSERT_EQ(withdrawn.status, 201);
    EXPECT_EQ(text_in(body_of(withdrawn), "state"), "withdrawn");
}

TEST_P(intake_routes, name_the_fields_at_fault) {
    dispute::TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(fields_of(clerk.post("/api/disputes", R"({"source":"sky","colour":1})")).substr(0, 20),
              "source:unknown_word ");
    const auto reply = clerk.post("/api/disputes", form(R"(,"people_count":0,"flags":["purple"])"));
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(fields_of(reply), "people_count:out_of_range flags[0]:flag_unknown");
    auto by_hand = form();
    by_hand.replace(by_hand.find("\"window\""), 8, "\"import\"");
    EXPECT_EQ(fields_of(clerk.post("/api/disputes", by_hand)), "channel:channel_reserved");
}

TEST_P(intake_routes, are_for_the_duties_that_register) {
    dispute::TestCity city(database());
    for (const Duty duty : {Duty::clerk, Duty::dispatcher, Duty::mediator, Duty::head})
        EXPECT_EQ(city.caller(routes, duty, city.town).post("/api/disputes", form()).status, 201);
    for (const Duty duty : {Duty::supervisor, Duty::leader, Duty::judge, Duty::system_administrator})
        EXPECT_EQ(code_of(city.caller(routes, duty, city.town).post("/api/disputes", form())), "duty_may_not");
}

TEST_P(intake_routes, look_for_duplicates_and_people_while_typing) {
    dispute::TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    ASSERT_EQ(clerk.post("/api/disputes", form()).status, 201);
    const auto found =
        clerk.post("/api/intake/duplicates",
                   fmt::format(R"({{"parties":[],"narrative":"楼上夜间装修噪音扰民!","place_code":"{}"}})",
                               dispute::TestCity::village_code));
    ASSERT_EQ(found.status, 200) << found.body;
    EXPECT_EQ(body_of(found).at("items").as_array().size(), 1U);
    const auto people = clerk.post("/api/intake/people", R"({"phone":"13800000001"})");
    ASSERT_EQ(people.status, 200);
    const auto seen = body_of(people);
    const auto& person = seen.at("people").as_array().at(0).as_object();
    EXPECT_EQ(text_in(person, "name"), "张三");
    EXPECT_EQ(text_in(person, "phone"), "138****0001");
    const auto number = clerk.post("/api/intake/people", R"({"identity_number":"11010519491231002X"})");
    const auto read = body_of(number);
    const auto& identity = read.at("identity").as_object();
    EXPECT_TRUE(identity.at("valid").as_bool());
    EXPECT_EQ(text_in(identity, "birth_on"), "1949-12-31");
    EXPECT_EQ(text_in(identity, "sex"), "female");
    const auto wrong = clerk.post("/api/intake/people", R"({"identity_number":"110105194912310021"})");
    EXPECT_EQ(text_in(body_of(wrong).at("identity").as_object(), "why"), "resident_number_wrong");
}

TEST_P(intake_routes, propose_types_and_a_body_while_typing) {
    dispute::TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    const auto types = clerk.post("/api/intake/types", R"({"narrative":"楼上卫生间渗水,楼下天花板起皮脱落"})");
    ASSERT_EQ(types.status, 200) << types.body;
    EXPECT_EQ(text_in(boost::json::parse(types.body).as_array().at(0).as_object(), "local_type"), "0203");
    const auto body =
        clerk.post("/api/intake/body", fmt::format(R"({{"national_type":"02","place_code":"{}","people_count":2}})",
                                                   dispute::TestCity::village_code));
    ASSERT_EQ(body.status, 200) << body.body;
    const auto proposal = body_of(body);
    EXPECT_EQ(text_in(proposal.at("proposal").as_object(), "name"), "高桥村人民调解委员会");
    const std::string id = text_in(body_of(clerk.post("/api/disputes", form())), "id");
    EXPECT_EQ(clerk.get("/api/disputes/" + id + "/proposal").body, body.body);
}

TEST_P(intake_routes, keep_drafts) {
    dispute::TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    const std::string path = "/api/intake/drafts/01900000-0000-7000-8000-000000000001";
    EXPECT_EQ(clerk.ask("PUT", path, R"({"content":"{}"})").status, 200);
    const auto drafts = boost::json::parse(clerk.get("/api/intake/drafts").body).as_array();
    ASSERT_EQ(drafts.size(), 1U);
    EXPECT_EQ(text_in(drafts[0].as_object(), "content"), "{}");
    EXPECT_EQ(clerk.ask("DELETE", path, "").status, 204);
    EXPECT_EQ(clerk.get("/api/intake/drafts").body, "[]");
}

}  // namespace hemu::intake
