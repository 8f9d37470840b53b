// 数据库 One interface over SQLite and PostgreSQL: named statements, typed rows, one lambda per transaction.
// On PostgreSQL a statement whose result is not wanted is sent without waiting; the next read or the commit collects
// its answer and its error. On SQLite the same call runs at once.
#pragma once
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <charconv>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "json.hpp"

namespace hemu::db {

enum class Engine { sqlite, postgres };

/// A named SQL text that runs on both engines, with $1, $2, … as parameters. A file-scope constant: it enters the list
/// of all statements, which a test prepares on both engines.
class Statement {
  public:
    Statement(std::string_view name, std::string sql, std::optional<Engine> only = std::nullopt);
    std::string_view name() const { return name_; }
    const std::string& sql() const { return sql_; }
    std::size_t index() const { return index_; }
    bool runs_on(Engine engine) const { return !only_ || *only_ == engine; }

  private:
    std::string name_;
    std::string sql_;
    std::optional<Engine> only_;
    std::size_t index_;
};
const std::vector<const Statement*>& all_statements();

/// A failure of the database or of a statement; not the caller's fault.
class Failure : public std::runtime_error {
  public:
    Failure(const std::string& what, std::string state) : std::runtime_error(what), sqlstate(std::move(state)) {}
    std::string sqlstate;  ///< of PostgreSQL; empty on SQLite
};

/// Two rows would be the same where they may not be.
class UniqueViolation : public Failure {
  public:
    UniqueViolation(const std::string& what, std::string name) : Failure(what, "23505"), constraint(std::move(name)) {}
    std::string constraint;
};

/// A value kept as JSON text in a jsonb column.
template <class T>
struct Json {
    Json() = default;
    explicit Json(T content) : value(std::move(content)) {}
    T value;
};
template <class T>
struct is_json : std::false_type {};
template <class T>
struct is_json<Json<T>> : std::true_type {};

using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;
using Values = std::vector<Value>;

template <class T>
Value to_value(const T& value) {
    if constexpr (json::detail::is_optional<T>::value)
        return value ? to_value(*value) : Value();
    else if constexpr (std::is_same_v<T, std::nullopt_t>)
        return Value();
    else if constexpr (std::is_same_v<T, bool>)
        return value;
    else if constexpr (std::is_integral_v<T>)
        return static_cast<std::int64_t>(value);
    else if constexpr (std::is_floating_point_v<T>)
        return static_cast<double>(value);
    else if constexpr (std::is_same_v<T, Fen>)
        return value.amount;
    else if constexpr (std::is_convertible_v<T, std::string_view>)
        return std::string(std::string_view(value));
    else if constexpr (std::is_enum_v<T>)
        return std::string(json::enum_word(value));
    else if constexpr (is_json<T>::value)
        return json::write(value.value);
    else
        return to_text(value);
}

/// One field of a result row, as its engine gives it.
struct Cell {
    enum class Kind { null, integer, real, text } kind = Kind::null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view text;
};

class Result {
  public:
    virtual ~Result() = default;
    virtual std::size_t row_count() const = 0;
    virtual std::size_t column_count() const = 0;
    virtual std::string_view column_name(std::size_t column) const = 0;
    virtual Cell cell(std::size_t row, std::size_t column) const = 0;
    std::size_t column(std::string_view name) const;
};

std::string cell_text(const Cell&);
std::int64_t cell_integer(const Cell&);
double cell_real(const Cell&);
[[noreturn]] void unreadable(std::string_view what, const Cell&);

template <class T>
T from_cell(const Cell& cell) {
    if constexpr (json::detail::is_optional<T>::value) {
        if (cell.kind == Cell::Kind::null) return std::nullopt;
        return from_cell<typename T::value_type>(cell);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return cell_text(cell);
    } else if constexpr (std::is_same_v<T, bool>) {
        return cell.kind == Cell::Kind::text ? cell.text == "t" : cell_integer(cell) != 0;
    } else if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(cell_integer(cell));
    } else if constexpr (std::is_same_v<T, double>) {
        return cell_real(cell);
    } else if constexpr (std::is_same_v<T, Fen>) {
        return Fen{cell_integer(cell)};
    } else if constexpr (is_json<T>::value) {
        return T(json::read<decltype(T::value)>(cell_text(cell)));
    } else {
        std::optional<T> value;
        if constexpr (std::is_enum_v<T>)
            value = json::enum_from_word<T>(cell.text);
        else if constexpr (std::is_same_v<T, Instant>)
            value = parse_instant(cell.text);
        else if constexpr (std::is_same_v<T, LegalDate>)
            value = parse_date(cell.text);
        else
            value = T::parse(cell.text);
        if (!value) unreadable(typeid(T).name(), cell);
        return *value;
    }
}

/// Reads rows of a result: described structs by column name, anything else from the first column.
template <class Row>
std::vector<Row> read_rows(const Result& result) {
    std::vector<Row> rows(result.row_count());
    if constexpr (boost::describe::has_describe_members<Row>::value && !is_json<Row>::value) {
        boost::mp11::mp_for_each<json::detail::members<Row>>([&](auto member) {
            const std::size_t column = result.column(member.name);
            using Field = std::remove_cvref_t<decltype(std::declval<Row&>().*member.pointer)>;
            for (std::size_t i = 0; i < rows.size(); ++i)
                rows[i].*member.pointer = from_cell<Field>(result.cell(i, column));
        });
    } else {
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = from_cell<Row>(result.cell(i, 0));
    }
    return rows;
}

