#include "program.hpp"

#include <filesystem>

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
    program.keys = open_keys(*program.database, config);
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
           (SELECT count(*) FROM place WHERE code = $1) AS places)"};

void load_reference_data(Program& program) {
    const auto present = program.database->read(
        [&](db::Tx& tx) { return tx.one<Presence>(count_reference_data, program.config().city_code); });
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
