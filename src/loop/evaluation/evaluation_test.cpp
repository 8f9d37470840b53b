#include "evaluation.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::evaluation {

using dispute::Difficulty;
using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duty;
using identity::testing::Caller;
using identity::testing::code_of;
using identity::testing::fields_of;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

// PML art. 31 asks to supervise performance and names no day; 7 and 30 are the city's defaults (domain facts 1.4).
TEST(VisitDays, are_seven_and_for_difficult_ones_thirty) {
    EXPECT_THAT(visit_days("perform", std::nullopt), ElementsAre(7));
    EXPECT_THAT(visit_days("perform", Difficulty::simple), ElementsAre(7));
    EXPECT_THAT(visit_days("perform", Difficulty::general), ElementsAre(7));
    for (const Difficulty difficulty : {Difficulty::difficult, Difficulty::major, Difficulty::specially_major})
        EXPECT_THAT(visit_days("perform", difficulty), ElementsAre(7, 30));
    EXPECT_THAT(visit_days("settle_at_once", std::nullopt), ElementsAre(7));
    EXPECT_THAT(visit_days("performance", Difficulty::major), IsEmpty());
    EXPECT_THAT(visit_days("close", Difficulty::major), IsEmpty());
}

HEMU_ON_BOTH_ENGINES(evaluation_desk);

static const LegalDate today(2026, 11, 24);

class Case {
  public:
    explicit Case(db::Database& database, State state = State::performed,
                  std::optional<Difficulty> difficulty = std::nullopt)
        : city(database) {
        id = city.add_dispute(state, [&](Dispute& fresh) { fresh.difficulty = difficulty; }).id;
        mediator = city.person(Duty::mediator, city.village);
        city.hand_to(now(), city.village, mediator);
    }
    ~Case() { dispute::set_reactions({}); }

    Dispute now() { return city.reload(id); }

    /// The event as it happens in the program, where visits are planned in its transaction.
    void happens(std::string_view kind) {
        dispute::set_reactions({plan_visits});
        city.run_clocks_as_after(now(), kind, city.tick());
    }

