#include "assignment.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "experts.hpp"
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

/// One act of a head; the code of its refusal.
template <class Act>
static std::string by_head(dispute::TestCity& city, const Dispute& dispute, Id<identity::Organisation> body,
                           Act act) {
    return done(city, dispute, city.as(Duty::head, body, city.tick()), act);
}

static std::string passed(dispute::TestCity& city, const Dispute& dispute, Id<identity::Organisation> from,
                          Id<identity::Organisation> to, PassReason reason) {
    return by_head(city, dispute, from, [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
        pass_on(tx, found, {to, reason, "说明情况"}, cx);
    });
}

static std::string received(dispute::TestCity& city, const Dispute& dispute, Id<identity::Organisation> body) {
    return by_head(city, dispute, body,
                   [](db::Tx& tx, Dispute& found, const identity::Context& cx) { receive(tx, found, cx); });
}

static std::string declined(dispute::TestCity& city, const Dispute& dispute, Id<identity::Organisation> body) {
    return by_head(city, dispute, body, [](db::Tx& tx, Dispute& found, const identity::Context& cx) {
        decline_passing(tx, found, {ReturnReason::capacity, "人手不足"}, cx);
    });
}

TEST_P(assignment_desk, the_first_receiver_leads_until_another_level_accepts) {
    dispute::TestCity city(database());
    const Dispute dispute = taken_by_village(city);
    const auto mediator = city.person(Duty::mediator, city.village);
    ASSERT_EQ(assigned(city, dispute, naming(mediator), city.village), "");
    EXPECT_EQ(passed(city, dispute, city.village, city.other_village, PassReason::other), "same_level");
    EXPECT_EQ(passed(city, dispute, city.village, city.town, PassReason::simpler), "reason_for_other_direction");
    EXPECT_EQ(received(city, dispute, city.town), "dispute_not_found") << "nobody has asked the town";
    ASSERT_EQ(passed(city, dispute, city.village, city.town, PassReason::too_difficult), "");
    EXPECT_EQ(passed(city, dispute, city.village, city.county_centre, PassReason::too_difficult), "passed_already");
    EXPECT_EQ(city.reload(dispute).holder_id, city.village);
    EXPECT_EQ(view_of(city, dispute).lead->organisation_id, city.village);
    EXPECT_EQ(received(city, dispute, city.village), "not_offered_to_your_body");
    ASSERT_EQ(received(city, dispute, city.town), "");
    const Dispute now = city.reload(dispute);
    EXPECT_EQ(now.state, State::taken);
    EXPECT_EQ(now.holder_id, city.town);
    EXPECT_FALSE(now.handler_id);
    const AssignmentView view = view_of(city, dispute);
    EXPECT_EQ(view.lead->organisation_id, city.town);
    EXPECT_EQ(view.offers.back().direction, PassDirection::up);
    EXPECT_EQ(view.offers.back().pass_reason, PassReason::too_difficult);
    EXPECT_TRUE(view.mediators[0].until_at);
    // Rights move with the case.
    database().read([&](db::Tx& tx) {
        EXPECT_THROW(dispute::find(tx, dispute.id, mediator), Refusal);
        EXPECT_THROW(dispute::find(tx, dispute.id, city.person(Duty::head, city.village)), Refusal);
    });
    ASSERT_EQ(passed(city, dispute, city.town, city.village, PassReason::simpler), "");
    ASSERT_EQ(received(city, dispute, city.village), "");
    EXPECT_EQ(city.reload(dispute).holder_id, city.village);
    EXPECT_EQ(returned(city, dispute, city.village), "") << "what was passed down may be given back as any other";
    EXPECT_EQ(city.reload(dispute).holder_id, city.town) << "to the body that passed it";
}

TEST_P(assignment_desk, a_private_dispute_is_seen_by_the_asked_head_until_it_is_taken_back) {
    dispute::TestCity city(database());
    const Dispute dispute =
        city.add_dispute(State::accepted, [](Dispute& fresh) { fresh.secrecy = dispute::Secrecy::private_; });
    ASSERT_EQ(offered(city, dispute, city.village), "");
    ASSERT_EQ(taken(city, dispute, city.village), "");
    const auto head = city.person(Duty::head, city.town);
    const auto sees = [&] {
        return database().read([&](db::Tx& tx) {
            try {
                dispute::find(tx, dispute.id, head);
                return true;
            } catch (const Refusal&) {
                return false;
            }
        });
    };
    EXPECT_FALSE(sees());
    ASSERT_EQ(passed(city, dispute, city.village, city.town, PassReason::risk_rising), "");
    EXPECT_TRUE(sees());
    ASSERT_EQ(by_head(city, dispute, city.village,
                      [](db::Tx& tx, Dispute& found, const identity::Context& cx) { revoke_passing(tx, found, cx); }),
              "");
    EXPECT_FALSE(sees());
    EXPECT_EQ(view_of(city, dispute).offers.back().state, OfferState::revoked);
    ASSERT_EQ(passed(city, dispute, city.village, city.town, PassReason::risk_rising), "");
    ASSERT_EQ(received(city, dispute, city.town), "");
    EXPECT_TRUE(sees());
}

