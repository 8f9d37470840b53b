// 期限 The clocks of a dispute: started, paused, extended and met by events, after rules that are data.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// fine; soon: at most 20 % or two working days are left; late; paused.
enum class ClockMood { fine, soon, late, paused };
BOOST_DESCRIBE_ENUM(ClockMood, fine, soon, late, paused)

/// Of a dispute in a list, by what its row keeps of the clock that is due next; fine when nothing is due.
ClockMood listed_mood(State, std::optional<Instant> due_at, std::optional<Instant> due_soon_at, Instant moment);

struct ClockView {
    std::string id;
    std::string code;
    std::string name;
    std::string concerns;  ///< staff: binds the body that holds the dispute; party; partner: a court, an authority …
    std::string state;
    ClockMood mood = ClockMood::fine;
    Instant started_at;
    Instant due_at;
    std::optional<Instant> ended_at;
    std::int64_t days_left = 0;
    std::string explanation;
    std::string basis;
    std::string certainty;
};
BOOST_DESCRIBE_STRUCT(ClockView, (),
                      (id, code, name, concerns, state, mood, started_at, due_at, ended_at, days_left, explanation,
                       basis, certainty))

/// All clocks of the dispute, running ones first, explained in the reader's language ("zh" or "en").
std::vector<ClockView> clocks_of(db::Tx&, const Dispute&, Instant moment, std::string_view language);

/// The reasons for which the mediation may be paused now: those that every running clock allows that may be paused at
/// all, so that no period runs on in a paused dispute (a medical one pauses for appraisal, not for consultation).
std::vector<std::string> pause_reasons(db::Tx&, const Dispute&);
/// Refusal invalid pause_reason_not_allowed for any other.
Verdict why_not_pause(db::Tx&, const Dispute&, std::string_view reason);
void pause_clocks(db::Tx&, Dispute&, std::string_view reason, Instant moment);
void resume_clocks(db::Tx&, Dispute&, Instant moment);

/// Moves the end of the running mediation clock with the consent of both sides (domain facts 1.1, 1.3).
Verdict why_not_extend(db::Tx&, const Dispute&, LegalDate new_end_on);
void extend_clock(db::Tx&, Dispute&, LegalDate new_end_on, Instant moment);
/// Whether a running period is extended by the committee together with both sides (Medical Dispute Regulation art.
/// 38).
bool extension_needs_committee(db::Tx&, const Dispute&);
/// Whether a period that the law sets for mediating is over; a city's own service standards do not count.
bool is_period_over(db::Tx&, const Dispute&, Instant moment);

/// Runs the clock of a rule with unit `agreed` until the end of that day, in place of an earlier one; without a day
/// it only ends the earlier one.
void run_until(db::Tx&, Dispute&, std::string_view code, std::optional<LegalDate> on, Instant moment);

/// Running clocks whose due time falls before `until`, oldest first; supervision scans them.
struct DueClock {
    std::string id;
    Id<Dispute> dispute_id;
    std::string code;
    Instant started_at;
    Instant due_at;
    std::int64_t reminded_percent = 0;
    std::string on_expiry;
};
BOOST_DESCRIBE_STRUCT(DueClock, (), (id, dispute_id, code, started_at, due_at, reminded_percent, on_expiry))
/// Adds the rules of a data file (data/clock_rules.json) that this database does not have yet.
void load_clock_rules(db::Tx&, std::string_view file);

std::vector<DueClock> due_clocks(db::Tx&, Instant until, std::int64_t limit);
void mark_reminded(db::Tx&, const DueClock&, std::int64_t percent);
void mark_late(db::Tx&, const DueClock&, Instant moment);

}  // namespace hemu::dispute
