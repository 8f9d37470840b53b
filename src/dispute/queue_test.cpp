#include "queue.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "claims.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "dispute_verbs_testing.hpp"

namespace hemu::dispute {

using identity::Actor;
using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

HEMU_ON_BOTH_ENGINES(queue);

/// Disputes known by their titles, and what somebody finds of them.
class Desk {
  public:
    explicit Desk(db::Database& database) : city(database) {}

    Dispute add(const std::string& title, const std::function<void(Dispute&)>& change = {}) {
        Dispute made = city.add_dispute(State::registered, [&](Dispute& fresh) {
            fresh.title = title;
            if (change) change(fresh);
        });
        return titles_[to_text(made.id)] = title, made;
    }
    void run(const std::string& sql) {
        city.database().transact([&](db::Tx& tx) { tx.run_text(sql); });
    }
    static std::string setting(const Dispute& dispute, const std::string& assignment) {
        return fmt::format("UPDATE dispute SET {} WHERE id = '{}';", assignment, to_text(dispute.id));
    }
    static std::string due_at(Instant at) {
        return fmt::format("queue_at = '{0}', due_at = '{0}', due_soon_at = '{1}', due_code = 'X'", to_text(at),
                           to_text(at + -std::chrono::hours(24)));
    }
    void set(const Dispute& dispute, const std::string& assignment) { run(setting(dispute, assignment)); }
    void due(const Dispute& dispute, Instant at) { set(dispute, due_at(at)); }

    QueuePage page(const Actor& actor, QueueView view, std::optional<State> state = {}, std::int64_t limit = 50,
                   const std::string& after = "") {
        const auto cx = city.as(actor);
        return city.database().read(
            [&](db::Tx& tx) { return page_of(tx, {.view = view, .state = state}, after, limit, cx); });
    }
    std::vector<std::string> titles(const std::vector<QueueRow>& rows) const {
        std::vector<std::string> names;
        for (const auto& row : rows) names.push_back(titles_.at(to_text(row.id)));
        return names;
    }
    std::vector<std::string> list(const Actor& actor, QueueView view, std::optional<State> state = {}) {
        return titles(page(actor, view, state).items);
    }
    std::int64_t count(const Actor& actor, QueueView view) {
        const auto cx = city.as(actor);
        const auto counts = city.database().read([&](db::Tx& tx) { return counts_of(tx, cx); });
        return counts[static_cast<std::size_t>(view)].count;
    }
    void give(const Dispute& dispute, TestCity::BodyId body) {
        city.database().transact([&](db::Tx& tx) {
            Dispute fresh = load(tx, dispute.id).value();
            give_body(tx, fresh, body, BodyRole::lead, city.morning());
            set_holder(tx, fresh, body);
        });
    }

    TestCity city;

