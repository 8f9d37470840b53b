#include <algorithm>

#include "db_notices.hpp"
#include "log.hpp"
#include "store.hpp"

namespace hemu::jobs {

static constexpr std::size_t longest_error = 500;

/// What a failed try leaves in its row, cut between characters.
static std::string error_text(const char* what) {
    std::string text = what;
    if (text.size() > longest_error) {
        std::size_t end = longest_error;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        text.resize(end);
    }
    return text;
}

/// The job's id as the trace id of what it logs.
static std::string trace_of(const Job& job) {
    std::string text = to_text(job.id);
    std::erase(text, '-');
    return text;
}

class Runner::Body {
  public:
    Body(db::Database& database, std::vector<Handler> handlers, std::function<Instant()> clock, RunnerOptions options)
        : database_(database), handlers_(std::move(handlers)), clock_(std::move(clock)), options_(options) {}

    ~Body() { stop(); }

    void start() {
        const std::lock_guard lock(guard_);
        if (!threads_.empty()) return;
        stopping_ = false;
        threads_.emplace_back([this] { keep(); });
        for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
        listener_ = std::make_unique<db::Listener>(
            database_, std::vector<std::string>{"job"}, [this](const db::Notice&) { wake(); }, [this] { wake(); });
    }

    void stop() {
        std::vector<std::thread> threads;
        {
            const std::lock_guard lock(guard_);
            stopping_ = true;
            threads.swap(threads_);
        }
        changed_.notify_all();
        listener_.reset();
        for (std::thread& thread : threads) thread.join();
        release_queue();
    }

    void wake() {
        {
            const std::lock_guard lock(guard_);
            woken_ = true;
        }
        changed_.notify_all();
    }

    std::int64_t run_due() {
        std::int64_t tries = 0;
        while (true) {
            const std::vector<Job> jobs = claim_some(options_.at_a_time);
            if (jobs.empty()) return tries;
            for (const Job& job : jobs) run(job);
            tries += static_cast<std::int64_t>(jobs.size());
        }
    }

    RunnerCounters counters() const { return {done_, failed_tries_, given_up_, running_}; }

  private:
    std::vector<Job> claim_some(std::int64_t limit) {
        const Instant moment = clock_();
        return database_.transact([&](db::Tx& tx) { return claim(tx, moment, moment + options_.lease, limit); });
    }

    /// Claims what is due and keeps the leases of what is claimed.
    void keep() {
        Instant extended = clock_();
        std::unique_lock lock(guard_);
        while (!stopping_) {
            woken_ = false;
            const auto room = options_.at_a_time - static_cast<std::int64_t>(queue_.size());
            bool maybe_more = false;
            if (room > 0) {
                lock.unlock();
                std::vector<Job> jobs = claim_or_log(room);
                maybe_more = static_cast<std::int64_t>(jobs.size()) == room;
                lock.lock();
                std::move(jobs.begin(), jobs.end(), std::back_inserter(queue_));
                changed_.notify_all();
            }
            if (const Instant moment = clock_(); moment - extended > options_.lease / 3) {
                extend_leases(lock);
                extended = moment;
            }
            changed_.wait_for(lock, options_.poll,
                              [&] { return stopping_ || woken_ || (maybe_more && queue_.empty()); });
        }
    }

    std::vector<Job> claim_or_log(std::int64_t limit) {
        try {
            return claim_some(limit);
        } catch (const std::exception& error) {
            log::error("jobs_not_claimed", {{"why", error.what()}});
            return {};
        }
    }

    void extend_leases(std::unique_lock<std::mutex>& lock) {
        std::vector<Job> held(queue_.begin(), queue_.end());
        held.insert(held.end(), begun_.begin(), begun_.end());
        lock.unlock();
        try {
            const Instant until = clock_() + options_.lease;
            if (!held.empty())
                database_.transact([&](db::Tx& tx) {
                    for (const Job& job : held) extend(tx, job, until);
                });
        } catch (const std::exception& error) {
            log::error("leases_not_extended", {{"why", error.what()}});
        }
        lock.lock();
    }

