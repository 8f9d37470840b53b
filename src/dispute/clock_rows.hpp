// The rows of clocks, for the sources that start, move and show them.
#pragma once
#include "clock_store.hpp"

namespace hemu::dispute {

struct Clock;

struct ClockRow {
    std::string id;
    std::string code;
    LegalDate rule_valid_from;
    std::string concerns;
    std::string state;
    Instant started_at;
    Instant due_at;
    Instant soon_at;
    std::optional<LegalDate> extended_to_on;
    std::optional<LegalDate> extended_on;
    std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(ClockRow, (),
                      (id, code, rule_valid_from, concerns, state, started_at, due_at, soon_at, extended_to_on,
                       extended_on, ended_at))
std::vector<ClockRow> clock_rows(db::Tx&, const Dispute&);
db::Later<ClockRow> later_clock_rows(db::Tx&, const Dispute&);
std::optional<Extended> extension_of(const ClockRow&);

struct PauseRow {
    std::string clock_id;
    std::string reason;
    Instant from_at;
    std::optional<Instant> to_at;
};
BOOST_DESCRIBE_STRUCT(PauseRow, (), (clock_id, reason, from_at, to_at))
/// Of all clocks of the dispute, in order.
db::Later<PauseRow> later_pause_rows(db::Tx&, const Dispute&);
std::vector<Pause> pauses_of(const std::vector<PauseRow>&, std::string_view clock_id);

using Rules = std::shared_ptr<const std::vector<ClockRule>>;
/// The version under which the clock began.
const ClockRule& rule_of(db::Tx&, Rules&, const ClockRow&);

/// Adds a clock in a state, with what moved its end, without asking whether one runs.
void insert_clock_row(db::Tx&, const Dispute&, const StartedClock&, const std::vector<PauseRow>&,
                      std::optional<Extended>, Instant moment);

/// Writes anew what the dispute's row says of the staff's clock that is due next.
void keep_next_due(db::Tx&, const Dispute&);

bool ends_everything(std::string_view kind);
ClockSubject subject_of(const Dispute&, std::vector<std::string> flags);
/// From when the period is counted when this event starts the clock.
Instant beginning(const ClockRule&, const Dispute&, std::string_view kind, std::string_view content, Instant moment);

/// What partners tell: clocks extended, or standing still from `REASON_begun` to `REASON_ended`.
bool move_as_told(db::Tx&, const Dispute&, const Event&, Rules&);

/// After another grading: clocks that apply no longer end, and those that apply instead begin where they would have
/// begun, so that the time that was used stays used; pauses and an agreed end that their rule knows too go with them.
void follow_grading(db::Tx&, const Dispute&, const ClockSubject&, Instant moment);

}  // namespace hemu::dispute