// Reactions are the program's own: here they are set as it sets them.
TEST_P(assignment_desk, what_is_given_back_is_asked_of_no_other_level) {
    dispute::TestCity city(database());
    dispute::set_reactions({follow});
    const Dispute dispute = taken_by_village(city);
    ASSERT_EQ(passed(city, dispute, city.village, city.town, PassReason::capacity), "");
    EXPECT_THAT(city.running_clocks(dispute), testing::Contains("SIGN")) << "the town answers in a working day";
    ASSERT_EQ(returned(city, dispute, city.village), "");
    EXPECT_THAT(city.running_clocks(dispute), testing::Not(testing::Contains("SIGN")));
    EXPECT_EQ(view_of(city, dispute).offers.back().state, OfferState::revoked);
    EXPECT_EQ(received(city, dispute, city.town), "dispute_not_found");
    dispute::set_reactions({});
}

TEST_P(assignment_desk, declining_counts_and_after_two_returns_the_centre_s_request_binds) {
    dispute::TestCity city(database());
    const Dispute dispute = taken_by_village(city);
    ASSERT_EQ(passed(city, dispute, city.village, city.town, PassReason::mediation_failed), "");
    ASSERT_EQ(declined(city, dispute, city.town), "");
    EXPECT_EQ(city.reload(dispute).return_count, 1);
    EXPECT_EQ(city.reload(dispute).holder_id, city.village) << "the first receiver leads on";
    ASSERT_EQ(passed(city, dispute, city.village, city.county_centre, PassReason::mediation_failed), "");
    ASSERT_EQ(declined(city, dispute, city.county_centre), "");
    ASSERT_EQ(passed(city, dispute, city.village, city.town, PassReason::mediation_failed), "");
    EXPECT_EQ(declined(city, dispute, city.town), "") << "another committee is no centre: its request binds nobody";
    ASSERT_EQ(done(city, dispute, city.as(Duty::dispatcher, city.county_centre, city.tick()),
                   [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
                       pass_on(tx, found, {city.town, PassReason::mediation_failed, "由镇里牵头"}, cx);
                   }),
              "");
    EXPECT_EQ(declined(city, dispute, city.town), "offer_is_binding");
    EXPECT_EQ(received(city, dispute, city.town), "");
    EXPECT_THAT(city.events_of(dispute), testing::Contains("passing_declined").Times(3));
}

TEST_P(assignment_desk, the_parties_agree_on_a_body_and_choose_their_mediator) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::accepted);
    const auto parties = city.parties_in(dispute);
    const auto agree = [&](std::vector<Id<dispute::Party>> who) {
        return done(city, dispute, city.as(Duty::dispatcher, city.county_centre, city.tick()),
                    [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
                        offer(tx, found, {city.other_village, std::nullopt, who}, cx);
                    });
    };
    EXPECT_EQ(agree({parties[0]}), "both_sides_needed");
    ASSERT_EQ(agree(parties), "");
    ASSERT_EQ(taken(city, dispute, city.other_village), "");
    EXPECT_EQ(view_of(city, dispute).offers[0].agreed_by, parties);
    MediatorsForm form = naming(city.person(Duty::mediator, city.other_village));
    form.chosen_by = std::vector{parties[1]};
    EXPECT_EQ(assigned(city, dispute, form, city.other_village), "both_sides_needed");
    form.chosen_by = parties;
    ASSERT_EQ(assigned(city, dispute, form, city.other_village), "");
    EXPECT_EQ(view_of(city, dispute).mediators[0].chosen_by, parties);
}