    void work() {
        std::unique_lock lock(guard_);
        while (true) {
            changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (stopping_) return;
            const Job job = std::move(queue_.front());
            queue_.pop_front();
            begun_.push_back(job);
            lock.unlock();
            run(job);
            lock.lock();
            std::erase_if(begun_, [&](const Job& one) { return one.id == job.id; });
            if (queue_.empty()) changed_.notify_all();
        }
    }

    void run(const Job& job) {
        const log::Trace trace(trace_of(job));
        ++running_;
        try {
            attempt(job);
        } catch (const std::exception& error) {
            // The row stays claimed; another try follows when its lease has ended.
            log::error("job_outcome_not_kept", {{"kind", job.kind}, {"why", error.what()}});
        }
        --running_;
    }

    void attempt(const Job& job) {
        const auto handler = std::find_if(handlers_.begin(), handlers_.end(),
                                          [&](const Handler& one) { return one.kind == job.kind; });
        // Perhaps a newer server knows it.
        if (handler == handlers_.end()) return failed_try(job, Handler{}.most_tries, "no handler for this kind");
        if (!job.period_seconds && job.tries > handler->most_tries)
            return failed_try(job, handler->most_tries, "the server ended while it ran");
        try {
            handler->work(job, clock_());
        } catch (const std::exception& error) {
            return failed_try(job, handler->most_tries, error_text(error.what()));
        }
        finish_unless_finished(job);
        ++done_;
    }

    void finish_unless_finished(const Job& job) {
        try {
            database_.transact([&](db::Tx& tx) { finish(tx, job, clock_()); });
        } catch (const Refusal& refusal) {
            // The handler finished it in its own transaction, or the lease ended before it was done.
            if (refusal.code != "job_taken_over") throw;
        }
    }

    void failed_try(const Job& job, std::int64_t most_tries, const std::string& why) {
        const Instant moment = clock_();
        const auto due_at = due_after_failure(job, most_tries, moment);
        const auto keep = [&](const std::string& text) {
            database_.transact([&](db::Tx& tx) { fail(tx, job, text, due_at, moment); });
        };
        try {
            keep(why);
        } catch (const Refusal& refusal) {
            if (refusal.code != "text_not_storable") throw;
            keep("an error without readable text");
        }
        ++failed_tries_;
        if (!due_at) ++given_up_;
        log::warn(due_at ? "job_failed" : "job_given_up", {{"kind", job.kind}, {"tries", job.tries}, {"why", why}});
    }

    void release_queue() {
        std::deque<Job> left;
        {
            const std::lock_guard lock(guard_);
            left.swap(queue_);
        }
        if (left.empty()) return;
        try {
            database_.transact([&](db::Tx& tx) {
                for (const Job& job : left) release(tx, job);
            });
        } catch (const std::exception& error) {
            log::warn("jobs_not_released", {{"why", error.what()}, {"count", left.size()}});
        }
    }

    db::Database& database_;
    const std::vector<Handler> handlers_;
    const std::function<Instant()> clock_;
    const RunnerOptions options_;
    std::unique_ptr<db::Listener> listener_;
    std::vector<std::thread> threads_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<Job> queue_;   ///< claimed, not begun
    std::vector<Job> begun_;  ///< running now
    bool stopping_ = false;
    bool woken_ = false;
    std::atomic<std::int64_t> done_{0}, failed_tries_{0}, given_up_{0}, running_{0};
};

Runner::Runner(db::Database& database, std::vector<Handler> handlers, std::function<Instant()> clock,
               RunnerOptions options)
    : body_(std::make_unique<Body>(database, std::move(handlers), std::move(clock), options)) {}

Runner::~Runner() = default;

void Runner::start() { body_->start(); }
void Runner::stop() { body_->stop(); }
void Runner::wake() { body_->wake(); }
std::int64_t Runner::run_due() { return body_->run_due(); }
RunnerCounters Runner::counters() const { return body_->counters(); }

}  // namespace hemu::jobs
