#include "store.hpp"

#include <algorithm>

namespace hemu::jobs {

static constexpr std::string_view hint_channel = "job";

static const db::Statement insert_job{"jobs.insert", R"(
    INSERT INTO job (id, kind, key, payload, state, due_at, tries, period_seconds)
    VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $6)
    ON CONFLICT (kind, key) DO NOTHING)"};

static void insert(db::Tx& tx, Id<Job> id, std::string_view kind, std::optional<std::string_view> key,
                   const std::string& payload, Instant due_at) {
    tx.run(insert_job, id, kind, key, payload, due_at, std::optional<std::int64_t>());
    tx.notify(hint_channel, std::string(kind));
}

Id<Job> enqueue(db::Tx& tx, std::string_view kind, std::string payload, Instant due_at) {
    const auto id = Id<Job>::fresh(due_at);
    insert(tx, id, kind, std::nullopt, payload, due_at);
    return id;
}

void enqueue_once(db::Tx& tx, std::string_view kind, std::string_view key, std::string payload, Instant due_at) {
    insert(tx, Id<Job>::fresh(due_at), kind, key, payload, due_at);
}

static const db::Statement upsert_recurring{"jobs.every", R"(
    INSERT INTO job (id, kind, key, payload, state, due_at, tries, period_seconds)
    VALUES ($1, $2, '', '{}', 'waiting', $3, 0, $4)
    ON CONFLICT (kind, key) DO UPDATE SET period_seconds = excluded.period_seconds)"};

void every(db::Tx& tx, std::string_view kind, std::chrono::seconds period, Instant first_due_at) {
    tx.run(upsert_recurring, Id<Job>::fresh(first_due_at), kind, first_due_at,
           static_cast<std::int64_t>(period.count()));
    tx.notify(hint_channel, std::string(kind));
}

static const db::Statement delete_recurring{"jobs.no_longer", "DELETE FROM job WHERE kind = $1 AND key = ''"};

void no_longer(db::Tx& tx, std::string_view kind) { tx.run(delete_recurring, kind); }

static const db::Statement claim_on_postgres{"jobs.claim_postgres", R"(
    WITH picked AS MATERIALIZED (
        SELECT id FROM job
         WHERE state IN ('waiting', 'running') AND due_at <= $1 AND (state = 'waiting' OR lease_until <= $1)
         ORDER BY due_at, id
         LIMIT $3
         FOR UPDATE SKIP LOCKED)
    UPDATE job SET state = 'running', tries = job.tries + 1, lease_until = $2
      FROM picked
     WHERE job.id = picked.id
    RETURNING job.id, kind, payload, state, due_at, tries, last_error, lease_until, finished_at, period_seconds)",
                                             db::Engine::postgres};

// The writer holds the whole file already, so there is nobody whose rows would have to be skipped.
static const db::Statement claim_on_sqlite{"jobs.claim_sqlite", R"(
    UPDATE job SET state = 'running', tries = tries + 1, lease_until = $2
     WHERE id IN (
        SELECT id FROM job
         WHERE state IN ('waiting', 'running') AND due_at <= $1 AND (state = 'waiting' OR lease_until <= $1)
         ORDER BY due_at, id
         LIMIT $3)
    RETURNING id, kind, payload, state, due_at, tries, last_error, lease_until, finished_at, period_seconds)",
                                           db::Engine::sqlite};

std::vector<Job> claim(db::Tx& tx, Instant moment, Instant lease_until, std::int64_t limit) {
    const bool skipping = tx.engine() == db::Engine::postgres;
    auto jobs = tx.all<Job>(skipping ? claim_on_postgres : claim_on_sqlite, moment, lease_until, limit);
    std::sort(jobs.begin(), jobs.end(),
              [](const Job& a, const Job& b) { return std::tie(a.due_at, a.id) < std::tie(b.due_at, b.id); });
    return jobs;
}

static const db::Statement update_lease{"jobs.extend", R"(
    UPDATE job SET lease_until = $4 WHERE id = $1 AND due_at = $2 AND tries = $3 AND state = 'running')"};

