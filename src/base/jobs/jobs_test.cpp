#include "jobs.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "db_testing.hpp"
#include "store.hpp"

namespace hemu::jobs {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

static const Instant morning = *parse_instant("2026-03-02 01:00:00+00");

/// A clock that the test moves.
class FakeClock {
  public:
    Instant operator()() const { return Instant{moment_}; }
    void pass(std::chrono::microseconds span) { moment_ += span.count(); }

  private:
    std::atomic<std::int64_t> moment_{morning.microseconds};
};

class jobs_table : public db::OnBothEngines {
  protected:
    std::vector<Job> in(JobState state) {
        return database().read([&](db::Tx& tx) { return list(tx, state); });
    }
    Id<Job> add(std::string_view kind, std::string payload = "{}", Instant due_at = morning) {
        return database().transact([&](db::Tx& tx) { return enqueue(tx, kind, std::move(payload), due_at); });
    }
    std::vector<Job> claim_all(std::int64_t limit = 100, seconds lease = seconds(60)) {
        return database().transact([&](db::Tx& tx) { return claim(tx, clock(), clock() + lease, limit); });
    }
    Runner runner(Handler handler) {
        return Runner(database(), {std::move(handler)}, [this] { return clock(); });
    }
    FakeClock clock;
};
INSTANTIATE_TEST_SUITE_P(engines, jobs_table, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(jobs_table, a_job_exists_when_its_transaction_is_committed) {
    EXPECT_ANY_THROW(database().transact([&](db::Tx& tx) {
        enqueue(tx, "greet", "{}", morning);
        throw std::runtime_error("rolled back");
    }));
    const auto id = add("greet", R"({"words": "你好"})");
    const auto waiting = in(JobState::waiting);
    ASSERT_THAT(waiting, SizeIs(1));
    EXPECT_EQ(waiting[0].id, id);
    EXPECT_EQ(waiting[0].payload, R"({"words": "你好"})");
    EXPECT_EQ(waiting[0].tries, 0);
}

TEST_P(jobs_table, one_with_a_key_is_enqueued_once) {
    database().transact([&](db::Tx& tx) {
        enqueue_once(tx, "greet", "event 1", "{}", morning);
        enqueue_once(tx, "greet", "event 1", "{}", morning);
        enqueue_once(tx, "greet", "event 2", "{}", morning);
        enqueue_once(tx, "part", "event 1", "{}", morning);
    });
    EXPECT_THAT(in(JobState::waiting), SizeIs(3));
}

TEST_P(jobs_table, due_ones_are_run_once_in_order_of_their_time) {
    std::vector<std::string> done;
    auto run = runner({"greet", [&](const Job& job, Instant) { done.push_back(job.payload); }});
    add("greet", "\"second\"", morning + seconds(1));
    add("greet", "\"first\"", morning);
    add("greet", "\"later\"", morning + hours(1));
    clock.pass(seconds(2));
    EXPECT_EQ(run.run_due(), 2);
    EXPECT_EQ(run.run_due(), 0);
    EXPECT_THAT(done, ElementsAre("\"first\"", "\"second\""));
    EXPECT_THAT(in(JobState::done), SizeIs(2));
    EXPECT_EQ(in(JobState::done)[0].finished_at, clock());
    clock.pass(hours(1));
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_EQ(run.counters().done, 3);
}

TEST_P(jobs_table, a_failing_one_is_repeated_after_growing_delays_and_given_up) {
    int tries = 0;
    auto run = runner({"greet",
                       [&](const Job&, Instant) {
                           ++tries;
                           throw std::runtime_error("no answer");
                       },
                       3});
    const auto id = add("greet");
    EXPECT_EQ(run.run_due(), 1);
    auto waiting = in(JobState::waiting);
    ASSERT_THAT(waiting, SizeIs(1));
    EXPECT_EQ(waiting[0].last_error, "no answer");
    EXPECT_EQ(waiting[0].due_at, clock() + delay_after(id, 1));
    EXPECT_EQ(run.run_due(), 0);
    clock.pass(delay_after(id, 1));
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_EQ(in(JobState::waiting)[0].due_at, clock() + delay_after(id, 2));
    clock.pass(delay_after(id, 2));
    EXPECT_EQ(run.run_due(), 1);

    EXPECT_EQ(tries, 3);
    const auto given_up = database().read([](db::Tx& tx) { return failed(tx); });
    ASSERT_THAT(given_up, SizeIs(1));
    EXPECT_EQ(given_up[0].state, JobState::failed);
    EXPECT_EQ(given_up[0].tries, 3);
    EXPECT_EQ(given_up[0].finished_at, clock());
    EXPECT_EQ(run.counters().given_up, 1);
    clock.pass(hours(100));
    EXPECT_EQ(run.run_due(), 0);
}

TEST_P(jobs_table, a_given_up_one_can_be_tried_again) {
    bool works = false;
    auto run = runner({"greet",
                       [&](const Job&, Instant) {
                           if (!works) throw std::runtime_error("no answer");
                       },
                       1});
    const auto id = add("greet");
    run.run_due();
    works = true;
    const auto again = [&] { database().transact([&](db::Tx& tx) { retry(tx, id, clock()); }); };
    again();
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_THAT(in(JobState::done), SizeIs(1));
    EXPECT_EQ(in(JobState::done)[0].last_error, std::nullopt);
    EXPECT_THROW(again(), Refusal);
}

TEST_P(jobs_table, an_unknown_kind_stays_visible) {
    auto run = runner({"greet", [](const Job&, Instant) {}});
    add("unheard_of");
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_EQ(in(JobState::waiting)[0].last_error, "no handler for this kind");
}

TEST_P(jobs_table, a_dead_server_s_job_returns_when_its_lease_ends) {
    add("greet");
    const auto lost = claim_all();
    ASSERT_THAT(lost, SizeIs(1));
    EXPECT_THAT(claim_all(), IsEmpty());
    clock.pass(seconds(61));
    const auto taken = claim_all();
    ASSERT_THAT(taken, SizeIs(1));
    EXPECT_EQ(taken[0].tries, 2);

    const auto end = [&](const Job& job) { database().transact([&](db::Tx& tx) { finish(tx, job, clock()); }); };
    try {
        end(lost[0]);
        FAIL() << "finished under a lost lease";
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.code, "job_taken_over");
    }
    database().transact([&](db::Tx& tx) { EXPECT_FALSE(extend(tx, lost[0], clock() + hours(1))); });
    end(taken[0]);
    EXPECT_THAT(in(JobState::done), SizeIs(1));
}

TEST_P(jobs_table, one_that_ends_every_server_is_given_up) {
    int runs = 0;
    auto run = runner({"greet", [&](const Job&, Instant) { ++runs; }, 2});
    add("greet");
    for (int i = 0; i < 2; ++i) {
        EXPECT_THAT(claim_all(), SizeIs(1));
        clock.pass(seconds(61));
    }
    run.run_due();
    EXPECT_EQ(runs, 0);
    EXPECT_EQ(in(JobState::failed)[0].last_error, "the server ended while it ran");
}

TEST_P(jobs_table, a_lease_can_be_extended_and_a_claim_given_back) {
    add("greet");
    const auto claimed = claim_all();
    database().transact([&](db::Tx& tx) { EXPECT_TRUE(extend(tx, claimed[0], clock() + seconds(120))); });
    clock.pass(seconds(61));
    EXPECT_THAT(claim_all(), IsEmpty());
    database().transact([&](db::Tx& tx) { release(tx, claimed[0]); });
    const auto again = claim_all();
    ASSERT_THAT(again, SizeIs(1));
    EXPECT_EQ(again[0].tries, 1);
}

TEST_P(jobs_table, a_handler_can_finish_in_its_own_transaction) {
    auto run = runner({"greet", [&](const Job& job, Instant moment) {
                           database().transact([&](db::Tx& tx) {
                               enqueue(tx, "follow", "{}", moment + hours(1));
                               finish(tx, job, moment);
                           });
                       }});
    add("greet");
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_THAT(in(JobState::done), SizeIs(1));
    EXPECT_THAT(in(JobState::waiting), SizeIs(1));
    EXPECT_EQ(run.counters().failed_tries, 0);
}

TEST_P(jobs_table, a_recurring_one_comes_back_each_period) {
    std::vector<Instant> at;
    auto run = runner({"watch", [&](const Job&, Instant moment) { at.push_back(moment); }});
    for (int i = 0; i < 2; ++i)
        database().transact([&](db::Tx& tx) { every(tx, "watch", minutes(5), morning + minutes(1)); });
    EXPECT_EQ(run.run_due(), 0);
    clock.pass(minutes(2));
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_EQ(run.run_due(), 0);
    clock.pass(minutes(4));  // due at minute 6
    EXPECT_EQ(run.run_due(), 1);
    clock.pass(minutes(60));  // several are missed: one run, the next a period later
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_EQ(in(JobState::waiting)[0].due_at, clock() + minutes(5));
    EXPECT_THAT(at, ElementsAre(morning + minutes(2), morning + minutes(6), morning + minutes(66)));

    database().transact([&](db::Tx& tx) { every(tx, "watch", minutes(1), morning); });
    clock.pass(minutes(5));
    EXPECT_EQ(run.run_due(), 1);
    EXPECT_EQ(in(JobState::waiting)[0].due_at, clock() + minutes(1));
    database().transact([&](db::Tx& tx) { no_longer(tx, "watch"); });
    EXPECT_THAT(in(JobState::waiting), IsEmpty());
}

TEST_P(jobs_table, a_failing_recurring_one_is_never_given_up_but_shown) {
    auto run = runner({"watch", [](const Job&, Instant) { throw std::runtime_error("\xff unreadable"); }, 2});
    database().transact([&](db::Tx& tx) { every(tx, "watch", minutes(5), morning); });
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(run.run_due(), 1);
        clock.pass(minutes(5));
    }
    const auto shown = database().read([](db::Tx& tx) { return failed(tx); });
    ASSERT_THAT(shown, SizeIs(1));
    EXPECT_EQ(shown[0].state, JobState::waiting);
    EXPECT_EQ(shown[0].last_error, "an error without readable text");
    database().transact([&](db::Tx& tx) { retry(tx, shown[0].id, clock()); });
    EXPECT_THAT(database().read([](db::Tx& tx) { return failed(tx); }), IsEmpty());
}

