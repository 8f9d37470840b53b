// 数据库 One interface over SQLite and PostgreSQL: named statements, one lambda per transaction, rows as described
// structs. On PostgreSQL a statement whose result is not wanted is sent without waiting; the next read, or the
// commit, collects its outcome. On SQLite it runs at once.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <vector>

#include "db_rows.hpp"
#include "db_values.hpp"
#include "error.hpp"

namespace hemu::db {

enum class Engine { sqlite, postgres };
BOOST_DESCRIBE_ENUM(Engine, sqlite, postgres)

/// A named SQL text, made once at file scope and prepared once per connection. Parameters are $1..$n, bound by
/// number. `only`: the text is for one engine; the function that runs it has a second body for the other.
class Statement {
  public:
    Statement(std::string_view name, std::string sql, std::optional<Engine> only = std::nullopt);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    const std::string name;  ///< folder.what_it_does, unique in the program
    const std::string sql;
    const std::optional<Engine> only;
    const std::size_t number;  ///< of registration, never given twice
};

/// All statements of the program, in order of registration.
std::vector<const Statement*> statements();

/// The database refused or could not do something. Not the caller's fault, so no Refusal.
class Failure : public std::runtime_error {
  public:
    Failure(std::string statement_name, std::string state, std::string constraint_name, const std::string& message);
    std::string statement;   ///< name of the statement, empty when none was at work
    std::string sqlstate;    ///< five characters; SQLite's result is translated where there is an equal
    std::string constraint;  ///< name of the violated constraint, where known
    /// Nothing was done and the same transaction may succeed now: serialization failure, deadlock, lost connection.
    bool may_succeed_again() const;
    bool is_lost_connection() const;
};

/// A row that had to change was changed by another meanwhile: conflict version_outdated, once trying again did not
/// help.
class Outdated : public Refusal {
  public:
    explicit Outdated(const std::string& statement_name)
        : Refusal(Fault::conflict, "version_outdated", {}, statement_name + " changed no row") {}
};

/// A unique or primary key already has this value. `constraint` is its name on both engines.
class UniqueViolation : public Failure {
  public:
    using Failure::Failure;
};

/// What one transaction needs of an engine. Seen by the engines and by Tx only.
class Session {
  public:
    enum class Wish { nothing, one_change };
    virtual ~Session() = default;
    virtual Engine engine() const = 0;
    virtual void send(const Statement&, std::span<const Value>, Wish) = 0;
    virtual std::int64_t count(const Statement&, std::span<const Value>) = 0;
    virtual std::unique_ptr<Answer> ask(const Statement&, std::span<const Value>) = 0;
    virtual std::size_t ask_later(const Statement&, std::span<const Value>) = 0;
    virtual std::unique_ptr<Answer> collect(std::size_t ticket) = 0;
    virtual void run_text(const std::string& sql) = 0;
    virtual void prepare(const Statement&) = 0;
};

/// A read that was sent and is waited for when its rows are first taken; what is sent meanwhile shares the round
/// trip. Lives within its transaction; taken once.
template <class Row>
class Later {
  public:
    Later(Session& session, std::size_t ticket) : session_(&session), ticket_(ticket) {}
    std::vector<Row> all() { return read_all<Row>(*session_->collect(ticket_)); }
    std::optional<Row> maybe() { return read_maybe<Row>(*session_->collect(ticket_)); }
    Row one() { return read_one<Row>(*session_->collect(ticket_)); }

  private:
    Session* session_;
    std::size_t ticket_;
};

struct Notice {
    std::string channel;
    std::string payload;
};

/// One transaction, or one read-only snapshot.
class Tx {
  public:
    explicit Tx(Session& session) : session_(session) {}
    Tx(const Tx&) = delete;
    Tx& operator=(const Tx&) = delete;

    /// Runs a statement whose result is not needed.
    template <class... A>
    void run(const Statement& statement, const A&... parameters) {
        session_.send(statement, bind(parameters...), Session::Wish::nothing);
    }
    /// Exactly one row must be changed, else Outdated, at the next read or at the commit; PostgreSQL then runs the
    /// transaction again. The statement returns no rows.
    template <class... A>
    void must_change(const Statement& statement, const A&... parameters) {
        session_.send(statement, bind(parameters...), Session::Wish::one_change);
    }
    /// Rows changed; waits.
    template <class... A>
    std::int64_t changed(const Statement& statement, const A&... parameters) {
        return session_.count(statement, bind(parameters...));
    }
    /// Row: a described struct, whose members are columns by name, or one column's type, which takes the first
    /// column.
    template <class Row, class... A>
    std::vector<Row> all(const Statement& statement, const A&... parameters) {
        return read_all<Row>(*session_.ask(statement, bind(parameters...)));
    }
    /// Nothing or one row; more is a failure.
    template <class Row, class... A>
    std::optional<Row> maybe(const Statement& statement, const A&... parameters) {
        return read_maybe<Row>(*session_.ask(statement, bind(parameters...)));
    }
    /// Exactly one row, else a failure.
    template <class Row, class... A>
    Row one(const Statement& statement, const A&... parameters) {
        return read_one<Row>(*session_.ask(statement, bind(parameters...)));
    }
    /// Asks without waiting: several reads in one round trip.
    template <class Row, class... A>
    Later<Row> later(const Statement& statement, const A&... parameters) {
        return Later<Row>(session_, session_.ask_later(statement, bind(parameters...)));
    }
    /// Runs an SQL text that is no statement of the program: definitions, maintenance. Waits.
    void run_text(const std::string& sql) { session_.run_text(sql); }
    /// Prepares a statement without running it. Failure when it cannot stand.
    void prepare(const Statement& statement) { session_.prepare(statement); }

