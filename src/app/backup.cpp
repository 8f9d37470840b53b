#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "attachments.hpp"
#include "audit.hpp"
#include "backups.hpp"
#include "command_line.hpp"
#include "db_copies.hpp"
#include "db_migrations.hpp"
#include "file_digest.hpp"
#include "store.hpp"
#include "verification.hpp"

namespace hemu::app {

namespace files = std::filesystem;

static std::string system_account() {
    const passwd* account = getpwuid(geteuid());
    return account ? account->pw_name : std::to_string(geteuid());
}

/// hemu-20261127T151530Z: UTC, so that names sort as time goes.
static std::string name_of(const config::Config& config, db::Engine engine, Instant moment) {
    std::string when = to_json_text(moment).substr(0, 19);
    std::erase_if(when, [](char c) { return c == '-' || c == ':'; });
    return fmt::format("{}-{}Z.{}", config.city_schema, when, engine == db::Engine::sqlite ? "db" : "dump");
}

/// What was written lies on the disk.
static void settle(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool settled = file >= 0 && fsync(file) == 0;
    if (file >= 0) close(file);
    if (!settled) throw std::runtime_error("cannot write " + path);
}

static std::string digest_beside(const std::string& file) { return file + ".sm3"; }

static void write_digest(const std::string& file, const std::string& digest) {
    std::ofstream(digest_beside(file)) << digest << "  " << files::path(file).filename().string() << "\n";
    settle(digest_beside(file));
}

/// Cities may be backed up into one folder; the same file is sealed by each with its own key.
static files::path files_beside(const files::path& folder, const config::Config& config) {
    return folder / (config.city_schema + "-files");
}
/// Contents never change and are named by their digest: only what is missing is copied, sealed as it is. How many.
static std::int64_t copy_named(db::Database& database, const attachments::Store& from, const attachments::Store& to) {
    std::int64_t copied = 0;
    attachments::for_each_digest(database, [&](const std::string& digest) {
        // What is lost or was taken back meanwhile keeps no backup from being made; `hemu verify` tells what is lost.
        if (to.has(digest) || !from.has(digest)) return;
        to.put(digest, from.get(digest));
        ++copied;
    });
    return copied;
}

static void copy_back(const files::path& from, const attachments::Store& to) {
    const auto copies = attachments::store_in(from);
    for (const std::string& digest : attachments::digests_in(from))
        if (!to.has(digest)) to.put(digest, copies->get(digest));
}

int make_backup(const CommandLine& words) {
    const Program program = words.open();
    umask(077);
    files::create_directories(words.file);
    backups::Copy copy;
    copy.made_at = now();
    copy.id = Id<backups::Copy>::fresh(copy.made_at);
    copy.made_by = system_account();
    copy.file =
        (files::absolute(words.file) / name_of(program.config(), program.database->engine(), copy.made_at)).string();
    const std::string part = copy.file + ".part";
    if (files::exists(copy.file)) throw std::runtime_error(copy.file + " is there already");
    files::remove(part);
    db::copy_out(*program.database, part);
    settle(part);
    copy.bytes = static_cast<std::int64_t>(files::file_size(part));
    copy.digest = crypto::to_hex(crypto::sm3_of_file(part));
    files::rename(part, copy.file);
    write_digest(copy.file, copy.digest);
    settle(words.file);
    // Written before the rows that name them: whatever the copy of the database names is there by now.
    const auto copied = copy_named(*program.database, *attachments::store_of(program.config()),
                                   *attachments::store_in(files_beside(words.file, program.config())));
    program.database->transact([&](db::Tx& tx) { backups::note(tx, copy); });
    std::cout << fmt::format(
        "{}\n{} bytes, SM3 {}\n{} files of disputes copied that were not there yet\nIt is of use only together with "
        "the master key.\n",
        copy.file, copy.bytes, copy.digest, copied);
    return 0;
}

/// Refuses a copy that is another one now than when it was made.
static void check_digest(const std::string& file) {
    std::ifstream beside(digest_beside(file));
    std::string told;
    if (!(beside >> told)) {
        std::cout << "There is no " << digest_beside(file) << ": whether the file is as it was made is not known.\n";
        return;
    }
    if (crypto::to_hex(crypto::sm3_of_file(file)) != told)
        throw std::runtime_error(file + " is not as it was made: its SM3 is not that of " + digest_beside(file));
    std::cout << "SM3 " << told << " is that of when it was made\n";
}

/// Reads the restored city as `hemu verify` does, and tries the key.
static int prove(const config::Config& config, db::Database& database) {
    if (!db::missing_migrations(database).empty()) {
        std::cout << "restored from an older program: `hemu migrate`, then `hemu verify`\n";
        return 0;
    }
    const auto disputes = dispute::verify(database);
    const auto entries = audit::verify(database);
    std::cout << fmt::format("journal: {} chains, {} events\naudit: {} chains, {} entries\n", disputes.chains,
                             disputes.events, entries.chains, entries.entries);
    bool whole = disputes.breaks.empty() && entries.breaks.empty();
    try {
        const auto keys = open_keys(database, config);
        std::cout << "the master key opens its data keys\n";
        const auto kept = attachments::verify(database, config, *keys);
        std::cout << fmt::format("files: {}\n", kept.files);
        whole = whole && kept.damaged.empty();
    } catch (const std::runtime_error& fault) {
        std::cout << "its sealed data cannot be read yet: " << fault.what() << "\n";
    }
    std::cout << (whole ? "whole\n" : "not whole: `hemu verify` names what is broken\n");
    return whole ? 0 : 2;
}

int restore_backup(const CommandLine& words) {
    const auto loaded = words.load();
    const config::Config& config = loaded.config;
    umask(077);
    check_digest(words.file);
    files::create_directories(config.data_dir);
    db::Options options;
    options.city_schema = config.city_schema;
    const std::string address = config::database_location(config);
    db::copy_in(address, options, words.file);
    copy_back(files_beside(files::absolute(words.file).parent_path(), config), *attachments::store_of(config));
    const auto database = db::Database::open(address, options);
    return prove(config, *database);
}

}  // namespace hemu::app