TEST_P(jobs_table, done_ones_are_forgotten_and_lists_are_paged) {
    auto run = runner({"greet", [](const Job&, Instant) {}});
    for (int i = 0; i < 5; ++i) add("greet", "{}", morning + seconds(i));
    clock.pass(seconds(10));
    run.run_due();
    const auto first = database().read([](db::Tx& tx) { return list(tx, JobState::done, std::nullopt, 3); });
    ASSERT_THAT(first, SizeIs(3));
    EXPECT_EQ(first[0].due_at, morning + seconds(4));
    EXPECT_THAT(database().read([&](db::Tx& tx) { return list(tx, JobState::done, first[2].id, 3); }), SizeIs(2));
    EXPECT_EQ(database().transact([&](db::Tx& tx) { return forget_done(tx, clock()); }), 0);
    EXPECT_EQ(database().transact([&](db::Tx& tx) { return forget_done(tx, clock() + seconds(1)); }), 5);
}

TEST_P(jobs_table, several_servers_share_the_work_and_do_each_job_once) {
    constexpr int count = 200;
    database().transact([](db::Tx& tx) {
        for (int i = 0; i < count; ++i) enqueue(tx, "greet", std::to_string(i), morning);
    });
    std::mutex guard;
    std::map<std::string, int> runs;
    const auto work = [&](const Job& job, Instant) {
        const std::lock_guard lock(guard);
        ++runs[job.payload];
    };
    const auto second = another();
    Runner one(database(), {{"greet", work}}, [this] { return clock(); });
    Runner two(*second, {{"greet", work}}, [this] { return clock(); });
    one.start();
    two.start();
    while (one.counters().done + two.counters().done < count) std::this_thread::yield();
    one.stop();
    two.stop();
    EXPECT_THAT(runs, SizeIs(count));
    for (const auto& [payload, times] : runs) EXPECT_EQ(times, 1) << payload;
    EXPECT_THAT(in(JobState::waiting), IsEmpty());
    EXPECT_THAT(in(JobState::running), IsEmpty());
}

