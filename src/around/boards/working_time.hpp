// When somebody works, pure.
#pragma once
#include "boards.hpp"

namespace hemu::boards {

/// The hours of working days between two moments; minutes are those of the day in China. At most sixty days are
/// looked at.
std::vector<WorkingSpan> working_spans(Instant from, Instant to, std::int64_t day_starts_minute,
                                       std::int64_t day_ends_minute, const WorkingCalendar&);

}  // namespace hemu::boards
