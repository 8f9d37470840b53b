#include "assignment.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "mediators.hpp"
#include "store.hpp"

namespace hemu::assignment {

using dispute::Dispute;
using dispute::State;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(assignment_desk);

/// One act in a transaction of its own; the code of its refusal, empty when it was done.
template <class Act>
static std::string done(dispute::TestCity& city, const Dispute& dispute, const identity::Context& cx, Act act) {
    try {
        city.database().transact([&](db::Tx& tx) {
            auto found = dispute::find(tx, dispute.id, cx.actor);
            act(tx, found, cx);
        });
    } catch (const Refusal& refusal) {
        return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
    }
    return "";
}

static std::string offered(dispute::TestCity& city, const Dispute& dispute, Id<identity::Organisation> body,
                           Duty duty = Duty::dispatcher) {
    return done(city, dispute, city.as(duty, city.county_centre, city.tick()),
                [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
                    offer(tx, found, {body, "请受理"}, cx);
                });
}

static std::string taken(dispute::TestCity& city, const Dispute& dispute, Id<identity::Organisation> body) {
    return done(city, dispute, city.as(Duty::head, body, city.tick()),
                [](db::Tx& tx, Dispute& found, const identity::Context& cx) { take(tx, found, cx); });
}

static std::string returned(dispute::TestCity& city, const Dispute& dispute, Id<identity::Organisation> body) {
    return done(city, dispute, city.as(Duty::head, body, city.tick()),
                [](db::Tx& tx, Dispute& found, const identity::Context& cx) {
                    hand_back(tx, found, {ReturnReason::capacity, "人手不足"}, cx);
                });
}

static AssignmentView view_of(dispute::TestCity& city, const Dispute& dispute) {
    return city.database().read([&](db::Tx& tx) { return assignment_of(tx, dispute::load(tx, dispute.id).value()); });
}

TEST_P(assignment_desk, lists_bodies_in_routing_order) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    const auto views =
        database().read([&](db::Tx& tx) { return candidates_for(tx, dispute, legal_date(city.morning())); });
    ASSERT_GE(views.size(), 3U);
    EXPECT_EQ(views[0].organisation_id, city.village);
    EXPECT_EQ(views[1].organisation_id, city.town);
    const Dispute medical = city.add_dispute(State::accepted, [](Dispute& fresh) { fresh.national_type = "15"; });
    const auto specialised =
        database().read([&](db::Tx& tx) { return candidates_for(tx, medical, legal_date(city.morning())); });
    EXPECT_EQ(specialised[0].organisation_id, city.medical);
    EXPECT_THAT(specialised[0].reasons, testing::ElementsAre(RoutingReason::industry_field));
}

TEST_P(assignment_desk, an_offer_is_taken_by_the_offered_body_only) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    ASSERT_EQ(offered(city, dispute, city.village), "");
    EXPECT_EQ(city.reload(dispute).state, State::offered);
    EXPECT_EQ(city.reload(dispute).holder_id, city.village);
    EXPECT_EQ(taken(city, dispute, city.other_village), "dispute_not_found");
    EXPECT_EQ(taken(city, dispute, city.village), "");
    EXPECT_EQ(city.reload(dispute).state, State::taken);
    const AssignmentView view = view_of(city, dispute);
    ASSERT_EQ(view.offers.size(), 1U);
    EXPECT_EQ(view.offers[0].state, OfferState::taken);
    EXPECT_FALSE(view.offers[0].binding);
    ASSERT_TRUE(view.lead);
    EXPECT_EQ(view.lead->organisation_id, city.village);
    EXPECT_EQ(view.lead->share_percent, 100);
    EXPECT_THAT(city.events_of(dispute), testing::ElementsAre("register", "offer", "take"));
}

