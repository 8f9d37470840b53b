#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::case_home {

using dispute::Side;
using dispute::State;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

static const LegalDate today(2026, 11, 24);

static Milestone event(std::string kind, LegalDate on) { return {std::move(kind), start_of(on)}; }

TEST(Steps, are_done_on_the_day_of_their_first_event) {
    const auto steps =
        steps_of({event("register", {2026, 3, 1}), event("accept", {2026, 3, 2}), event("offer", {2026, 3, 2}),
                  event("take", {2026, 3, 3}), event("return", {2026, 3, 4}), event("take", {2026, 3, 6})});
    ASSERT_EQ(steps.size(), 7U);
    EXPECT_EQ(steps[0].done_on, LegalDate(2026, 3, 1));
    EXPECT_EQ(steps[1].done_on, LegalDate(2026, 3, 2));
    EXPECT_EQ(steps[2].done_on, LegalDate(2026, 3, 3));
    EXPECT_FALSE(steps[3].done_on);
    EXPECT_EQ(steps[4].step, Step::supervise);
    EXPECT_EQ(steps[6].step, Step::evaluate);
}

TEST(Steps, settling_at_once_does_three) {
    const auto steps = steps_of({event("register", {2026, 3, 1}), event("settle_at_once", {2026, 3, 1})});
    EXPECT_TRUE(steps[1].done_on && steps[2].done_on && steps[3].done_on);
    EXPECT_FALSE(steps[4].done_on);
}

// What a party sees of his urge is what he may know: no note, no grading, no caucus.
TEST(CameOf, tells_verbs_and_sessions_after_the_moment) {
    const auto came = came_of({event("register", {2026, 3, 1}), event("note", {2026, 3, 5}),
                               event("caucus_note", {2026, 3, 5}), event("session_planned", {2026, 3, 6})},
                              start_of({2026, 3, 2}));
    ASSERT_EQ(came.size(), 1U);
    EXPECT_EQ(came[0].kind, "session_planned");
}

static Standing at(State state, Side side = Side::applicant) {
    Standing standing;
    standing.state = state;
    standing.side = side;
    standing.today = today;
    standing.national_type = "02";
    return standing;
}

static std::optional<TodoState> todo(const Standing& standing, TodoCode code) {
    for (const Todo& one : todos_of(standing))
        if (one.code == code) return one.state;
    return std::nullopt;
}

TEST(Todos, begin_with_papers_and_end_with_how_it_was) {
    EXPECT_EQ(todo(at(State::registered), TodoCode::bring_papers), TodoState::action_needed);
    EXPECT_EQ(todo(at(State::registered), TodoCode::say_how_it_was), TodoState::not_yet);
    Standing standing = at(State::mediating);
    standing.has_files = true;
    EXPECT_EQ(todo(standing, TodoCode::bring_papers), TodoState::done);
    EXPECT_EQ(todo(at(State::performed), TodoCode::say_how_it_was), TodoState::ready);
    standing = at(State::closed);
    standing.satisfaction_said = true;
    EXPECT_EQ(todo(standing, TodoCode::say_how_it_was), TodoState::done);
}

TEST(Todos, sessions_are_to_come_to_and_then_done) {
    Standing standing = at(State::mediating);
    EXPECT_EQ(todo(standing, TodoCode::attend_session), TodoState::not_yet);
    standing.next_session_on = today + 2;
    EXPECT_EQ(todo(standing, TodoCode::attend_session), TodoState::action_needed);
    standing.next_session_on.reset();
    standing.session_held = true;
    EXPECT_EQ(todo(standing, TodoCode::attend_session), TodoState::done);
}

TEST(Todos, signing_waits_for_the_others_once_i_have_signed) {
    Standing standing = at(State::mediating);
    EXPECT_EQ(todo(standing, TodoCode::sign_agreement), TodoState::not_yet);
    standing = at(State::agreed);
    standing.agreement = agreements::AgreementShape::written;
    EXPECT_EQ(todo(standing, TodoCode::sign_agreement), TodoState::action_needed);
    standing.signed_by_me = true;
    EXPECT_EQ(todo(standing, TodoCode::sign_agreement), TodoState::in_progress);
    standing.state = State::performing;
    standing.effective_on = today;
    EXPECT_EQ(todo(standing, TodoCode::sign_agreement), TodoState::done);
}

static HomeTerm term(bool from_me, bool performed) {
    HomeTerm one;
    one.id = Id<agreements::Term>::fresh(start_of(today));
    one.from_me = from_me;
    one.performed = performed;
    one.due_on = today + 5;
    return one;
}

