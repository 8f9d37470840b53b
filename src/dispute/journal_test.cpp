#include "journal.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "dispute_verbs_testing.hpp"
#include "verification.hpp"

namespace hemu::dispute {

using identity::Duty;
using testing::ElementsAre;

struct Sum {
    std::int64_t amount_fen = 0;
};
BOOST_DESCRIBE_STRUCT(Sum, (), (amount_fen))

HEMU_ON_BOTH_ENGINES(journal);

static const db::Statement select_events{"testing.journal", R"(
    SELECT dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name, actor_duty,
           organisation_id, content, version, previous_digest, digest
      FROM dispute_event WHERE dispute_id = $1 ORDER BY number)"};

static std::vector<Event> events_of(db::Database& database, Id<Dispute> dispute) {
    return database.read([&](db::Tx& tx) { return tx.all<Event>(select_events, dispute); });
}

/// The code of a refusal, empty when it was done.
template <class Act>
static std::string refusal_of(db::Database& database, Act act) {
    try {
        database.transact(act);
    } catch (const Refusal& refusal) {
        return refusal.code;
    }
    return "";
}

TEST_P(journal, begins_with_the_registration) {
    TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    const auto events = events_of(database(), dispute.id);
    ASSERT_EQ(events.size(), 1u);
    const Event& first = events[0];
    EXPECT_EQ(first.number, 1);
    EXPECT_EQ(first.kind, "register");
    EXPECT_EQ(first.from_state, std::nullopt);
    EXPECT_EQ(first.to_state, State::registered);
    EXPECT_EQ(first.actor_id, clerk.account);
    EXPECT_EQ(first.actor_name, clerk.name);
    EXPECT_EQ(first.actor_duty, "clerk");
    EXPECT_EQ(first.organisation_id, city.county_centre);
    EXPECT_EQ(first.version, 1);
    EXPECT_EQ(first.previous_digest, "");
    EXPECT_EQ(first.digest, digest_of(first));
    EXPECT_THAT(first.content, testing::HasSubstr(dispute.number));
    EXPECT_EQ(dispute.event_number, 1);
    EXPECT_EQ(dispute.event_digest, first.digest);
    database().read([&](db::Tx& tx) { EXPECT_TRUE(is_person(tx, dispute, clerk.account)); });
}

TEST_P(journal, dates_a_registration_by_the_calendar_in_china) {
    TestCity city(database());
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    Dispute fresh;
    fresh.id = Id<Dispute>::fresh(city.morning());
    fresh.number = "一";
    fresh.window_id = city.county_centre;
    // 17:30 in Greenwich is half past one of the next day in China.
    const Instant moment = *parse_instant("2026-12-31T17:30:00Z");
    database().transact([&](db::Tx& tx) { open(tx, fresh, "code", std::nullopt, {}, city.as(clerk, moment)); });
    EXPECT_EQ(city.reload(fresh).registered_on, LegalDate(2027, 1, 1));
    EXPECT_EQ(city.reload(fresh).holder_id, city.county_centre);
}

TEST_P(journal, numbers_and_chains_what_happens) {
    TestCity city(database());
    Dispute dispute = city.add_dispute(State::registered);
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    database().transact([&](db::Tx& tx) {
        record(tx, dispute, "note", city.as(clerk, city.tick()), Sum{1});
        advance(tx, dispute, verbs::accept, city.as(clerk, city.tick()), Sum{2});
    });
    database().transact([&](db::Tx& tx) { record(tx, dispute, "note", city.as(clerk, city.tick()), Sum{3}); });
    const auto events = events_of(database(), dispute.id);
    std::string previous;
    std::vector<std::string> told;
    for (const Event& one : events) {
        EXPECT_EQ(one.number, static_cast<std::int64_t>(told.size()) + 1);
        EXPECT_EQ(one.previous_digest, previous);
        EXPECT_EQ(one.digest, digest_of(one));
        previous = one.digest;
        told.push_back(fmt::format("{} {} {} v{}", one.kind, one.from_state ? json::enum_word(*one.from_state) : "-",
                                   json::enum_word(one.to_state), one.version.value()));
    }
    EXPECT_THAT(told, ElementsAre("register - registered v1", "note registered registered v1",
                                  "accept registered accepted v2", "note accepted accepted v2"));
    EXPECT_EQ(events[2].content, R"({"amount_fen":2})");
    const Dispute stored = city.reload(dispute);
    EXPECT_EQ(stored.state, State::accepted);
    EXPECT_EQ(stored.version, 2);
    EXPECT_EQ(stored.event_number, 4);
    EXPECT_EQ(stored.event_digest, previous);
    EXPECT_EQ(dispute.event_digest, previous);
}

TEST_P(journal, writes_nothing_of_a_verb_that_is_refused) {
    TestCity city(database());
    Dispute dispute = city.add_dispute(State::registered);
    const auto judge = city.as(Duty::judge, city.county_centre);
    const auto clerk = city.as(Duty::clerk, city.county_centre);
    EXPECT_EQ(refusal_of(database(), [&](db::Tx& tx) { advance(tx, dispute, verbs::accept, judge, Sum{}); }),
              "duty_may_not");
    EXPECT_EQ(refusal_of(database(), [&](db::Tx& tx) { advance(tx, dispute, verbs::offer, clerk, Sum{}); }),
              "not_in_this_state");
    EXPECT_THAT(city.events_of(dispute), ElementsAre("register"));
    EXPECT_EQ(city.reload(dispute).version, 1);
}

TEST_P(journal, lets_the_slower_of_two_fail) {
    TestCity city(database());
    Dispute first = city.add_dispute(State::registered);
    const Dispute second = first;
    const auto cx = city.as(Duty::clerk, city.county_centre);
    database().transact([&](db::Tx& tx) { advance(tx, first, verbs::accept, cx, Sum{}); });
    const auto refuse_what_was_read = [&](db::Tx& tx) {
        Dispute read = second;
        advance(tx, read, verbs::refuse, cx, Sum{});
    };
    EXPECT_EQ(refusal_of(database(), refuse_what_was_read), "version_outdated");
    EXPECT_THAT(city.events_of(first), ElementsAre("register", "accept"));
}

TEST_P(journal, has_no_gap_when_many_write_at_once) {
    TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const auto cx = city.as(Duty::clerk, city.county_centre);
    constexpr int writers = 4, each = 10;
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i)
        threads.emplace_back([&] {
            for (int done = 0; done < each;) {
                const auto code = refusal_of(database(), [&](db::Tx& tx) {
                    Dispute fresh = load(tx, dispute.id).value();
                    record(tx, fresh, "note", cx, Sum{});
                });
                if (code.empty()) ++done;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(city.reload(dispute).event_number, 1 + writers * each);
    const auto result = verify(database());
    EXPECT_EQ(result.events, 1 + writers * each);
    EXPECT_TRUE(result.breaks.empty());
}

TEST_P(journal, is_changed_and_removed_by_nobody) {
    TestCity city(database());
    city.add_dispute(State::registered);
    store_root(database(), LegalDate(2026, 11, 24), city.morning());
    for (const char* table : {"dispute_event", "journal_root", "journal_root_end"}) {
        for (const std::string& sql :
             {fmt::format("UPDATE {} SET digest = 'x'", table), fmt::format("DELETE FROM {}", table)})
            EXPECT_THROW(database().transact([&](db::Tx& tx) { tx.run_text(sql); }), db::Failure) << sql;
        if (GetParam() == db::Engine::sqlite) continue;
        const std::string sql = fmt::format("TRUNCATE {} CASCADE", table);
        EXPECT_THROW(database().transact([&](db::Tx& tx) { tx.run_text(sql); }), db::Failure) << sql;
    }
    EXPECT_TRUE(verify(database()).breaks.empty());
}

static int reactions_seen = 0;
static void count_accepting(db::Tx&, const Dispute& dispute, const Event& event, const identity::Context&) {
    if (event.kind == "accept" && dispute.state == State::accepted) ++reactions_seen;
}
static void forbid(db::Tx&, const Dispute&, const Event& event, const identity::Context&) {
    if (event.kind == "accept") throw Refusal(Fault::conflict, "forbidden_by_reaction");
}

TEST_P(journal, tells_reactions_within_the_transaction) {
    TestCity city(database());
    Dispute dispute = city.add_dispute(State::registered);
    const auto cx = city.as(Duty::clerk, city.county_centre);
    reactions_seen = 0;
    set_reactions({count_accepting, forbid});
    Dispute failing = dispute;
    EXPECT_EQ(refusal_of(database(), [&](db::Tx& tx) { advance(tx, failing, verbs::accept, cx, Sum{}); }),
              "forbidden_by_reaction");
    EXPECT_EQ(reactions_seen, 1);
    EXPECT_EQ(city.reload(dispute).state, State::registered);
    EXPECT_THAT(city.events_of(dispute), ElementsAre("register"));
    set_reactions({count_accepting});
    database().transact([&](db::Tx& tx) { advance(tx, dispute, verbs::accept, cx, Sum{}); });
    set_reactions({});
    EXPECT_EQ(reactions_seen, 2);
    EXPECT_EQ(city.reload(dispute).state, State::accepted);
}

TEST_P(journal, keeps_free_words_outside_the_chain) {
    TestCity city(database());
    Dispute dispute = city.add_dispute(State::registered);
    const auto cx = city.as(Duty::clerk, city.county_centre);
    database().transact([&](db::Tx& tx) {
        const auto event = record(tx, dispute, "note", cx, Sum{});
        add_note(tx, dispute, event, "张三说他愿意调解", cx.moment);
    });
    database().transact([&](db::Tx& tx) { tx.run_text("DELETE FROM dispute_note"); });
    EXPECT_TRUE(verify(database()).breaks.empty());
    for (const Event& one : events_of(database(), dispute.id))
        EXPECT_THAT(one.content, testing::Not(testing::HasSubstr("张三")));
}

TEST_P(journal, takes_a_dispute_off_the_queues_when_it_is_closed_and_back_when_reopened) {
    TestCity city(database());
    Dispute dispute = city.add_dispute(State::registered);
    const auto cx = city.as(Duty::clerk, city.county_centre);
    static const db::Statement count_open{
        "testing.count_open", "SELECT count(*) AS count FROM dispute WHERE id = $1 AND closed_at IS NULL"};
    const auto is_open = [&] {
        return database().read([&](db::Tx& tx) { return tx.one<std::int64_t>(count_open, dispute.id) == 1; });
    };
    for (const auto& [verb, open] : {std::pair(&verbs::refuse, true), std::pair(&verbs::close, false),
                                     std::pair(&verbs::archive, false), std::pair(&verbs::reopen, true)}) {
        database().transact([&, act = verb](db::Tx& tx) { advance(tx, dispute, *act, cx, Sum{}); });
        EXPECT_EQ(is_open(), open) << verb->name;
    }
}

TEST_P(journal, counts_serial_numbers_without_gaps) {
    TestCity city(database());
    const auto next = [&](TestCity::BodyId body, const char* kind, int year) {
        return database().transact([&](db::Tx& tx) { return next_serial(tx, body, kind, year); });
    };
    EXPECT_EQ(next(city.town, "register", 2026), 1);
    EXPECT_EQ(next(city.town, "register", 2026), 2);
    EXPECT_EQ(next(city.town, "file", 2026), 1);
    EXPECT_EQ(next(city.town, "register", 2027), 1);
    EXPECT_EQ(next(city.village, "register", 2026), 1);
    // A number that was taken in a transaction that failed is given again.
    EXPECT_THROW(database().transact([&](db::Tx& tx) {
        next_serial(tx, city.town, "register", 2026);
        throw Refusal(Fault::invalid, "invalid");
    }),
                 Refusal);
    std::vector<std::thread> threads;
    std::mutex guard;
    std::set<std::int64_t> given;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int taken = 0; taken < 10; ++taken) {
                const auto number = next(city.town, "register", 2026);
                const std::lock_guard lock(guard);
                given.insert(number);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(given.size(), 40u);
    EXPECT_EQ(*given.begin(), 3);
    EXPECT_EQ(*given.rbegin(), 42);
}

TEST(journal_digest, depends_on_every_field) {
    Event event;
    event.kind = "note";
    event.content = "{}";
    const std::string before = digest_of(event);
    const auto changed = [&](auto change) {
        Event other = event;
        change(other);
        return digest_of(other);
    };
    std::set<std::string> digests = {
        before,
        changed([](Event& e) { e.number = 1; }),
        changed([](Event& e) { e.dispute_id.bytes[3] = 1; }),
        changed([](Event& e) { e.id.bytes[3] = 1; }),
        changed([](Event& e) { e.happened_at.microseconds = 1; }),
        changed([](Event& e) { e.kind = "Note"; }),
        changed([](Event& e) { e.from_state = State::registered; }),
        changed([](Event& e) { e.to_state = State::accepted; }),
        changed([](Event& e) { e.actor_id.emplace(); }),
        changed([](Event& e) { e.actor_name = "张三"; }),
        changed([](Event& e) { e.actor_duty = "clerk"; }),
        changed([](Event& e) { e.organisation_id.emplace(); }),
        changed([](Event& e) { e.content = "{ }"; }),
        changed([](Event& e) { e.version = 1; }),
        changed([](Event& e) { e.previous_digest = "0"; }),
    };
    EXPECT_EQ(digests.size(), 15u);
    // Words that move from one field to the next make another digest.
    EXPECT_NE(changed([](Event& e) { e.actor_name = "ab", e.actor_duty = "c"; }),
              changed([](Event& e) { e.actor_name = "a", e.actor_duty = "bc"; }));
    // SM3 of the canonical form, so that others can recompute it: a JSON array of texts.
    EXPECT_EQ(digest_of(std::vector<std::string>{"abc"}),
              "010ba5a683b5fec4c4e38ae467b6018d37539272d2459919a03142dcbb18768a");
}

}  // namespace hemu::dispute