bool extend(db::Tx& tx, const Job& job, Instant lease_until) {
    return tx.changed(update_lease, job.id, job.due_at, job.tries, lease_until) == 1;
}

static const db::Statement put_back{"jobs.release", R"(
    UPDATE job SET state = 'waiting', tries = tries - 1, lease_until = NULL
     WHERE id = $1 AND due_at = $2 AND tries = $3 AND state = 'running')"};

void release(db::Tx& tx, const Job& job) { tx.run(put_back, job.id, job.due_at, job.tries); }

static const db::Statement mark_done{"jobs.finish", R"(
    UPDATE job SET state = 'done', lease_until = NULL, last_error = NULL, finished_at = $4
     WHERE id = $1 AND due_at = $2 AND tries = $3 AND state = 'running')"};

static const db::Statement mark_due_again{"jobs.finish_recurring", R"(
    UPDATE job SET state = 'waiting', tries = 0, lease_until = NULL, last_error = NULL, finished_at = $4, due_at = $5
     WHERE id = $1 AND due_at = $2 AND tries = $3 AND state = 'running')"};

void finish(db::Tx& tx, const Job& job, Instant moment) {
    const std::int64_t changed =
        job.period_seconds ? tx.changed(mark_due_again, job.id, job.due_at, job.tries, moment, next_due(job, moment))
                           : tx.changed(mark_done, job.id, job.due_at, job.tries, moment);
    if (changed != 1) throw Refusal(Fault::conflict, "job_taken_over");
}

static const db::Statement mark_failed{"jobs.fail", R"(
    UPDATE job SET state = $4, due_at = $5, lease_until = NULL, last_error = $6, finished_at = $7
     WHERE id = $1 AND due_at = $2 AND tries = $3 AND state = 'running')"};

void fail(db::Tx& tx, const Job& job, const std::string& why, std::optional<Instant> due_at, Instant moment) {
    tx.run(mark_failed, job.id, job.due_at, job.tries, due_at ? JobState::waiting : JobState::failed,
           due_at.value_or(job.due_at), why, due_at ? std::optional<Instant>() : moment);
}

static const db::Statement select_failed{"jobs.failed", R"(
    SELECT id, kind, payload, state, due_at, tries, last_error, lease_until, finished_at, period_seconds
      FROM job
     WHERE state = 'failed' OR (period_seconds IS NOT NULL AND tries >= 3)
     ORDER BY due_at, id)"};

std::vector<Job> failed(db::Tx& tx) { return tx.all<Job>(select_failed); }

static const db::Statement select_jobs{"jobs.list", R"(
    SELECT id, kind, payload, state, due_at, tries, last_error, lease_until, finished_at, period_seconds
      FROM job
     WHERE state = $1 AND id < $2
     ORDER BY id DESC
     LIMIT $3)"};

std::vector<Job> list(db::Tx& tx, JobState state, std::optional<Id<Job>> after, std::int64_t limit) {
    Id<Job> last;
    last.bytes.fill(0xFF);
    return tx.all<Job>(select_jobs, state, after.value_or(last), limit);
}

static const db::Statement mark_waiting{"jobs.retry", R"(
    UPDATE job SET state = 'waiting', due_at = $2, tries = 0, finished_at = NULL
     WHERE id = $1 AND (state = 'failed' OR (state = 'waiting' AND period_seconds IS NOT NULL AND tries >= 3)))"};

void retry(db::Tx& tx, Id<Job> id, Instant moment) {
    if (tx.changed(mark_waiting, id, moment) != 1) throw Refusal(Fault::not_found, "job_not_found");
    tx.notify(hint_channel, "retry");
}

static const db::Statement delete_done{"jobs.forget_done", R"(
    DELETE FROM job WHERE state = 'done' AND finished_at < $1)"};

std::int64_t forget_done(db::Tx& tx, Instant before) { return tx.changed(delete_done, before); }

}  // namespace hemu::jobs