  private:
    std::map<std::string, std::string> titles_;
};

TEST_P(queue, keeps_counts_until_their_reader_did_something) {
    Desk desk(database());
    const auto cx = desk.city.as(desk.city.person(Duty::clerk, desk.city.county_centre, 2));
    const auto other = desk.city.as(desk.city.person(Duty::clerk, desk.city.county_centre, 3));
    const auto all_of = [](const identity::Context& reader) {
        return counts_lately(reader)[static_cast<std::size_t>(QueueView::all)].count;
    };
    auto dispute = desk.add("first");
    EXPECT_EQ(all_of(cx), 1);
    EXPECT_EQ(all_of(other), 1);
    const auto second = desk.add("second");
    EXPECT_EQ(all_of(cx), 1);

    desk.city.database().transact([&](db::Tx& tx) { record(tx, dispute, "note", cx, HoldForm{}); });
    EXPECT_EQ(all_of(cx), 2);
    EXPECT_EQ(all_of(other), 1);
    desk.city.database().transact([&](db::Tx& tx) { mark_seen(tx, second, other); });
    EXPECT_EQ(all_of(other), 2);
}

TEST_P(queue, shows_each_view_in_the_order_in_which_things_are_due) {
    Desk desk(database());
    const auto clerk = desk.city.person(Duty::clerk, desk.city.county_centre);
    const auto head = desk.city.person(Duty::head, desk.city.town);
    const auto mediator = desk.city.person(Duty::mediator, desk.city.town);
    const auto at_window = desk.add("window");
    const auto at_town = desk.add("town");
    const auto handled = desk.add("handled");
    const auto late = desk.add("late");
    desk.give(at_town, desk.city.town);
    desk.give(handled, desk.city.town);
    desk.set(handled, fmt::format("handler_id = '{}'", to_text(mediator.account)));
    desk.due(late, TestCity::morning() + -std::chrono::hours(1));
    desk.due(handled, TestCity::morning() + std::chrono::hours(1));
    desk.due(at_town, TestCity::morning() + std::chrono::hours(30));
    desk.due(at_window, TestCity::morning() + std::chrono::hours(90));

    EXPECT_THAT(desk.list(clerk, QueueView::my_body), ElementsAre("late", "window"));
    EXPECT_THAT(desk.list(clerk, QueueView::all), ElementsAre("late", "handled", "town", "window"));
    EXPECT_THAT(desk.list(clerk, QueueView::late), ElementsAre("late"));
    EXPECT_THAT(desk.list(clerk, QueueView::mine), IsEmpty());
    EXPECT_THAT(desk.list(head, QueueView::my_body), ElementsAre("handled", "town"));
    EXPECT_THAT(desk.list(head, QueueView::unassigned), ElementsAre("town"));
    EXPECT_THAT(desk.list(mediator, QueueView::mine), ElementsAre("handled"));
    EXPECT_THAT(desk.list(mediator, QueueView::late), IsEmpty());

    EXPECT_EQ(desk.count(clerk, QueueView::mine), 0);
    EXPECT_EQ(desk.count(clerk, QueueView::my_body), 2);
    EXPECT_EQ(desk.count(clerk, QueueView::unassigned), 2);
    EXPECT_EQ(desk.count(clerk, QueueView::late), 1);
    EXPECT_EQ(desk.count(clerk, QueueView::all), 4);

    const auto rows = desk.page(clerk, QueueView::all).items;
    EXPECT_THAT((std::vector<ClockMood>{rows[0].mood, rows[1].mood, rows[2].mood, rows[3].mood}),
                ElementsAre(ClockMood::late, ClockMood::soon, ClockMood::fine, ClockMood::fine));
    EXPECT_EQ(rows[1].handler_name, mediator.name);
    EXPECT_EQ(rows[1].holder_name, "汀泗桥镇人民调解委员会");
}

TEST_P(queue, holds_what_is_open_in_the_state_that_is_asked_for) {
    Desk desk(database());
    const auto clerk = desk.city.person(Duty::clerk, desk.city.county_centre);
    desk.add("registered");
    const auto paused = desk.add("paused");
    const auto closed = desk.add("closed");
    desk.set(paused, "state = 'paused'");
    desk.set(closed, fmt::format("state = 'closed', closed_at = '{}'", to_text(TestCity::morning())));
    EXPECT_THAT(desk.list(clerk, QueueView::all), UnorderedElementsAre("registered", "paused"));
    EXPECT_THAT(desk.list(clerk, QueueView::all, State::paused), ElementsAre("paused"));
    EXPECT_THAT(desk.list(clerk, QueueView::all, State::closed), IsEmpty());
    EXPECT_EQ(desk.page(clerk, QueueView::all, State::paused).items[0].mood, ClockMood::paused);
    EXPECT_EQ(desk.page(clerk, QueueView::all, State::paused).items[0].step, LoopStep::handle);
}

TEST_P(queue, shows_only_what_may_be_seen_and_no_secret_titles) {
    Desk desk(database());
    auto& city = desk.city;
    desk.add("normal");
    desk.add("private", [](Dispute& fresh) { fresh.secrecy = Secrecy::private_; });
    desk.add("restricted", [](Dispute& fresh) { fresh.secrecy = Secrecy::restricted; });
    const auto all = [&](Duty duty, TestCity::BodyId body, int which = 1) {
        return desk.list(city.person(duty, body, which), QueueView::all);
    };
    // Its registrar; those who assign at the holding body; those above; others.
    EXPECT_THAT(all(Duty::clerk, city.county_centre), UnorderedElementsAre("normal", "private", "restricted"));
    EXPECT_THAT(all(Duty::head, city.county_centre), UnorderedElementsAre("normal", "private", "restricted"));
    EXPECT_THAT(all(Duty::clerk, city.county_centre, 2), ElementsAre("normal"));
    EXPECT_THAT(all(Duty::leader, city.city_centre), ElementsAre("normal"));
    EXPECT_THAT(all(Duty::supervisor, city.county_centre), ElementsAre("normal"));
    EXPECT_THAT(all(Duty::clerk, city.city_centre), IsEmpty());
    EXPECT_THAT(all(Duty::dispatcher, city.medical), IsEmpty());
    for (const Duty duty : {Duty::system_administrator, Duty::security_administrator, Duty::audit_administrator})
        EXPECT_THAT(all(duty, city.county_centre), IsEmpty());
    for (const auto& row : desk.page(city.person(Duty::clerk, city.county_centre), QueueView::all).items)
        EXPECT_EQ(row.title, row.secrecy == Secrecy::normal ? "normal" : "");
}

TEST_P(queue, refuses_a_cursor_that_is_none) {
    Desk desk(database());
    const auto clerk = desk.city.person(Duty::clerk, desk.city.county_centre);
    for (const char* cursor : {"x", "~", "2026-11-24T02:00:00.000000Z", "2026-11-24T02:00:00.000000Z~1", "~~"})
        EXPECT_THROW(desk.page(clerk, QueueView::all, {}, 10, cursor), Refusal) << cursor;
    const auto cx = desk.city.as(clerk);
    // A cursor of one order is none of another.
    const QueueQuery by_amount{.view = QueueView::all, .order = QueueOrder::amount};
    const std::string of_due = to_text(TestCity::morning()) + "~" + to_text(desk.add("one").id);
    database().read([&](db::Tx& tx) { EXPECT_THROW(page_of(tx, by_amount, of_due, 10, cx), Refusal); });
}

/// All pages one after the other; `between` runs before each but the first.
static std::vector<std::string> through_pages(Desk& desk, const Actor& actor, std::int64_t limit,
                                              const std::function<void()>& between) {
    std::vector<std::string> seen;
    std::string after;
    for (;;) {
        const auto page = desk.page(actor, QueueView::all, {}, limit, after);
        for (const auto& title : desk.titles(page.items)) seen.push_back(title);
        EXPECT_LE(static_cast<std::int64_t>(page.items.size()), limit);
        if (!page.next) return seen;
        after = *page.next;
        between();
    }
}

/// Rows that nobody touches come once each, whatever happens to others between two pages.
TEST_P(queue, pages_without_gaps_or_doubles_while_rows_change) {
    Desk desk(database());
    const auto clerk = desk.city.person(Duty::clerk, desk.city.county_centre);
    std::vector<Dispute> disputes;
    for (int i = 0; i < 24; ++i) disputes.push_back(desk.add(fmt::format("{}", i)));
    EXPECT_TRUE(rc::check([&] {
        // Few moments, so that many rows are due at the same one.
        const auto moment = [] { return TestCity::morning() + std::chrono::hours(*rc::gen::inRange(0, 5)); };
        std::map<std::string, std::int64_t> touched;
        std::string fresh;
        for (const Dispute& one : disputes)
            fresh += Desk::setting(one, "closed_at = NULL, " + Desk::due_at(moment()));
        desk.run(fresh);
        const auto limit = *rc::gen::inRange<std::int64_t>(3, 10);
        const auto seen = through_pages(desk, clerk, limit, [&] {
            const auto& one = disputes[*rc::gen::inRange<std::size_t>(0, disputes.size())];
            ++touched[one.title];
            if (*rc::gen::arbitrary<bool>())
                desk.due(one, moment());
            else
                desk.set(one, fmt::format("closed_at = '{}'", to_text(TestCity::morning())));
        });
        for (const Dispute& one : disputes) {
            const auto times = std::count(seen.begin(), seen.end(), one.title);
            // One that was put off may come again, as often as that.
            const auto moves = touched.contains(one.title) ? touched[one.title] : 0;
            RC_ASSERT(times <= 1 + moves);
            if (moves == 0) RC_ASSERT(times == 1);
        }
    }));
}

TEST_P(queue, gives_the_next_page_only_when_there_is_more) {
    Desk desk(database());
    const auto clerk = desk.city.person(Duty::clerk, desk.city.county_centre);
    for (int i = 0; i < 4; ++i) desk.add(fmt::format("{}", i));
    EXPECT_FALSE(desk.page(clerk, QueueView::all, {}, 4).next);
    const auto page = desk.page(clerk, QueueView::all, {}, 3);
    ASSERT_TRUE(page.next);
    EXPECT_EQ(desk.page(clerk, QueueView::all, {}, 3, *page.next).items.size(), 1u);
}

TEST(steps, of_the_loop_cover_every_state) {
    const auto step = [](State state) { return json::enum_word(step_of(state)); };
    EXPECT_EQ(step(State::registered), "gather");
    EXPECT_EQ(step(State::accepted), "assess");
    EXPECT_EQ(step(State::offered), "hand_over");
    EXPECT_EQ(step(State::mediating), "handle");
    EXPECT_EQ(step(State::agreed), "close");
    EXPECT_EQ(step(State::archived), "evaluate");
}

}  // namespace hemu::dispute
