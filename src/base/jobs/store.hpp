// Rows of jobs as the runner handles them. A claim is known by job, due time and number of tries: whoever claims the
// job after a lost lease has another number.
#pragma once
#include "jobs.hpp"

namespace hemu::jobs {

/// Takes up to `limit` due jobs, oldest first, for this server until `lease_until`; also those whose lease ended.
std::vector<Job> claim(db::Tx&, Instant moment, Instant lease_until, std::int64_t limit);

/// False when the claim was lost.
bool extend(db::Tx&, const Job&, Instant lease_until);

/// Puts a claimed job back as if it had not been claimed.
void release(db::Tx&, const Job&);

/// A failed try: waits until `due_at` again, or is given up when there is none.
void fail(db::Tx&, const Job&, const std::string& why, std::optional<Instant> due_at, Instant moment);

/// When a recurring job is due again.
Instant next_due(const Job&, Instant moment);

/// When a job is due again after a failed try; nothing when it is given up.
std::optional<Instant> due_after_failure(const Job&, std::int64_t most_tries, Instant moment);

}  // namespace hemu::jobs