TEST(Todos, terms_are_due_from_me_or_to_me) {
    Standing standing = at(State::performing);
    standing.effective_on = today;
    standing.terms = {term(true, false)};
    EXPECT_EQ(todo(standing, TodoCode::keep_agreement), TodoState::action_needed);
    EXPECT_EQ(todo(standing, TodoCode::receive), std::nullopt);
    standing.said_paid = true;
    EXPECT_EQ(todo(standing, TodoCode::keep_agreement), TodoState::in_progress);
    standing.terms = {term(true, true), term(false, false)};
    EXPECT_EQ(todo(standing, TodoCode::keep_agreement), TodoState::done);
    EXPECT_EQ(todo(standing, TodoCode::receive), TodoState::in_progress);
    standing.effective_on.reset();
    EXPECT_EQ(todo(standing, TodoCode::receive), TodoState::not_yet);
}

// PML art. 33: nobody has to, so it is ready and never needed.
TEST(Todos, confirmation_is_ready_while_its_period_runs) {
    Standing standing = at(State::performing);
    standing.effective_on = today;
    EXPECT_EQ(todo(standing, TodoCode::confirm_in_court), std::nullopt);
    standing.confirm_until = today + 30;
    EXPECT_EQ(todo(standing, TodoCode::confirm_in_court), TodoState::ready);
    standing.court = CourtStepCode::accepted;
    EXPECT_EQ(todo(standing, TodoCode::confirm_in_court), TodoState::in_progress);
    standing.court = CourtStepCode::more_wanted;
    EXPECT_EQ(todo(standing, TodoCode::confirm_in_court), TodoState::action_needed);
    standing.court = CourtStepCode::confirmed;
    EXPECT_EQ(todo(standing, TodoCode::confirm_in_court), TodoState::done);
    standing.court = CourtStepCode::changed;
    EXPECT_EQ(todo(standing, TodoCode::confirm_in_court), TodoState::ready) << "a new period runs";
}

// PML art. 23: at any time, until an agreement is in effect.
TEST(Acts, let_everybody_end_the_mediation_while_it_runs) {
    for (const State state : {State::registered, State::accepted, State::offered, State::taken, State::assigned,
                              State::mediating, State::paused, State::agreed})
        for (const Side side : {Side::applicant, Side::respondent})
            EXPECT_TRUE(acts_of(at(state, side), {}).end_mediation) << json::enum_word(state);
    for (const State state :
         {State::performing, State::performed, State::terminated, State::closed, State::withdrawn})
        EXPECT_FALSE(acts_of(at(state), {}).end_mediation) << json::enum_word(state);
}

TEST(Acts, only_the_only_applicant_withdraws_at_once_and_before_the_talk) {
    EXPECT_EQ(acts_of(at(State::assigned), {}).withdrawal, Withdrawal::at_once);
    EXPECT_EQ(acts_of(at(State::assigned, Side::respondent), {}).withdrawal, Withdrawal::no);
    EXPECT_EQ(acts_of(at(State::mediating), {}).withdrawal, Withdrawal::no);
    Standing standing = at(State::accepted);
    standing.applicants = 2;
    EXPECT_EQ(acts_of(standing, {}).withdrawal, Withdrawal::on_request);
}

TEST(Acts, urging_needs_a_clock_or_something_late_and_some_days) {
    Standing standing = at(State::mediating);
    EXPECT_EQ(acts_of(standing, {}).urge_why_not, "urge_nothing_runs");
    standing.clock_runs = true;
    EXPECT_TRUE(acts_of(standing, {}).urge);
    standing.urged_at = start_of(today + -2);
    EXPECT_EQ(acts_of(standing, {}).urge_why_not, "urge_too_soon");
    EXPECT_EQ(acts_of(standing, {}).urge_again_on, today + 1);
    standing.urged_at = start_of(today + -3);
    EXPECT_TRUE(acts_of(standing, {}).urge);
    standing.state = State::closed;
    EXPECT_FALSE(acts_of(standing, {}).urge);
}

TEST(Acts, ask_how_it_was_once_it_is_over_and_once_only) {
    for (const State state : {State::performed, State::terminated, State::closed, State::archived}) {
        Standing standing = at(state);
        EXPECT_TRUE(acts_of(standing, {}).satisfaction) << json::enum_word(state);
        standing.satisfaction_said = true;
        EXPECT_FALSE(acts_of(standing, {}).satisfaction) << json::enum_word(state);
    }
    for (const State state : {State::registered, State::mediating, State::performing, State::merged})
        EXPECT_FALSE(acts_of(at(state), {}).satisfaction) << json::enum_word(state);
}

