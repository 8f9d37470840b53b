// What every command needs: settings, the city's database, its keys.
#pragma once
#include <memory>

#include "config.hpp"
#include "crypto.hpp"
#include "db.hpp"
#include "identity.hpp"
#include "jobs.hpp"

namespace hemu::app {

struct Program {
    config::Loaded loaded;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<crypto::Keys> keys;

    const config::Config& config() const { return loaded.config; }
    /// A context for work of the program itself or of somebody at the command line.
    identity::Context context(identity::Actor actor, Instant moment) const;
};

/// Opens the database of the settings. `migrate`: apply what is missing; without it a database that lacks migrations
/// is refused (std::runtime_error), except on SQLite, where opening always migrates.
Program open_program(config::Loaded, bool migrate);

/// The city's data keys, opened by the master key: environment HEMU_MASTER_KEY (hex), else the key file, which a new
/// city makes with mode 0600. std::runtime_error when there is no key, or another one than the data keys want.
std::unique_ptr<crypto::Keys> open_keys(db::Database&, const config::Config&);

/// Clock rules, calendar and places that the database lacks; what has no data file is left out and said in the log.
void load_reference_data(Program&);

/// All routes, jobs and reactions of the house.
identity::Routes all_routes();
std::vector<jobs::Handler> all_jobs(const identity::Surroundings&);
void schedule_all_jobs(db::Database&, Instant moment);
void connect_reactions();

/// Runs until SIGTERM or SIGINT. Returns the exit status.
int serve(Program&);

}  // namespace hemu::app
