// 进度查询 What a citizen is told by query code and phone, pure.
#pragma once
#include "notices.hpp"
#include "store.hpp"

namespace hemu::intake {

/// The seven steps as a citizen sees them.
enum class Step { gather, assess, hand_over, handle, close, evaluate };
BOOST_DESCRIBE_ENUM(Step, gather, assess, hand_over, handle, close, evaluate)

struct StepDone {
    Step step = Step::gather;
    std::optional<LegalDate> done_on;
};
BOOST_DESCRIBE_STRUCT(StepDone, (), (step, done_on))

/// What a citizen can do now, as codes that the pages put into words.
enum class Choice {
    wait_for_assessment,  ///< the window is looking at it
    bring_papers,         ///< identity papers and evidence help
    choose_mediator,      ///< PML art. 23: choose or accept the mediator
    attend_session,
    end_mediation,  ///< PML art. 23: end mediation at any time
    go_to_court,    ///< PML art. 26, 32: the right to sue is never blocked
    sign_agreement,
    perform_agreement,
    confirm_in_court,  ///< PML art. 33: joint application within 30 days
    say_how_it_was,    ///< satisfaction
    ask_the_window
};
BOOST_DESCRIBE_ENUM(Choice, wait_for_assessment, bring_papers, choose_mediator, attend_session, end_mediation,
                    go_to_court, sign_agreement, perform_agreement, confirm_in_court, say_how_it_was, ask_the_window)

/// `status` is a key of the pages' plain sentences: the state's word.
struct StatusView {
    std::string number;
    dispute::State state = dispute::State::registered;
    std::string status;
    std::vector<StepDone> steps;
    std::vector<Choice> what_you_can_do;
    std::string handler_body;
    std::optional<std::string> body_phone;
    std::optional<LegalDate> next_date;
    bool satisfaction_open = false;
    std::vector<notices::InboxItem> notices;  ///< what this party was told, newest first
};
BOOST_DESCRIBE_STRUCT(StatusView, (),
                      (number, state, status, steps, what_you_can_do, handler_body, body_phone, next_date,
                       satisfaction_open, notices))

/// Each step with the legal date of the first event that completed it, absent when it is still to come.
std::vector<StepDone> steps_of(const std::vector<Milestone>&);

std::vector<Choice> choices_in(dispute::State);

/// Satisfaction is asked once the work is over, however it ended.
bool satisfaction_open(dispute::State);

}  // namespace hemu::intake