TEST_P(assignment_desk, a_private_dispute_is_seen_by_the_offered_head_and_by_who_offered_it) {
    dispute::TestCity city(database());
    const Dispute dispute =
        city.add_dispute(State::accepted, [](Dispute& fresh) { fresh.secrecy = dispute::Secrecy::private_; });
    ASSERT_EQ(offered(city, dispute, city.village), "");
    ASSERT_EQ(taken(city, dispute, city.village), "");
    const auto dispatcher = city.person(Duty::dispatcher, city.county_centre);
    const auto stranger = city.person(Duty::dispatcher, city.county_centre, 2);
    database().read([&](db::Tx& tx) {
        EXPECT_NO_THROW(dispute::find(tx, dispute.id, dispatcher));
        EXPECT_THROW(dispute::find(tx, dispute.id, stranger), Refusal);
    });
}

TEST_P(assignment_desk, after_two_returns_the_centre_names_a_lead_that_cannot_return) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    ASSERT_EQ(offered(city, dispute, city.village), "");
    ASSERT_EQ(returned(city, dispute, city.village), "");
    EXPECT_EQ(city.reload(dispute).state, State::accepted);
    EXPECT_EQ(city.reload(dispute).holder_id, city.county_centre);
    EXPECT_EQ(city.reload(dispute).return_count, 1);
    EXPECT_EQ(offered(city, dispute, city.village), "returned_before");
    ASSERT_EQ(offered(city, dispute, city.other_village), "");
    ASSERT_EQ(taken(city, dispute, city.other_village), "");
    ASSERT_EQ(returned(city, dispute, city.other_village), "");
    EXPECT_EQ(offered(city, dispute, city.town, Duty::clerk), "centre_names_lead");
    ASSERT_EQ(offered(city, dispute, city.village), "");
    EXPECT_EQ(returned(city, dispute, city.village), "offer_is_binding");
    EXPECT_EQ(taken(city, dispute, city.village), "");
    EXPECT_EQ(returned(city, dispute, city.village), "offer_is_binding");
    const AssignmentView view = view_of(city, dispute);
    ASSERT_EQ(view.offers.size(), 3U);
    EXPECT_EQ(view.offers[0].return_reason, ReturnReason::capacity);
    EXPECT_TRUE(view.offers[2].binding);
}

TEST_P(assignment_desk, a_returning_body_sees_it_no_longer) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    ASSERT_EQ(offered(city, dispute, city.village), "");
    ASSERT_EQ(taken(city, dispute, city.village), "");
    ASSERT_EQ(returned(city, dispute, city.village), "");
    EXPECT_EQ(returned(city, dispute, city.village), "dispute_not_found");
    EXPECT_FALSE(view_of(city, dispute).lead);
}

static MediatorsForm naming(const identity::Actor& one) {
    MediatorsForm form;
    form.presiding_id = one.account;
    form.recusal = {{one.account, true, Relation::none, std::nullopt}};
    return form;
}

static Dispute taken_by_village(dispute::TestCity& city) {
    const Dispute dispute = city.add_dispute(State::accepted);
    EXPECT_EQ(offered(city, dispute, city.village), "");
    EXPECT_EQ(taken(city, dispute, city.village), "");
    return city.reload(dispute);
}

static std::string assigned(dispute::TestCity& city, const Dispute& dispute, const MediatorsForm& form,
                            Id<identity::Organisation> body) {
    return done(city, dispute, city.as(Duty::head, body, city.tick()),
                [&](db::Tx& tx, Dispute& found, const identity::Context& cx) { assign(tx, found, form, cx); });
}

