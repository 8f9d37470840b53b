#include <gtest/gtest.h>

#include <future>
#include <random>
#include <thread>

#include "live_testing.hpp"
#include "store.hpp"

namespace hemu::live {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

static const Instant moment{1'790'000'000'000'000};

class live_hub : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        options_.streams_of_session = 2;
        options_.most_replayed = 10;
        hub_ = make_hub(database());
        rights_->allow(reader(1), {1, 2, 3});
    }
    std::unique_ptr<Hub> make_hub(db::Database& of) {
        return std::make_unique<Hub>(
            of, std::make_unique<TestAudience>(rights_), [] { return moment; }, options_);
    }
    void announce_one(int about, std::string_view words = "{}", std::chrono::milliseconds later = 0ms) {
        const auto made_at = moment + std::chrono::milliseconds(++announced_) + later;
        database().transact([&](db::Tx& tx) {
            const auto id = Id<Announcement>::fresh(made_at);
            announce(tx, id, subject(about), fmt::format("all one:{}", about), words);
        });
    }
    std::shared_ptr<Page> open(const Reader& who, std::string_view query, std::string_view last_event_id = {},
                               Hub* hub = nullptr) {
        std::vector<http::Header> headers;
        if (!last_event_id.empty()) headers.push_back({"Last-Event-ID", std::string(last_event_id)});
        const auto request = http::make_request("GET", fmt::format("/api/live?topics={}", query), headers);
        const auto reply = (hub ? *hub : *hub_).open(who, request);
        auto page = std::make_shared<Page>();
        plans_.push_back(reply.stream);
        reply.stream->opened(http::Stream(page));
        return page;
    }
    /// The reader of the stream opened last goes away.
    void close_last() {
        plans_.back()->closed();
        plans_.pop_back();
    }
    std::string refusal_of(std::string_view query, std::string_view last_event_id = {}) {
        try {
            open(reader(1), query, last_event_id);
        } catch (const Refusal& refusal) {
            return refusal.code +
                   (refusal.fields.empty() ? "" : " " + refusal.fields[0].field + " " + refusal.fields[0].code);
        }
        return "";
    }

