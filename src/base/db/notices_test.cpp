#include <thread>

#include "db_notices.hpp"
#include "db_recording.hpp"
#include "testing_table.hpp"

namespace hemu::db {

using testing::ElementsAre;

HEMU_ON_THINGS(db_notices);

/// What a listener heard, in order.
class Heard {
  public:
    void add(std::string text) {
        {
            const std::lock_guard lock(guard_);
            heard_.push_back(std::move(text));
        }
        changed_.notify_all();
    }
    std::vector<std::string> wait_for(std::size_t count) {
        std::unique_lock lock(guard_);
        changed_.wait_for(lock, std::chrono::seconds(10), [&] { return heard_.size() >= count; });
        return heard_;
    }

  private:
    std::mutex guard_;
    std::condition_variable changed_;
    std::vector<std::string> heard_;
};

TEST_P(db_notices, reach_listeners_after_the_commit_only) {
    Heard heard;
    Listener listener(
        database(), {"events", "jobs"},
        [&](const Notice& notice) {
            heard.add(fmt::format("{}: {} of {}", notice.channel, notice.payload, things_in(database())));
        },
        [&] { heard.add("connected"); });
    EXPECT_THAT(heard.wait_for(1), ElementsAre("connected"));
    EXPECT_TRUE(listener.connected());
    EXPECT_ANY_THROW(database().transact([](Tx& tx) {
        tx.notify("events", "never");
        throw std::runtime_error("rolled back");
    }));
    database().transact([](Tx& tx) {
        tx.notify("events", "第一 {\"a\": 1}");
        tx.notify("others", "not for us");
        tx.run(insert_thing, thing_id(1), "one", 1);
    });
    database().transact([](Tx& tx) { tx.notify("jobs", ""); });
    EXPECT_THAT(heard.wait_for(3), ElementsAre("connected", "events: 第一 {\"a\": 1} of 1", "jobs:  of 1"));
}

TEST_P(db_notices, a_listener_that_throws_goes_on_listening) {
    Heard heard;
    const Listener listener(
        database(), {"events"},
        [&](const Notice& notice) {
            heard.add(notice.payload);
            throw std::runtime_error("is logged");
        },
        [&] { heard.add("connected"); });
    heard.wait_for(1);
    database().transact([](Tx& tx) { tx.notify("events", "1"); });
    database().transact([](Tx& tx) { tx.notify("events", "2"); });
    EXPECT_THAT(heard.wait_for(3), ElementsAre("connected", "1", "2"));
}

TEST_P(db_notices, that_are_too_long_are_refused_before_the_commit) {
    EXPECT_THROW(database().transact([](Tx& tx) { tx.notify("events", std::string(7'001, 'x')); }), std::logic_error);
}

class db_listener : public OnThings {};
INSTANTIATE_TEST_SUITE_P(engines, db_listener, ::testing::Values(Engine::postgres), engine_name);

static const Statement end_listeners{"test.end_listeners", R"(
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
     WHERE query LIKE 'LISTEN "' || current_schema() || '/%')",
                                     Engine::postgres};

TEST_P(db_listener, connects_again_and_tells_that_it_may_have_missed_something) {
    Heard heard;
    const Listener listener(
        database(), {"events"}, [&](const Notice& notice) { heard.add(notice.payload); },
        [&] { heard.add("connected"); });
    heard.wait_for(1);
    EXPECT_EQ(database().transact([](Tx& tx) { return tx.one<int>(end_listeners); }), 1);
    EXPECT_THAT(heard.wait_for(2), ElementsAre("connected", "connected"));
    database().transact([](Tx& tx) { tx.notify("events", "after"); });
    EXPECT_THAT(heard.wait_for(3), ElementsAre("connected", "connected", "after"));
}

TEST_P(db_listener, hears_other_servers_of_its_city) {
    Heard heard;
    const Listener listener(
        database(), {"events"}, [&](const Notice& notice) { heard.add(notice.payload); },
        [&] { heard.add("connected"); });
    heard.wait_for(1);
    const auto other = another();
    for (int i = 0; i < 50; ++i) other->transact([&](Tx& tx) { tx.notify("events", std::to_string(i)); });
    const auto all = heard.wait_for(51);
    ASSERT_EQ(all.size(), 51U);
    EXPECT_EQ(all[1], "0");
    EXPECT_EQ(all[50], "49");
}

HEMU_ON_THINGS(db_recording);

TEST_P(db_recording, holds_the_very_statements_of_a_transaction) {
    {
        const Recording recording("register");
        database().transact([](Tx& tx) {
            tx.run(insert_thing, thing_id(1), "one", 1);
            tx.one<std::int64_t>(count_things);
        });
        std::vector<std::string> names;
        for (const auto& statement : recording.statements())
            if (statement.name != "db.set_city") names.push_back(statement.name);
        EXPECT_THAT(names, ElementsAre("db.begin", "test.insert_thing", "test.count_things", "db.commit"));
        const auto& insert = *(recording.statements().end() - 3);
        EXPECT_EQ(insert.sql, insert_thing.sql);
        EXPECT_THAT(insert.parameters, ElementsAre(to_text(thing_id(1)), "one", "1"));
        EXPECT_FALSE(insert.waited);
        EXPECT_TRUE((recording.statements().end() - 2)->waited);
        EXPECT_EQ(recording.title(), "register");
    }
    EXPECT_EQ(Recording::current(), nullptr);
}

}  // namespace hemu::db
