#include "sqlite_connection.hpp"

#include "text_check.hpp"

namespace hemu::db {

static const char* sqlstate_of(int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return "23505";
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return "23503";
        case SQLITE_CONSTRAINT_CHECK:
            return "23514";
        case SQLITE_CONSTRAINT_NOTNULL:
            return "23502";
        case SQLITE_CONSTRAINT_TRIGGER:
            return "P0001";
        default:
            break;
    }
    switch (code & 0xFF) {
        case SQLITE_LOCKED:
            return "55P03";
        case SQLITE_FULL:
            return "53100";
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return "58030";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return "XX001";
        case SQLITE_READONLY:
            return "25006";
        case SQLITE_ERROR:
            return "42601";
        default:
            return "XX000";
    }
}

void SqliteConnection::fail(const std::string& statement) {
    const int code = sqlite3_extended_errcode(database_);
    const std::string message = sqlite3_errmsg(database_);
    // Another process writes, and went on longer than we wait.
    if ((code & 0xFF) == SQLITE_BUSY) throw Refusal(Fault::unavailable, "database_busy", {}, message);
    const std::string state = sqlstate_of(code);
    if (state == "23505") throw UniqueViolation(statement, state, constraint_of(database_, message), message);
    std::string constraint;
    const std::string_view check = "CHECK constraint failed: ";
    if (message.starts_with(check)) constraint = message.substr(check.size());
    throw Failure(statement, state, std::move(constraint), message);
}

SqliteStatement::SqliteStatement(SqliteConnection& connection, const std::string& name, const std::string& sql,
                                 bool kept)
    : connection_(connection), name_(name) {
    const char* rest = nullptr;
    if (sqlite3_prepare_v3(connection.get(), sql.c_str(), static_cast<int>(sql.size() + 1),
                           kept ? SQLITE_PREPARE_PERSISTENT : 0, &statement_, &rest) != SQLITE_OK)
        connection.fail(name);
    if (!statement_) throw Failure(name, "42601", "", "no statement");
    // SQLite numbers named parameters by first appearance: $2 may be its first.
    const int count = sqlite3_bind_parameter_count(statement_);
    for (int number = 1; number <= count; ++number) {
        places_.push_back(sqlite3_bind_parameter_index(statement_, fmt::format("${}", number).c_str()));
        if (places_.back() == 0) {
            sqlite3_finalize(statement_);
            throw Failure(name, "42P02", "", fmt::format("parameter ${} is not used", number));
        }
    }
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::bind(std::span<const Value> values) {
    if (values.size() != places_.size())
        throw Failure(name_, "08P01", "", fmt::format("{} parameters, not {}", places_.size(), values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) bind_one(places_[i], values[i]);
}

void SqliteStatement::bind_one(int place, const Value& value) {
    int code = SQLITE_OK;
    if (std::holds_alternative<std::monostate>(value)) {
        code = sqlite3_bind_null(statement_, place);
    } else if (const auto* truth = std::get_if<bool>(&value)) {
        code = sqlite3_bind_int(statement_, place, *truth ? 1 : 0);
    } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        code = sqlite3_bind_int64(statement_, place, *whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
        code = sqlite3_bind_double(statement_, place, *real);
    } else {
        const auto* view = std::get_if<std::string_view>(&value);
        const std::string_view text = view ? *view : std::string_view(std::get<std::string>(value));
        refuse_unstorable(text);
        code = sqlite3_bind_text64(statement_, place, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    }
    if (code != SQLITE_OK) connection_.fail(name_);
}

bool SqliteStatement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    connection_.fail(name_);
}

void SqliteStatement::finish() {
    while (step()) {
    }
}

void SqliteStatement::reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

SqliteConnection::SqliteConnection(const std::string& path, const Options& options, SqliteUse use) {
    const int code = sqlite3_open_v2(path.c_str(), &database_,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        const std::string message = fmt::format("{}: {}", path, sqlite3_errstr(code));
        sqlite3_close_v2(database_);
        throw Failure("", "58030", "", message);
    }
    try {
        set_up(options, use);
    } catch (...) {
        sqlite3_close_v2(database_);
        throw;
    }
}

void SqliteConnection::set_up(const Options& options, SqliteUse use) {
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, static_cast<int>(options.longest_wait.count()));
    // A misspelt column in double quotes is an error, not a text.
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    run_text("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    run_text(use == SqliteUse::writing ? "PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864;"
                                       : "PRAGMA cache_size = -2000; PRAGMA query_only = ON;");
}

SqliteConnection::~SqliteConnection() {
    statements_.clear();
    sqlite3_close_v2(database_);
}

SqliteStatement& SqliteConnection::prepared(const Statement& statement) {
    if (statements_.size() <= statement.number) statements_.resize(statement.number + 32);
    auto& kept = statements_[statement.number];
    if (!kept) kept = std::make_unique<SqliteStatement>(*this, statement.name, statement.sql, true);
    return *kept;
}

void SqliteConnection::run_text(const std::string& sql, const std::string& name) {
    if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(name);
}

}  // namespace hemu::db
