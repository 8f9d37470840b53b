#include "claims.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "dispute_verbs_testing.hpp"

namespace hemu::dispute {

using identity::Actor;
using identity::Context;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(claims);

/// One act; the code of its refusal, the field's own where it names one, empty when it was done.
template <class Act>
static std::string try_as(TestCity& city, Id<Dispute> id, const Context& cx, Act act) {
    try {
        city.database().transact([&](db::Tx& tx) {
            Dispute found = find(tx, id, cx.actor);
            act(tx, found, cx);
        });
    } catch (const Refusal& refusal) {
        return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
    }
    return "";
}

static std::string try_claim(TestCity& city, Id<Dispute> id, const Context& cx) {
    return try_as(city, id, cx, claim);
}
static std::string try_release(TestCity& city, Id<Dispute> id, const Context& cx) {
    return try_as(city, id, cx, release);
}
static std::string try_hold(TestCity& city, Id<Dispute> id, const Context& cx, LegalDate until,
                            HoldReason reason = HoldReason::party) {
    return try_as(city, id, cx, [&](db::Tx& tx, Dispute& found, const Context& by) {
        hold(tx, found, {reason, until, "等对方补材料"}, by);
    });
}

TEST_P(claims, are_made_and_given_up_at_the_body_that_holds_it) {
    TestCity city(database());
    const auto id = city.add_dispute(State::registered).id;
    const Context clerk = city.as(city.person(Duty::clerk, city.county_centre));
    const Context other = city.as(city.person(Duty::clerk, city.county_centre, 2));
    const Context head = city.as(city.person(Duty::head, city.county_centre));
    const Context above = city.as(city.person(Duty::dispatcher, city.city_centre));
    EXPECT_EQ(try_claim(city, id, above), "not_at_holder");
    EXPECT_EQ(try_release(city, id, clerk), "claimed_by_nobody");
    EXPECT_EQ(try_claim(city, id, clerk), "");
    EXPECT_EQ(city.reload(id).handler_id, clerk.actor.account);
    EXPECT_EQ(try_claim(city, id, clerk), "claimed_already");
    EXPECT_EQ(try_claim(city, id, other), "claimed_already");
    EXPECT_EQ(try_release(city, id, other), "claimed_by_another");
    EXPECT_EQ(try_release(city, id, clerk), "");
    EXPECT_FALSE(city.reload(id).handler_id);
    EXPECT_EQ(try_claim(city, id, other), "");
    EXPECT_EQ(try_release(city, id, head), "") << "a head takes it out of anybody's hands";
    EXPECT_FALSE(city.reload(id).handler_id);
}

TEST_P(claims, are_over_when_mediators_have_it_and_end_when_it_is_handed_on) {
    TestCity city(database());
    const Context clerk = city.as(city.person(Duty::clerk, city.county_centre));
    for (const auto word : json::enum_words<State>()) {
        const State state = *json::enum_from_word<State>(word);
        const bool claimable = state == State::registered || state == State::accepted || state == State::offered ||
                               state == State::taken;
        EXPECT_EQ(try_claim(city, city.add_dispute(state).id, clerk), claimable ? "" : "not_in_this_state") << word;
    }
    const auto id = city.add_dispute(State::accepted).id;
    ASSERT_EQ(try_claim(city, id, clerk), "");
    database().transact([&](db::Tx& tx) {
        Dispute dispute = load(tx, id).value();
        set_holder(tx, dispute, dispute.holder_id);
        EXPECT_TRUE(load(tx, id)->handler_id) << "the same holder";
        set_holder(tx, dispute, city.town);
        EXPECT_FALSE(dispute.handler_id);
    });
    EXPECT_FALSE(city.reload(id).handler_id);
}

TEST_P(claims, of_many_at_once_one_gets_it) {
    TestCity city(database());
    for (int round = 0; round < 5; ++round) {
        const auto id = city.add_dispute(State::registered).id;
        std::vector<Context> callers;
        for (int i = 1; i <= 8; ++i) callers.push_back(city.as(city.person(Duty::clerk, city.county_centre, i)));
        std::vector<std::string> said(callers.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < callers.size(); ++i)
            threads.emplace_back([&, i] { said[i] = try_claim(city, id, callers[i]); });
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(std::count(said.begin(), said.end(), ""), 1);
        EXPECT_EQ(std::count(said.begin(), said.end(), "claimed_already"), 7) << testing::PrintToString(said);
        const auto got = static_cast<std::size_t>(std::find(said.begin(), said.end(), "") - said.begin());
        EXPECT_EQ(city.reload(id).handler_id, callers[got].actor.account);
    }
}

TEST_P(claims, put_aside_until_a_day_and_come_back_by_themselves) {
    TestCity city(database());
    const auto id = city.add_dispute(State::registered).id;
    const Actor clerk = city.person(Duty::clerk, city.county_centre);
    const Context now = city.as(clerk);
    const LegalDate today = legal_date(now.moment);
    const auto view = [&](Instant moment) {
        return database().read([&](db::Tx& tx) { return hold_of(tx, load(tx, id).value(), moment); });
    };
    EXPECT_EQ(try_as(city, id, now, end_hold), "not_on_hold");
    EXPECT_EQ(try_hold(city, id, now, today), "hold_not_after_today");
    EXPECT_EQ(try_hold(city, id, now, today + 31), "hold_too_long");
    EXPECT_EQ(try_hold(city, id, city.as(city.person(Duty::dispatcher, city.city_centre)), today + 3), "not_in_hand");
    EXPECT_EQ(try_hold(city, id, now, today + 3), "");
    ASSERT_TRUE(view(now.moment));
    EXPECT_EQ(view(now.moment)->reason, "party");
    EXPECT_EQ(view(now.moment)->until_on, today + 3);
    EXPECT_FALSE(view(now.moment)->came_back);
    EXPECT_TRUE(view(start_of(today + 3))->came_back);

    // Whoever goes on with it after its day ends it; before its day only a verb or taking it up again does.
    const auto note = [&](Instant moment) {
        return try_as(city, id, city.as(clerk, moment), [](db::Tx& tx, Dispute& found, const Context& cx) {
            record(tx, found, "note", cx, HoldForm{});
        });
    };
    EXPECT_EQ(note(now.moment + std::chrono::hours(1)), "");
    EXPECT_TRUE(view(now.moment));
    EXPECT_EQ(note(start_of(today + 4)), "");
    EXPECT_FALSE(view(now.moment));
    EXPECT_EQ(try_hold(city, id, now, today + 30, HoldReason::expert), "");
    EXPECT_EQ(try_as(city, id, now, end_hold), "");
    EXPECT_FALSE(view(now.moment));
}

TEST_P(claims, keep_what_is_over_or_paused_from_being_put_aside) {
    TestCity city(database());
    const Context clerk = city.as(city.person(Duty::clerk, city.county_centre));
    const LegalDate day = legal_date(clerk.moment) + 2;
    for (const State state : {State::closed, State::archived, State::merged, State::paused})
        EXPECT_EQ(try_hold(city, city.add_dispute(state).id, clerk, day), "not_in_this_state");
}

TEST(Hands, are_offered_as_the_rules_allow) {
    identity::Actor clerk;
    clerk.duty = Duty::clerk;
    clerk.account = Id<identity::Account>::fresh(Instant{});
    clerk.organisation = Id<identity::Organisation>::fresh(Instant{});
    const auto said = [&](const Handled& dispute, const identity::Actor& actor) {
        const Hands hands = hands_of(dispute, actor);
        return std::string(hands.claim ? "c" : "") + (hands.release ? "r" : "") + (hands.hold ? "h" : "");
    };
    const Handled free{State::registered, clerk.organisation, std::nullopt};
    const Handled mine{State::registered, clerk.organisation, clerk.account};
    const Handled others{State::registered, clerk.organisation, Id<identity::Account>::fresh(Instant{})};
    EXPECT_EQ(said(free, clerk), "ch");
    EXPECT_EQ(said(mine, clerk), "rh");
    EXPECT_EQ(said(others, clerk), "");
    EXPECT_EQ(said({State::mediating, clerk.organisation, clerk.account}, clerk), "h");
    EXPECT_EQ(said({State::paused, clerk.organisation, clerk.account}, clerk), "");
    EXPECT_EQ(said({State::registered, Id<identity::Organisation>::fresh(Instant{}), std::nullopt}, clerk), "");
    identity::Actor head = clerk;
    head.duty = Duty::head;
    head.account = Id<identity::Account>::fresh(Instant{});
    EXPECT_EQ(said(others, head), "r");
    identity::Actor leader = clerk;
    leader.duty = Duty::leader;
    EXPECT_EQ(said(free, leader), "");
}

}  // namespace hemu::dispute
