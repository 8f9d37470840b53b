#include <gmock/gmock.h>

#include "assignment.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::assignment {

using dispute::Dispute;
using dispute::State;
using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;

HEMU_ON_BOTH_ENGINES(assignment_routes);

static boost::json::object body_of(const http::Reply& reply) { return boost::json::parse(reply.body).as_object(); }

static std::string offer_to(Id<identity::Organisation> body) {
    return fmt::format(R"({{"organisation_id":"{}"}})", to_text(body));
}

static std::string naming(const identity::Actor& mediator) {
    const std::string id = to_text(mediator.account);
    return fmt::format(R"({{"presiding_id":"{0}","others":[],
        "recusal":[{{"account_id":"{0}","grounds_asked":true,"relation":"none"}}]}})",
                       id);
}

TEST_P(assignment_routes, go_from_candidates_to_mediators_and_helpers) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    const std::string at = "/api/disputes/" + to_text(dispute.id);
    auto dispatcher = city.caller(routes, Duty::dispatcher, city.county_centre);
    auto head = city.caller(routes, Duty::head, city.village);
    const auto candidates = dispatcher.get(at + "/candidates");
    ASSERT_EQ(candidates.status, 200) << candidates.body;
    EXPECT_EQ(boost::json::parse(candidates.body).as_array().at(0).at("organisation_id").as_string(),
              to_text(city.village));
    ASSERT_EQ(dispatcher.post(at + "/offers", offer_to(city.village)).status, 201);
    const auto taken = head.post(at + "/takeover", "{}");
    ASSERT_EQ(taken.status, 201) << taken.body;
    EXPECT_EQ(body_of(taken).at("state").as_string(), "taken");
    EXPECT_EQ(fields_of(head.post(at + "/mediators", naming(city.person(Duty::mediator, city.town)))),
              "presiding_id:not_a_mediator_here");
    ASSERT_EQ(head.post(at + "/mediators", naming(city.person(Duty::mediator, city.village))).status, 201);
    const std::string replaced = naming(city.person(Duty::mediator, city.village, 2));
    EXPECT_EQ(code_of(head.ask("PUT", at + "/mediators", replaced)), "version_required");
    EXPECT_EQ(head.ask("PUT", at + "/mediators", replaced, {{"If-Match", "\"4\""}}).status, 200);
    const std::string helper = to_text(city.town);
    ASSERT_EQ(head.post(at + "/helpers",
                        fmt::format(R"({{"organisation_id":"{}","share_percent":40,"task":"协助"}})", helper))
                  .status,
              201);
    const auto view = body_of(head.get(at + "/assignment"));
    EXPECT_EQ(view.at("lead").as_object().at("share_percent").as_int64(), 60);
    EXPECT_EQ(view.at("helpers").as_array().size(), 1U);
    EXPECT_EQ(view.at("mediators").as_array().size(), 2U);
    EXPECT_EQ(head.ask("DELETE", at + "/helpers/" + helper).status, 200);
    EXPECT_EQ(code_of(head.ask("DELETE", at + "/helpers/" + helper)), "helper_not_found");
}

TEST_P(assignment_routes, hand_back_with_a_reason) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    const std::string at = "/api/disputes/" + to_text(dispute.id);
    auto dispatcher = city.caller(routes, Duty::dispatcher, city.county_centre);
    auto head = city.caller(routes, Duty::head, city.village);
    ASSERT_EQ(dispatcher.post(at + "/offers", offer_to(city.village)).status, 201);
    EXPECT_EQ(fields_of(head.post(at + "/return", R"({"reason":"other","words":""})")), "words:missing");
    const auto returned = head.post(at + "/return", R"({"reason":"capacity","words":"人手不足"})");
    ASSERT_EQ(returned.status, 201) << returned.body;
    EXPECT_EQ(body_of(returned).at("state").as_string(), "accepted");
    EXPECT_EQ(fields_of(dispatcher.post(at + "/offers", offer_to(city.village))), "organisation_id:returned_before");
}

TEST_P(assignment_routes, are_for_their_duties) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    const std::string at = "/api/disputes/" + to_text(dispute.id);
    auto mediator = city.caller(routes, Duty::mediator, city.county_centre);
    EXPECT_EQ(code_of(mediator.get(at + "/candidates")), "duty_may_not");
    EXPECT_EQ(code_of(mediator.post(at + "/offers", offer_to(city.village))), "duty_may_not");
    EXPECT_EQ(code_of(mediator.post(at + "/mediators", naming(city.person(Duty::mediator, city.village)))),
              "duty_may_not");
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(code_of(clerk.post(at + "/takeover", "{}")), "duty_may_not");
}

}  // namespace hemu::assignment