// PML art. 26, 32: the right to sue is shown in every state before it is over, and after failure.
TEST(Ways, leave_the_way_to_court_or_arbitration) {
    for (const State state : {State::registered, State::mediating, State::agreed, State::terminated, State::refused,
                              State::redirected, State::withdrawn, State::breached}) {
        EXPECT_THAT(ways_of(at(state)), Contains(WayOn::court)) << json::enum_word(state);
        EXPECT_THAT(ways_of(at(state)), Contains(WayOn::legal_aid)) << json::enum_word(state);
    }
    Standing labour = at(State::terminated);
    labour.national_type = "10";
    EXPECT_THAT(ways_of(labour), Contains(WayOn::labour_arbitration));
    EXPECT_THAT(ways_of(labour), Not(Contains(WayOn::court)));
    labour.state = State::breached;
    EXPECT_THAT(ways_of(labour), Contains(WayOn::payment_order));
    EXPECT_THAT(ways_of(at(State::merged)), IsEmpty());
}

TEST(Ways, confirmation_and_enforcement_by_what_was_done) {
    Standing standing = at(State::performing);
    standing.confirm_until = today + 3;
    EXPECT_THAT(ways_of(standing), Contains(WayOn::confirmation));
    standing = at(State::breached);
    EXPECT_THAT(ways_of(standing), Not(Contains(WayOn::enforcement)));
    standing.court = CourtStepCode::applied;
    EXPECT_THAT(ways_of(standing), Not(Contains(WayOn::enforcement)));
    standing.court = CourtStepCode::confirmed;
    EXPECT_THAT(ways_of(standing), Contains(WayOn::enforcement));
    Standing traffic = at(State::terminated);
    traffic.national_type = "16";
    EXPECT_THAT(ways_of(traffic), Contains(WayOn::traffic_police));
}

// CPL art. 206.
TEST(Ways, after_a_refusal_are_a_change_of_the_agreement_and_a_suit) {
    for (const State state : {State::performing, State::breached}) {
        Standing standing = at(state);
        EXPECT_THAT(ways_of(standing), Not(Contains(WayOn::change)));
        standing.court = CourtStepCode::refused;
        EXPECT_THAT(ways_of(standing), testing::AllOf(Contains(WayOn::change), Contains(WayOn::court)));
        standing.court = CourtStepCode::kept;
        EXPECT_THAT(ways_of(standing), Contains(WayOn::change));
    }
}

TEST(Court, is_told_by_steps_without_inside_words) {
    const Instant morning = start_of(today);
    const auto steps = court_steps_of({{{"confirmation_prepared", morning}, {}},
                                       {{"confirmation_applied", morning}, today + -1},
                                       {{"confirmation_served", morning}, {}},
                                       {{"confirmation_declined", morning}, {}},
                                       {{"change_agreement", morning}, {}}});
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_EQ(steps[0].code, CourtStepCode::applied);
    EXPECT_EQ(steps[0].on, today + -1);
    EXPECT_EQ(steps[1].code, CourtStepCode::refused);
    EXPECT_EQ(steps[2].code, CourtStepCode::changed);
}

TEST(Dates, periods_of_claims_concern_those_who_have_one) {
    EXPECT_EQ(date_code_of("JC-APP", at(State::performing, Side::respondent)), DateCode::confirm_in_court);
    EXPECT_EQ(date_code_of("LIM", at(State::terminated)), DateCode::limitation);
    EXPECT_EQ(date_code_of("LIM", at(State::terminated, Side::respondent)), std::nullopt);
    EXPECT_EQ(date_code_of("PM-MED", at(State::mediating)), std::nullopt);
}

TEST(Dates, a_separate_talk_is_known_to_whom_it_is_with) {
    handling::SessionForm session;
    session.mode = handling::SessionMode::separate;
    session.participants = {"李四"};
    EXPECT_FALSE(concerns(session, "张三"));
    EXPECT_TRUE(concerns(session, "李四"));
    session.mode = handling::SessionMode::joint;
    EXPECT_TRUE(concerns(session, "张三"));
}

static std::string why_not(const AskForm& form, const Standing& standing, const std::vector<AskView>& open = {}) {
    const Verdict verdict = why_not_ask(form, standing, {}, open);
    return verdict.fields.empty() ? verdict.code : verdict.fields[0].field + " " + verdict.fields[0].code;
}

