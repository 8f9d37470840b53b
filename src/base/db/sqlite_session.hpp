#pragma once
#include "sqlite_connection.hpp"

namespace hemu::db {

/// Runs one transaction's statements at once.
class SqliteSession : public Session {
  public:
    SqliteSession(SqliteConnection& connection, Meter& meter) : connection_(connection), meter_(meter) {}

    Engine engine() const override { return Engine::sqlite; }
    void send(const Statement&, std::span<const Value>, Wish) override;
    std::int64_t count(const Statement&, std::span<const Value>) override;
    std::unique_ptr<Answer> ask(const Statement&, std::span<const Value>) override;
    std::size_t ask_later(const Statement&, std::span<const Value>) override;
    std::unique_ptr<Answer> collect(std::size_t ticket) override;
    void run_text(const std::string& sql) override;
    void prepare(const Statement& statement) override { connection_.prepared(statement); }

    /// Throws what went wrong in this transaction, also when its code went on regardless, as PostgreSQL does.
    void refuse_if_failed() const;
    void fail_with(std::exception_ptr problem);

  private:
    void run(const Statement&, std::span<const Value>, bool waited);

    SqliteConnection& connection_;
    Meter& meter_;
    std::exception_ptr problem_;
    std::vector<std::unique_ptr<Answer>> answers_;
};

}  // namespace hemu::db
