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

/// All rule versions of this database, kept until forget_rules; read anew when they are asked for on a later day,
/// from which on a version may be valid that another server has saved.
std::shared_ptr<const std::vector<ClockRule>> clock_rules(db::Tx&, std::optional<LegalDate> today = {});
void forget_rules();
/// The same, from the database.
std::vector<ClockRule> read_clock_rules(db::Tx&);

/// A version of the rule with another amount, from a day after today; what the day had before is replaced, since no
/// clock has begun under it. Refusals: not_found; conflict clock_rule_is_fixed; invalid amount out_of_range,
/// valid_from in_the_past.
void set_clock_amount(db::Tx&, const std::string& code, std::int64_t amount, LegalDate valid_from, LegalDate today);

/// Whether the city may adopt the rule, or end its being adopted: its first version is a preset that an event starts.
bool is_adoptable(const std::vector<ClockRule>&, const ClockRule&);
/// A version of a preset that is in force from a day after today, or ended from then on. Refusals: not_found;
/// conflict clock_rule_is_no_preset, clock_rule_has_no_start, clock_rule_stands_so; invalid standing unknown_word,
/// valid_from in_the_past.
void set_clock_standing(db::Tx&, const std::string& code, const std::string& standing, LegalDate valid_from,
                        LegalDate today);

}  // namespace hemu::dispute