TEST(Asks, fit_the_state_and_are_asked_once) {
    AskForm form;
    EXPECT_EQ(why_not(form, at(State::mediating)), "");
    EXPECT_EQ(why_not(form, at(State::archived)), "not_in_this_state");
    form.wanted_on = today + -1;
    EXPECT_EQ(why_not(form, at(State::mediating)), "wanted_on in_the_past");
    form.wanted_on = today + 31;
    EXPECT_EQ(why_not(form, at(State::mediating)), "wanted_on out_of_range");
    form = {};
    form.kind = AskKind::end_mediation;
    AskView waiting;
    waiting.kind = AskKind::end_mediation;
    EXPECT_EQ(why_not(form, at(State::mediating), {waiting}), "asked_already");
    waiting.answered_at = start_of(today);
    EXPECT_EQ(why_not(form, at(State::mediating), {waiting}), "");
    form.words = std::string(3001, 'x');
    EXPECT_EQ(why_not(form, at(State::mediating)), "words too_long");
}

TEST(Asks, withdrawing_by_request_is_for_who_did_not_apply_alone) {
    AskForm form;
    form.kind = AskKind::withdrawal;
    EXPECT_EQ(why_not(form, at(State::accepted)), "not_in_this_state");
    Standing standing = at(State::accepted);
    standing.applicants = 2;
    EXPECT_EQ(why_not(form, standing), "");
}

TEST(Asks, statements_are_about_a_term_of_the_right_side) {
    Standing standing = at(State::performing);
    standing.terms = {term(true, false), term(false, false)};
    AskForm form;
    form.kind = AskKind::paid;
    form.term_id = standing.terms[0].id;
    EXPECT_EQ(why_not(form, standing), "not_in_this_state");
    standing.effective_on = today;
    EXPECT_EQ(why_not(form, standing), "");
    form.term_id = standing.terms[1].id;
    EXPECT_EQ(why_not(form, standing), "term_id unknown_term");
    form.kind = AskKind::not_received;
    EXPECT_EQ(why_not(form, standing), "");
    form.amount_fen = Fen{0};
    EXPECT_EQ(why_not(form, standing), "amount_fen out_of_range");
    form.term_id.reset();
    EXPECT_EQ(why_not(form, standing), "term_id missing");
    form = {};
    form.kind = AskKind::paid;
    standing.terms[0].performed = true;
    form.term_id = standing.terms[0].id;
    EXPECT_EQ(why_not(form, standing), "term_id already_performed");
}

// PIPL art. 47, 50: what is refused or only kept says why; what the mediation still needs is not deleted.
TEST(Decisions, fit_what_was_asked_and_give_reasons) {
    const auto why = [](DataKind kind, DataOutcome outcome, std::optional<DataReason> reason, State state,
                        std::string words = "说明") {
        const DataDecisionForm form{outcome, reason, std::move(words), {}};
        const Verdict verdict = why_not_decide(kind, form, state);
        return verdict.fields.empty() ? "" : verdict.fields[0].field + " " + verdict.fields[0].code;
    };
    EXPECT_EQ(why(DataKind::copy, DataOutcome::provided, {}, State::mediating, ""), "");
    EXPECT_EQ(why(DataKind::copy, DataOutcome::deleted, {}, State::closed), "outcome outcome_does_not_fit");
    EXPECT_EQ(why(DataKind::correction, DataOutcome::corrected, {}, State::mediating), "correction missing");
    DataDecisionForm corrected{DataOutcome::corrected, {}, "", dispute::PartyCorrection{}};
    corrected.correction->name = "张叁";
    EXPECT_TRUE(why_not_decide(DataKind::correction, corrected, State::mediating).fine());
    corrected.outcome = DataOutcome::refused;
    EXPECT_FALSE(why_not_decide(DataKind::correction, corrected, State::mediating).fine());
    EXPECT_EQ(why(DataKind::deletion, DataOutcome::deleted, {}, State::mediating), "outcome still_needed");
    EXPECT_EQ(why(DataKind::deletion, DataOutcome::deleted, {}, State::closed), "");
    EXPECT_EQ(why(DataKind::deletion, DataOutcome::refused, {}, State::closed), "reason missing");
    EXPECT_EQ(why(DataKind::deletion, DataOutcome::restricted, DataReason::archive_duty, State::closed), "");
    EXPECT_EQ(why(DataKind::deletion, DataOutcome::refused, DataReason::archive_duty, State::closed, " "),
              "words missing");
}

}  // namespace hemu::case_home