TEST_P(jobs_table, a_runner_is_woken_by_a_new_job) {
    RunnerOptions options;
    options.poll = hours(1);
    std::atomic<int> done{0};
    Runner run(
        database(), {{"greet", [&](const Job&, Instant) { ++done; }}}, [this] { return clock(); }, options);
    run.start();
    // The first look at the rows is over when the runner waits; then only a hint can wake it.
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    add("greet");
    for (int i = 0; i < 500 && done == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(done, 1);
}

TEST_P(jobs_table, a_stopped_runner_gives_back_what_it_has_not_begun) {
    std::atomic<int> begun{0};
    std::atomic<bool> may_end{false};
    RunnerOptions options;
    options.threads = 1;
    for (int i = 0; i < 4; ++i) add("greet");
    Runner run(
        database(),
        {{"greet",
          [&](const Job&, Instant) {
              ++begun;
              while (!may_end) std::this_thread::yield();
          }}},
        [this] { return clock(); }, options);
    run.start();
    while (begun == 0) std::this_thread::yield();
    std::thread stopping([&] { run.stop(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    may_end = true;
    stopping.join();
    EXPECT_EQ(begun, 1);
    EXPECT_THAT(in(JobState::done), SizeIs(1));
    const auto waiting = in(JobState::waiting);
    EXPECT_THAT(waiting, SizeIs(3));
    EXPECT_EQ(waiting[0].tries, 0);
}

TEST_P(jobs_table, a_runner_keeps_the_leases_of_long_jobs) {
    RunnerOptions options;
    options.poll = std::chrono::milliseconds(10);
    std::atomic<bool> may_end{false};
    std::atomic<int> begun{0};
    add("greet");
    Runner run(
        database(),
        {{"greet",
          [&](const Job&, Instant) {
              ++begun;
              while (!may_end) std::this_thread::yield();
          }}},
        [this] { return clock(); }, options);
    run.start();
    while (begun == 0) std::this_thread::yield();
    for (int i = 0; i < 5; ++i) {
        clock.pass(seconds(30));
        for (int waited = 0; waited < 500; ++waited) {
            if (in(JobState::running)[0].lease_until > clock() + seconds(50)) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        EXPECT_THAT(claim_all(), IsEmpty());
    }
    may_end = true;
    run.stop();
    EXPECT_EQ(begun, 1);
    EXPECT_THAT(in(JobState::done), SizeIs(1));
}

TEST_P(jobs_table, every_statement_stands) { EXPECT_THAT(db::prepare_everything(database()), IsEmpty()); }

TEST(jobs_rules, delays_grow_and_are_the_same_for_the_same_job) {
    Id<Job> id;
    for (std::uint8_t first = 0; first < 50; ++first) {
        id.bytes[0] = first;
        for (std::int64_t tries = 1; tries < 100; ++tries) {
            const auto delay = delay_after(id, tries);
            const double middle = std::min(5.0 * std::pow(2.0, static_cast<double>(tries - 1)), 3'600.0) * 1e6;
            EXPECT_GE(static_cast<double>(delay.count()), middle * 0.8 - 1);
            EXPECT_LE(static_cast<double>(delay.count()), middle * 1.2 + 1);
            EXPECT_EQ(delay, delay_after(id, tries));
        }
    }
    Id<Job> other = id;
    other.bytes[15] = 1;
    EXPECT_NE(delay_after(id, 1), delay_after(other, 1));
}

TEST(jobs_rules, a_recurring_job_s_retry_is_never_later_than_its_period) {
    Job job;
    job.period_seconds = 60;
    job.tries = 40;
    EXPECT_EQ(due_after_failure(job, 3, morning), morning + seconds(60));
    job.period_seconds.reset();
    EXPECT_EQ(due_after_failure(job, 3, morning), std::nullopt);
    EXPECT_EQ(due_after_failure(job, 41, morning), morning + delay_after(job.id, 40));
}

}  // namespace hemu::jobs