    /// Called once the transaction is committed, on the thread that called transact; what it throws is logged.
    void after_commit(std::function<void()> function) { after_commit_.push_back(std::move(function)); }
    /// A hint to all Listeners of a channel, in every process that serves this city, once this transaction is
    /// committed. It may be lost when a process dies, so who listens also looks from time to time.
    /// channel: an SQL name of our own; payload: at most 7,000 bytes.
    void notify(std::string_view channel, std::string payload);

    /// A value that lives as long as the transaction, one for each type; made when it is first asked for.
    template <class T>
    T& kept() {
        std::shared_ptr<void>& value = kept_[typeid(T)];
        if (!value) value = std::make_shared<T>();
        return *static_cast<T*>(value.get());
    }

    Engine engine() const { return session_.engine(); }

  private:
    friend class Database;
    template <class... A>
    static std::array<Value, sizeof...(A)> bind(const A&... parameters) {
        return {to_value(parameters)...};
    }

    Session& session_;
    std::vector<std::function<void()>> after_commit_;
    std::vector<Notice> notices_;
    std::map<std::type_index, std::shared_ptr<void>> kept_;
};

struct Options {
    std::string city_schema = "hemu";                          ///< PostgreSQL: the schema of this city
    int connections = 8;                                       ///< PostgreSQL: of the pool; SQLite: readers
    std::chrono::milliseconds longest_wait{5'000};             ///< for a free connection, then Refusal unavailable
    std::chrono::milliseconds connect_limit{5'000};            ///< for one try to connect
    std::chrono::milliseconds statement_limit{30'000};         ///< one statement, PostgreSQL
    std::chrono::milliseconds idle_transaction_limit{60'000};  ///< a transaction at rest, PostgreSQL
    std::chrono::milliseconds slow_statement{200};             ///< from here on a statement is logged
    int tries = 8;                                             ///< of one transaction, before its failure is told
};

/// Sums since the database was opened, and what is so now.
struct Counters {
    std::int64_t statements = 0;
    std::int64_t round_trips = 0;  ///< waits for the server's answer; PostgreSQL
    std::int64_t transactions = 0;
    std::int64_t reads = 0;
    std::int64_t retries = 0;
    std::int64_t failures = 0;  ///< transactions and reads that ended in a failure
    std::int64_t slow_statements = 0;
    std::int64_t commits = 0;  ///< on SQLite several transactions share one
    std::int64_t connections_opened = 0;
    std::int64_t pool_waits = 0;  ///< how often nothing was free
    std::int64_t pool_wait_microseconds = 0;
    std::int64_t pool_refusals = 0;
    std::int64_t in_use = 0;   ///< now
    std::int64_t waiting = 0;  ///< now
};
BOOST_DESCRIBE_STRUCT(Counters, (),
                      (statements, round_trips, transactions, reads, retries, failures, slow_statements, commits,
                       connections_opened, pool_waits, pool_wait_microseconds, pool_refusals, in_use, waiting))

class NoticeHub;

class Database {
  public:
    /// `postgres://…` (or `postgresql://…`) or the path of a SQLite file, which is made when absent. Does not
    /// migrate. Failure when the file cannot be opened; PostgreSQL is first called by the first transaction.
    static std::unique_ptr<Database> open(const std::string& url_or_path, Options options = {});
    virtual ~Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// One transaction: f(Tx&) and then its commit. f may run several times, and on SQLite perhaps on another
    /// caller's thread, so it changes nothing but the database and its result. What f throws rolls back.
    /// On SQLite transactions that come together share one COMMIT; each returns after it and fails alone.
    /// Refusal unavailable database_busy when no connection becomes free in time, database_unreachable when there is
    /// none. std::logic_error inside another transaction or read of this thread.
    template <class F>
    auto transact(F&& f) {
        return perform(Manner::write, f);
    }
    /// One read-only snapshot, under the same rules.
    template <class F>
    auto read(F&& f) {
        return perform(Manner::read, f);
    }

    virtual Engine engine() const = 0;
    /// URL or path as given, and the options.
    const std::string& address() const { return address_; }
    const Options& options() const { return options_; }
    virtual Counters counters() const = 0;
    /// Spreads what Tx::notify was told; used by Listener.
    virtual NoticeHub& notices() = 0;

  protected:
    enum class Manner { write, read };
    Database(std::string address, Options options) : address_(std::move(address)), options_(std::move(options)) {}
    virtual void carry_out(Manner, const std::function<void(Tx&)>&) = 0;
    /// Runs what a committed transaction left to do.
    void finish(Tx&);

  private:
    template <class F>
    auto perform(Manner manner, F& f) {
        using Result = std::invoke_result_t<F&, Tx&>;
        if constexpr (std::is_void_v<Result>) {
            carry_out(manner, [&f](Tx& tx) { f(tx); });
        } else {
            std::optional<Result> result;
            carry_out(manner, [&](Tx& tx) { result.emplace(f(tx)); });
            return std::move(*result);
        }
    }

    std::string address_;
    Options options_;
};

/// Prepares every registered statement on this (migrated) database. Returns what failed, `name: why`, empty when all
/// stand; a name used twice fails too.
std::vector<std::string> prepare_everything(Database&);

}  // namespace hemu::db