TEST_P(assignment_desk, how_the_bodies_stood_is_kept_and_replayed) {
    dispute::TestCity city(database());
    const auto second = database().transact([&](db::Tx& tx) {
        organisations::OrganisationForm form;
        form.name = "高桥村第二人民调解委员会";
        form.abbreviation = "高二";
        form.kind = organisations::OrganisationKind::people_committee;
        form.level = organisations::OrganisationLevel::village;
        form.place_code = dispute::TestCity::village_code;
        form.area = {"421202100"};
        form.open_from_on = LegalDate(2020, 1, 1);
        return organisations::create(tx, form, city.morning());
    });
    city.person(Duty::mediator, city.village);
    const Dispute one = city.add_dispute(State::accepted);
    ASSERT_EQ(offered(city, one, city.village), "");
    const Dispute two = city.add_dispute(State::accepted);
    ASSERT_EQ(offered(city, two, city.town), "");
    const AssignmentView view = view_of(city, one);
    EXPECT_EQ(view.offers[0].rank, 1);
    EXPECT_GT(view.offers[0].score.value_or(0), 50);
    const LegalDate today = legal_date(city.morning());
    database().read([&](db::Tx& tx) {
        std::vector<ReplayedOffer> each;
        const auto same = replay(tx, weights_on(tx, today).weights, today, today, &each);
        EXPECT_EQ(same.disputes, 2);
        EXPECT_EQ(same.elsewhere, 0);
        EXPECT_EQ(same.not_first, 1) << "the second went to the town";
        EXPECT_EQ(replay(tx, weights_on(tx, today).weights, today + 1, today + 9).disputes, 0);
        EXPECT_THROW(replay(tx, weights_on(tx, today).weights, today, today + -1), Refusal);
    });
    // What became known later changes nothing: the second committee gets people, the first gets work.
    city.person(Duty::mediator, second);
    for (int i = 0; i < 3; ++i) {
        const Dispute more = city.add_dispute(State::accepted);
        ASSERT_EQ(offered(city, more, city.village), "");
    }
    database().read([&](db::Tx& tx) {
        std::vector<ReplayedOffer> each;
        const auto by_load = replay(tx, {0, 0, 0, 100, 0, 0, 0, 0}, today, today, &each);
        EXPECT_EQ(by_load.disputes, 5);
        ASSERT_FALSE(by_load.moves.empty());
        EXPECT_EQ(by_load.moves[0].to_name, "高桥村第二人民调解委员会");
        EXPECT_EQ(by_load.elsewhere, static_cast<std::int64_t>(each.size()));
        for (const ReplayedOffer& moved : each) EXPECT_NE(moved.number, one.number) << "then nobody worked there";
    });
}

TEST_P(assignment_desk, weights_have_versions_from_a_day) {
    dispute::TestCity city(database());
    const LegalDate today = legal_date(city.morning());
    const auto cx = city.as(Duty::system_administrator, city.city_centre);
    const auto add = [&](WeightsForm form) {
        try {
            database().transact([&](db::Tx& tx) { add_weights(tx, form, cx); });
        } catch (const Refusal& refusal) {
            return refusal.fields.at(0).field + " " + refusal.fields.at(0).code;
        }
        return std::string();
    };
    const RoutingWeights load_only = {0, 0, 0, 100, 0, 0, 0, 0};
    EXPECT_EQ(add({load_only, "", today}), "basis missing");
    EXPECT_EQ(add({load_only, "市司法局通知", today + -1}), "valid_from_on in_the_past");
    EXPECT_EQ(add({{}, "市司法局通知", today}), "weights.field nothing_counts");
    EXPECT_EQ(add({load_only, "市司法局通知", today + 7}), "");
    database().read([&](db::Tx& tx) {
        EXPECT_EQ(weights_on(tx, today).version, 0);
        EXPECT_EQ(weights_on(tx, today + 7).version, 1);
        EXPECT_EQ(weights_on(tx, today + 7).weights, load_only);
        const auto versions = weights_versions(tx, today);
        ASSERT_EQ(versions.size(), 2U);
        EXPECT_FALSE(versions[0].in_force);
        EXPECT_TRUE(versions[1].in_force);
        EXPECT_THROW(weights_version(tx, 9, today), Refusal);
    });
    EXPECT_EQ(read_weights(R"({"field":0,"area":0,"distance":0,"load":100,"outcome":0,"needs":0,"stationed":0,
                              "recusal":0})"),
              load_only);
    EXPECT_THROW(read_weights(R"({"weights":{"field":1}})"), Refusal);
}

