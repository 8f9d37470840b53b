// What transactions really run: recorded from the program, so that a measurement can repeat the very statements.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "db.hpp"

namespace hemu::db {

struct RecordedStatement {
    std::string name;  ///< "begin", "commit" stand for themselves
    std::string sql;
    std::vector<std::optional<std::string>> parameters;
    bool waited = false;  ///< the program waited for its answer
};

/// Records the transactions and reads that this thread runs while it lives. Recordings do not nest.
class Recording {
  public:
    /// title: what is recorded, for instance "register".
    explicit Recording(std::string title);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    const std::string& title() const { return title_; }
    /// In the order in which they were given to the database, with begin and commit around each transaction.
    const std::vector<RecordedStatement>& statements() const { return statements_; }

    /// The recording that runs on this thread, or nullptr.
    static Recording* current();
    void add(RecordedStatement statement) { statements_.push_back(std::move(statement)); }

  private:
    std::string title_;
    std::vector<RecordedStatement> statements_;
};

}  // namespace hemu::db
