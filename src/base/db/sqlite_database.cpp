#include "sqlite_database.hpp"

#include "notices.hpp"
#include "pool.hpp"
#include "recording.hpp"
#include "sqlite_writer.hpp"

namespace hemu::db {

class SqliteDatabase : public Database {
  public:
    SqliteDatabase(const std::string& path, Options given)
        : Database(path, std::move(given)),
          meter_(options()),
          hub_(make_local_hub()),
          writer_(address(), options(), meter_),
          readers_(options(), meter_,
                   [this] { return std::make_unique<SqliteConnection>(address(), options(), SqliteUse::reading); }) {
        writer_.open();
    }

    Engine engine() const override { return Engine::sqlite; }
    Counters counters() const override { return meter_.counters(); }
    NoticeHub& notices() override { return *hub_; }

  private:
    void carry_out(Manner manner, const std::function<void(Tx&)>& work) override {
        InsideTransaction::refuse();
        try {
            manner == Manner::write ? write(work) : read(work);
        } catch (...) {
            ++meter_.failures;
            throw;
        }
    }

    void write(const std::function<void(Tx&)>& work) {
        record("db.begin", "BEGIN", {}, false);
        const std::unique_ptr<Tx> tx = writer_.run(work);
        record("db.commit", "COMMIT", {}, true);
        ++meter_.transactions;
        finish(*tx);
    }

    void read(const std::function<void(Tx&)>& work) {
        std::optional<Borrowed<SqliteConnection>> borrowed(std::in_place, readers_);
        SqliteConnection& connection = **borrowed;
        SqliteSession session(connection, meter_);
        Tx tx(session);
        record("db.begin_read", "BEGIN", {}, false);
        try {
            connection.run_text("BEGIN", "db.begin_read");
            const InsideTransaction inside;
            work(tx);
            session.refuse_if_failed();
            connection.run_text("COMMIT", "db.commit");
        } catch (...) {
            if (connection.in_transaction()) sqlite3_exec(connection.get(), "ROLLBACK", nullptr, nullptr, nullptr);
            throw;
        }
        borrowed.reset();
        record("db.commit", "COMMIT", {}, false);
        ++meter_.reads;
        finish(tx);
    }

    Meter meter_;
    std::unique_ptr<NoticeHub> hub_;
    SqliteWriter writer_;
    Pool<SqliteConnection> readers_;
};

std::unique_ptr<Database> open_sqlite(const std::string& path, Options options) {
    return std::make_unique<SqliteDatabase>(path, std::move(options));
}

}  // namespace hemu::db