    template <class Act>
    std::string as(const identity::Actor& actor, Act act) {
        const Context cx = city.as(actor, city.tick());
        try {
            city.database().transact([&](db::Tx& tx) {
                auto found = dispute::find(tx, id, cx.actor);
                act(tx, found, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
        }
        return "";
    }

    std::string visit(const VisitForm& form) {
        return as(mediator,
                  [&](db::Tx& tx, Dispute& found, const Context& cx) { evaluation::visit(tx, found, form, cx); });
    }
    EvaluationView view() {
        return city.database().read([&](db::Tx& tx) { return evaluation_of(tx, dispute::load(tx, id).value()); });
    }
    void change(const std::function<void(db::Tx&, Dispute&)>& act) {
        city.database().transact([&](db::Tx& tx) {
            Dispute found = dispute::load(tx, id).value();
            act(tx, found);
        });
    }

    dispute::TestCity city;
    Id<Dispute> id;
    identity::Actor mediator;
};

static VisitForm kept(LegalDate on = today) {
    VisitForm form;
    form.visited_on = on;
    form.manner = VisitManner::visit;
    form.words = "双方和睦";
    return form;
}

TEST_P(evaluation_desk, plans_visits_when_it_is_performed) {
    Case one(database(), State::performed, Difficulty::difficult);
    one.happens("performance");
    EXPECT_THAT(one.view().visits, IsEmpty());
    one.happens("perform");
    const auto visits = one.view().visits;
    ASSERT_EQ(visits.size(), 2U);
    EXPECT_EQ(visits[0].planned_on, today + 7);
    EXPECT_EQ(visits[1].planned_on, today + 30);
    EXPECT_FALSE(visits[0].visited_on || visits[1].visited_on);
    EXPECT_THAT(one.city.running_clocks(one.now()), testing::IsSupersetOf({"FU-1", "FU-2"}));
}

// Domain facts 2.16: performance, satisfaction, lawsuit, remaining risk, who visited and when.
TEST_P(evaluation_desk, a_visit_fills_the_next_planned_one) {
    Case one(database(), State::performed, Difficulty::difficult);
    one.happens("perform");
    VisitForm form = kept();
    form.performance = PerformanceFound::partly;
    form.satisfied = false;
    form.lawsuit = true;
    form.remaining_risk = "仍有积怨";
    ASSERT_EQ(one.visit(form), "");
    auto visits = one.view().visits;
    ASSERT_EQ(visits.size(), 2U);
    EXPECT_EQ(visits[0].planned_on, today + 7);
    EXPECT_EQ(visits[0].visited_on, today);
    EXPECT_EQ(visits[0].manner, VisitManner::visit);
    EXPECT_EQ(visits[0].performance, PerformanceFound::partly);
    EXPECT_EQ(visits[0].satisfied, false);
    EXPECT_EQ(visits[0].lawsuit, true);
    EXPECT_EQ(visits[0].remaining_risk, "仍有积怨");
    EXPECT_EQ(visits[0].words, "双方和睦");
    EXPECT_EQ(visits[0].visitor_name, one.mediator.name);
    EXPECT_THAT(one.city.running_clocks(one.now()), testing::AllOf(Not(Contains("FU-1")), Contains("FU-2")));
    ASSERT_EQ(one.visit(kept()), "");
    EXPECT_THAT(one.city.running_clocks(one.now()), Not(Contains("FU-2")));
    EXPECT_THAT(one.city.events_of(one.id), ElementsAre("register", "perform", "visit", "second_visit"));
    ASSERT_EQ(one.visit(kept()), "");
    visits = one.view().visits;
    ASSERT_EQ(visits.size(), 3U);
    EXPECT_FALSE(std::find_if(visits.begin(), visits.end(), [](const auto& visit) { return !visit.planned_on; }) ==
                 visits.end());
}

// The journal keeps codes; what people said stays in the visit's own row.
static const db::Statement select_content{"testing.visit_content",
                                          "SELECT content FROM dispute_event WHERE kind = 'visit'"};

TEST_P(evaluation_desk, the_journal_of_a_visit_holds_no_words) {
    Case one(database());
    VisitForm form = kept();
    form.remaining_risk = "仍有积怨";
    ASSERT_EQ(one.visit(form), "");
    const auto content = database().read([](db::Tx& tx) { return tx.one<std::string>(select_content); });
    EXPECT_EQ(content.find("积怨"), std::string::npos);
    EXPECT_NE(content.find("satisfied"), std::string::npos);
}

TEST_P(evaluation_desk, visits_follow_an_end_or_an_agreement) {
    Case one(database());
    EXPECT_EQ(one.visit(kept(today + 1)), "in_the_future");
    const auto in = [&](State state) {
        one.change([&](db::Tx& tx, Dispute&) {
            tx.run_text(fmt::format("UPDATE dispute SET state = '{}'", json::enum_word(state)));
        });
        return one.visit(kept());
    };
    for (const State state : {State::performing, State::breached, State::performed, State::terminated, State::closed})
        EXPECT_EQ(in(state), "") << json::enum_word(state);
    for (const State state : {State::accepted, State::mediating, State::agreed, State::archived})
        EXPECT_EQ(in(state), "not_in_this_state") << json::enum_word(state);
}

// Domain facts 2.17: seven points.
// A reopened dispute is visited, rated and reviewed anew.
TEST_P(evaluation_desk, belongs_to_the_revision) {
    Case one(database());
    one.happens("perform");
    ASSERT_EQ(one.visit(kept()), "");
    one.change([](db::Tx& tx, Dispute& found) { dispute::set_revision(tx, found, 2); });
    EXPECT_THAT(one.view().visits, IsEmpty());
    one.happens("perform");
    ASSERT_EQ(one.visit(kept()), "");
    EXPECT_EQ(one.view().visits.size(), 1U);
    EXPECT_THAT(one.city.events_of(one.id), Not(Contains("second_visit")));
}

// What a party thinks, once, when it is over.

static std::string say(Case& one, std::int64_t score, const std::string& words = "谢谢") {
    return one.as(one.mediator, [&](db::Tx& tx, Dispute& found, const Context& cx) {
        const auto party = dispute::parties_of(tx, found, cx)[0].id;
        evaluation::say(tx, found, party, {score, true, false, words}, cx);
    });
}

TEST_P(evaluation_desk, satisfaction_is_said_once) {
    Case one(database());
    EXPECT_EQ(say(one, 4), "");
    EXPECT_EQ(say(one, 5), "satisfaction_given_already");
    const auto said = one.view().satisfaction;
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].party_id, one.city.parties_in(one.now())[0]);
    EXPECT_EQ(said[0].score, 4);
    EXPECT_TRUE(said[0].fair);
    EXPECT_FALSE(said[0].fast);
    EXPECT_EQ(said[0].words, "谢谢");
    EXPECT_EQ(said[0].given_on, today);
    EXPECT_THAT(one.city.events_of(one.id), ElementsAre("register", "satisfaction"));
}

TEST_P(evaluation_desk, satisfaction_is_asked_when_it_is_over_and_within_its_range) {
    Case one(database(), State::mediating);
    EXPECT_EQ(say(one, 4), "not_in_this_state");
    EXPECT_EQ(say(one, 6), "out_of_range");
    EXPECT_EQ(say(one, 0), "out_of_range");
    EXPECT_EQ(say(one, 3, std::string(3003, 'x')), "too_long");
}

TEST_P(evaluation_desk, routes_are_for_their_duties) {
    Case one(database(), State::closed);
    const std::string at = "/api/disputes/" + to_text(one.id);
    const std::string visit =
        R"({"visited_on":"2026-11-24","manner":"phone","performance":"performed","satisfied":true,"lawsuit":false,
            "remaining_risk":""})";
    Caller mediator = one.city.caller(routes, Duty::mediator, one.city.village);
    Caller head = one.city.caller(routes, Duty::head, one.city.village);
    EXPECT_EQ(mediator.post(at + "/visits", visit).status, 201);
    EXPECT_EQ(code_of(one.city.caller(routes, Duty::leader, one.city.city_centre).post(at + "/visits", visit)),
              "duty_may_not");
    EXPECT_EQ(code_of(one.city.caller(routes, Duty::head, one.city.other_village).post(at + "/visits", visit)),
              "dispute_not_found");
    const auto seen = boost::json::parse(head.get(at + "/evaluation").body).as_object();
    EXPECT_EQ(seen.at("visits").as_array().size(), 1U);
}

}  // namespace hemu::evaluation
