#include "triage.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "store.hpp"
#include "types.hpp"

namespace hemu::triage {

using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(triage_desk);

/// One act of the county's clerk; the code of its refusal, empty when it was done.
template <class Act>
static std::string done(dispute::TestCity& city, const Dispute& dispute, Act act, Duty duty = Duty::clerk) {
    const Context cx = city.as(duty, city.county_centre);
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

static Acceptance good_form() {
    Acceptance form;
    form.grading.national_type = "02";
    form.grading.local_type = "0202";
    form.grading.difficulty = dispute::Difficulty::general;
    form.grading.flags = {"elderly"};
    form.checks = {true, true, true, true, true, std::nullopt};
    form.risk_confirmed = true;
    form.words = "双方住上下楼";
    return form;
}

static std::string accepted(dispute::TestCity& city, const Dispute& dispute, const Acceptance& form) {
    return done(city, dispute, [&](db::Tx& tx, Dispute& found, const Context& cx) { accept(tx, found, form, cx); });
}

TEST_P(triage_desk, acceptance_grades_and_is_written_down) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    ASSERT_EQ(accepted(city, dispute, good_form()), "");
    const Dispute after = city.reload(dispute);
    EXPECT_EQ(after.state, State::accepted);
    EXPECT_EQ(after.difficulty, dispute::Difficulty::general);
    EXPECT_EQ(after.local_type, "0202");
    EXPECT_TRUE(after.risk_confirmed);
    database().read([&](db::Tx& tx) {
        const auto checks = checks_of(tx, after);
        ASSERT_TRUE(checks);
        EXPECT_TRUE(checks->civil_dispute && checks->not_handled_elsewhere);
        EXPECT_FALSE(checks->not_medical_elsewhere);
        EXPECT_THAT(dispute::flags_of(tx, after), testing::ElementsAre("elderly"));
        EXPECT_TRUE(dispute::is_person(tx, after, city.person(Duty::clerk, city.county_centre).account));
    });
    EXPECT_EQ(accepted(city, dispute, good_form()), "not_in_this_state");
}

TEST_P(triage_desk, the_clock_of_the_graded_level_runs) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    ASSERT_EQ(accepted(city, dispute, good_form()), "");
    const auto clocks = database().read([&](db::Tx& tx) {
        return dispute::clocks_of(tx, dispute::load(tx, dispute.id).value(), city.morning(), "zh");
    });
    std::vector<std::string> running;
    for (const auto& clock : clocks)
        if (clock.state == "running") running.push_back(clock.code);
    EXPECT_THAT(running, testing::UnorderedElementsAre("PM-MED", "LEVEL-GENERAL"));
}

TEST_P(triage_desk, acceptance_looks_at_the_parties_on_record) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const Context cx = city.as(Duty::clerk, city.county_centre);
    database().transact([&](db::Tx& tx) {
        const auto views = dispute::parties_of(tx, dispute, cx);
        dispute::set_willing(tx, dispute, views.back().id, dispute::Willingness::unwilling);
    });
    EXPECT_EQ(accepted(city, dispute, good_form()), "party_unwilling");
}

TEST_P(triage_desk, the_suggestion_reads_narrative_channels_and_ages) {
    dispute::TestCity city(database());
    const auto from = [](dispute::Channel channel) {
        return [channel](Dispute& fresh) {
            fresh.channel = channel;
            fresh.narrative = "扬言要同归于尽";
        };
    };
    city.add_dispute(State::registered, from(dispute::Channel::phone));
    city.add_dispute(State::registered, from(dispute::Channel::grid));
    const Dispute dispute = city.add_dispute(State::registered, from(dispute::Channel::window));
    const Suggestion suggestion =
        database().read([&](db::Tx& tx) { return suggestion_for(tx, dispute, legal_date(city.morning())); });
    std::vector<std::string> grounds;
    for (const Ground& ground : suggestion.reasons) grounds.push_back(ground.code);
    EXPECT_THAT(grounds, testing::ElementsAre("threat_of_violence", "kind", "many_channels"));
    EXPECT_EQ(suggestion.score, 70);
    EXPECT_EQ(suggestion.risk, dispute::Risk::red);
    Acceptance lower = good_form();
    lower.words.reset();
    EXPECT_EQ(accepted(city, dispute, lower), "lower_risk_needs_words");
}

