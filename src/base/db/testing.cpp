#if __has_include(<gtest/gtest.h>)
#include "db_testing.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "db_migrations.hpp"
#include "log.hpp"
#include "postgres_connection.hpp"

namespace hemu::db {

static std::string program_mark() { return std::to_string(getpid()); }

/// A folder for this program's files, removed at its end.
class TestFolder {
  public:
    TestFolder() : path_(std::filesystem::temp_directory_path() / ("hemu-test-" + program_mark())) {
        std::filesystem::remove_all(path_);  // of a program that was killed, whose number came round again
        std::filesystem::create_directories(path_);
    }
    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    std::string fresh_file() { return path_ / fmt::format("{}.sqlite", ++files_); }

    /// A migrated file that is copied for each test.
    const std::string& migrated_file() {
        if (template_.empty()) {
            template_ = path_ / "template.sqlite";
            migrate(*Database::open(template_));
        }
        return template_;
    }

  private:
    std::filesystem::path path_;
    std::string template_;
    int files_ = 0;
};

static TestFolder& folder() {
    static TestFolder one;
    return one;
}

static std::string copy_of_template() {
    const std::string path = folder().fresh_file();
    std::filesystem::copy_file(folder().migrated_file(), path);
    return path;
}

static void remove_file(const std::string& path) {
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending, ignored);
}

/// This program's schema in the test cluster, migrated once, emptied before each test, dropped at the end.
class TestSchema {
  public:
    explicit TestSchema(std::string address)
        : url(std::move(address)), name("test_" + program_mark()), handle_(connect_postgres(url, Options{})) {
        run(fmt::format("SET client_min_messages = warning; DROP SCHEMA IF EXISTS {0}, {0}_kept CASCADE", name));
        migrate(*Database::open(url, options({})));
        run(fmt::format(keep_text, name));
    }
    ~TestSchema() {
        Result(PQexec(handle_.get(), fmt::format("DROP SCHEMA IF EXISTS {0}, {0}_kept CASCADE", name).c_str()));
    }
    TestSchema(const TestSchema&) = delete;
    TestSchema& operator=(const TestSchema&) = delete;

    Options options(Options given) const {
        given.city_schema = name;
        return given;
    }
    void empty() { run(fmt::format(empty_text, name)); }

    const std::string url;
    const std::string name;

  private:
    void run(const std::string& sql) {
        const Result result(PQexec(handle_.get(), sql.c_str()));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
            throw std::runtime_error(fmt::format("test schema: {}", PQerrorMessage(handle_.get())));
    }

    // {0}_kept knows which tables belong to the migrated schema, and holds copies of those that migrations filled.
    static constexpr const char* keep_text = R"(
        CREATE SCHEMA {0}_kept;
        CREATE TABLE {0}_kept.known_table AS SELECT tablename AS name, false AS filled FROM pg_tables WHERE schemaname = '{0}';
        DO $$
        DECLARE found text; is_filled boolean;
        BEGIN
            FOR found IN SELECT name FROM {0}_kept.known_table LOOP
                EXECUTE format('SELECT EXISTS (SELECT 1 FROM {0}.%I)', found) INTO is_filled;
                IF is_filled THEN
                    EXECUTE format('CREATE TABLE {0}_kept.%1$I AS TABLE {0}.%1$I', found);
                    UPDATE {0}_kept.known_table SET filled = true WHERE name = found;
                END IF;
            END LOOP;
        END $$)";
    // As a replica the server fires no triggers, neither those that guard append-only tables nor foreign keys'.
    static constexpr const char* empty_text = R"(
        DO $$
        DECLARE found text; is_known boolean; is_filled boolean;
        BEGIN
            SET LOCAL session_replication_role = replica;
            SET LOCAL client_min_messages = warning;
            FOR found, is_known, is_filled IN
                SELECT t.tablename, k.name IS NOT NULL, k.filled
                  FROM pg_tables t LEFT JOIN {0}_kept.known_table k ON k.name = t.tablename
                 WHERE t.schemaname = '{0}'
            LOOP
                IF NOT is_known THEN
                    EXECUTE format('DROP TABLE {0}.%I CASCADE', found);
                    CONTINUE;
                END IF;
                EXECUTE format('DELETE FROM {0}.%I', found);
                IF is_filled THEN EXECUTE format('INSERT INTO {0}.%1$I SELECT * FROM {0}_kept.%1$I', found); END IF;
            END LOOP;
        END $$)";

    Handle handle_;
};

static TestSchema& schema() {
    static TestSchema one(std::getenv("HEMU_TEST_POSTGRES"));
    return one;
}

static bool has_postgres() {
    const char* url = std::getenv("HEMU_TEST_POSTGRES");
    return url && *url != '\0';
}

void OnBothEngines::SetUp() {
    log::set_level(log::Level::warn);
    if (GetParam() == Engine::sqlite) {
        database_ = Database::open(copy_of_template());
        return;
    }
    if (!has_postgres()) GTEST_SKIP() << "HEMU_TEST_POSTGRES is not set: see tools/test_postgres.sh";
    schema().empty();
    database_ = Database::open(schema().url, schema().options({}));
}

void OnBothEngines::TearDown() {
    if (!database_) return;
    const std::string path = database_->address();
    const bool is_file = database_->engine() == Engine::sqlite;
    database_.reset();
    if (is_file) remove_file(path);
}

std::unique_ptr<Database> OnBothEngines::another(Options options) {
    if (GetParam() == Engine::postgres) options = schema().options(std::move(options));
    return Database::open(database_->address(), std::move(options));
}

TemporaryDatabase::TemporaryDatabase(Options options)
    : path_(copy_of_template()), database_(Database::open(path_, std::move(options))) {
    log::set_level(log::Level::warn);
}

TemporaryDatabase::~TemporaryDatabase() {
    database_.reset();
    remove_file(path_);
}

void PrintTo(Engine engine, std::ostream* out) { *out << json::enum_word(engine); }

std::string engine_name(const ::testing::TestParamInfo<Engine>& info) {
    return std::string(json::enum_word(info.param));
}

}  // namespace hemu::db
#endif
