// The one writer of a SQLite file. Transactions that come together are run one after the other, each in a savepoint,
// and share one COMMIT: the disk is synced once for all of them.
#pragma once
#include <condition_variable>
#include <mutex>

#include "sqlite_session.hpp"

namespace hemu::db {

class SqliteWriter {
  public:
    SqliteWriter(const std::string& path, const Options& options, Meter& meter)
        : path_(path), options_(options), meter_(meter) {}

    /// Opens the file now instead of with the first transaction.
    void open();
    /// Runs the work and returns what it left to do, once it is committed. Throws what the work throws; Refusal
    /// unavailable database_busy when its turn does not come in time.
    std::unique_ptr<Tx> run(const std::function<void(Tx&)>& work);

  private:
    struct Task;
    using Lock = std::unique_lock<std::mutex>;

    void run_group(Lock&);
    void run_in_savepoint(Task&);
    void run_alone(Task&);
    void attempt(Task&);
    void commit_group(std::vector<Task*>&);
    void undo_all();
    bool wait_for_turn(Task&, Lock&);

    const std::string& path_;
    const Options& options_;
    Meter& meter_;
    std::mutex guard_;
    std::deque<Task*> queue_;
    bool writing_ = false;                          ///< some caller is the writer now
    std::unique_ptr<SqliteConnection> connection_;  ///< used by the writer only
};

}  // namespace hemu::db
