#include "status.hpp"

#include <algorithm>

namespace hemu::intake {

using dispute::State;

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

std::vector<Choice> choices_in(State state) {
    switch (state) {
        case State::registered:
            return {Choice::wait_for_assessment, Choice::bring_papers, Choice::end_mediation, Choice::go_to_court};
        case State::accepted:
        case State::offered:
        case State::taken:
            return {Choice::bring_papers, Choice::choose_mediator, Choice::end_mediation, Choice::go_to_court};
        case State::assigned:
        case State::mediating:
            return {Choice::attend_session, Choice::bring_papers, Choice::choose_mediator, Choice::end_mediation,
                    Choice::go_to_court};
        case State::paused:
            return {Choice::bring_papers, Choice::end_mediation, Choice::go_to_court, Choice::ask_the_window};
        case State::agreed:
            return {Choice::sign_agreement, Choice::end_mediation, Choice::ask_the_window};
        case State::performing:
            return {Choice::perform_agreement, Choice::confirm_in_court, Choice::ask_the_window};
        case State::breached:
            return {Choice::perform_agreement, Choice::go_to_court, Choice::ask_the_window};
        case State::performed:
            return {Choice::say_how_it_was, Choice::ask_the_window};
        case State::terminated:
            return {Choice::go_to_court, Choice::say_how_it_was, Choice::ask_the_window};
        case State::refused:
        case State::redirected:
        case State::withdrawn:
            return {Choice::go_to_court, Choice::ask_the_window};
        case State::closed:
        case State::archived:
            return {Choice::say_how_it_was, Choice::ask_the_window};
        case State::merged:
            return {Choice::ask_the_window};
    }
    return {};
}

bool satisfaction_open(State state) {
    return state == State::performed || state == State::terminated || state == State::closed ||
           state == State::archived;
}

}  // namespace hemu::intake
