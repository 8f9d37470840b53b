#include "postgres_connection.hpp"

#include <poll.h>

#include <charconv>

#include "log.hpp"
#include "text_check.hpp"

namespace hemu::db {

static constexpr std::size_t most_outstanding = 400;  // then outcomes are read, so that neither side's buffers grow

static void log_notice(void*, const char* message) { log::debug("postgres_notice", {{"message", message}}); }

/// What the URL says already about the session, to which ours is added.
static std::string options_in(const std::string& url) {
    std::string found;
    PQconninfoOption* parsed = PQconninfoParse(url.c_str(), nullptr);
    for (auto* option = parsed; option && option->keyword; ++option)
        if (option->val && std::string_view(option->keyword) == "options") found = option->val;
    PQconninfoFree(parsed);
    return found;
}

Handle connect_postgres(const std::string& url, const Options& options) {
    const std::string session = fmt::format(
        "{} -c timezone=UTC -c datestyle=ISO -c statement_timeout={} -c idle_in_transaction_session_timeout={} "
        "-c default_transaction_isolation=read\\ committed -c plan_cache_mode=force_generic_plan "
        "-c jit=off",
        options_in(url), options.statement_limit.count(), options.idle_transaction_limit.count());
    const std::string limit = std::to_string(std::max<std::int64_t>(2, options.connect_limit.count() / 1'000));
    const char* keys[] = {"dbname",           "options",         "connect_timeout",  "client_encoding",
                          "application_name", "keepalives_idle", "tcp_user_timeout", nullptr};
    const char* values[] = {url.c_str(), session.c_str(), limit.c_str(), "UTF8", "hemu", "30", "60000", nullptr};
    Handle handle(PQconnectdbParams(keys, values, 1));
    if (!handle || PQstatus(handle.get()) != CONNECTION_OK)
        throw Failure("", "08001", "", handle ? PQerrorMessage(handle.get()) : "out of memory");
    PQsetNoticeProcessor(handle.get(), log_notice, nullptr);
    return handle;
}

std::string one_change_sql(const Statement& statement) {
    return "WITH changed AS (" + statement.sql +
           " RETURNING 1 AS one) SELECT 1 / (CASE WHEN count(*) = 1 THEN 1 ELSE 0 END) AS one FROM changed";
}

/// Citus names a shard's constraint after the shard: dispute_pk_102008.
static std::string without_shard(std::string constraint) {
    const auto underscore = constraint.rfind('_');
    if (underscore == std::string::npos || constraint.size() - underscore <= 5) return constraint;
    if (constraint.find_first_not_of("0123456789", underscore + 1) == std::string::npos)
        constraint.resize(underscore);
    return constraint;
}

static std::string field_of(const PGresult* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text ? text : "";
}

std::exception_ptr failure_of(const PGresult* result, const std::string& statement) {
    std::string state = field_of(result, PG_DIAG_SQLSTATE);
    std::string message = field_of(result, PG_DIAG_MESSAGE_PRIMARY);
    std::string constraint = without_shard(field_of(result, PG_DIAG_CONSTRAINT_NAME));
    if (state.empty()) state = "08006";
    if (message.empty()) message = PQresultErrorMessage(result);
    if (state == "22021" || state == "22P05")
        return std::make_exception_ptr(Refusal(Fault::invalid, "text_not_storable", {}, statement));
    if (state == "23505")
        return std::make_exception_ptr(UniqueViolation(statement, state, std::move(constraint), message));
    return std::make_exception_ptr(Failure(statement, state, std::move(constraint), message));
}

PostgresConnection::PostgresConnection(const std::string& url, const Options& options, Meter& meter)
    : handle_(connect_postgres(url, options)), meter_(meter) {
    if (PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1)
        throw Failure("", "08001", "", PQerrorMessage(handle_.get()));
}

std::string PostgresConnection::name_of(const Statement& statement, Form form) {
    return form == Form::plain ? statement.name : statement.name + " once";
}

std::size_t PostgresConnection::send(const Statement& statement, std::span<const Value> values, Wish wish) {
    if (problem_) std::rethrow_exception(problem_);
    if (sent_.size() >= most_outstanding) collect();
    using Kind = Sent::Kind;
    const Kind kind = wish == Wish::answer ? Kind::answer : wish == Wish::one_change ? Kind::one_change : Kind::plain;
    const Form form = kind == Kind::one_change ? Form::one_change : Form::plain;
    prepare(statement, form);
    send_bound(name_of(statement, form), values);
    sent_.push_back({kind, false, &statement, ++tickets_});
    ++meter_.statements;
    return tickets_;
}

PostgresConnection::Stage& PostgresConnection::stage(const Statement& statement, Form form) {
    if (stages_.size() <= statement.number) stages_.resize(statement.number + 32);
    return stages_[statement.number][static_cast<std::size_t>(form)];
}

void PostgresConnection::prepare(const Statement& statement, Form form) {
    if (stage(statement, form) != Stage::unknown) return;
    const std::string sql = form == Form::plain ? statement.sql : one_change_sql(statement);
    if (PQsendPrepare(handle_.get(), name_of(statement, form).c_str(), sql.c_str(), 0, nullptr) != 1) lose();
    stage(statement, form) = Stage::sent;
    sent_.push_back({Sent::Kind::preparing, false, &statement, 0, form});
}

template <class Number>
static void append_number(std::string& out, Number number) {
    std::array<char, 40> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

static void append(std::string& out, const Value& value) {
    if (const auto* truth = std::get_if<bool>(&value)) {
        out += *truth ? 't' : 'f';
    } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        append_number(out, *whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
        append_number(out, *real);
    } else {
        const auto* view = std::get_if<std::string_view>(&value);
        const std::string_view text = view ? *view : std::string_view(std::get<std::string>(value));
        refuse_unstorable(text);
        out += text;
    }
    out += '\0';
}

void PostgresConnection::send_bound(const std::string& name, std::span<const Value> values) {
    scratch_.clear();
    offsets_.clear();
    for (const Value& value : values) {
        const bool null = std::holds_alternative<std::monostate>(value);
        offsets_.push_back(null ? -1 : static_cast<std::ptrdiff_t>(scratch_.size()));
        if (!null) append(scratch_, value);
    }
    texts_.clear();
    for (const std::ptrdiff_t offset : offsets_) texts_.push_back(offset < 0 ? nullptr : scratch_.data() + offset);
    if (PQsendQueryPrepared(handle_.get(), name.c_str(), static_cast<int>(values.size()), texts_.data(), nullptr,
                            nullptr, 0) != 1)
        lose();
}

void PostgresConnection::sync() {
    if (PQpipelineSync(handle_.get()) != 1) lose();
    sent_.push_back({Sent::Kind::sync, false, nullptr, 0});
}

void PostgresConnection::flush() {
    while (true) {
        const int left = PQflush(handle_.get());
        if (left == 0) return;
        if (left < 0) lose();
        // The server may be waiting for us to read before it reads on.
        pollfd socket{PQsocket(handle_.get()), POLLIN | POLLOUT, 0};
        if (poll(&socket, 1, -1) > 0 && (socket.revents & (POLLIN | POLLERR | POLLHUP)) != 0 &&
            PQconsumeInput(handle_.get()) != 1)
            lose();
    }
}

void PostgresConnection::collect() {
    if (problem_) std::rethrow_exception(problem_);
    if (sent_.empty()) return;
    const auto began = Ticks::now();
    const Statement* last = sent_.back().statement;
    const std::size_t others = sent_.size() - 1;
    sync();
    flush();
    ++meter_.round_trips;
    while (!sent_.empty()) read_one();
    if (last) meter_.judge(last->name, began, others);
    if (problem_) std::rethrow_exception(problem_);
}

Result PostgresConnection::next_result() {
    Result result(PQgetResult(handle_.get()));
    const bool told = result && PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) != nullptr;
    if (!result || (PQstatus(handle_.get()) == CONNECTION_BAD && !told)) lose();
    return result;
}

void PostgresConnection::read_one() {
    Result result = next_result();
    const Sent sent = sent_.front();
    sent_.pop_front();
    if (sent.kind == Sent::Kind::sync) {
        if (PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) lose();
        return;
    }
    judge(sent, std::move(result));
    // An outcome ends with a null result; after the connection's end there is one error more instead.
    while (Result more{PQgetResult(handle_.get())})
        if (PQstatus(handle_.get()) == CONNECTION_BAD) lose();
}

/// The server ended it, or it holds what only a fresh connection is rid of: a plan that outlived a migration, a
/// prepared statement that a proxy forgot.
static bool ends_connection(const PGresult* result) {
    const std::string state = field_of(result, PG_DIAG_SQLSTATE);
    if (state.empty() || state.starts_with("57P0") || state == "25P03" || state == "26000") return true;
    return state == "0A000" && field_of(result, PG_DIAG_MESSAGE_PRIMARY).starts_with("cached plan");
}

static std::exception_ptr changed_no_row(const Statement& statement) {
    return std::make_exception_ptr(Outdated(statement.name));
}

void PostgresConnection::judge(const Sent& sent, Result result) {
    const ExecStatusType status = PQresultStatus(result.get());
    const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (sent.kind == Sent::Kind::preparing)
        stage(*sent.statement, sent.form) = fine ? Stage::prepared : Stage::unknown;
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
        if (ends_connection(result.get())) broken_ = true;
        if (sent.ignored && !broken_) return;
        note(sent.kind == Sent::Kind::one_change && field_of(result.get(), PG_DIAG_SQLSTATE) == "22012"
                 ? changed_no_row(*sent.statement)
                 : failure_of(result.get(), sent.statement->name));
        return;
    }
    if (!fine || sent.ignored) return;
    if (sent.kind == Sent::Kind::answer) answers_.emplace_back(sent.ticket, std::move(result));
}

void PostgresConnection::note(std::exception_ptr problem) {
    if (!problem_) problem_ = std::move(problem);
}

void PostgresConnection::lose() {
    broken_ = true;
    const char* message = PQerrorMessage(handle_.get());
    note(std::make_exception_ptr(Failure("", "08006", "", *message != '\0' ? message : "connection lost")));
    sent_.clear();
    std::rethrow_exception(problem_);
}

Result PostgresConnection::take(std::size_t ticket) {
    for (auto& [number, result] : answers_)
        if (number == ticket && result) return std::move(result);
    throw std::logic_error("an answer that was not asked for, or is taken already");
}

void PostgresConnection::forget() {
    for (Sent& sent : sent_) sent.ignored = true;
    answers_.clear();
    problem_ = nullptr;
}

void PostgresConnection::end_with(const Statement& statement) {
    forget();
    if (broken_) return;
    try {
        // After an error the server skips everything up to the next sync.
        if (!sent_.empty()) sync();
        send(statement, {}, Wish::nothing);
        sync();
        flush();
    } catch (const std::exception&) {
        broken_ = true;
    }
    forget();
}

void PostgresConnection::run_text(const std::string& sql) {
    collect();
    if (PQexitPipelineMode(handle_.get()) != 1 || PQsetnonblocking(handle_.get(), 0) != 0) lose();
    const Result result(PQexec(handle_.get(), sql.c_str()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (PQstatus(handle_.get()) == CONNECTION_BAD || PQsetnonblocking(handle_.get(), 1) != 0 ||
        PQenterPipelineMode(handle_.get()) != 1)
        lose();
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
    note(failure_of(result.get(), "run_text"));
    std::rethrow_exception(problem_);
}

}  // namespace hemu::db
