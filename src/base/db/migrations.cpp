#include <algorithm>

#include "db_migrations.hpp"
#include "log.hpp"

namespace hemu::db {

std::string section_for(Engine engine, const Migration& migration) {
    std::string section;
    bool wanted = true;
    std::string_view left = migration.sql;
    while (!left.empty()) {
        const auto end = std::min(left.find('\n'), left.size() - 1) + 1;
        const std::string_view line = left.substr(0, end);
        left.remove_prefix(end);
        if (!line.starts_with("--@")) {
            // Lines of the other engine stay as empty ones, so that an error's line number is right.
            section += wanted ? line : "\n";
            continue;
        }
        const auto word = line.substr(3, line.find_last_not_of(" \r\n") - 2);
        if (word == " both")
            wanted = true;
        else if (word == " sqlite" || word == " postgres")
            wanted = (engine == Engine::sqlite) == (word == " sqlite");
        else
            throw std::runtime_error(fmt::format("migration {}: no such section:{}", migration.name, word));
        section += '\n';
    }
    return section;
}

struct Applied {
    std::string name;
    std::string checksum;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (name, checksum))

static const Statement select_applied{"db.applied_migrations",
                                      "SELECT name, checksum FROM schema_migration ORDER BY name"};
static const Statement insert_applied{"db.insert_migration",
                                      "INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)"};
static const Statement find_table_sqlite{
    "db.has_migrations_sqlite",
    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'", Engine::sqlite};
static const Statement find_table_postgres{
    "db.has_migrations_postgres",
    "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename = 'schema_migration'", Engine::postgres};

static const char* const table_text = R"(
    CREATE TABLE IF NOT EXISTS schema_migration (
        name text NOT NULL,
        checksum text NOT NULL,
        CONSTRAINT schema_migration_pk PRIMARY KEY (name)
    );)";

static bool has_table(Tx& tx, const std::string& schema) {
    return tx.engine() == Engine::sqlite ? tx.one<bool>(find_table_sqlite)
                                         : tx.one<bool>(find_table_postgres, schema);
}

/// Only one server migrates a city at a time. On SQLite the writer is alone anyway.
static void lock(Tx& tx, const std::string& schema) {
    if (tx.engine() == Engine::sqlite) return;
    tx.run_text("SET LOCAL statement_timeout = 0; SET LOCAL client_min_messages = warning;");
    tx.run_text(fmt::format("SELECT pg_advisory_xact_lock(hashtextextended('hemu migration {}', 0))", schema));
}

static void prepare_schema(Tx& tx, const std::string& schema) {
    lock(tx, schema);
    if (has_table(tx, schema)) return;
    if (tx.engine() == Engine::postgres) tx.run_text(fmt::format("CREATE SCHEMA IF NOT EXISTS \"{}\"", schema));
    tx.run_text(table_text);
}

static std::vector<Migration> in_order(std::span<const Migration> migrations) {
    std::vector<Migration> sorted(migrations.begin(), migrations.end());
    std::sort(sorted.begin(), sorted.end(), [](auto& a, auto& b) { return a.name < b.name; });
    return sorted;
}

/// Refuses unless what is applied is the beginning of what the program has; returns how long that beginning is.
static std::size_t check(const std::vector<Migration>& migrations, const std::vector<Applied>& applied) {
    for (const Applied& row : applied) {
        const auto known =
            std::find_if(migrations.begin(), migrations.end(), [&](auto& one) { return one.name == row.name; });
        if (known == migrations.end())
            throw std::runtime_error(
                fmt::format("the database is newer than this program: it has migration {}", row.name));
        if (known->checksum != row.checksum)
            throw std::runtime_error(fmt::format("migration {} was changed after it had been applied", row.name));
        const auto place = static_cast<std::size_t>(&row - applied.data());
        if (migrations[place].name != row.name)
            throw std::runtime_error(fmt::format("migration {} is missing before {}, which has been applied",
                                                 migrations[place].name, row.name));
    }
    return applied.size();
}

/// Applies the first missing one; nothing when none is missing.
static std::optional<std::string> apply_next(Database& database, const std::vector<Migration>& migrations) {
    return database.transact([&](Tx& tx) -> std::optional<std::string> {
        lock(tx, database.options().city_schema);
        const std::size_t done = check(migrations, tx.all<Applied>(select_applied));
        if (done == migrations.size()) return std::nullopt;
        const Migration& next = migrations[done];
        try {
            tx.run_text(section_for(tx.engine(), next));
        } catch (const Failure& failure) {
            throw Failure(fmt::format("migration {}", next.name), failure.sqlstate, failure.constraint,
                          failure.what());
        }
        tx.run(insert_applied, next.name, next.checksum);
        return std::string(next.name);
    });
}

std::vector<std::string> migrate(Database& database, std::span<const Migration> given) {
    const std::vector<Migration> migrations = in_order(given);
    database.transact([&](Tx& tx) { prepare_schema(tx, database.options().city_schema); });
    std::vector<std::string> applied;
    while (auto name = apply_next(database, migrations)) {
        log::info("migration_applied", {{"migration", *name}});
        applied.push_back(std::move(*name));
    }
    return applied;
}

std::vector<std::string> migrate(Database& database) { return migrate(database, embedded_migrations()); }

std::vector<std::string> missing_migrations(Database& database) {
    const std::vector<Migration> migrations = in_order(embedded_migrations());
    const std::size_t done = database.read([&](Tx& tx) -> std::size_t {
        if (!has_table(tx, database.options().city_schema)) return 0;
        return check(migrations, tx.all<Applied>(select_applied));
    });
    std::vector<std::string> missing;
    for (std::size_t i = done; i < migrations.size(); ++i) missing.emplace_back(migrations[i].name);
    return missing;
}

}  // namespace hemu::db
