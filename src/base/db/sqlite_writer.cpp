#include "sqlite_writer.hpp"

#include "log.hpp"

namespace hemu::db {

// How much one COMMIT may gather: beyond this the first caller waits too long for the last.
static constexpr std::size_t most_in_group = 128;
static constexpr std::chrono::milliseconds longest_group{20};

struct SqliteWriter::Task {
    explicit Task(const std::function<void(Tx&)>& given) : work(given) {}

    const std::function<void(Tx&)>& work;
    const std::string trace_id = log::trace_id();
    std::unique_ptr<SqliteSession> session;
    std::unique_ptr<Tx> tx;
    std::exception_ptr failure;
    bool begun = false;
    bool finished = false;
    std::condition_variable changed;
};

void SqliteWriter::open() {
    if (!connection_) {
        connection_ = std::make_unique<SqliteConnection>(path_, options_, SqliteUse::writing);
        ++meter_.connections_opened;
    }
}

std::unique_ptr<Tx> SqliteWriter::run(const std::function<void(Tx&)>& work) {
    Task task(work);
    Lock lock(guard_);
    queue_.push_back(&task);
    while (!task.finished) {
        if (!writing_)
            run_group(lock);
        else if (!wait_for_turn(task, lock))
            throw Refusal(Fault::unavailable, "database_busy");
    }
    lock.unlock();
    if (task.failure) std::rethrow_exception(task.failure);
    return std::move(task.tx);
}

/// False when the task left the queue because its time was up.
bool SqliteWriter::wait_for_turn(Task& task, Lock& lock) {
    const auto began = Ticks::now();
    ++meter_.pool_waits;
    ++meter_.waiting;
    const auto ready = [&] { return task.finished || !writing_; };
    bool in_time = task.changed.wait_for(lock, options_.longest_wait, [&] { return task.begun || ready(); });
    if (in_time) task.changed.wait(lock, ready);
    --meter_.waiting;
    meter_.pool_wait_microseconds +=
        std::chrono::duration_cast<std::chrono::microseconds>(Ticks::now() - began).count();
    if (in_time) return true;
    std::erase(queue_, &task);
    ++meter_.pool_refusals;
    return false;
}

void SqliteWriter::run_group(Lock& lock) {
    writing_ = true;
    std::vector<Task*> group;
    const auto began = Ticks::now();
    while (!queue_.empty() && group.size() < most_in_group && Ticks::now() - began < longest_group) {
        Task* task = queue_.front();
        queue_.pop_front();
        task->begun = true;
        group.push_back(task);
        lock.unlock();
        run_in_savepoint(*task);
        lock.lock();
        // A full or failing disk ends the whole transaction; another one must not begin under the same commit.
        if (!connection_ || !connection_->in_transaction()) break;
    }
    lock.unlock();
    commit_group(group);
    lock.lock();
    writing_ = false;
    for (Task* task : group) {
        task->finished = true;
        task->changed.notify_one();
    }
    if (!queue_.empty()) queue_.front()->changed.notify_one();
}

void SqliteWriter::run_in_savepoint(Task& task) {
    try {
        open();
        if (!connection_->in_transaction()) connection_->run_text("BEGIN IMMEDIATE", "db.begin");
        connection_->run_text("SAVEPOINT one");
        attempt(task);
        connection_->run_text("RELEASE one");
    } catch (...) {
        task.failure = std::current_exception();
        if (connection_ && connection_->in_transaction()) {
            try {
                connection_->run_text("ROLLBACK TO one; RELEASE one");
            } catch (const std::exception&) {
                undo_all();
            }
        }
    }
}

void SqliteWriter::attempt(Task& task) {
    const log::Trace trace(task.trace_id);
    const InsideTransaction inside;
    task.failure = nullptr;
    task.session = std::make_unique<SqliteSession>(*connection_, meter_);
    task.tx = std::make_unique<Tx>(*task.session);
    task.work(*task.tx);
    task.session->refuse_if_failed();
}

void SqliteWriter::commit_group(std::vector<Task*>& group) {
    try {
        if (connection_ && connection_->in_transaction()) {
            connection_->run_text("COMMIT", "db.commit");
            ++meter_.commits;
            return;
        }
    } catch (const std::exception& failure) {
        log::warn("group_commit_failed", {{"why", failure.what()}, {"transactions", group.size()}});
        undo_all();
    }
    // What the others did is undone with it. Each gets a transaction of its own, and its own failure.
    for (Task* task : group)
        if (!task->failure) run_alone(*task);
}

void SqliteWriter::run_alone(Task& task) {
    try {
        open();
        connection_->run_text("BEGIN IMMEDIATE", "db.begin");
        attempt(task);
        connection_->run_text("COMMIT", "db.commit");
        ++meter_.commits;
    } catch (...) {
        task.failure = std::current_exception();
        undo_all();
    }
}

void SqliteWriter::undo_all() {
    if (!connection_ || !connection_->in_transaction()) return;
    try {
        connection_->run_text("ROLLBACK", "db.rollback");
    } catch (const std::exception& failure) {
        // A fresh connection starts from what is safe on disk.
        log::error("rollback_failed", {{"why", failure.what()}});
        connection_.reset();
    }
}

}  // namespace hemu::db
