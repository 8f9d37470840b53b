#include "queue.hpp"

#include <gmock/gmock.h>

#include <random>

#include "claims.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "journal.hpp"

namespace hemu::dispute {

using identity::Actor;
using identity::Context;
using identity::Duty;

static const Verb test_close{"test_close", {State::registered}, State::closed, {Duty::clerk, Duty::head}};
static const Verb test_reopen{"test_reopen", {State::closed}, State::registered, {Duty::clerk, Duty::head}};

HEMU_ON_BOTH_ENGINES(dispute_queue);

/// A city whose disputes have been given to bodies and people in every way there is, by chance.
class BusyCity : public TestCity {
  public:
    explicit BusyCity(db::Database& database) : TestCity(database) {
        for (const BodyId body : {city_centre, county_centre, medical, town, village})
            for (const Duty duty : {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher, Duty::supervisor,
                                    Duty::leader, Duty::judge})
                actors.push_back(person(duty, body));
        for (int i = 0; i < 60; ++i) add();
    }

    std::vector<Actor> actors;
    std::vector<Id<Dispute>> disputes;

  private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    bool chance(std::size_t percent) { return below(100) < percent; }
    BodyId a_body() {
        return std::array{city_centre, county_centre, medical, town, village, other_village}[below(6)];
    }
    Id<identity::Account> an_account() { return actors[below(actors.size())].account; }

    void add() {
        const BodyId window = a_body();
        const Context cx = as(Duty::clerk, window, tick());
        database().transact([&](db::Tx& tx) {
            Dispute fresh;
            fresh.id = Id<Dispute>::fresh(cx.moment);
            fresh.number = fmt::format("{}", disputes.size());
            fresh.window_id = window;
            fresh.national_type = "02";
            fresh.place_code = village_code;
            fresh.secrecy =
                std::array{Secrecy::normal, Secrecy::normal, Secrecy::private_, Secrecy::restricted}[below(4)];
            open(tx, fresh, "code", std::nullopt, {}, cx);
            relate(tx, fresh, cx);
            disputes.push_back(fresh.id);
        });
    }

    void relate(db::Tx& tx, Dispute& fresh, const Context& cx) {
        if (chance(60)) set_holder(tx, fresh, a_body());
        if (chance(50)) set_handler(tx, fresh, an_account());
        for (const BodyRole role : {BodyRole::offered, BodyRole::lead, BodyRole::helper, BodyRole::linked})
            if (chance(25)) relate_body(tx, fresh, a_body(), role, cx);
        for (const PersonRole role : {PersonRole::dispatcher, PersonRole::mediator, PersonRole::judge})
            if (chance(40)) relate_person(tx, fresh, an_account(), role, cx);
        if (chance(40)) record(tx, fresh, "note", as(actors[below(actors.size())], tick()), json::Nothing{});
        if (chance(30)) mark_seen(tx, fresh, as(actors[below(actors.size())], tick()));
        if (chance(30)) put_aside(tx, fresh);
        if (chance(30)) advance(tx, fresh, test_close, cx, json::Nothing{});
        if (fresh.state == State::closed && chance(50)) {
            relate_body(tx, fresh, a_body(), BodyRole::helper, cx);
            if (chance(60)) advance(tx, fresh, test_reopen, cx, json::Nothing{});
        }
    }

    /// Until yesterday or tomorrow, as the test's moment has it.
    void put_aside(db::Tx& tx, const Dispute& dispute) {
        tx.run_text(fmt::format(
            "UPDATE dispute SET hold_reason = '{}', hold_since_at = '{}', hold_until_at = '{}' WHERE id = '{}'",
            std::array{"party", "expert", "appraisal"}[below(3)], to_text(tick()),
            to_text(morning() + std::chrono::hours(24 * static_cast<int>(2 + 2 * below(2)))), to_text(dispute.id)));
    }

    void relate_body(db::Tx& tx, const Dispute& dispute, BodyId body, BodyRole role, const Context& cx) {
        give_body(tx, dispute, body, role, cx.moment);
        if (chance(30)) end_body(tx, dispute, body, role, cx.moment);
    }

    void relate_person(db::Tx& tx, const Dispute& dispute, Id<identity::Account> account, PersonRole role,
                       const Context& cx) {
        give_person(tx, dispute, account, role, cx.moment);
        if (chance(30)) end_person(tx, dispute, account, role, cx.moment);
    }