    int announced_ = 0;
    HubOptions options_;
    std::shared_ptr<Rights> rights_ = std::make_shared<Rights>();
    std::unique_ptr<Hub> hub_;
    std::vector<std::shared_ptr<http::StreamPlan>> plans_;
};
INSTANTIATE_TEST_SUITE_P(engines, live_hub, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(live_hub, brings_a_page_what_it_listens_to) {
    const auto all = open(reader(1), "all");
    const auto one = open(reader(1), "one:2");
    announce_one(1, R"({"a":1})");
    announce_one(2, R"({"a":2})");
    hub_->look();
    EXPECT_THAT(all->events(), ElementsAre("position 0", R"(1 {"a":1})", R"(2 {"a":2})"));
    EXPECT_THAT(one->events(), ElementsAre("position 0", R"(2 {"a":2})"));
    EXPECT_EQ(hub_->position(), 2);
    EXPECT_EQ(hub_->counters().delivered, 3);
}

TEST_P(live_hub, announces_nothing_that_was_rolled_back) {
    const auto page = open(reader(1), "all");
    EXPECT_ANY_THROW(database().transact([](db::Tx& tx) {
        announce(tx, Id<Announcement>::fresh(moment), subject(1), "all", "{}");
        throw std::runtime_error("rolled back");
    }));
    EXPECT_THROW(announce_one(1, "two\nlines"), std::logic_error);
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 0"));
}

TEST_P(live_hub, asks_for_rights_at_every_message) {
    const auto page = open(reader(1), "all");
    announce_one(1);
    announce_one(7);
    hub_->look();
    rights_->forbid(reader(1), 1);
    announce_one(1);
    hub_->look();
    rights_->allow(reader(1), {7});
    announce_one(7);
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 0", "1 {}", "4 {}"));
}

TEST_P(live_hub, ends_streams_whose_reader_is_over) {
    rights_->allow(reader(2), {1});
    const auto gone = open(reader(2), "all");
    const auto stays = open(reader(1), "all");
    rights_->leave(reader(2));
    announce_one(1);
    hub_->look();
    EXPECT_FALSE(gone->is_open());
    EXPECT_THAT(gone->events(), ElementsAre("position 0"));
    EXPECT_TRUE(stays->is_open());
    EXPECT_EQ(hub_->counters().ended, 1);
    EXPECT_EQ(hub_->counters().streams, 1);
}

TEST_P(live_hub, a_session_in_another_post_is_another_reader) {
    const auto page = open(reader(1, 1), "all");
    rights_->leave(reader(1, 1));
    rights_->allow(reader(1, 2), {1});
    announce_one(1);
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 0"));
    EXPECT_FALSE(page->is_open());
}

TEST_P(live_hub, numbers_late_commits_after_early_ones) {
    const auto page = open(reader(1), "all");
    announce_one(2, "{}", 10s);
    hub_->look();
    announce_one(1, "{}", -10s);
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 0", "1 {}", "2 {}"));
}

TEST_P(live_hub, goes_on_after_the_last_number) {
    for (int i = 1; i <= 3; ++i) announce_one(i, std::to_string(i));
    announce_one(7, "out of sight");
    hub_->look();
    EXPECT_THAT(open(reader(1), "all", "1")->events(), ElementsAre("2 2", "3 3", "position 4"));
    close_last();
    EXPECT_THAT(open(reader(1), "one:3&last_event_id=0")->events(), ElementsAre("3 3", "position 4"));
    close_last();
    EXPECT_THAT(open(reader(1), "all&last_event_id=0", "3")->events(), ElementsAre("position 4"))
        << "the header goes before";
    close_last();
    EXPECT_THAT(open(reader(1), "all")->events(), ElementsAre("position 4"));
    const auto restarted = make_hub(database());
    announce_one(1, "new");
    restarted->look();
    EXPECT_THAT(open(reader(1), "all", "2", restarted.get())->events(), ElementsAre("3 3", "5 new", "position 5"));
}

TEST_P(live_hub, tells_who_missed_too_much_to_look_again) {
    for (int i = 0; i < 12; ++i) announce_one(1);
    hub_->look();
    EXPECT_THAT(open(reader(1), "all", "1")->events(), ElementsAre("look_again 12", "position 12"));
    close_last();
    EXPECT_EQ(open(reader(1), "all", "2")->events().size(), 11U);
    close_last();
    EXPECT_THAT(open(reader(1), "all", "13")->events(), ElementsAre("look_again 12", "position 12"))
        << "a number of another database";
    EXPECT_EQ(hub_->counters().look_agains, 2);
}

TEST_P(live_hub, notices_what_was_forgotten) {
    for (int i = 0; i < 4; ++i) announce_one(1);
    hub_->look();
    const auto page = open(reader(1), "all");
    for (int i = 0; i < 4; ++i) announce_one(1);
    database().transact([](db::Tx& tx) { number_announced(tx, 100, 2); });
    EXPECT_THAT(open(reader(1), "all", "3")->events(), ElementsAre("look_again 4", "position 4"))
        << "numbers 1 to 6 are gone, and the hub is at 4";
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 4", "look_again 6", "7 {}", "8 {}"));
}

TEST_P(live_hub, keeps_to_its_limits) {
    EXPECT_EQ(refusal_of(""), "invalid topics missing");
    EXPECT_EQ(refusal_of("all,nothing"), "invalid topics unknown_word");
    EXPECT_EQ(refusal_of("all", "x"), "invalid last_event_id not_a_number");
    EXPECT_EQ(refusal_of("all", "-1"), "invalid last_event_id not_a_number");
    std::string many = "all";
    for (int i = 0; i < 32; ++i) many += fmt::format(",one:{}", i);
    EXPECT_EQ(refusal_of(many), "invalid topics too_many");
    open(reader(1), "all");
    open(reader(1), "all,all,one:1");
    EXPECT_EQ(refusal_of("all"), "too_many_streams");
    EXPECT_EQ(open(reader(2), "all")->events().size(), 1U) << "of another session";
    close_last();
    close_last();
    EXPECT_EQ(refusal_of("all"), "");
    EXPECT_EQ(hub_->counters().refused, 1);
}

TEST_P(live_hub, waits_for_rights_that_cannot_be_read) {
    const auto page = open(reader(1), "all");
    rights_->failures_to_come = 1;
    announce_one(1);
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 0", "1 {}"));
}

TEST_P(live_hub, hears_of_commits_at_once) {
    options_.poll = std::chrono::minutes(10);
    const auto hub = make_hub(database());
    const auto elsewhere = another();
    const auto second = make_hub(GetParam() == db::Engine::postgres ? *elsewhere : database());
    hub->start();
    second->start();
    const auto page = open(reader(1), "all", "", hub.get());
    const auto other = open(reader(1), "all", "", second.get());
    announce_one(1, "here");
    announce_one(2, "there");
    EXPECT_THAT(page->wait_for(3), ElementsAre("position 0", "1 here", "2 there"));
    EXPECT_THAT(other->wait_for(3), ElementsAre("position 0", "1 here", "2 there"));
    rights_->leave(reader(1));
    database().transact([](db::Tx& tx) { tx.notify(session_channel, ""); });
    for (int i = 0; i < 500 && page->is_open(); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(page->is_open());
}

/// Two servers, six writers whose commits come in any order, readers that leave and come back at either server: each
/// of them has every message in the end.
TEST_P(live_hub, loses_nothing_however_commits_and_readers_come_and_go) {
    constexpr int writers = 6, written_by_each = 60;
    options_.most_replayed = 1'000;
    options_.least_pause = 1ms;
    options_.streams_of_session = 100;
    const auto elsewhere = another();
    const std::array<std::unique_ptr<Hub>, 2> hubs = {
        make_hub(database()), make_hub(GetParam() == db::Engine::postgres ? *elsewhere : database())};
    for (const auto& hub : hubs) hub->start();

    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer)
        threads.emplace_back([&, writer] {
            std::mt19937 random(static_cast<unsigned>(writer));
            for (int i = 0; i < written_by_each; ++i)
                database().transact([&](db::Tx& tx) {
                    const auto id = Id<Announcement>::fresh(moment + std::chrono::milliseconds(random() % 100'000));
                    announce(tx, id, subject(1), "all", fmt::format("{}.{}", writer, i));
                    if (GetParam() == db::Engine::postgres)
                        std::this_thread::sleep_for(std::chrono::microseconds(random() % 3'000));
                });
        });

    const auto read_until_all = [&](unsigned seed) {
        std::mt19937 random(seed);
        std::set<std::string> got;
        std::string last = "0";
        const auto end = std::chrono::steady_clock::now() + 30s;
        while (got.size() < writers * written_by_each && std::chrono::steady_clock::now() < end) {
            const auto request = http::make_request("GET", "/api/live?topics=all", {{"Last-Event-ID", last}});
            const auto plan = hubs[random() % 2]->open(reader(1), request).stream;
            const auto page = std::make_shared<Page>();
            plan->opened(http::Stream(page));
            std::this_thread::sleep_for(std::chrono::milliseconds(random() % 20));
            page->close();
            plan->closed();
            for (const std::string& event : page->events())
                if (std::isdigit(static_cast<unsigned char>(event[0]))) got.insert(event.substr(event.find(' ') + 1));
            if (!page->last_id().empty()) last = page->last_id();
        }
        return got.size();
    };
    std::vector<std::size_t> read(3);
    for (unsigned at = 0; at < read.size(); ++at) threads.emplace_back([&, at] { read[at] = read_until_all(at); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_THAT(read, ::testing::Each(writers * written_by_each));
    EXPECT_EQ(hubs[0]->counters().numbered + hubs[1]->counters().numbered, writers * written_by_each);
}

class live_numbers : public live_hub {};
INSTANTIATE_TEST_SUITE_P(engines, live_numbers, ::testing::Values(db::Engine::postgres), db::engine_name);

/// On SQLite one transaction writes at a time; here one that began first is committed last.
TEST_P(live_numbers, are_given_to_a_transaction_when_it_is_committed) {
    const auto page = open(reader(1), "all");
    std::promise<void> written, go_on;
    std::thread slow([&] {
        database().transact([&](db::Tx& tx) {
            announce(tx, Id<Announcement>::fresh(moment), subject(1), "all", "begun first");
            last_number(tx);
            written.set_value();
            go_on.get_future().wait();
        });
    });
    written.get_future().wait();
    announce_one(2, "begun second");
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 0", "1 begun second"));
    go_on.set_value();
    slow.join();
    hub_->look();
    EXPECT_THAT(page->events(), ElementsAre("position 0", "1 begun second", "2 begun first"));
    EXPECT_THAT(open(reader(1), "all", "1")->events(), ElementsAre("2 begun first", "position 2"));
}

}  // namespace hemu::live
