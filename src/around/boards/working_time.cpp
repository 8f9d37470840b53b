#include "working_time.hpp"

namespace hemu::boards {

std::vector<WorkingSpan> working_spans(Instant from, Instant to, std::int64_t day_starts_minute,
                                       std::int64_t day_ends_minute, const WorkingCalendar& calendar) {
    std::vector<WorkingSpan> spans;
    const LegalDate last = std::min(legal_date(to), legal_date(from) + 60);
    for (LegalDate day = legal_date(from); day <= last; day = day + 1) {
        if (!calendar.is_working_day(day)) continue;
        const Instant starts = std::max(from, start_of(day) + std::chrono::minutes(day_starts_minute));
        const Instant ends = std::min(to, start_of(day) + std::chrono::minutes(day_ends_minute));
        if (starts < ends) spans.push_back({starts, ends});
    }
    return spans;
}

}  // namespace hemu::boards
