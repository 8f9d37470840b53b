#include <libpq-fe.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "db_copies.hpp"

namespace hemu::db {

static bool is_postgres(std::string_view address) {
    return address.starts_with("postgres://") || address.starts_with("postgresql://");
}

/// Reads every page of one file and writes them into another one that is not there yet.
static void copy_sqlite(const std::string& from, const std::string& to) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(from.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> database(opened, sqlite3_close_v2);
    sqlite3_stmt* prepared = nullptr;
    bool fine = code == SQLITE_OK && sqlite3_busy_timeout(opened, 30'000) == SQLITE_OK &&
                sqlite3_prepare_v2(opened, "VACUUM INTO ?1", -1, &prepared, nullptr) == SQLITE_OK;
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, sqlite3_finalize);
    fine = fine && sqlite3_bind_text(prepared, 1, to.c_str(), -1, SQLITE_STATIC) == SQLITE_OK &&
           sqlite3_step(prepared) == SQLITE_DONE;
    if (!fine) throw std::runtime_error(fmt::format("{}: {}", to, sqlite3_errmsg(opened)));
}

/// What libpq's programs read from the environment instead of the command line, where everybody would see it.
static std::vector<std::string> environment_of(const std::string& url, std::string& database) {
    std::vector<std::string> words;
    for (char** word = environ; *word; ++word)
        if (std::string_view(*word).substr(0, 2) != "PG") words.emplace_back(*word);
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), nullptr),
                                                                               PQconninfoFree);
    if (!options) throw std::runtime_error("the database's address is no URL of PostgreSQL");
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
        if (option->envvar && option->val) words.push_back(fmt::format("{}={}", option->envvar, option->val));
        if (std::string_view(option->keyword) == "dbname" && option->val) database = option->val;
    }
    return words;
}

static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (std::string& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

static void run_program(std::vector<std::string> words, std::vector<std::string> environment) {
    pid_t child = 0;
    if (posix_spawnp(&child, words[0].c_str(), nullptr, nullptr, pointers(words).data(),
                     pointers(environment).data()) != 0)
        throw std::runtime_error(words[0] + " is not there: install PostgreSQL's client programs");
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(words[0] + " failed");
}

static void dump_postgres(const Database& database, const std::string& file) {
    std::string name;
    const auto environment = environment_of(database.address(), name);
    run_program({"pg_dump", "--format=custom", "--no-owner", "--no-privileges",
                 fmt::format("--schema=\"{}\"", database.options().city_schema), "--file=" + file},
                environment);
}

static void restore_postgres(const std::string& address, const std::string& file) {
    std::string name;
    const auto environment = environment_of(address, name);
    run_program({"pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
                 "--dbname=" + name, file},
                environment);
}

/// A file that was not there before; nothing of it stays when it cannot be made whole.
template <class Make>
static void make_file(const std::string& file, const Make& make) {
    try {
        make();
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
        throw;
    }
}

void copy_out(const Database& database, const std::string& file) {
    if (std::filesystem::exists(file)) throw std::runtime_error(file + " is there already");
    make_file(file, [&] {
        if (database.engine() == Engine::sqlite)
            copy_sqlite(database.address(), file);
        else
            dump_postgres(database, file);
    });
}

static const Statement count_schemas{
    "db.count_schemas", "SELECT count(*) AS count FROM information_schema.schemata WHERE schema_name = $1",
    Engine::postgres};

void copy_in(const std::string& address, const Options& options, const std::string& file) {
    static constexpr auto there_already = "there is a city already: a copy goes into an empty place";
    if (!std::filesystem::is_regular_file(file)) throw std::runtime_error("there is no file " + file);
    if (!is_postgres(address)) {
        if (std::filesystem::exists(address)) throw std::runtime_error(there_already);
        return make_file(address, [&] { copy_sqlite(file, address); });
    }
    const auto database = Database::open(address, options);
    const auto schemas =
        database->read([&](Tx& tx) { return tx.one<std::int64_t>(count_schemas, options.city_schema); });
    if (schemas > 0) throw std::runtime_error(there_already);
    restore_postgres(address, file);
}

}  // namespace hemu::db
