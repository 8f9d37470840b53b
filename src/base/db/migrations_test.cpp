#include "db_migrations.hpp"

#include <thread>

#include "testing_table.hpp"

namespace hemu::db {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

HEMU_ON_BOTH_ENGINES(db_migrations);

static std::string refusal_of(Database& database, const std::vector<Migration>& migrations) {
    try {
        migrate(database, migrations);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "migrated";
}

/// The program's own and some more.
static std::vector<Migration> with(std::initializer_list<Migration> more) {
    auto all = embedded_migrations();
    all.insert(all.end(), more);
    return all;
}

static const Statement count_first{"test.count_extra", "SELECT count(*) FROM schema_migration WHERE name LIKE '9%'"};

TEST_P(db_migrations, are_applied_once_and_in_order) {
    const auto more =
        with({{"9002_second", "INSERT INTO extra VALUES (2);", "b"},
              {"9001_first", "CREATE TABLE extra (n bigint, CONSTRAINT extra_pk PRIMARY KEY (n));", "a"}});
    EXPECT_THAT(migrate(database(), more), ElementsAre("9001_first", "9002_second"));
    EXPECT_THAT(migrate(database(), more), IsEmpty());
    EXPECT_EQ(database().read([](Tx& tx) { return tx.one<int>(count_first); }), 2);
}

TEST_P(db_migrations, changed_unknown_or_missing_ones_are_refused) {
    EXPECT_THAT(missing_migrations(database()), IsEmpty());
    migrate(database(), with({{"9001_first", "CREATE TABLE extra (n bigint);", "a"}, {"9002_second", "", "b"}}));
    EXPECT_THAT(refusal_of(database(), with({{"9001_first", "", "c"}, {"9002_second", "", "b"}})),
                HasSubstr("9001_first was changed"));
    EXPECT_THAT(refusal_of(database(), with({{"9001_first", "", "a"}})), HasSubstr("newer than this program"));
    EXPECT_THAT(
        refusal_of(database(), with({{"9001_first", "", "a"}, {"9001_more", "", "d"}, {"9002_second", "", "b"}})),
        HasSubstr("9001_more is missing before 9002_second"));
    EXPECT_THROW(missing_migrations(database()), std::runtime_error);
}

TEST_P(db_migrations, one_that_fails_leaves_nothing) {
    const auto bad = with({{"9001_first", "CREATE TABLE extra (n bigint); INSERT INTO nowhere VALUES (1);", "a"}});
    EXPECT_THAT(refusal_of(database(), bad), HasSubstr("migration 9001_first"));
    EXPECT_THAT(migrate(database(), with({{"9001_first", "CREATE TABLE extra (n bigint);", "a"}})), SizeIs(1));
}

TEST_P(db_migrations, servers_that_start_together_apply_each_one_once) {
    std::vector<Migration> more;
    const std::vector<std::string> names = {"9001", "9002", "9003", "9004", "9005"};
    std::vector<std::string> texts;
    for (const auto& name : names) texts.push_back(fmt::format("CREATE TABLE extra_{} (n bigint);", name));
    more = embedded_migrations();
    for (std::size_t i = 0; i < names.size(); ++i) more.push_back({names[i], texts[i], "x"});
    std::atomic<std::size_t> applied{0};
    std::vector<std::thread> servers;
    for (int i = 0; i < 4; ++i)
        servers.emplace_back([&] {
            const auto own = another();
            applied += migrate(*own, more).size();
        });
    for (auto& server : servers) server.join();
    EXPECT_EQ(applied, names.size());
}

TEST_P(db_migrations, the_program_s_own_can_all_be_applied_to_a_new_city) {
    if (GetParam() == Engine::sqlite) {
        const std::string path = database().address() + "-new";
        EXPECT_THAT(migrate(*Database::open(path)), SizeIs(embedded_migrations().size()));
        for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path + ending);
        return;
    }
    Options options = another()->options();
    options.city_schema += "_new";
    const auto fresh = Database::open(database().address(), options);
    EXPECT_THAT(missing_migrations(*fresh), SizeIs(embedded_migrations().size()));
    EXPECT_THAT(migrate(*fresh), SizeIs(embedded_migrations().size()));
    database().transact([&](Tx& tx) { tx.run_text(fmt::format("DROP SCHEMA {} CASCADE", options.city_schema)); });
}

TEST(db_migration_text, has_sections_for_engines) {
    const Migration text{"1", "a\n--@ sqlite\nb\n--@ postgres\nc\n--@ both \nd", ""};
    EXPECT_EQ(section_for(Engine::sqlite, text), "a\n\nb\n\n\n\nd");
    EXPECT_EQ(section_for(Engine::postgres, text), "a\n\n\n\nc\n\nd");
    EXPECT_THROW(section_for(Engine::sqlite, {"1", "--@ mysql\n", ""}), std::runtime_error);
    EXPECT_EQ(section_for(Engine::sqlite, {"1", "", ""}), "");
}

TEST(db_migration_text, of_the_program_is_numbered_and_has_checksums) {
    std::set<std::string_view> numbers;
    for (const Migration& migration : embedded_migrations()) {
        EXPECT_TRUE(numbers.insert(migration.name.substr(0, 4)).second) << migration.name;
        EXPECT_EQ(migration.checksum.size(), 64U);
    }
    EXPECT_FALSE(numbers.empty());
}

}  // namespace hemu::db
