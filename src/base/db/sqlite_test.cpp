#include <barrier>
#include <thread>

#include "sqlite_connection.hpp"
#include "testing_table.hpp"

namespace hemu::db {

/// Only SQLite, with the table.
class db_sqlite : public OnThings {};
INSTANTIATE_TEST_SUITE_P(engines, db_sqlite, ::testing::Values(Engine::sqlite), engine_name);

static const Statement show_safety{"test.safety", R"(
    SELECT (SELECT journal_mode FROM pragma_journal_mode) || ' '
        || (SELECT synchronous FROM pragma_synchronous) || ' '
        || (SELECT foreign_keys FROM pragma_foreign_keys))",
                                   Engine::sqlite};

TEST_P(db_sqlite, is_safe_on_disk_before_it_answers) {
    EXPECT_EQ(database().transact([](Tx& tx) { return tx.one<std::string>(show_safety); }), "wal 2 1");
    EXPECT_EQ(database().read([](Tx& tx) { return tx.one<std::string>(show_safety); }), "wal 2 1");
}

TEST_P(db_sqlite, transactions_that_come_together_share_a_commit_and_fail_alone) {
    constexpr int threads_count = 8;
    constexpr int each = 50;
    std::atomic<int> failed{0};
    std::atomic<int> followed{0};
    const auto before = database().counters();
    std::vector<std::thread> threads;
    for (int t = 0; t < threads_count; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                try {
                    database().transact([&](Tx& tx) {
                        tx.run(insert_thing, Id<Thing>::fresh(Instant{t}), fmt::format("{}/{}", t, i), 1);
                        tx.after_commit([&] { ++followed; });
                        if (i % 5 == 1) throw std::runtime_error("this one alone");
                        if (i % 5 == 3)
                            tx.run(insert_thing, Id<Thing>::fresh(Instant{t}), fmt::format("{}/{}", t, i), 1);
                    });
                } catch (const std::exception&) {
                    ++failed;
                }
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failed, threads_count * each * 2 / 5);
    EXPECT_EQ(followed, threads_count * each * 3 / 5);
    EXPECT_EQ(things_in(database()), threads_count * each * 3 / 5);
    EXPECT_LT(database().counters().commits - before.commits, threads_count * each);
}

TEST_P(db_sqlite, one_commit_serves_all_that_waited) {
    std::barrier all_ready(5);
    std::atomic<bool> may_go{false};
    std::thread first([&] {
        database().transact([&](Tx& tx) {
            tx.run(insert_thing, thing_id(100), "first", 1);
            all_ready.arrive_and_wait();
            while (!may_go) std::this_thread::yield();
        });
    });
    const auto before = database().counters();
    std::vector<std::thread> others;
    for (std::uint8_t i = 0; i < 4; ++i)
        others.emplace_back([&, i] {
            all_ready.arrive_and_wait();
            database().transact([&](Tx& tx) { tx.run(insert_thing, thing_id(i), fmt::format("n{}", i), 1); });
        });
    while (database().counters().waiting < 4) std::this_thread::yield();
    may_go = true;
    first.join();
    for (auto& thread : others) thread.join();
    EXPECT_EQ(things_in(database()), 5);
    EXPECT_LE(database().counters().commits - before.commits, 2);
}

TEST_P(db_sqlite, a_later_one_sees_what_an_earlier_one_of_its_group_did) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i)
                database().transact([&](Tx& tx) {
                    const auto count = tx.one<std::int64_t>(count_things);
                    tx.run(insert_thing, Id<Thing>::fresh(Instant{count}), fmt::format("{}", count), 1);
                });
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(things_in(database()), 200);
}

TEST_P(db_sqlite, readers_go_on_while_one_writes) {
    Options options;
    options.connections = 4;
    const auto shared = another(options);
    std::atomic<bool> ending{false};
    std::atomic<std::int64_t> reads{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 6; ++i)
        readers.emplace_back([&] {
            std::int64_t seen = 0;
            while (!ending) {
                const auto count = things_in(*shared);
                EXPECT_GE(count, seen);
                seen = count;
                ++reads;
            }
        });
    for (int i = 0; i < 100; ++i)
        shared->transact([&](Tx& tx) { tx.run(insert_thing, Id<Thing>::fresh(Instant{i}), std::to_string(i), 1); });
    while (reads < 50) std::this_thread::yield();
    ending = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(things_in(*shared), 100);
    EXPECT_LE(shared->counters().connections_opened, 5);
}

TEST_P(db_sqlite, a_writer_of_another_process_is_waited_for_and_then_refused) {
    Options options;
    options.longest_wait = std::chrono::milliseconds(100);
    const auto other = another(options);
    database().transact([&](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        std::thread([&] { EXPECT_EQ(refusal_from([&] { other->transact([](Tx&) {}); }), "database_busy"); }).join();
    });
    other->transact([](Tx& tx) { tx.run(insert_thing, thing_id(2), "two", 1); });
    EXPECT_EQ(things_in(database()), 2);
}

TEST_P(db_sqlite, who_waits_too_long_for_the_writer_is_refused) {
    Options options;
    options.longest_wait = std::chrono::milliseconds(50);
    const auto hasty = another(options);
    hasty->transact([&](Tx&) {
        std::thread([&] { EXPECT_EQ(refusal_from([&] { hasty->transact([](Tx&) {}); }), "database_busy"); }).join();
    });
    EXPECT_EQ(hasty->counters().pool_refusals, 1);
    EXPECT_EQ(hasty->counters().waiting, 0);
}

TEST_P(db_sqlite, a_disk_that_is_full_fails_one_and_keeps_the_others) {
    database().transact([](Tx& tx) { tx.run_text("PRAGMA max_page_count = 400"); });
    std::atomic<int> kept{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                const bool large = i % 4 == 3;
                try {
                    database().transact([&](Tx& tx) {
                        const std::string text(large ? 4'000'000 : 10, 'x');
                        tx.run(insert_thing, Id<Thing>::fresh(Instant{t}), fmt::format("{} {} {}", t, i, text), 1);
                    });
                    ++kept;
                } catch (const Failure& failure) {
                    EXPECT_EQ(failure.sqlstate, "53100");
                    ++refused;
                }
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(refused, 20);
    EXPECT_EQ(kept, 60);
    EXPECT_EQ(things_in(database()), 60);
}

TEST_P(db_sqlite, a_parameter_that_is_not_used_is_a_failure) {
    const Statement hole{"test.hole", "SELECT $1 + $3", Engine::sqlite};
    EXPECT_EQ(failure_from([&] { database().read([&](Tx& tx) { return tx.one<int>(hole, 1, 2, 3); }); }).sqlstate,
              "42P02");
}

TEST(db_sqlite_file, that_cannot_be_opened_is_a_failure) {
    EXPECT_EQ(failure_from([] { Database::open("/nonexistent/folder/file.sqlite"); }).sqlstate, "58030");
}

}  // namespace hemu::db
