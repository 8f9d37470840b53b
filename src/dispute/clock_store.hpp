// Clocks as rows: the journal runs them on every event.
#pragma once
#include "clock_rules.hpp"

namespace hemu::dispute {

/// Where a dispute stands in the queues when nothing is due: behind everything.
inline const Instant far_away = end_of(LegalDate(9999, 12, 30));

/// Starts, meets and ends the clocks that the rules tie to this event, and keeps the dispute's next due time.
void run_clocks(db::Tx&, Dispute&, const Event&, const identity::Context&);

struct StartedClock {
    ClockRule rule;
    Instant started_at;
    Instant due_at;
    Instant soon_at;
};

/// The clocks that the registration of a dispute starts; sets its due time from them, so that its row is written
/// once.
std::vector<StartedClock> clocks_of_registration(db::Tx&, Dispute& fresh, const std::vector<std::string>& flags,
                                                 const identity::Context&);
void save_clocks(db::Tx&, const Dispute&, const std::vector<StartedClock>&, Instant moment);

/// All rule versions of this database; read once and kept until forget_rules.
std::shared_ptr<const std::vector<ClockRule>> clock_rules(db::Tx&);
void forget_rules();

}  // namespace hemu::dispute