TEST_P(triage_desk, a_refusal_keeps_reason_and_ways) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const auto refused = [&](RefusalReason reason, std::vector<Way> ways) {
        return done(city, dispute, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            refuse(tx, found, {reason, ways, "已由法院受理"}, cx);
        });
    };
    EXPECT_EQ(refused(RefusalReason::R06, {Way::court}), "redirect_instead");
    EXPECT_EQ(refused(RefusalReason::R02, {}), "ways_missing");
    EXPECT_EQ(refused(RefusalReason::R02, {Way::court, Way::legal_aid}), "");
    const Dispute after = city.reload(dispute);
    EXPECT_EQ(after.state, State::refused);
    const auto view = database().read([&](db::Tx& tx) { return refusal_of(tx, after); });
    ASSERT_TRUE(view);
    EXPECT_EQ(view->reason, RefusalReason::R02);
    EXPECT_THAT(view->routes, testing::ElementsAre(Way::court, Way::legal_aid));
    EXPECT_EQ(view->words, "已由法院受理");
}

TEST_P(triage_desk, a_redirection_opens_the_dispute_to_the_body) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const auto redirected = [&](const Redirection& form) {
        return done(city, dispute,
                    [&](db::Tx& tx, Dispute& found, const Context& cx) { redirect(tx, found, form, cx); });
    };
    Redirection form{Way::committee, Id<identity::Organisation>::fresh(city.morning()), RefusalReason::R06, ""};
    EXPECT_EQ(redirected(form), "organisation_unknown");
    form.organisation_id = city.medical;
    EXPECT_EQ(redirected(form), "");
    const Dispute after = city.reload(dispute);
    const auto clerk_there = city.person(Duty::clerk, city.medical);
    EXPECT_EQ(after.state, State::redirected);
    database().read([&](db::Tx& tx) {
        const auto view = redirection_of(tx, after);
        ASSERT_TRUE(view);
        EXPECT_EQ(view->to, Way::committee);
        EXPECT_EQ(view->organisation_id, city.medical);
        EXPECT_NO_THROW(dispute::find(tx, dispute.id, clerk_there));
    });
}

TEST_P(triage_desk, a_new_grading_needs_an_open_dispute) {
    dispute::TestCity city(database());
    dispute::Grading grading = good_form().grading;
    grading.risk = dispute::Risk::yellow;
    grading.secrecy = dispute::Secrecy::private_;
    const auto graded = [&](const Dispute& dispute) {
        return done(city, dispute,
                    [&](db::Tx& tx, Dispute& found, const Context& cx) { grade(tx, found, grading, cx); });
    };
    const Dispute open = city.add_dispute(State::mediating);
    EXPECT_EQ(graded(open), "");
    EXPECT_EQ(city.reload(open).risk, dispute::Risk::yellow);
    EXPECT_EQ(city.reload(open).secrecy, dispute::Secrecy::private_);
    EXPECT_THAT(city.events_of(open), testing::ElementsAre("register", "grading"));
    EXPECT_GT(city.reload(open).version, open.version);
    EXPECT_EQ(graded(city.add_dispute(State::closed)), "not_in_this_state");
    grading.people_count = 0;
    EXPECT_EQ(graded(city.add_dispute(State::registered)), "out_of_range");
}

TEST_P(triage_desk, settings_and_words_come_from_rows) {
    database().read([&](db::Tx& tx) {
        EXPECT_TRUE(settings(tx).reached("people_major", 50));
        EXPECT_FALSE(settings(tx).reached("people_major", 49));
        EXPECT_FALSE(settings(tx).basis("risk_red").empty());
        EXPECT_GE(warning_words(tx).size(), 20U);
        for (const WarningWord& word : warning_words(tx)) EXPECT_TRUE(dispute::is_flag(word.flag)) << word.flag;
    });
}

}  // namespace hemu::triage
