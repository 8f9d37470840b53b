#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::dispute {

using identity::Duty;

HEMU_ON_BOTH_ENGINES(hands);

TEST_P(hands, mediators_are_those_who_are_named) {
    TestCity city(database());
    const Dispute dispute = city.add_dispute(State::assigned);
    const auto one = city.person(Duty::mediator, city.village);
    const auto is = [&](bool (*asked)(db::Tx&, const Dispute&, Id<identity::Account>)) {
        return city.database().read([&](db::Tx& tx) { return asked(tx, dispute, one.account); });
    };
    for (const PersonRole role : {PersonRole::registrar, PersonRole::dispatcher, PersonRole::judge}) {
        database().transact([&](db::Tx& tx) { give_person(tx, dispute, one.account, role, city.morning()); });
        EXPECT_TRUE(is(is_person));
        EXPECT_FALSE(is(is_mediator)) << json::enum_word(role);
    }
    for (const PersonRole role : {PersonRole::mediator, PersonRole::presiding_mediator}) {
        database().transact([&](db::Tx& tx) { give_person(tx, dispute, one.account, role, city.morning()); });
        EXPECT_TRUE(is(is_mediator)) << json::enum_word(role);
        database().transact([&](db::Tx& tx) { release_hands(tx, dispute, city.tick()); });
        EXPECT_FALSE(is(is_mediator));
        EXPECT_TRUE(is(is_person));
    }
}

// The file says who the parties were once the agreement is in effect or the dispute has ended otherwise.
TEST_P(hands, parties_join_until_the_agreement_is_in_effect) {
    TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    for (const auto word : json::enum_words<State>()) {
        const State state = *json::enum_from_word<State>(word);
        const Dispute dispute = city.add_dispute(state);
        const auto reply = clerk.post("/api/disputes/" + to_text(dispute.id) + "/parties",
                                      R"({"side":"third_party","kind":"natural","name":"王五"})");
        const bool open = state == State::registered || state == State::accepted || state == State::offered ||
                          state == State::taken || state == State::assigned || state == State::mediating ||
                          state == State::paused || state == State::agreed;
        EXPECT_EQ(reply.status, open ? 201 : 409) << word;
        EXPECT_EQ(city.parties_in(dispute).size(), open ? 3u : 2u) << word;
    }
}

}  // namespace hemu::dispute