/// One transaction, or one read-only snapshot. Lives as long as the lambda it is given to.
class Tx {
  public:
    virtual ~Tx() = default;

    /// The result is not wanted; an error shows at the next read or at the commit.
    template <class... A>
    void run(const Statement& statement, const A&... values) {
        send(statement, Values{to_value(values)...}, false);
    }
    /// Exactly one row must be changed; if not, somebody was faster: the lambda runs again, and after a few times the
    /// transaction ends with Refusal conflict version_outdated.
    template <class... A>
    void must_change(const Statement& statement, const A&... values) {
        send(statement, Values{to_value(values)...}, true);
    }
    /// How many rows were changed.
    template <class... A>
    std::int64_t changed(const Statement& statement, const A&... values) {
        return count(statement, Values{to_value(values)...});
    }
    template <class Row, class... A>
    std::vector<Row> all(const Statement& statement, const A&... values) {
        return read_rows<Row>(*fetch(statement, Values{to_value(values)...}));
    }
    template <class Row, class... A>
    std::optional<Row> maybe(const Statement& statement, const A&... values) {
        auto rows = all<Row>(statement, values...);
        if (rows.size() > 1) throw std::logic_error("more than one row: " + std::string(statement.name()));
        return rows.empty() ? std::nullopt : std::optional<Row>(std::move(rows.front()));
    }
    template <class Row, class... A>
    Row one(const Statement& statement, const A&... values) {
        auto row = maybe<Row>(statement, values...);
        if (!row) throw std::logic_error("no row: " + std::string(statement.name()));
        return std::move(*row);
    }

    /// Runs when the transaction is committed; never when it is not.
    void after_commit(std::function<void()> work) { after_commit_.push_back(std::move(work)); }
    /// Tells the listeners of a channel after the commit: a hint, not a promise.
    virtual void notify(std::string_view channel, std::string_view payload) = 0;
    virtual Engine engine() const = 0;

    virtual void send(const Statement&, Values, bool must_change) = 0;
    virtual std::int64_t count(const Statement&, Values) = 0;
    virtual std::unique_ptr<Result> fetch(const Statement&, Values) = 0;
    /// Several statements of plain SQL, at once: for migrations and tests.
    virtual void script(const std::string& sql) = 0;

  protected:
    std::vector<std::function<void()>> after_commit_;
};

/// Thrown inside a transaction whose lambda should run again; transact handles it.
struct RunAgain {
    std::string why;
};

struct Options {
    std::size_t connections = 8;           ///< PostgreSQL connections, or SQLite readers
    std::int64_t wait_milliseconds = 5000;  ///< for a free connection; then Refusal unavailable (database_busy)
    std::int64_t slow_milliseconds = 200;   ///< slower statements are logged by name
    std::string city_schema = "city";       ///< PostgreSQL: the schema of the city
};

struct Counters {
    std::uint64_t statements = 0;
    std::uint64_t transactions = 0;
    std::uint64_t retries = 0;
    std::uint64_t waiting = 0;
    std::uint64_t slow_statements = 0;
};

class Database {
  public:
    virtual ~Database() = default;
    /// location: `postgres://…` (libpq's URL) or the path of a SQLite file, made when absent.
    static std::unique_ptr<Database> open(const std::string& location, const Options& options = {});

    /// f(Tx&) in one transaction, committed when it returns and rolled back when it throws. It may run again after a
    /// serialization failure, a deadlock, a lost connection or a must_change, so it must not change what it captures
    /// except by overwriting.
    template <class F>
    auto transact(F&& f) {
        return with_result([&](const Work& work) { write(work); }, f);
    }
    /// f(Tx&) over one read-only snapshot.
    template <class F>
    auto read(F&& f) {
        return with_result([&](const Work& work) { snapshot(work); }, f);
    }

    virtual Engine engine() const = 0;
    virtual Counters counters() const = 0;
    /// Calls back, on a thread of its own, for every notification of the channel until the returned object goes.
    virtual std::shared_ptr<void> listen(const std::string& channel,
                                         std::function<void(std::string_view payload)> on_notice) = 0;

  protected:
    using Work = std::function<void(Tx&)>;
    virtual void write(const Work&) = 0;
    virtual void snapshot(const Work&) = 0;

  private:
    template <class Runner, class F>
    auto with_result(Runner&& runner, F& f) {
        using R = std::invoke_result_t<F&, Tx&>;
        if constexpr (std::is_void_v<R>) {
            runner([&](Tx& tx) { f(tx); });
        } else {
            std::optional<R> result;
            runner([&](Tx& tx) { result.emplace(f(tx)); });
            return R(std::move(*result));
        }
    }
};

/// A migration as a file: `0020_dispute.sql`. Lines `--@ sqlite`, `--@ postgres` and `--@ both` say for which engine the
/// following lines are.
struct Migration {
    std::string_view name;
    std::string_view sql;
};

/// Applies what is not applied yet, each in one transaction, and makes the city's schema on PostgreSQL. Returns the
/// names applied. Failure when an applied file has changed since or a newer program was here.
std::vector<std::string> migrate(Database&, const std::vector<Migration>&, Instant moment);
/// Those that `migrate` would apply.
std::vector<std::string> pending_migrations(Database&, const std::vector<Migration>&);

/// Prepares every statement of the program; returns "name: error" for those that fail.
std::vector<std::string> prepare_everything(Database&);

}  // namespace hemu::db
