// Supervision, pure: when something is said, by which step, and when it goes upward.
#pragma once
#include "supervision.hpp"

namespace hemu::supervision {

/// Settings of the city (domain facts 1.4: 50 %, 80 %, 100 % of the period). The hours of work are those of the
/// configuration, in minutes from midnight.
struct Settings {
    std::int64_t first_reminder_percent = 50;
    std::int64_t second_reminder_percent = 80;
    std::int64_t day_starts_minute = 510;
    std::int64_t day_ends_minute = 1050;
    std::int64_t escalate_after_working_days = 3;
    std::int64_t most_levels = 2;
    std::int64_t rights_on_days_off = 1;  ///< 1: a right that ends before the next morning is told on a day off too
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (first_reminder_percent, second_reminder_percent, day_starts_minute, day_ends_minute,
                       escalate_after_working_days, most_levels, rights_on_days_off))

/// Whether people may be reminded at this moment: a working day, from the start up to before the end of the day's
/// work.
bool in_working_hours(Instant, const Settings&, const WorkingCalendar&);

/// When the next working day's work begins.
Instant next_morning(Instant, const Settings&, const WorkingCalendar&);

/// How much of the period has passed, without the time it stood still: 0 to 99 while it runs, 100 from its end on.
std::int64_t percent_passed(Instant started_at, Instant due_at, std::chrono::microseconds paused, Instant moment);

/// The reminder that is owed: 0 none, else the highest of the three percentages that is passed and was not given yet.
std::int64_t reminder_owed(std::int64_t percent_passed, std::int64_t reminded_percent, const Settings&);

/// The level up to which something late since `late_since` has to be told: 0 its own body only, 1 the body above, 2
/// the one above that. Each level has the same number of working days. `at_once`: the clock's rule says escalate, so
/// the first level is told as soon as it is late.
std::int64_t level_owed(Instant late_since, Instant moment, bool at_once, const Settings&, const WorkingCalendar&);

Verdict why_not_order(const OrderForm&, const dispute::Dispute&, LegalDate today);

/// A reply and a reopening say something.
Verdict why_not_words(std::string_view words);

enum class OrderMove { reply, reopen, close };
/// Source of the moves: open → replied → closed, replied → reopened → replied; a supervisor may close at any time.
Verdict why_not_move(OrderState, OrderMove);
OrderState after(OrderMove);

}  // namespace hemu::supervision
