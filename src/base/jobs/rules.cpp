#include <algorithm>

#include "store.hpp"

namespace hemu::jobs {

using std::chrono::microseconds;
using std::chrono::seconds;

static constexpr seconds first_delay{5};
static constexpr seconds longest_delay{3'600};

/// The same number for the same job and try (FNV-1a).
static std::uint64_t spread(Id<Job> id, std::int64_t tries) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const std::uint8_t byte : id.bytes) hash = (hash ^ byte) * 1099511628211ULL;
    return (hash ^ static_cast<std::uint64_t>(tries)) * 1099511628211ULL;
}

microseconds delay_after(Id<Job> id, std::int64_t tries) {
    const auto doublings = std::clamp<std::int64_t>(tries - 1, 0, 20);
    const microseconds delay = std::min<microseconds>(first_delay * (std::int64_t{1} << doublings), longest_delay);
    const microseconds fifth = delay / 5;
    const auto shift = static_cast<std::int64_t>(spread(id, tries) >> 20U) % (2 * fifth.count() + 1);
    return delay - fifth + microseconds(shift);
}

Instant next_due(const Job& job, Instant moment) {
    const seconds period(job.period_seconds.value_or(0));
    const Instant next = job.due_at + period;
    return next > moment ? next : moment + period;
}

std::optional<Instant> due_after_failure(const Job& job, std::int64_t most_tries, Instant moment) {
    const Instant later = moment + delay_after(job.id, job.tries);
    if (job.period_seconds) return std::min(later, moment + seconds(*job.period_seconds));
    if (job.tries >= most_tries) return std::nullopt;
    return later;
}

}  // namespace hemu::jobs