TEST_P(assignment_desk, proposes_mediators_with_what_speaks_against_them) {
    dispute::TestCity city(database());
    const Dispute dispute = taken_by_village(city);
    const auto neighbour = city.person(Duty::mediator, city.village, 1);
    const auto kin = city.person(Duty::mediator, city.village, 2);
    const auto specialist = city.person(Duty::mediator, city.village, 3);
    database().transact([&](db::Tx& tx) {
        mediators::MediatorForm form;
        form.village_code = dispute::TestCity::village_code;
        mediators::save(tx, neighbour.account, form);
        form = {};
        form.fields = {"02"};
        form.grade = 2;
        mediators::save(tx, specialist.account, form);
    });
    const auto declared = [&](const identity::Actor& by, const identity::Actor& about, Relation relation) {
        return done(city, dispute, city.as(by, city.tick()),
                    [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
                        declare_relation(tx, found, {about.account, relation}, cx);
                    });
    };
    EXPECT_EQ(declared(kin, specialist, Relation::interest), "declares_for_himself");
    ASSERT_EQ(declared(kin, kin, Relation::close_relative), "");
    const auto proposals = [&] {
        return database().read([&](db::Tx& tx) {
            return proposals_for(tx, dispute::load(tx, dispute.id).value(), legal_date(city.morning()));
        });
    };
    const auto all = proposals();
    ASSERT_GE(all.size(), 3U);
    EXPECT_EQ(all[0].account_id, specialist.account);
    EXPECT_TRUE(all[0].field_named);
    EXPECT_EQ(all.back().account_id, kin.account);
    EXPECT_TRUE(all.back().conflicts.at(0).blocks);
    const auto near = std::find_if(all.begin(), all.end(),
                                   [&](const MediatorProposal& one) { return one.account_id == neighbour.account; });
    ASSERT_NE(near, all.end());
    ASSERT_EQ(near->conflicts.size(), 1U);
    EXPECT_EQ(near->conflicts[0].conflict, Conflict::same_village);
    EXPECT_FALSE(near->conflicts[0].blocks);
    EXPECT_EQ(assigned(city, dispute, naming(kin), city.village), "must_step_aside");
    MediatorsForm kept_form = naming(kin);
    kept_form.recusal[0] = {kin.account, true, Relation::close_relative, true};
    EXPECT_EQ(assigned(city, dispute, kept_form, city.village), "");
}

TEST_P(assignment_desk, experts_of_the_pool_are_invited_with_the_consent_of_both_sides) {
    dispute::TestCity city(database());
    const Dispute dispute = taken_by_village(city);
    const LegalDate today = legal_date(city.morning());
    const auto pool = [&](ExpertForm form) {
        return database().transact([&](db::Tx& tx) { return add_expert(tx, form, city.tick()); });
    };
    const ExpertView engineer = pool({"张三", "市建筑设计院", "高级工程师", {"02"}, today, std::nullopt});
    const ExpertView doctor = pool({"李医生", "市中心医院", "", {"15"}, today, std::nullopt});
    const ExpertView left = pool({"王专家", "市农业农村局", "", {}, today + -9, today + -1});
    database().read([&](db::Tx& tx) {
        EXPECT_EQ(experts(tx, "02", today).size(), 1U);
        EXPECT_EQ(experts(tx, "", today).size(), 2U);
        EXPECT_EQ(experts(tx, "", std::nullopt).size(), 3U);
    });
    const auto parties = city.parties_in(dispute);
    const auto invited = [&](InviteExpertForm form) {
        return by_head(city, dispute, city.village, [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
            invite_expert(tx, found, form, cx);
        });
    };
    const InviteExpertForm form = {engineer.id, "判断渗水原因", true, Relation::none, std::nullopt, parties};
    InviteExpertForm other = form;
    other.expert_id = left.id;
    EXPECT_EQ(invited(other), "expert_left");
    other.expert_id = Id<Expert>::fresh(city.tick());
    EXPECT_EQ(invited(other), "expert_not_found");
    other = form;
    other.grounds_asked = false;
    EXPECT_EQ(invited(other), "recusal_not_asked");
    other = form;
    other.agreed_by = {parties[1]};
    EXPECT_EQ(invited(other), "both_sides_needed");
    ASSERT_EQ(invited(form), "");
    EXPECT_EQ(invited(form), "invited_already");
    database().read([&](db::Tx& tx) {
        const auto all = invited_experts(tx, dispute);
        ASSERT_EQ(all.size(), 1U);
        EXPECT_TRUE(all[0].same_name) << "an applicant is called so";
        EXPECT_EQ(all[0].agreed_by, parties);
    });
    const auto dismissed = [&](Id<Expert> expert) {
        return by_head(city, dispute, city.village, [&](db::Tx& tx, Dispute& found, const identity::Context& cx) {
            dismiss_expert(tx, found, expert, cx);
        });
    };
    EXPECT_EQ(dismissed(doctor.id), "expert_not_found");
    EXPECT_EQ(dismissed(engineer.id), "");
    database().transact([&](db::Tx& tx) {
        EXPECT_EQ(change_expert(tx, doctor.id, 1, {"李医生", "市中心医院", "主任医师", {}, today, today}).version, 2);
        EXPECT_THROW(change_expert(tx, doctor.id, 1, {"李医生", "市中心医院", "", {}, today, today}), Refusal);
        EXPECT_THROW(change_expert(tx, doctor.id, 2, {" ", "市中心医院", "", {}, today, today + -1}), Refusal);
    });
}

}  // namespace hemu::assignment
