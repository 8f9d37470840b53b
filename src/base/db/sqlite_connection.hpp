// One SQLite connection with its prepared statements.
#pragma once
#include <sqlite3.h>

#include "meter.hpp"

namespace hemu::db {

enum class SqliteUse { writing, reading };

class SqliteConnection;

/// A prepared statement and where its parameters $1..$n stand.
class SqliteStatement {
  public:
    SqliteStatement(SqliteConnection&, const std::string& name, const std::string& sql, bool kept);
    ~SqliteStatement();
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    /// Binds without copying: the values outlive the run.
    void bind(std::span<const Value>);
    /// One row more, or the end.
    bool step();
    /// Steps to the end.
    void finish();
    /// Ready for the next run.
    void reset();
    sqlite3_stmt* get() const { return statement_; }
    const std::string& name() const { return name_; }

  private:
    void bind_one(int place, const Value&);

    SqliteConnection& connection_;
    const std::string name_;
    sqlite3_stmt* statement_ = nullptr;
    std::vector<int> places_;
};

class SqliteConnection {
  public:
    /// Failure when the file cannot be opened.
    SqliteConnection(const std::string& path, const Options&, SqliteUse);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    SqliteStatement& prepared(const Statement&);
    /// Text of one or several commands.
    void run_text(const std::string& sql, const std::string& name = "run_text");
    /// Rows changed by the last statement.
    std::int64_t changed() const { return sqlite3_changes64(database_); }
    bool in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }
    /// A reader that cannot end its snapshot is of no use any more.
    bool broken() const { return in_transaction(); }
    sqlite3* get() const { return database_; }
    /// Throws what the last call answered.
    [[noreturn]] void fail(const std::string& statement);

  private:
    void set_up(const Options&, SqliteUse);

    sqlite3* database_ = nullptr;
    std::vector<std::unique_ptr<SqliteStatement>> statements_;  ///< by number of the statement
};

/// Name of the unique constraint or index that SQLite only tells as `table.column, table.column`.
std::string constraint_of(sqlite3*, std::string_view message);

}  // namespace hemu::db
