#include "rules.hpp"

#include <algorithm>

#include "intake.hpp"
#include "text.hpp"

namespace hemu::case_home {

using dispute::Side;
using dispute::State;

static bool is_one_of(State state, std::initializer_list<State> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

struct StepEvents {
    Step step;
    std::vector<std::string_view> kinds;
};

static const std::vector<StepEvents>& step_events() {
    static const std::vector<StepEvents> events = {
        {Step::gather, {"register"}},
        {Step::assess, {"accept", "refuse", "redirect", "merge", "settle_at_once"}},
        {Step::hand_over, {"take", "assign", "settle_at_once"}},
        {Step::handle, {"agree", "agree_orally", "terminate", "settle_at_once"}},
        {Step::supervise, {"close"}},
        {Step::close, {"close"}},
        {Step::evaluate, {"visit", "satisfaction", "review"}},
    };
    return events;
}

std::vector<StepDone> steps_of(const std::vector<Milestone>& events) {
    std::vector<StepDone> steps;
    for (const StepEvents& wanted : step_events()) {
        const auto done = std::find_if(events.begin(), events.end(), [&](const Milestone& event) {
            return std::find(wanted.kinds.begin(), wanted.kinds.end(), event.kind) != wanted.kinds.end();
        });
        steps.push_back(
            {wanted.step, done == events.end() ? std::nullopt : std::optional(legal_date(done->happened_at))});
    }
    return steps;
}

static std::optional<CourtStepCode> court_step(std::string_view kind) {
    using enum CourtStepCode;
    static constexpr std::pair<std::string_view, CourtStepCode> steps[] = {
        {"confirmation_applied", applied},
        {"confirmation_returned", more_wanted},
        {"confirmation_supplemented", supplemented},
        {"confirmation_accepted", accepted},
        {"confirmation_ruled", confirmed},
        {"confirmation_rejected", refused},
        {"confirmation_declined", refused},
        {"confirmation_withdrawn", withdrawn},
        {"change_agreement", changed},
        {"keep_agreement", kept},
        {"annul", annulled}};
    for (const auto& [known, code] : steps)
        if (known == kind) return code;
    return std::nullopt;
}

std::vector<CourtStep> court_steps_of(const std::vector<CourtEvent>& events) {
    std::vector<CourtStep> steps;
    for (const CourtEvent& event : events)
        if (const auto code = court_step(event.kind))
            steps.push_back({*code, event.on.value_or(legal_date(event.happened_at))});
    return steps;
}

static bool may_be_told(std::string_view kind) {
    static constexpr std::string_view told[] = {"accept",
                                                "refuse",
                                                "redirect",
                                                "offer",
                                                "take",
                                                "return",
                                                "assign",
                                                "begin",
                                                "pause",
                                                "resume",
                                                "agree",
                                                "agree_orally",
                                                "terminate",
                                                "settle_at_once",
                                                "perform",
                                                "breach",
                                                "close",
                                                "session_planned",
                                                "session_held",
                                                "extension",
                                                "order",
                                                "order_reply",
                                                "mediators_replaced",
                                                "change_agreement",
                                                "keep_agreement",
                                                "confirmation_applied",
                                                "confirmation_supplemented"};
    return std::find(std::begin(told), std::end(told), kind) != std::end(told);
}

std::vector<CameOf> came_of(const std::vector<Milestone>& events, Instant after) {
    std::vector<CameOf> came;
    for (const Milestone& event : events)
        if (event.happened_at > after && may_be_told(event.kind))
            came.push_back({event.kind, legal_date(event.happened_at)});
    return came;
}

bool is_over(State state) {
    return is_one_of(state, {State::performed, State::terminated, State::closed, State::archived});
}

static bool is_never_mediated(State state) {
    return is_one_of(state, {State::merged, State::refused, State::redirected, State::withdrawn});
}

/// Before an agreement is in effect, and not ended.
static bool is_before_effect(State state) {
    return !is_over(state) && !is_never_mediated(state) && state != State::performing && state != State::breached;
}

static bool is_before_talk(State state) {
    return is_one_of(state, {State::registered, State::accepted, State::offered, State::taken, State::assigned});
}

static Todo session_todo(const Standing& at) {
    if (at.next_session_on) return {TodoCode::attend_session, TodoState::action_needed, at.next_session_on};
    if (at.session_held || !is_before_effect(at.state)) return {TodoCode::attend_session, TodoState::done, {}};
    return {TodoCode::attend_session, TodoState::not_yet, {}};
}

static Todo signing_todo(const Standing& at) {
    if (at.effective_on) return {TodoCode::sign_agreement, TodoState::done, {}};
    if (at.state != State::agreed) return {TodoCode::sign_agreement, TodoState::not_yet, {}};
    return {TodoCode::sign_agreement, at.signed_by_me ? TodoState::in_progress : TodoState::action_needed, {}};
}

/// What is due from me, or to me, as one line.
static std::optional<Todo> terms_todo(const Standing& at, bool from_me) {
    Todo todo{from_me ? TodoCode::keep_agreement : TodoCode::receive, TodoState::done, {}};
    bool any = false;
    for (const HomeTerm& term : at.terms) {
        if (term.from_me != from_me) continue;
        any = true;
        if (term.performed) continue;
        todo.state = !from_me || at.said_paid ? TodoState::in_progress : TodoState::action_needed;
        if (term.due_on && (!todo.until_on || *term.due_on < *todo.until_on)) todo.until_on = term.due_on;
    }
    if (!any) return std::nullopt;
    if (!at.effective_on) todo.state = TodoState::not_yet;
    return todo;
}

static std::optional<Todo> confirmation_todo(const Standing& at) {
    using enum CourtStepCode;
    if (at.court == applied || at.court == supplemented || at.court == accepted)
        return Todo{TodoCode::confirm_in_court, TodoState::in_progress, {}};
    if (at.court == more_wanted) return Todo{TodoCode::confirm_in_court, TodoState::action_needed, {}};
    if (at.court == confirmed) return Todo{TodoCode::confirm_in_court, TodoState::done, {}};
    if (at.confirm_until) return Todo{TodoCode::confirm_in_court, TodoState::ready, at.confirm_until};
    return std::nullopt;
}

static Todo satisfaction_todo(const Standing& at) {
    if (at.satisfaction_said) return {TodoCode::say_how_it_was, TodoState::done, {}};
    return {TodoCode::say_how_it_was, is_over(at.state) ? TodoState::ready : TodoState::not_yet, {}};
}

std::vector<Todo> todos_of(const Standing& at) {
    std::vector<Todo> todos;
    if (at.unread > 0) todos.push_back({TodoCode::read_messages, TodoState::action_needed, {}});
    if (at.copy_ready || at.copy_taken)
        todos.push_back({TodoCode::take_copy, at.copy_ready ? TodoState::ready : TodoState::done, {}});
    if (is_never_mediated(at.state)) return todos;
    if (is_before_effect(at.state) || at.has_files)
        todos.push_back({TodoCode::bring_papers, at.has_files ? TodoState::done : TodoState::action_needed, {}});
    const bool mediates = is_before_effect(at.state);
    if (mediates || at.session_held) todos.push_back(session_todo(at));
    if (mediates || at.agreement == agreements::AgreementShape::written) todos.push_back(signing_todo(at));
    if (at.state != State::terminated) {
        if (const auto todo = terms_todo(at, true)) todos.push_back(*todo);
        if (const auto todo = terms_todo(at, false)) todos.push_back(*todo);
        if (const auto todo = confirmation_todo(at)) todos.push_back(*todo);
    }
    todos.push_back(satisfaction_todo(at));
    return todos;
}

static std::optional<std::string> why_not_urge(const Standing& at) {
    if (is_over(at.state) || is_never_mediated(at.state) || (!at.clock_runs && !at.late)) return "urge_nothing_runs";
    return std::nullopt;
}

Acts acts_of(const Standing& at, const Settings& settings) {
    Acts acts;
    acts.message = at.state != State::archived && at.state != State::merged;
    acts.call = acts.message;
    acts.other_mediator = at.has_mediator;
    acts.end_mediation = is_before_effect(at.state);
    if (at.side == Side::applicant && is_before_talk(at.state))
        acts.withdrawal = at.applicants == 1 ? Withdrawal::at_once : Withdrawal::on_request;
    acts.urge_why_not = why_not_urge(at);
    if (!acts.urge_why_not && at.urged_at) {
        const LegalDate again = legal_date(*at.urged_at) + settings.urge_days;
        if (at.today < again) {
            acts.urge_why_not = "urge_too_soon";
            acts.urge_again_on = again;
        }
    }
    acts.urge = !acts.urge_why_not;
    acts.complain = true;
    acts.satisfaction = is_over(at.state) && !at.satisfaction_said;
    return acts;
}

static bool is_labour(const Standing& at) { return at.national_type == "10" || at.national_type == "11"; }

/// CPL art. 206. A change that was not signed leaves the refusal as it was.
static bool court_refused(const Standing& at) {
    return at.court == CourtStepCode::refused || at.court == CourtStepCode::kept;
}

std::vector<WayOn> ways_of(const Standing& at) {
    std::vector<WayOn> ways;
    if (is_one_of(at.state, {State::terminated, State::refused, State::redirected, State::withdrawn})) {
        ways.push_back(is_labour(at) ? WayOn::labour_arbitration : WayOn::court);
        if (at.national_type == "16" && at.state == State::terminated) ways.push_back(WayOn::traffic_police);
        if (at.state != State::redirected) ways.push_back(WayOn::again);
    } else if (at.state == State::performing) {
        if (at.confirm_until) ways.push_back(WayOn::confirmation);
        if (court_refused(at)) ways.insert(ways.end(), {WayOn::change, WayOn::court});
        ways.push_back(WayOn::notary);
    } else if (at.state == State::breached) {
        if (at.confirm_until) ways.push_back(WayOn::confirmation);
        if (court_refused(at)) ways.push_back(WayOn::change);
        if (at.court == CourtStepCode::confirmed) ways.push_back(WayOn::enforcement);
        if (is_labour(at)) ways.push_back(WayOn::payment_order);
        ways.push_back(WayOn::court);
    } else if (!is_over(at.state) && at.state != State::merged) {
        ways.push_back(is_labour(at) ? WayOn::labour_arbitration : WayOn::court);
    }
    if (!ways.empty()) ways.push_back(WayOn::legal_aid);
    return ways;
}

std::optional<DateCode> date_code_of(std::string_view clock, const Standing& at) {
    if (clock == "JC-APP") return DateCode::confirm_in_court;
    if (clock == "LB-REV") return DateCode::arbitration_review;
    if (clock == "TR-POL-AFTER") return DateCode::police_after;
    // Periods of claims concern those who have one.
    if (at.side != Side::applicant) return std::nullopt;
    if (clock == "LIM") return DateCode::limitation;
    if (clock == "LB-ARB") return DateCode::labour_limitation;
    if (clock == "ENF") return DateCode::enforcement;
    return std::nullopt;
}

bool concerns(const handling::SessionForm& session, std::string_view party_name) {
    if (session.mode != handling::SessionMode::separate) return true;
    return std::find(session.participants.begin(), session.participants.end(), party_name) !=
           session.participants.end();
}

Verdict why_not_words(std::string_view words, std::size_t longest, std::string field) {
    Verdict verdict;
    if (text::trim(words).empty())
        verdict.add(std::move(field), "missing");
    else if (text::length(words) > longest)
        verdict.add(std::move(field), "too_long");
    return verdict;
}

static Verdict why_not_statement(const AskForm& form, const Standing& at) {
    if (!at.effective_on) return Verdict::refused(Fault::conflict, "not_in_this_state");
    Verdict verdict;
    if (!form.term_id) {
        verdict.add("term_id", "missing");
        return verdict;
    }
    const auto term =
        std::find_if(at.terms.begin(), at.terms.end(), [&](const HomeTerm& one) { return one.id == *form.term_id; });
    if (term == at.terms.end() || term->from_me != (form.kind == AskKind::paid))
        verdict.add("term_id", "unknown_term");
    else if (form.kind == AskKind::paid && term->performed)
        verdict.add("term_id", "already_performed");
    if (form.amount_fen && form.amount_fen->amount <= 0) verdict.add("amount_fen", "out_of_range");
    return verdict;
}

static Verdict why_not_now(const AskForm& form, const Standing& at, const Settings& settings) {
    const Acts acts = acts_of(at, settings);
    const Verdict closed = Verdict::refused(Fault::conflict, "not_in_this_state");
    switch (form.kind) {
        case AskKind::call:
            return acts.call ? Verdict{} : closed;
        case AskKind::other_mediator:
            return acts.other_mediator ? Verdict{} : closed;
        case AskKind::end_mediation:
            return acts.end_mediation ? Verdict{} : closed;
        case AskKind::withdrawal:
            return acts.withdrawal == Withdrawal::on_request ? Verdict{} : closed;
        case AskKind::urge:
            return acts.urge ? Verdict{} : Verdict::refused(Fault::conflict, *acts.urge_why_not);
        case AskKind::paid:
        case AskKind::not_received:
            return why_not_statement(form, at);
    }
    return closed;
}

Verdict why_not_ask(const AskForm& form, const Standing& at, const Settings& settings,
                    const std::vector<AskView>& open) {
    Verdict verdict = why_not_now(form, at, settings);
    if (text::length(form.words.value_or("")) > longest_words) verdict.add("words", "too_long");
    if (form.wanted_on && *form.wanted_on < at.today) verdict.add("wanted_on", "in_the_past");
    if (form.wanted_on && at.today + 30 < *form.wanted_on) verdict.add("wanted_on", "out_of_range");
    if (!verdict.fine() || form.kind == AskKind::urge) return verdict;
    const bool asked = std::any_of(open.begin(), open.end(), [&](const AskView& one) {
        return one.kind == form.kind && one.term_id == form.term_id && !one.answered_at;
    });
    return asked ? Verdict::refused(Fault::conflict, "asked_already") : Verdict{};
}

static bool fits(DataKind kind, DataOutcome outcome) {
    if (outcome == DataOutcome::refused) return true;
    if (kind == DataKind::copy) return outcome == DataOutcome::provided;
    if (kind == DataKind::correction) return outcome == DataOutcome::corrected;
    return outcome == DataOutcome::deleted || outcome == DataOutcome::restricted;
}

Verdict why_not_decide(DataKind kind, const DataDecisionForm& form, State state) {
    Verdict verdict;
    if (!fits(kind, form.outcome)) verdict.add("outcome", "outcome_does_not_fit");
    const bool keeps = form.outcome == DataOutcome::refused || form.outcome == DataOutcome::restricted;
    if (keeps && !form.reason) verdict.add("reason", "missing");
    // PIPL art. 47(1): what the mediation still needs is not deleted while it runs.
    if (form.outcome == DataOutcome::deleted && !is_over(state) && !is_never_mediated(state))
        verdict.add("outcome", "still_needed");
    const bool corrects = form.correction && !dispute::is_empty(*form.correction);
    if (form.outcome == DataOutcome::corrected && !corrects) verdict.add("correction", "missing");
    if (form.outcome != DataOutcome::corrected && corrects) verdict.add("correction", "outcome_does_not_fit");
    if (text::length(form.words) > longest_words) verdict.add("words", "too_long");
    if (keeps && text::trim(form.words).empty()) verdict.add("words", "missing");
    return verdict;
}

}  // namespace hemu::case_home
