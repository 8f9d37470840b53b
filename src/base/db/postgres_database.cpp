#include "postgres_database.hpp"

#include "log.hpp"
#include "notices.hpp"
#include "pool.hpp"
#include "postgres_connection.hpp"
#include "recording.hpp"

namespace hemu::db {

static const Statement begin_write{"db.begin", "BEGIN", Engine::postgres};
static const Statement begin_read{"db.begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                  Engine::postgres};
/// SET LOCAL search_path as a statement that takes the city as a parameter.
static const Statement set_city{"db.set_city", "SELECT set_config('search_path', $1, true)", Engine::postgres};
static const Statement commit_work{"db.commit", "COMMIT", Engine::postgres};
static const Statement undo_work{"db.rollback", "ROLLBACK", Engine::postgres};

class PostgresAnswer : public Answer {
  public:
    PostgresAnswer(const Statement& statement, Result result)
        : statement_(statement), result_(std::move(result)), rows_(PQntuples(result_.get())) {}
    bool next() override { return ++row_ < rows_; }
    int width() const override { return PQnfields(result_.get()); }
    std::string_view column(int column) const override { return PQfname(result_.get(), column); }
    Cell cell(int column) const override {
        if (PQgetisnull(result_.get(), row_, column)) return std::monostate{};
        return std::string_view(PQgetvalue(result_.get(), row_, column),
                                static_cast<std::size_t>(PQgetlength(result_.get(), row_, column)));
    }
    const std::string& statement() const override { return statement_.name; }

  private:
    const Statement& statement_;
    Result result_;
    int row_ = -1;
    int rows_;
};

class PostgresSession : public Session {
  public:
    explicit PostgresSession(PostgresConnection& connection) : connection_(connection) {}

    Engine engine() const override { return Engine::postgres; }

    void send(const Statement& statement, std::span<const Value> values, Session::Wish wish) override {
        if (Recording::current())
            record(statement.name, wish == Session::Wish::one_change ? one_change_sql(statement) : statement.sql,
                   values, false);
        connection_.send(statement, values,
                         wish == Session::Wish::one_change ? PostgresConnection::Wish::one_change
                                                           : PostgresConnection::Wish::nothing);
    }
    std::int64_t count(const Statement& statement, std::span<const Value> values) override {
        record(statement.name, statement.sql, values, true);
        const auto ticket = connection_.send(statement, values, PostgresConnection::Wish::answer);
        connection_.collect();
        const Result result = connection_.take(ticket);
        const std::string_view changed = PQcmdTuples(result.get());
        return changed.empty() ? 0 : detail::to_integer(changed);
    }
    std::unique_ptr<Answer> ask(const Statement& statement, std::span<const Value> values) override {
        record(statement.name, statement.sql, values, true);
        const auto ticket = connection_.send(statement, values, PostgresConnection::Wish::answer);
        connection_.collect();
        return std::make_unique<PostgresAnswer>(statement, connection_.take(ticket));
    }
    std::size_t ask_later(const Statement& statement, std::span<const Value> values) override {
        record(statement.name, statement.sql, values, false);
        const auto ticket = connection_.send(statement, values, PostgresConnection::Wish::answer);
        asked_.emplace_back(ticket, &statement);
        return ticket;
    }
    std::unique_ptr<Answer> collect(std::size_t ticket) override {
        connection_.collect();
        const auto asked = std::find_if(asked_.begin(), asked_.end(), [&](auto& one) { return one.first == ticket; });
        if (asked == asked_.end()) throw std::logic_error("a later answer outside its transaction");
        return std::make_unique<PostgresAnswer>(*asked->second, connection_.take(ticket));
    }
    void run_text(const std::string& sql) override {
        record("text", sql, {}, true);
        connection_.run_text(sql);
    }
    void prepare(const Statement& statement) override {
        connection_.prepare(statement);
        connection_.collect();
    }

  private:
    PostgresConnection& connection_;
    std::vector<std::pair<std::size_t, const Statement*>> asked_;
};

/// Who read a row before another changed it reads it again: without a version of its own nothing is lost, and with
/// one the rule that compares versions refuses. Fewer than after failures, since a form that is late stays late.
constexpr int tries_against_others = 4;
/// Who was told that the same is there already reads once more: the rules then say what that means.
constexpr int tries_after_double = 2;

class PostgresDatabase : public Database {
  public:
    PostgresDatabase(const std::string& url, Options given)
        : Database(url, std::move(given)),
          meter_(options()),
          pool_(options(), meter_,
                [this] { return std::make_unique<PostgresConnection>(address(), options(), meter_); }),
          hub_(make_postgres_hub(address(), options())) {}

    Engine engine() const override { return Engine::postgres; }
    Counters counters() const override { return meter_.counters(); }
    NoticeHub& notices() override { return *hub_; }

  private:
    void carry_out(Manner manner, const std::function<void(Tx&)>& work) override {
        InsideTransaction::refuse();
        for (int made = 1;; ++made) {
            try {
                manner == Manner::write ? write(work) : read(work);
                return;
            } catch (const UniqueViolation& failure) {
                if (made >= tries_after_double) give_up(failure);
                ++meter_.retries;
                log::info("transaction_again",
                          {{"constraint", failure.constraint}, {"statement", failure.statement}});
            } catch (const Failure& failure) {
                if (!failure.may_succeed_again() || made >= options().tries) give_up(failure);
                ++meter_.retries;
                log::info("transaction_again", {{"sqlstate", failure.sqlstate}, {"statement", failure.statement}});
            } catch (const Outdated& outdated) {
                if (made >= tries_against_others) give_up(outdated);
                ++meter_.retries;
                log::info("transaction_again", {{"statement", outdated.detail_for_log}});
            } catch (...) {
                ++meter_.failures;
                throw;
            }
            wait_before_try(made);
        }
    }

    [[noreturn]] void give_up(const Outdated&) {
        ++meter_.failures;
        throw;
    }

    [[noreturn]] void give_up(const Failure& failure) {
        ++meter_.failures;
        if (failure.is_lost_connection())
            throw Refusal(Fault::unavailable, "database_unreachable", {}, failure.what());
        throw;
    }

    void write(const std::function<void(Tx&)>& work) {
        std::optional<Borrowed<PostgresConnection>> borrowed(std::in_place, pool_);
        PostgresConnection& connection = **borrowed;
        PostgresSession session(connection);
        Tx tx(session);
        try {
            begin(connection, begin_write);
            const InsideTransaction inside;
            work(tx);
            commit(connection);
        } catch (...) {
            record(undo_work.name, undo_work.sql, {}, false);
            connection.end_with(undo_work);
            throw;
        }
        borrowed.reset();
        ++meter_.transactions;
        finish(tx);
    }

    void read(const std::function<void(Tx&)>& work) {
        std::optional<Borrowed<PostgresConnection>> borrowed(std::in_place, pool_);
        PostgresConnection& connection = **borrowed;
        PostgresSession session(connection);
        Tx tx(session);
        try {
            begin(connection, begin_read);
            const InsideTransaction inside;
            work(tx);
            // Nobody needs to know how a read-only transaction ends, except that its statements went well.
            connection.collect();
        } catch (...) {
            connection.end_with(undo_work);
            throw;
        }
        record(commit_work.name, commit_work.sql, {}, false);
        connection.end_with(commit_work);
        borrowed.reset();
        ++meter_.reads;
        finish(tx);
    }

    void begin(PostgresConnection& connection, const Statement& statement) {
        const std::array<Value, 1> city{std::string_view(options().city_schema)};
        record(statement.name, statement.sql, {}, false);
        record(set_city.name, set_city.sql, city, false);
        connection.send(statement, {}, PostgresConnection::Wish::nothing);
        connection.send(set_city, city, PostgresConnection::Wish::nothing);
    }

    void commit(PostgresConnection& connection) {
        record(commit_work.name, commit_work.sql, {}, true);
        const auto ticket = connection.send(commit_work, {}, PostgresConnection::Wish::answer);
        try {
            connection.collect();
        } catch (const Failure& failure) {
            const bool ended = failure.statement == commit_work.name && failure.sqlstate.starts_with("57P0");
            if (failure.sqlstate == "08006" || ended)
                throw Failure(commit_work.name, "08007", "", "connection lost while committing");
            throw;
        }
        if (std::string_view(PQcmdStatus(connection.take(ticket).get())) != "COMMIT")
            throw Failure(commit_work.name, "25P02", "", "the transaction had failed before");
        connection.forget();
        ++meter_.commits;
    }

    Meter meter_;
    Pool<PostgresConnection> pool_;
    std::unique_ptr<NoticeHub> hub_;
};

/// Quoted in SQL and part of channel names, so a plain name.
static void refuse_schema(const std::string& schema) {
    const bool plain = !schema.empty() && schema.size() <= 40 &&
                       schema.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!plain) throw std::invalid_argument("a city's schema is a-z, 0-9 and _, at most 40: " + schema);
}

std::unique_ptr<Database> open_postgres(const std::string& url, Options options) {
    refuse_schema(options.city_schema);
    return std::make_unique<PostgresDatabase>(url, std::move(options));
}

}  // namespace hemu::db
