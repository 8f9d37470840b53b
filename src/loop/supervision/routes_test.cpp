#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "supervision.hpp"

namespace hemu::supervision {

using namespace std::chrono_literals;
using dispute::Dispute;
using dispute::State;
using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;

HEMU_ON_BOTH_ENGINES(supervision_routes);

static boost::json::value parsed(const http::Reply& reply) { return boost::json::parse(reply.body); }

TEST_P(supervision_routes, list_what_is_soon_or_late) {
    dispute::TestCity city(database());
    city.add_dispute(State::registered);
    auto supervisor = city.caller(routes, Duty::supervisor, city.city_centre);
    EXPECT_EQ(parsed(supervisor.get("/api/supervision?mood=late")).at("items").as_array().size(), 0U);
    const auto soon = supervisor.get("/api/supervision?mood=soon&body=" + to_text(city.county_centre));
    ASSERT_EQ(soon.status, 200) << soon.body;
    EXPECT_EQ(parsed(soon).at("items").as_array().size(), 1U);
    EXPECT_EQ(parsed(soon).at("items").at(0).at("mood").as_string(), "soon");
    EXPECT_EQ(parsed(supervisor.get("/api/supervision?body=" + to_text(city.town))).at("items").as_array().size(),
              0U);
    EXPECT_EQ(fields_of(supervisor.get("/api/supervision?mood=blue")), "mood:unknown_word");
    EXPECT_EQ(fields_of(supervisor.get("/api/supervision?body=x")), "body:not_an_id");
    EXPECT_EQ(fields_of(supervisor.get("/api/supervision?after=x")), "after:cursor_wrong");
    EXPECT_EQ(supervisor.get("/api/supervision?limit=0").status, 422);
}

TEST_P(supervision_routes, list_all_that_is_open_of_one_body_alone) {
    dispute::TestCity city(database());
    city.add_dispute(State::registered);
    auto supervisor = city.caller(routes, Duty::supervisor, city.city_centre);
    const auto count = [&](const std::string& query) {
        const auto reply = supervisor.get("/api/supervision?" + query);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return parsed(reply).at("items").as_array().size();
    };
    EXPECT_EQ(count("mood=open"), 1U);
    EXPECT_EQ(count("mood=open&alone=true"), 0U) << "the city's centre holds nothing itself";
    EXPECT_EQ(count("mood=open&alone=true&body=" + to_text(city.county_centre)), 1U);
    EXPECT_EQ(count("mood=late&alone=true&body=" + to_text(city.county_centre)), 0U);
}

TEST_P(supervision_routes, list_orders_beneath_a_body_with_their_answers) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::mediating);
    const std::string at = "/api/disputes/" + to_text(dispute.id) + "/orders";
    auto supervisor = city.caller(routes, Duty::supervisor, city.city_centre);
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    for (const char* demand : {"请说明", "请附记录"})
        ASSERT_EQ(
            supervisor
                .post(at, fmt::format(R"({{"kind":"supervise","demand":"{}","reply_by_on":"2026-11-26"}})", demand))
                .status,
            201);
    const auto newest = parsed(clerk.get(at)).at(0);
    ASSERT_EQ(
        clerk.post(at + "/" + std::string(newest.at("id").as_string()) + "/reply", R"({"words":"已联系"})").status,
        201);
    const auto listed = [&](const std::string& query) {
        const auto reply = supervisor.get("/api/supervision/orders?" + query);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return parsed(reply);
    };
    const auto replied = listed("state=replied").at("items");
    ASSERT_EQ(replied.as_array().size(), 1U);
    EXPECT_EQ(replied.at(0).at("number").as_string(), dispute.number);
    EXPECT_EQ(replied.at(0).at("steps").at(0).at("words").as_string(), "已联系");
    EXPECT_EQ(listed("").at("items").as_array().size(), 2U);
    EXPECT_EQ(listed("state=closed").at("items").as_array().size(), 0U);
    EXPECT_EQ(listed("alone=true").at("items").as_array().size(), 0U);
    const auto first = listed("limit=1");
    ASSERT_EQ(first.at("items").as_array().size(), 1U);
    EXPECT_EQ(listed("after=" + std::string(first.at("next").as_string())).at("items").as_array().size(), 1U);
    EXPECT_EQ(fields_of(supervisor.get("/api/supervision/orders?state=blue")), "state:unknown_word");
    EXPECT_EQ(fields_of(supervisor.get("/api/supervision/orders?after=x")), "after:cursor_wrong");
    auto elsewhere = city.caller(routes, Duty::supervisor, city.medical);
    EXPECT_EQ(parsed(elsewhere.get("/api/supervision/orders?body=" + to_text(city.city_centre)))
                  .at("items")
                  .as_array()
                  .size(),
              0U)
        << "orders about disputes that he does not see";
}

TEST_P(supervision_routes, give_answer_reopen_and_close_an_order) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::mediating);
    const std::string at = "/api/disputes/" + to_text(dispute.id) + "/orders";
    auto supervisor = city.caller(routes, Duty::supervisor, city.city_centre);
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(fields_of(supervisor.post(at, R"({"kind":"supervise","demand":"","reply_by_on":"2026-11-01"})")),
              "demand:missing reply_by_on:in_the_past");
    ASSERT_EQ(supervisor.post(at, R"({"kind":"supervise","demand":"请说明","reply_by_on":"2026-11-26"})").status,
              201);
    const auto orders = parsed(clerk.get(at));
    const std::string order = at + "/" + std::string(orders.at(0).at("id").as_string());
    EXPECT_EQ(code_of(supervisor.post(order + "/reopening", R"({"words":"不够"})")), "order_not_replied");
    ASSERT_EQ(clerk.post(order + "/reply", R"({"words":"已联系"})").status, 201);
    ASSERT_EQ(supervisor.post(order + "/reopening", R"({"words":"请附记录"})").status, 201);
    ASSERT_EQ(clerk.post(order + "/reply", R"({"words":"已附"})").status, 201);
    ASSERT_EQ(supervisor.post(order + "/closing", R"({"words":""})").status, 201);
    const auto after = parsed(supervisor.get(at));
    EXPECT_EQ(after.at(0).at("state").as_string(), "closed");
    EXPECT_EQ(after.at(0).at("steps").as_array().size(), 4U);
}

TEST_P(supervision_routes, are_for_their_duties) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::mediating);
    const std::string at = "/api/disputes/" + to_text(dispute.id) + "/orders";
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(code_of(clerk.get("/api/supervision")), "duty_may_not");
    EXPECT_EQ(code_of(clerk.post(at, R"({"kind":"remind","demand":"x","reply_by_on":"2026-11-26"})")),
              "duty_may_not");
    auto foreign = city.caller(routes, Duty::supervisor, city.town);
    EXPECT_EQ(code_of(foreign.post(at, R"({"kind":"remind","demand":"x","reply_by_on":"2026-11-26"})")),
              "dispute_not_found");
}

// The recurring job's handler does a round in the name of the program.
TEST_P(supervision_routes, the_job_watches) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const identity::Surroundings around{database(), city.keys, city.config, [&] { return city.now; }};
    database().transact([&](db::Tx& tx) { schedule_jobs(tx, city.now); });
    city.now = start_of(LegalDate(2026, 11, 26)) + 10h;
    jobs::Runner runner(database(), job_handlers(around), around.clock);
    EXPECT_EQ(runner.run_due(), 1);
    EXPECT_THAT(city.events_of(dispute), testing::Contains("late"));
}

}  // namespace hemu::supervision
