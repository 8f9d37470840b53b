// One libpq connection in pipeline mode: statements go out in order, their outcomes are collected in order.
#pragma once
#include <libpq-fe.h>

#include <deque>
#include <exception>

#include "meter.hpp"

namespace hemu::db {

struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;

struct CloseConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, CloseConnection>;

/// Connects and waits for it. Failure 08001 when there is no server.
Handle connect_postgres(const std::string& url, const Options&);

/// A statement's text made to fail with a division by zero unless it changes exactly one row: then the commit can be
/// sent with it, without waiting for the count.
std::string one_change_sql(const Statement&);

/// What the server reports about a failed command, as the Failure to throw.
std::exception_ptr failure_of(const PGresult*, const std::string& statement);

class PostgresConnection {
  public:
    enum class Wish { nothing, one_change, answer };

    PostgresConnection(const std::string& url, const Options&, Meter&);
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    /// Sends, preparing the statement on its first use here. Returns a ticket for the answer, if one is wished.
    std::size_t send(const Statement&, std::span<const Value>, Wish);
    /// Prepares the statement unless that was done.
    void prepare(const Statement& statement) { prepare(statement, Form::plain); }
    /// Waits for the outcome of everything sent. Throws the first thing that went wrong; so does every further call
    /// until the transaction has ended.
    void collect();
    /// A collected answer, once.
    Result take(std::size_t ticket);
    /// Ends the transaction without waiting: the statement's outcome, and what is outstanding, interest nobody.
    void end_with(const Statement&);
    /// Everything so far belongs to an ended transaction.
    void forget();
    /// Runs SQL text, several commands if need be, outside the pipeline.
    void run_text(const std::string& sql);
    bool broken() const { return broken_; }

  private:
    enum class Stage : std::uint8_t { unknown, sent, prepared };
    /// The text as it is, or within the one that fails unless it changes one row.
    enum class Form : std::uint8_t { plain, one_change };
    struct Sent {
        enum class Kind : std::uint8_t { preparing, plain, one_change, answer, sync } kind;
        bool ignored = false;
        const Statement* statement = nullptr;
        std::size_t ticket = 0;
        Form form = Form::plain;
    };

    static std::string name_of(const Statement&, Form);
    void prepare(const Statement&, Form);
    Stage& stage(const Statement&, Form);
    void send_bound(const std::string& name, std::span<const Value>);
    void sync();
    void flush();
    Result next_result();
    void read_one();
    void judge(const Sent&, Result);
    void note(std::exception_ptr problem);
    [[noreturn]] void lose();

    Handle handle_;
    Meter& meter_;
    std::vector<std::array<Stage, 2>> stages_;  ///< by number of the statement and form
    std::deque<Sent> sent_;
    std::vector<std::pair<std::size_t, Result>> answers_;
    std::exception_ptr problem_;
    std::size_t tickets_ = 0;
    bool broken_ = false;
    std::string scratch_;
    std::vector<std::ptrdiff_t> offsets_;
    std::vector<const char*> texts_;
};

}  // namespace hemu::db
