// Clocks as rows: the journal runs them on every event.
#pragma once
#include "clock_rules.hpp"

namespace hemu::dispute {

/// Where a dispute stands in the queues when nothing is due: behind everything.
inline const Instant far_away = end_of(LegalDate(9999, 12, 30));

/// Starts, meets and ends the clocks that the rules tie to this event, and keeps the dispute's next due time.
void run_clocks(db::Tx&, Dispute&, const Event&, const identity::Context&);

/// All rule versions of this database; read once and kept until forget_rules.
std::shared_ptr<const std::vector<ClockRule>> clock_rules(db::Tx&);
void forget_rules();

}  // namespace hemu::dispute