TEST_P(assignment_desk, mediators_of_the_lead_are_named_and_become_people_of_the_case) {
    dispute::TestCity city(database());
    const Dispute dispute = taken_by_village(city);
    const auto mediator = city.person(Duty::mediator, city.village);
    const auto foreign = city.person(Duty::mediator, city.other_village);
    EXPECT_EQ(assigned(city, dispute, naming(foreign), city.village), "not_a_mediator_here");
    EXPECT_EQ(assigned(city, dispute, naming(mediator), city.village), "");
    EXPECT_EQ(city.reload(dispute).state, State::assigned);
    EXPECT_EQ(city.reload(dispute).handler_id, mediator.account);
    const AssignmentView view = view_of(city, dispute);
    ASSERT_EQ(view.mediators.size(), 1U);
    EXPECT_TRUE(view.mediators[0].presiding);
    EXPECT_EQ(view.mediators[0].account_id, mediator.account);
    database().read([&](db::Tx& tx) { EXPECT_TRUE(dispute::is_person(tx, dispute, mediator.account)); });
}

TEST_P(assignment_desk, replacing_ends_who_goes_and_keeps_who_stays) {
    dispute::TestCity city(database());
    const Dispute dispute = taken_by_village(city);
    const auto one = city.person(Duty::mediator, city.village, 1);
    const auto two = city.person(Duty::mediator, city.village, 2);
    const auto three = city.person(Duty::mediator, city.village, 3);
    MediatorsForm form = naming(one);
    form.others = {two.account};
    form.recusal.push_back({two.account, true, Relation::other, true});
    ASSERT_EQ(assigned(city, dispute, form, city.village), "");
    form.presiding_id = two.account;
    form.others = {three.account};
    form.recusal = {{two.account, true, Relation::none, std::nullopt}, {three.account, true, Relation::none, {}}};
    form.reason = "一方当事人要求更换";
    EXPECT_EQ(done(city, dispute, city.as(Duty::head, city.village, city.tick()),
                   [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
                       replace_mediators(tx, found, form, cx);
                   }),
              "");
    EXPECT_EQ(city.reload(dispute).handler_id, two.account);
    const AssignmentView view = view_of(city, dispute);
    ASSERT_EQ(view.mediators.size(), 4U);
    EXPECT_FALSE(view.mediators[0].until_at);
    EXPECT_FALSE(view.mediators[1].until_at);
    EXPECT_TRUE(view.mediators[2].until_at && view.mediators[3].until_at);
    database().read([&](db::Tx& tx) {
        EXPECT_FALSE(dispute::is_person(tx, dispute, one.account));
        EXPECT_TRUE(dispute::is_person(tx, dispute, two.account));
        EXPECT_TRUE(dispute::is_person(tx, dispute, three.account));
    });
    EXPECT_THAT(city.events_of(dispute), testing::Contains("mediators_replaced"));
}

TEST_P(assignment_desk, helpers_share_and_their_mediators_may_be_named) {
    dispute::TestCity city(database());
    const Dispute dispute = taken_by_village(city);
    const auto add = [&](Id<identity::Organisation> body, std::int64_t share) {
        return done(city, dispute, city.as(Duty::head, city.village, city.tick()),
                    [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
                        add_helper(tx, found, {body, share, "提供专业意见"}, cx);
                    });
    };
    EXPECT_EQ(add(city.town, 30), "");
    EXPECT_EQ(add(city.town, 10), "helps_already");
    EXPECT_EQ(add(city.village, 10), "is_lead_already");
    EXPECT_EQ(add(city.other_village, 70), "shares_above_hundred");
    EXPECT_EQ(add(city.other_village, 20), "");
    EXPECT_EQ(view_of(city, dispute).lead->share_percent, 50);
    EXPECT_EQ(assigned(city, dispute, naming(city.person(Duty::mediator, city.town)), city.village), "");
    const auto end = [&](Id<identity::Organisation> body) {
        return done(
            city, dispute, city.as(Duty::head, city.village, city.tick()),
            [&](db::Tx& tx, Dispute& found, const identity::Context& cx) { end_helper(tx, found, body, cx); });
    };
    EXPECT_EQ(end(city.other_village), "");
    EXPECT_EQ(end(city.other_village), "helper_not_found");
    EXPECT_EQ(view_of(city, dispute).lead->share_percent, 70);
}

}  // namespace hemu::assignment
