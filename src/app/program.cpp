#include "program.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "calendar.hpp"
#include "clocks.hpp"
#include "db_migrations.hpp"
#include "embedded.hpp"
#include "log.hpp"
#include "places.hpp"

namespace hemu::app {

identity::Context Program::context(identity::Actor actor, Instant moment) const {
    return {identity::RequestDatabase(*database), std::move(actor), moment, *keys, loaded.config};
}

static std::string key_path(const config::Config& config) {
    return config.master_key_file.empty() ? config.data_dir + "/master.key" : config.master_key_file;
}

static std::string make_key_file(const std::string& path) {
    const std::string key = crypto::to_hex(crypto::random_bytes(32));
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
    const std::string line = key + "\n";
    const bool written =
        file >= 0 && write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && fsync(file) == 0;
    if (file >= 0) close(file);
    if (!written) throw std::runtime_error("cannot write the master key to " + path);
    log::warn("master_key_made", {{"path", path}});
    return key;
}

std::string master_key(const config::Config& config) {
    std::string text;
    if (const char* given = std::getenv("HEMU_MASTER_KEY")) {
        text = given;
    } else if (std::ifstream file(key_path(config)); file) {
        file >> text;
    } else {
        text = make_key_file(key_path(config));
    }
    std::string key = crypto::from_hex(text);
    if (key.size() < 32) throw std::runtime_error("the master key must be at least 64 hex digits");
    return key;
}

struct KeyRow {
    int version = 0;
    std::string wrapped;
};
BOOST_DESCRIBE_STRUCT(KeyRow, (), (version, wrapped))

static const db::Statement select_keys{"app.data_keys", "SELECT version, wrapped FROM data_key ORDER BY version"};
static const db::Statement insert_key{"app.insert_data_key",
                                      "INSERT INTO data_key (version, wrapped, made_at) VALUES ($1, $2, $3)"};

static std::unique_ptr<crypto::Keys> read_keys(db::Database& database, const std::string& master) {
    const auto rows = database.transact([&](db::Tx& tx) {
        auto stored = tx.all<KeyRow>(select_keys);
        if (stored.empty()) {
            stored.push_back({1, crypto::Keys::make_wrapped(master)});
            tx.run(insert_key, stored[0].version, stored[0].wrapped, now());
        }
        return stored;
    });
    std::map<int, std::string> wrapped;
    for (const KeyRow& row : rows) wrapped[row.version] = row.wrapped;
    return std::make_unique<crypto::Keys>(master, wrapped);
}

int rotate_data_key(Program& program) {
    const std::string master = master_key(program.config());
    const int version = program.keys->newest() + 1;
    if (version > 255) throw std::runtime_error("no more than 255 data keys");
    program.database->transact(
        [&](db::Tx& tx) { tx.run(insert_key, version, crypto::Keys::make_wrapped(master), now()); });
    program.keys = read_keys(*program.database, master);
    return version;
}

Program open_program(config::Loaded loaded, bool migrate) {
    Program program;
    program.loaded = std::move(loaded);
    const config::Config& config = program.config();
    std::filesystem::create_directories(config.data_dir);
    std::filesystem::permissions(config.data_dir, std::filesystem::perms::owner_all);
    db::Options options;
    options.city_schema = config.city_schema;
    options.connections = static_cast<int>(config.database_connections);
    options.slow_statement = std::chrono::milliseconds(config.slow_statement_milliseconds);
    program.database = db::Database::open(config::database_location(config), options);
    if (migrate || program.database->engine() == db::Engine::sqlite) {
        db::migrate(*program.database);
    } else if (!db::missing_migrations(*program.database).empty()) {
        throw std::runtime_error("the database lacks migrations: run `hemu migrate` or start with --migrate");
    }
    program.keys = read_keys(*program.database, master_key(config));
    return program;
}

struct Presence {
    std::int64_t rules = 0;
    std::int64_t days = 0;
    std::int64_t places = 0;
};
BOOST_DESCRIBE_STRUCT(Presence, (), (rules, days, places))

static const db::Statement count_reference_data{"app.reference_data", R"(
    SELECT (SELECT count(*) FROM clock_rule) AS rules, (SELECT count(*) FROM calendar_day) AS days,
           (SELECT count(*) FROM place) AS places)"};

void load_reference_data(Program& program) {
    const auto present = program.database->read([](db::Tx& tx) { return tx.one<Presence>(count_reference_data); });
    program.database->transact([](db::Tx& tx) { dispute::load_clock_rules(tx, embedded_file("clock_rules.json")); });
    const std::filesystem::path files = program.config().data_files;
    if (files.empty()) {
        if (present.places == 0) log::warn("no_data_files", {{"setting", "data_files"}});
        return;
    }
    if (present.days == 0) log::info("calendar_filled", {{"days", calendar::fill(*program.database, files, now())}});
    if (present.places == 0)
        log::info("places_loaded",
                  {{"places", places::load(*program.database, files, program.config().city_code, now())}});
}

}  // namespace hemu::app
