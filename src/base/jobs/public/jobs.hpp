// 任务 Work to be done after a transaction, later, or again and again: rows, done at least once by some server.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db.hpp"

namespace hemu::jobs {

/// waiting until due_at · running under a lease · done · failed: given up after its last try, for people to look at.
enum class JobState { waiting, running, done, failed };
BOOST_DESCRIBE_ENUM(JobState, waiting, running, done, failed)

struct Job {
    Id<Job> id;
    std::string kind;
    std::string payload;  ///< JSON text
    JobState state = JobState::waiting;
    Instant due_at;
    std::int64_t tries = 0;  ///< begun so far, this one included
    std::optional<std::string> last_error;
    std::optional<Instant> lease_until;
    std::optional<Instant> finished_at;
    std::optional<std::int64_t> period_seconds;  ///< of a recurring job
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, payload, state, due_at, tries, last_error, lease_until, finished_at, period_seconds))

/// Enqueues a job in the caller's transaction: it exists when and only when that is committed. payload: JSON.
Id<Job> enqueue(db::Tx&, std::string_view kind, std::string payload, Instant due_at);

/// The same, unless there ever was a job of this kind with this key (an event's id) that is not yet forgotten.
void enqueue_once(db::Tx&, std::string_view kind, std::string_view key, std::string payload, Instant due_at);

/// A recurring job, one row for all servers: due again `period` after it was due, or after it ended when that has
/// passed already. Calling it again changes the period only. A failing one is repeated after growing delays, at the
/// latest after its period, and is never given up.
void every(db::Tx&, std::string_view kind, std::chrono::seconds period, Instant first_due_at);

/// Ends a recurring job.
void no_longer(db::Tx&, std::string_view kind);

/// Marks the job as done in the handler's own transaction, so that work and mark are committed together. Refusal
/// conflict job_taken_over, which undoes the work, when the lease was lost meanwhile. A handler that does not call it
/// is finished after it returns.
void finish(db::Tx&, const Job&, Instant moment);

/// Jobs that need a person: given up, or recurring and failed three times in a row.
std::vector<Job> failed(db::Tx&);

/// Newest first; `after`: the last id of the page before.
std::vector<Job> list(db::Tx&, JobState, std::optional<Id<Job>> after = std::nullopt, std::int64_t limit = 50);

/// Lets a given-up job run again at once, with all its tries. Refusal not_found job_not_found when there is no failed
/// job with this id.
void retry(db::Tx&, Id<Job>, Instant moment);

/// Forgets jobs done before a moment; returns how many.
std::int64_t forget_done(db::Tx&, Instant before);

/// How long after its n-th failed try a job waits: from 5 seconds doubling to one hour, shifted by up to a fifth,
/// always the same for the same job and try.
std::chrono::microseconds delay_after(Id<Job>, std::int64_t tries);

/// Does jobs of one kind. What `work` throws is a failed try; it may run twice for one job, so it is idempotent.
struct Handler {
    std::string kind;
    std::function<void(const Job&, Instant moment)> work;
    std::int64_t most_tries = 12;  ///< then the job is given up
};

struct RunnerOptions {
    int threads = 2;
    std::chrono::milliseconds poll{1'000};  ///< how often rows are looked at without a hint
    std::chrono::seconds lease{60};         ///< a server that died loses its jobs after this
    std::int64_t at_a_time = 16;            ///< jobs claimed by one transaction
};

struct RunnerCounters {
    std::int64_t done = 0;
    std::int64_t failed_tries = 0;
    std::int64_t given_up = 0;
    std::int64_t running = 0;  ///< now
};
BOOST_DESCRIBE_STRUCT(RunnerCounters, (), (done, failed_tries, given_up, running))

/// Runs due jobs on threads of its own. Several runners, in several servers, share one table.
class Runner {
  public:
    Runner(db::Database&, std::vector<Handler>, std::function<Instant()> clock, RunnerOptions options = {});
    /// Stops.
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    void start();
    /// Begins no more jobs and waits for those that run.
    void stop();
    /// Looks for due jobs now.
    void wake();
    /// Runs what is due, one job after the other on this thread, until nothing is due; returns how many tries were
    /// made. For tests and the simulation, instead of start.
    std::int64_t run_due();
    RunnerCounters counters() const;

    class Body;

  private:
    std::unique_ptr<Body> body_;
};

}  // namespace hemu::jobs
