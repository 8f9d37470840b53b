// The decisions of case home, pure.
#pragma once
#include "case_home.hpp"
#include "clocks.hpp"

namespace hemu::case_home {

/// Rows of case_home_setting; each shows its basis.
struct Settings {
    std::int64_t messages_a_day = 20;
    std::int64_t asks_a_day = 10;
    std::int64_t ask_days = 2;
    std::int64_t urge_days = 3;
    std::int64_t complaints_a_day = 3;
    std::int64_t complaint_working_days = 10;
    std::int64_t data_request_days = 30;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (messages_a_day, asks_a_day, ask_days, urge_days, complaints_a_day, complaint_working_days,
                       data_request_days))

inline constexpr std::size_t longest_message = 2000;
inline constexpr std::size_t longest_words = 1000;

struct Milestone {
    std::string kind;
    Instant happened_at;
};
BOOST_DESCRIBE_STRUCT(Milestone, (), (kind, happened_at))

/// Each step with the legal date of the first event that completed it, absent when it is still to come. Supervision
/// goes with the case and ends with it.
std::vector<StepDone> steps_of(const std::vector<Milestone>&);

/// What courts and parties did about confirming the agreement, in its order; each on the day of the act.
struct CourtEvent : Milestone {
    std::optional<LegalDate> on;
};
std::vector<CourtStep> court_steps_of(const std::vector<CourtEvent>&);

/// What happened after a moment that a party may know of: verbs, sessions, extensions, orders.
std::vector<CameOf> came_of(const std::vector<Milestone>&, Instant after);

/// What the rules below ask of a case.
struct Standing {
    dispute::State state = dispute::State::registered;
    dispute::Side side = dispute::Side::applicant;
    std::string national_type;
    std::int64_t applicants = 1;
    LegalDate today;
    std::optional<LegalDate> effective_on;

    bool has_files = false;
    std::optional<LegalDate> next_session_on;
    bool session_held = false;
    std::optional<agreements::AgreementShape> agreement;
    bool signed_by_me = false;
    bool has_mediator = false;  ///< who can still be replaced
    std::vector<HomeTerm> terms;
    bool said_paid = false;                  ///< and nobody has answered
    std::optional<LegalDate> confirm_until;  ///< the clock JC-APP runs until then
    std::optional<CourtStepCode> court;      ///< the last step
    std::int64_t unread = 0;
    bool copy_ready = false;
    bool copy_taken = false;
    bool satisfaction_said = false;

    bool clock_runs = false;  ///< one of the body's
    bool late = false;
    std::optional<Instant> urged_at;  ///< by this party, last
};

/// The work is over, however it ended: now it can be said how it was.
bool is_over(dispute::State);

std::vector<Todo> todos_of(const Standing&);
Acts acts_of(const Standing&, const Settings&);
std::vector<WayOn> ways_of(const Standing&);

/// Of which clock of a party he should know the end, if this side should.
std::optional<DateCode> date_code_of(std::string_view clock_code, const Standing&);

/// A session of the other side alone is none of this party's: it names him, or it is for all.
bool concerns(const handling::SessionForm&, std::string_view party_name);

/// Refusals: conflict not_in_this_state, asked_already, urge_nothing_runs, urge_too_soon · invalid with the field.
/// open: asks of this party without an answer.
Verdict why_not_ask(const AskForm&, const Standing&, const Settings&, const std::vector<AskView>& open);

/// missing or too_long at `field`.
Verdict why_not_words(std::string_view words, std::size_t longest, std::string field = "words");

/// Whether a decision fits what was asked, and says why when it refuses (PIPL art. 50): invalid outcome
/// outcome_does_not_fit; reason missing.
Verdict why_not_decide(DataKind, const DataDecisionForm&, dispute::State);

}  // namespace hemu::case_home
