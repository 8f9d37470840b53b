#include "sqlite_session.hpp"

#include "recording.hpp"

namespace hemu::db {

static Cell cell_of(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
            return std::monostate{};
        case SQLITE_INTEGER:
            return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        default: {
            const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return text ? std::string_view(text, size) : std::string_view();
        }
    }
}

/// Gives a statement back, whatever happens while it runs.
class Run {
  public:
    Run(SqliteStatement& statement, std::span<const Value> values) : statement_(statement) {
        try {
            statement_.bind(values);
        } catch (...) {
            statement_.reset();
            throw;
        }
    }
    ~Run() { statement_.reset(); }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    SqliteStatement* operator->() const { return &statement_; }

  private:
    SqliteStatement& statement_;
};

/// Rows as the engine steps through them.
class SteppedAnswer : public Answer {
  public:
    SteppedAnswer(SqliteSession& session, SqliteStatement& statement, std::span<const Value> values, Meter& meter)
        : session_(session), run_(statement, values), meter_(meter), began_(Ticks::now()) {}
    ~SteppedAnswer() override { meter_.judge(run_->name(), began_); }
    bool next() override {
        try {
            return run_->step();
        } catch (const Failure&) {
            session_.fail_with(std::current_exception());
            throw;
        }
    }
    int width() const override { return sqlite3_column_count(run_->get()); }
    std::string_view column(int column) const override { return sqlite3_column_name(run_->get(), column); }
    Cell cell(int column) const override { return cell_of(run_->get(), column); }
    const std::string& statement() const override { return run_->name(); }

  private:
    SqliteSession& session_;
    Run run_;
    Meter& meter_;
    Ticks::time_point began_;
};

/// Rows kept until they are taken.
class KeptAnswer : public Answer {
  public:
    explicit KeptAnswer(Answer& answer) : statement_(answer.statement()) {
        for (int i = 0; i < answer.width(); ++i) columns_.emplace_back(answer.column(i));
        while (answer.next())
            for (int i = 0; i < answer.width(); ++i) keep(answer.cell(i));
    }
    bool next() override { return ++row_ * columns_.size() < cells_.size(); }
    int width() const override { return static_cast<int>(columns_.size()); }
    std::string_view column(int column) const override { return columns_[static_cast<std::size_t>(column)]; }
    Cell cell(int column) const override {
        const Kept& kept = cells_[row_ * columns_.size() + static_cast<std::size_t>(column)];
        if (const auto* text = std::get_if<std::string>(&kept)) return std::string_view(*text);
        if (const auto* whole = std::get_if<std::int64_t>(&kept)) return *whole;
        if (const auto* real = std::get_if<double>(&kept)) return *real;
        return std::monostate{};
    }
    const std::string& statement() const override { return statement_; }

  private:
    using Kept = std::variant<std::monostate, std::int64_t, double, std::string>;
    void keep(const Cell& cell) {
        if (const auto* text = std::get_if<std::string_view>(&cell)) {
            cells_.emplace_back(std::string(*text));
        } else if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
            cells_.emplace_back(*whole);
        } else if (const auto* real = std::get_if<double>(&cell)) {
            cells_.emplace_back(*real);
        } else {
            cells_.emplace_back();
        }
    }

    std::string statement_;
    std::vector<std::string> columns_;
    std::vector<Kept> cells_;
    std::size_t row_ = static_cast<std::size_t>(-1);
};

void SqliteSession::fail_with(std::exception_ptr problem) {
    if (!problem_) problem_ = std::move(problem);
}

void SqliteSession::refuse_if_failed() const {
    if (problem_) std::rethrow_exception(problem_);
}

void SqliteSession::run(const Statement& statement, std::span<const Value> values, bool waited) {
    refuse_if_failed();
    record(statement.name, statement.sql, values, waited);
    ++meter_.statements;
    const auto began = Ticks::now();
    try {
        const Run running(connection_.prepared(statement), values);
        running->finish();
    } catch (...) {
        fail_with(std::current_exception());
        throw;
    }
    meter_.judge(statement.name, began);
}

void SqliteSession::send(const Statement& statement, std::span<const Value> values, Wish wish) {
    run(statement, values, false);
    if (wish != Wish::one_change || connection_.changed() == 1) return;
    fail_with(std::make_exception_ptr(Outdated(statement.name)));
    refuse_if_failed();
}

std::int64_t SqliteSession::count(const Statement& statement, std::span<const Value> values) {
    run(statement, values, true);
    return connection_.changed();
}

std::unique_ptr<Answer> SqliteSession::ask(const Statement& statement, std::span<const Value> values) {
    refuse_if_failed();
    record(statement.name, statement.sql, values, true);
    ++meter_.statements;
    try {
        return std::make_unique<SteppedAnswer>(*this, connection_.prepared(statement), values, meter_);
    } catch (...) {
        fail_with(std::current_exception());
        throw;
    }
}

std::size_t SqliteSession::ask_later(const Statement& statement, std::span<const Value> values) {
    answers_.push_back(std::make_unique<KeptAnswer>(*ask(statement, values)));
    return answers_.size();
}

std::unique_ptr<Answer> SqliteSession::collect(std::size_t ticket) {
    if (ticket == 0 || ticket > answers_.size() || !answers_[ticket - 1])
        throw std::logic_error("an answer that was not asked for, or is taken already");
    return std::move(answers_[ticket - 1]);
}

void SqliteSession::run_text(const std::string& sql) {
    refuse_if_failed();
    record("text", sql, {}, true);
    try {
        connection_.run_text(sql);
    } catch (...) {
        fail_with(std::current_exception());
        throw;
    }
}

}  // namespace hemu::db
