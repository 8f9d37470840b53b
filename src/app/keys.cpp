#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>

#include "command_line.hpp"
#include "log.hpp"
#include "sealing.hpp"

namespace hemu::app {

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

/// The key in a text of hex digits. origin: where it comes from, for the error.
static std::string key_in(const std::string& text, const std::string& origin) {
    std::string key = crypto::from_hex(text);
    if (key.size() < 32) throw std::runtime_error(origin + ": a master key has at least 64 hex digits");
    return key;
}

static std::optional<std::string> key_in_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) return std::nullopt;
    std::string text;
    file >> text;
    return key_in(text, path);
}

/// may_make: the city has no data keys yet.
static std::string master_key(const config::Config& config, bool may_make) {
    if (const char* given = std::getenv("HEMU_MASTER_KEY")) return key_in(given, "HEMU_MASTER_KEY");
    const std::string path = key_path(config);
    if (auto key = key_in_file(path)) return *key;
    if (may_make) return key_in(make_key_file(path), path);
    throw std::runtime_error("the city's data is sealed and its master key is missing: neither HEMU_MASTER_KEY nor " +
                             path);
}

struct KeyRow {
    int version = 0;
    std::string wrapped;
};
BOOST_DESCRIBE_STRUCT(KeyRow, (), (version, wrapped))

static const db::Statement select_keys{"app.data_keys", "SELECT version, wrapped FROM data_key ORDER BY version"};
static const db::Statement insert_key{"app.insert_data_key",
                                      "INSERT INTO data_key (version, wrapped, made_at) VALUES ($1, $2, $3)"};
static const db::Statement update_key{"app.rewrap_data_key", "UPDATE data_key SET wrapped = $2 WHERE version = $1"};

static crypto::Keys::Wrapped stored_keys(db::Tx& tx) {
    crypto::Keys::Wrapped wrapped;
    for (const KeyRow& row : tx.all<KeyRow>(select_keys)) wrapped[row.version] = row.wrapped;
    return wrapped;
}

/// Asked while a transaction goes on, inside which no other one may begin: on a thread of its own.
static crypto::Keys::Wrapped stored_keys(db::Database& database) {
    return std::async(std::launch::async, [&] { return database.read([](db::Tx& tx) { return stored_keys(tx); }); })
        .get();
}

std::unique_ptr<crypto::Keys> open_keys(db::Database& database, const config::Config& config) {
    const std::string master = master_key(config, stored_keys(database).empty());
    const auto wrapped = database.transact([&](db::Tx& tx) {
        auto stored = stored_keys(tx);
        if (stored.empty()) {
            stored[1] = crypto::Keys::make_wrapped(master);
            tx.run(insert_key, 1, stored[1], now());
        }
        return stored;
    });
    try {
        return std::make_unique<crypto::Keys>(master, wrapped, [&database] { return stored_keys(database); });
    } catch (const std::runtime_error& fault) {
        throw std::runtime_error(
            fmt::format("the master key does not open the city's data keys ({}): "
                        "HEMU_MASTER_KEY or {} must be the one that wrapped them",
                        fault.what(), key_path(config)));
    }
}

int rotate_keys(const CommandLine& words) {
    const Program program = words.open();
    const std::string master = master_key(program.config(), false);
    const int version = program.keys->newest() + 1;
    if (version > 255) throw std::runtime_error("no more than 255 data keys");
    program.database->transact([&](db::Tx& tx) {
        tx.run(insert_key, version, crypto::Keys::make_wrapped(master), now());
        audit::record(tx, entry_of(audit::AuditKind::key, "rotate", fmt::format("data_key {}", version)));
    });
    std::cout << fmt::format(
        "data key {}: what is sealed from now on is sealed with it, by running servers after their next start.\n"
        "Older values stay readable; `hemu keys reseal` seals them anew.\n",
        version);
    return 0;
}

int reseal_keys(const CommandLine& words) {
    const Program program = words.open();
    const auto done = sealing::reseal(*program.database, *program.keys);
    program.database->transact([&](db::Tx& tx) {
        audit::record(tx,
                      entry_of(audit::AuditKind::key, "reseal", fmt::format("data_key {}", program.keys->newest())));
    });
    std::cout << fmt::format("{} sealed values, {} of them sealed anew with data key {}\n", done.values,
                             done.resealed, program.keys->newest());
    return 0;
}

int rewrap_keys(const CommandLine& words) {
    const Program program = words.open();
    const std::string before = master_key(program.config(), false);
    auto other = key_in_file(words.key_file);
    if (!other) other = key_in(make_key_file(words.key_file), words.key_file);
    const auto count = program.database->transact([&](db::Tx& tx) {
        const auto stored = stored_keys(tx);
        for (const auto& [version, wrapped] : stored)
            tx.run(update_key, version, crypto::Keys::rewrapped(before, *other, wrapped));
        audit::record(
            tx, entry_of(audit::AuditKind::key, "rewrap", fmt::format("data_keys 1-{}", stored.rbegin()->first)));
        return stored.size();
    });
    std::cout << fmt::format(
        "{0} data keys are wrapped by the master key in {1} now. Before the next start put it in the place of {2},\n"
        "or name it in master_key_file. Backups made before today need the old one.\n",
        count, words.key_file, key_path(program.config()));
    return 0;
}

}  // namespace hemu::app
