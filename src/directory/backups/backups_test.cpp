#include "backups.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "audit.hpp"
#include "db_copies.hpp"
#include "db_testing.hpp"
#include "file_digest.hpp"

namespace hemu::backups {

HEMU_ON_BOTH_ENGINES(backups);

static const Instant morning = start_of(LegalDate(2026, 11, 24)) + std::chrono::hours(10);

static CopiesView shown(db::Database& database, Instant moment) {
    return database.read([&](db::Tx& tx) { return copies(tx, moment, 20); });
}

TEST_P(backups, are_overdue_when_there_is_none_or_an_old_one) {
    EXPECT_TRUE(shown(database(), morning).overdue);
    for (const int hours : {0, 5})
        database().transact([&](db::Tx& tx) {
            const Instant at = morning + std::chrono::hours(hours);
            note(tx, {Id<Copy>::fresh(at), at, "root", fmt::format("/backups/{}.db", hours), 4096, "00ff"});
        });
    const CopiesView view = shown(database(), morning + std::chrono::hours(28));
    EXPECT_FALSE(view.overdue);
    ASSERT_EQ(view.items.size(), 2u);
    EXPECT_EQ(view.items[0].file, "/backups/5.db") << "the newest first";
    EXPECT_TRUE(shown(database(), morning + std::chrono::hours(30)).overdue);
    const auto entries = database().read([](db::Tx& tx) { return audit::list(tx, {}); });
    ASSERT_EQ(entries.items.size(), 2u);
    EXPECT_EQ(entries.items[0].subject, "sm3 00ff");
}

/// A folder that goes with the test.
class Folder {
  public:
    Folder() : path(std::filesystem::temp_directory_path() / fmt::format("hemu-copies-{}", getpid())) {
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file(const char* name) const { return (path / name).string(); }
    const std::filesystem::path path;
};

TEST_P(backups, are_whole_and_go_into_an_empty_place_only) {
    const Folder folder;
    database().transact([&](db::Tx& tx) { note(tx, {Id<Copy>::fresh(morning), morning, "root", "first", 1, "00"}); });
    const std::string file = folder.file("copy");
    db::copy_out(database(), file);
    EXPECT_THROW(db::copy_out(database(), file), std::runtime_error) << "never over another one";
    EXPECT_EQ(crypto::sm3_of_file(file), crypto::sm3_of_file(file));
    if (database().engine() == db::Engine::sqlite) {
        const std::string other = folder.file("other.db");
        db::copy_in(other, {}, file);
        EXPECT_THROW(db::copy_in(other, {}, file), std::runtime_error);
        const auto restored = db::Database::open(other);
        EXPECT_EQ(shown(*restored, morning).items.at(0).file, "first");
        std::ofstream(folder.file("torn")) << "no database";
        EXPECT_THROW(db::copy_in(folder.file("third.db"), {}, folder.file("torn")), std::runtime_error);
        EXPECT_FALSE(std::filesystem::exists(folder.file("third.db")));
    } else {
        EXPECT_THROW(db::copy_in(database().address(), database().options(), file), std::runtime_error)
            << "the city is there";
        db::Options options = database().options();
        database().transact([&](db::Tx& tx) {
            tx.run_text(fmt::format("ALTER SCHEMA {0} RENAME TO {0}_aside", options.city_schema));
        });
        db::copy_in(database().address(), options, file);
        EXPECT_EQ(shown(database(), morning).items.at(0).file, "first");
        database().transact(
            [&](db::Tx& tx) { tx.run_text(fmt::format("DROP SCHEMA {}_aside CASCADE", options.city_schema)); });
    }
    EXPECT_THROW(db::copy_in(folder.file("fourth.db"), {}, folder.file("nothing")), std::runtime_error);
}

TEST(file_digests, are_those_of_the_bytes) {
    const Folder folder;
    std::string bytes(3'000'000, 'x');
    std::ofstream(folder.file("long"), std::ios::binary) << bytes;
    EXPECT_EQ(crypto::sm3_of_file(folder.file("long")), crypto::sm3(bytes));
    std::ofstream(folder.file("empty"));
    EXPECT_EQ(crypto::sm3_of_file(folder.file("empty")), crypto::sm3(""));
    EXPECT_THROW(crypto::sm3_of_file(folder.file("nothing")), std::runtime_error);
}

}  // namespace hemu::backups
