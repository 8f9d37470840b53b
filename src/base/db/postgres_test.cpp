#include <future>
#include <thread>

#include "meter.hpp"
#include "postgres_connection.hpp"
#include "testing_table.hpp"

namespace hemu::db {

using testing::ElementsAre;

/// Only PostgreSQL, with the table.
class db_postgres : public OnThings {};
INSTANTIATE_TEST_SUITE_P(engines, db_postgres, ::testing::Values(Engine::postgres), engine_name);

static const Statement own_process{"test.own_process", "SELECT pg_backend_pid()", Engine::postgres};
static const Statement end_process{"test.end_process", "SELECT pg_terminate_backend($1)", Engine::postgres};
static const Statement sleep_for{"test.sleep", "SELECT pg_sleep($1) IS NULL", Engine::postgres};

/// Ends a connection's server process and waits until it is gone.
static void end(Database& database, int process) {
    database.read([&](Tx& tx) { tx.one<bool>(end_process, process); });
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
}

TEST_P(db_postgres, writes_travel_with_their_commit) {
    const auto before = database().counters();
    database().transact([](Tx& tx) {
        for (std::uint8_t i = 0; i < 20; ++i) tx.run(insert_thing, thing_id(i), fmt::format("n{}", i), 1);
    });
    EXPECT_EQ(database().counters().round_trips - before.round_trips, 1);
    EXPECT_EQ(things_in(database()), 20);
}

TEST_P(db_postgres, reads_asked_for_later_share_a_round_trip) {
    database().transact([](Tx& tx) { tx.run(insert_thing, thing_id(1), "one", 1); });
    const auto before = database().counters();
    database().read([](Tx& tx) {
        auto count = tx.later<std::int64_t>(count_things);
        auto names = tx.later<std::string>(select_names);
        EXPECT_EQ(count.one(), 1);
        EXPECT_THAT(names.all(), ElementsAre("one"));
    });
    EXPECT_EQ(database().counters().round_trips - before.round_trips, 1);
}

TEST_P(db_postgres, more_statements_than_the_buffers_hold_go_through) {
    const std::string long_text(3'000, 'x');
    database().transact([&](Tx& tx) {
        for (int i = 0; i < 3'000; ++i)
            tx.run(insert_thing, Id<Thing>::fresh(Instant{i}), fmt::format("{} {}", i, long_text), 1);
        EXPECT_EQ(tx.one<std::int64_t>(count_things), 3'000);
        // Large answers while large questions are still on their way.
        std::vector<Later<std::string>> answers;
        for (int i = 0; i < 5; ++i) answers.push_back(tx.later<std::string>(select_names));
        for (int i = 0; i < 300; ++i)
            tx.run(insert_thing, Id<Thing>::fresh(Instant{i}), fmt::format("b{} {}", i, long_text), 1);
        for (auto& answer : answers) EXPECT_EQ(answer.all().size(), 3'000U);
    });
    EXPECT_EQ(things_in(database()), 3'300);
}

TEST_P(db_postgres, a_lost_connection_is_replaced_and_the_transaction_run_again) {
    const int idle = database().transact([](Tx& tx) { return tx.one<int>(own_process); });
    const auto other = another();
    end(*other, idle);
    EXPECT_EQ(things_in(database()), 0);

    int runs = 0;
    database().transact([&](Tx& tx) {
        const int own = tx.one<int>(own_process);
        tx.run(insert_thing, thing_id(1), "one", 1);
        if (++runs < 3) std::thread([&] { end(*other, own); }).join();
        tx.one<std::int64_t>(count_things);
    });
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(things_in(database()), 1);
    EXPECT_EQ(database().counters().retries, 3);
    EXPECT_EQ(database().counters().in_use, 0);
}

TEST_P(db_postgres, all_idle_connections_of_a_lost_server_go_at_once) {
    Options options;
    options.connections = 6;
    options.tries = 2;
    const auto pooled = another(options);
    std::vector<int> processes;
    std::mutex guard;
    std::atomic<int> inside{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&] {
            pooled->read([&](Tx& tx) {
                const int own = tx.one<int>(own_process);
                const std::lock_guard lock(guard);
                processes.push_back(own);
                ++inside;
                guard.unlock();
                while (inside < 6) std::this_thread::yield();
                guard.lock();
            });
        });
    for (auto& thread : threads) thread.join();
    for (const int process : processes) end(database(), process);
    // With two tries this succeeds only when the first loss clears out all the others.
    EXPECT_EQ(things_in(*pooled), 0);
    EXPECT_EQ(pooled->counters().retries, 1);
}

TEST_P(db_postgres, a_connection_lost_while_committing_is_told_and_not_run_again) {
    database().transact([](Tx& tx) {
        // Runs at the commit, and ends the connection there.
        tx.run_text(R"(
            CREATE FUNCTION end_own_process() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER thing_at_commit AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION end_own_process();)");
    });
    int runs = 0;
    const auto failure = failure_from([&] {
        database().transact([&](Tx& tx) {
            ++runs;
            tx.run(insert_thing, thing_id(1), "one", 1);
        });
    });
    EXPECT_EQ(failure.sqlstate, "08007");
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(things_in(database()), 0);
    database().transact([](Tx& tx) { tx.run_text("DROP FUNCTION end_own_process CASCADE"); });
}

static const Statement lock_thing{"test.lock", "UPDATE thing SET version = version + 1 WHERE id = $1"};

TEST_P(db_postgres, deadlocks_are_run_again) {
    database().transact([](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        tx.run(insert_thing, thing_id(2), "two", 1);
    });
    std::atomic<int> holding{0};
    const auto lock_both = [&](std::uint8_t first, std::uint8_t second) {
        bool waited = false;
        database().transact([&](Tx& tx) {
            tx.changed(lock_thing, thing_id(first));
            ++holding;
            while (!waited && holding < 2) std::this_thread::yield();
            waited = true;
            tx.changed(lock_thing, thing_id(second));
        });
    };
    std::thread one([&] { lock_both(1, 2); });
    std::thread two([&] { lock_both(2, 1); });
    one.join();
    two.join();
    EXPECT_GE(database().counters().retries, 1);
    const Statement versions{"test.versions", "SELECT version FROM thing ORDER BY id"};
    EXPECT_THAT(database().read([&](Tx& tx) { return tx.all<int>(versions); }), ElementsAre(3, 3));
}

TEST_P(db_postgres, a_failure_that_stays_is_told_after_the_last_try) {
    Options options;
    options.tries = 3;
    const auto careful = another(options);
    int runs = 0;
    const auto failure = failure_from([&] {
        careful->transact([&](Tx& tx) {
            ++runs;
            tx.run_text("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$");
        });
    });
    EXPECT_EQ(failure.sqlstate, "40001");
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(careful->counters().failures, 1);
}

TEST_P(db_postgres, who_read_a_row_before_another_changed_it_reads_it_again) {
    const Statement version{"test.version", "SELECT version FROM thing WHERE id = $1"};
    database().transact([](Tx& tx) { tx.run(insert_thing, thing_id(1), "one", 1); });
    const auto other = another({});
    const auto be_faster = [&](int read) {
        other->transact([&](Tx& tx) { tx.must_change(rename_thing, thing_id(1), "theirs", read); });
    };
    int runs = 0;
    database().transact([&](Tx& tx) {
        const int read = tx.one<int>(version, thing_id(1));
        if (++runs == 1) std::thread(be_faster, read).join();
        tx.must_change(rename_thing, thing_id(1), "ours", read);
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(database().read([&](Tx& tx) { return tx.one<int>(version, thing_id(1)); }), 3);
}

TEST_P(db_postgres, who_finds_the_same_there_already_reads_once_more) {
    const Statement names{"test.names", "SELECT name FROM thing"};
    const auto other = another({});
    const auto be_faster = [&] { other->transact([](Tx& tx) { tx.run(insert_thing, thing_id(1), "theirs", 1); }); };
    int runs = 0;
    std::vector<std::string> seen;
    const auto add = [&](bool look) {
        database().transact([&](Tx& tx) {
            seen = tx.all<std::string>(names);
            if (look && !seen.empty()) return;
            if (++runs == 1) std::thread(be_faster).join();
            tx.run(insert_thing, thing_id(1), "ours", 1);
        });
    };
    add(true);
    EXPECT_EQ(runs, 1);
    EXPECT_THAT(seen, ElementsAre("theirs"));
    EXPECT_EQ(failure_from([&] { add(false); }).sqlstate, "23505") << "who does not look is told";
    EXPECT_EQ(runs, 3);
}

TEST_P(db_postgres, what_citus_says_when_it_could_not_commit_is_run_again) {
    const auto says = [](const char* state, const char* message) { return Failure("x", state, "", message); };
    EXPECT_TRUE(
        says("XX000", "could not commit transaction for shard 102008 on any active node").may_succeed_again());
    EXPECT_FALSE(says("XX000", "something else").may_succeed_again());
    EXPECT_TRUE(says("40P01", "deadlock detected").may_succeed_again());
    EXPECT_FALSE(says("23505", "duplicate key").may_succeed_again());
}

TEST_P(db_postgres, who_finds_no_free_connection_waits_and_is_refused_at_last) {
    Options options;
    options.connections = 2;
    options.longest_wait = std::chrono::milliseconds(300);
    const auto small = another(options);
    std::promise<void> release;
    const std::shared_future<void> released(release.get_future());
    std::atomic<int> inside{0};
    const auto hold = [&] {
        small->read([&](Tx& tx) {
            tx.one<std::int64_t>(count_things);
            ++inside;
            released.wait();
        });
    };
    std::thread one(hold);
    std::thread two(hold);
    while (inside < 2) std::this_thread::yield();

    EXPECT_EQ(refusal_from([&] { things_in(*small); }), "database_busy");
    EXPECT_EQ(small->counters().pool_refusals, 1);
    EXPECT_EQ(small->counters().in_use, 2);
    EXPECT_GE(small->counters().pool_wait_microseconds, 290'000);

    auto patient = std::async(std::launch::async, [&] { return things_in(*small); });
    while (small->counters().waiting < 1) std::this_thread::yield();
    release.set_value();
    EXPECT_EQ(patient.get(), 0);
    one.join();
    two.join();
    EXPECT_EQ(small->counters().in_use, 0);
    EXPECT_EQ(small->counters().connections_opened, 2);
}

TEST_P(db_postgres, an_unreachable_server_is_a_refusal) {
    Options options;
    options.tries = 2;
    const auto nowhere = Database::open("postgresql:///hemu?host=/nonexistent", options);
    EXPECT_EQ(refusal_from([&] { nowhere->read([](Tx&) {}); }), "database_unreachable");
    EXPECT_EQ(nowhere->counters().retries, 1);
}

TEST_P(db_postgres, a_statement_has_a_time_limit) {
    Options options;
    options.statement_limit = std::chrono::milliseconds(50);
    options.slow_statement = std::chrono::milliseconds(20);
    const auto hasty = another(options);
    EXPECT_EQ(failure_from([&] { hasty->read([](Tx& tx) { tx.one<bool>(sleep_for, 5.0); }); }).sqlstate, "57014");
    EXPECT_EQ(things_in(*hasty), 0);
    EXPECT_EQ(hasty->counters().slow_statements, 1);
}

TEST_P(db_postgres, a_transaction_at_rest_has_a_time_limit) {
    Options options;
    options.idle_transaction_limit = std::chrono::milliseconds(50);
    const auto hasty = another(options);
    const auto failure = failure_from([&] {
        hasty->transact([](Tx& tx) {
            tx.one<std::int64_t>(count_things);
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            tx.one<std::int64_t>(count_things);
        });
    });
    EXPECT_EQ(failure.sqlstate, "25P03");
    EXPECT_EQ(things_in(*hasty), 0);
}

static const Statement select_everything{"test.everything", "SELECT * FROM log_line"};

TEST_P(db_postgres, a_plan_that_outlived_a_migration_is_made_anew) {
    const auto words = [&] {
        return database().read([](Tx& tx) { return tx.maybe<std::string>(select_everything); });
    };
    EXPECT_EQ(words(), std::nullopt);
    another()->transact([](Tx& tx) { tx.run_text("ALTER TABLE log_line ADD more bigint"); });
    EXPECT_EQ(words(), std::nullopt);
    EXPECT_EQ(database().counters().retries, 1);
}

static const Statement show_settings{"test.settings", R"(
    SELECT current_setting('TimeZone') || ' ' || current_setting('DateStyle') || ' '
        || current_setting('transaction_isolation') || ' ' || current_setting('synchronous_commit'))",
                                     Engine::postgres};

TEST_P(db_postgres, sessions_speak_utc_and_commit_safely) {
    EXPECT_EQ(database().transact([](Tx& tx) { return tx.one<std::string>(show_settings); }),
              "UTC ISO, MDY read committed on");
    EXPECT_EQ(database().read([](Tx& tx) { return tx.one<std::string>(show_settings); }),
              "UTC ISO, MDY repeatable read on");
}

TEST_P(db_postgres, cities_in_one_server_do_not_see_each_other) {
    auto options = another()->options();
    options.city_schema += "_other";
    const auto other = Database::open(database().address(), options);
    database().transact([&](Tx& tx) {
        tx.run_text(fmt::format("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}", options.city_schema));
        tx.run(insert_thing, thing_id(1), "one", 1);
    });
    other->transact([](Tx& tx) { tx.run_text(thing_table); });
    EXPECT_EQ(things_in(*other), 0);
    EXPECT_EQ(things_in(database()), 1);
    database().transact([&](Tx& tx) { tx.run_text(fmt::format("DROP SCHEMA {} CASCADE", options.city_schema)); });
    EXPECT_THROW(Database::open("postgresql:///x", {.city_schema = "a\"b"}), std::invalid_argument);
}

TEST_P(db_postgres, a_statement_whose_preparation_was_skipped_is_prepared_later) {
    for (int i = 0; i < 2; ++i) {
        EXPECT_ANY_THROW(database().transact([](Tx& tx) {
            tx.run(insert_thing, thing_id(1), "one", 0);
            // Prepared in the same pipeline after the failure, so the server skips it.
            tx.run(lock_thing, thing_id(1));
        }));
    }
    database().transact([](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        EXPECT_EQ(tx.changed(lock_thing, thing_id(1)), 1);
    });
}

}  // namespace hemu::db