    std::mt19937 random_{42};
};

static bool may_see(db::Tx& tx, Id<Dispute> id, const Actor& actor) {
    try {
        find(tx, id, actor);
        return true;
    } catch (const Refusal&) {
        return false;
    }
}

/// What the views look at besides the dispute itself.
struct Marks {
    Instant queue_at;
    std::optional<std::string> hold_reason;
    std::optional<Instant> hold_until_at;
    std::optional<Instant> news_at;
    std::optional<Id<identity::Account>> news_by_id;
    std::optional<Instant> seen_at;
};
BOOST_DESCRIBE_STRUCT(Marks, (), (queue_at, hold_reason, hold_until_at, news_at, news_by_id, seen_at))

static const db::Statement select_marks{"dispute.test_marks", R"(
    SELECT d.queue_at, d.hold_reason, d.hold_until_at, d.news_at, d.news_by_id,
           (SELECT s.seen_at FROM dispute_seen s WHERE s.dispute_id = d.id AND s.account_id = $2) AS seen_at
      FROM dispute d WHERE d.id = $1)"};

static bool is_in(QueueView view, const Dispute& dispute, const Marks& marks, const Context& cx) {
    const bool mine = dispute.handler_id == cx.actor.account;
    const bool held_here = dispute.holder_id == cx.actor.organisation;
    const bool at_rest = marks.hold_until_at && *marks.hold_until_at > cx.moment;
    switch (view) {
        case QueueView::mine:
            return mine && !at_rest;
        case QueueView::my_body:
            return held_here && !at_rest;
        case QueueView::unassigned:
            return held_here && !dispute.handler_id && !at_rest;
        case QueueView::waiting:
            return marks.hold_reason == "party";
        case QueueView::on_hold:
            return at_rest;
        case QueueView::new_papers:
            return (mine || (held_here && !dispute.handler_id)) && marks.news_at &&
                   marks.news_by_id != cx.actor.account && !(marks.seen_at && *marks.seen_at >= *marks.news_at);
        case QueueView::due_today:
            return marks.queue_at >= cx.moment && marks.queue_at <= end_of(legal_date(cx.moment));
        case QueueView::late:
            return marks.queue_at < cx.moment;
        case QueueView::all:
            return true;
    }
    return false;
}

/// What a view must show, one dispute after the other, from what may be found by its id.
static std::vector<std::string> expected(db::Tx& tx, const BusyCity& city, const Context& cx, QueueView view) {
    std::vector<std::pair<Instant, std::string>> found;
    for (const auto id : city.disputes) {
        const Dispute dispute = load(tx, id).value();
        const auto marks = tx.one<Marks>(select_marks, id, cx.actor.account);
        if (is_in(view, dispute, marks, cx) && !is_closed(dispute.state) && may_see(tx, id, cx.actor))
            found.emplace_back(marks.queue_at, to_text(id));
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> ids;
    for (const auto& [due_at, id] : found) ids.push_back(id);
    return ids;
}

static std::vector<std::string> read_through(db::Tx& tx, const Context& cx, const QueueQuery& query) {
    std::vector<std::string> ids;
    std::string after;
    do {
        const QueuePage page = page_of(tx, query, after, 4, cx);
        for (const QueueRow& row : page.items) ids.push_back(to_text(row.id));
        after = page.next.value_or("");
    } while (!after.empty());
    return ids;
}

TEST_P(dispute_queue, shows_and_counts_what_may_be_found_and_nothing_else) {
    BusyCity city(database());
    std::map<QueueView, std::size_t> shown;
    int days = 0;
    for (const Actor& actor : city.actors) {
        // On one of four days: first nothing is due, then some is due today, then some is late.
        const auto cx = city.as(actor, city.morning() + std::chrono::hours(24 * (days++ % 4)));
        database().read([&](db::Tx& tx) {
            for (const QueueCount& counted : counts_of(tx, cx)) {
                const auto wanted = expected(tx, city, cx, counted.view);
                EXPECT_EQ(read_through(tx, cx, {.view = counted.view}), wanted)
                    << json::enum_word(actor.duty) << " " << json::enum_word(counted.view);
                EXPECT_EQ(static_cast<std::size_t>(counted.count), wanted.size()) << json::enum_word(counted.view);
                EXPECT_EQ(counted.oldest_at.has_value(), !wanted.empty());
                shown[counted.view] += wanted.size();
            }
        });
    }
    EXPECT_EQ(shown.size(), 9U);
    for (const auto& [view, count] : shown) EXPECT_GT(count, 3U) << json::enum_word(view);
}

/// In every order the pages hold the same rows, each once, and up is down backwards.
TEST_P(dispute_queue, pages_in_every_order) {
    BusyCity city(database());
    for (const Actor& actor : city.actors) {
        const auto cx = city.as(actor, city.morning() + std::chrono::hours(24 * 3));
        database().read([&](db::Tx& tx) {
            auto wanted = read_through(tx, cx, {.view = QueueView::all});
            std::sort(wanted.begin(), wanted.end());
            for (const QueueOrder order : {QueueOrder::registered, QueueOrder::amount, QueueOrder::risk,
                                           QueueOrder::people, QueueOrder::state}) {
                auto up = read_through(tx, cx, {.view = QueueView::all, .order = order});
                auto down = read_through(tx, cx, {.view = QueueView::all, .order = order, .descending = true});
                std::reverse(down.begin(), down.end());
                EXPECT_EQ(up, down) << json::enum_word(order);
                if (order == QueueOrder::registered) {
                    EXPECT_EQ(up, wanted) << "ids are made in the order of time";
                }
                std::sort(up.begin(), up.end());
                EXPECT_EQ(up, wanted);
            }
        });
    }
}

}  // namespace hemu::dispute
