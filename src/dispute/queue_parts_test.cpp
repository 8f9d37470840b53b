#include "queue.hpp"

#include <gmock/gmock.h>

#include <random>

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

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

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
        if (chance(30)) advance(tx, fresh, test_close, cx, Nothing{});
        if (fresh.state == State::closed && chance(50)) {
            relate_body(tx, fresh, a_body(), BodyRole::helper, cx);
            if (chance(60)) advance(tx, fresh, test_reopen, cx, Nothing{});
        }
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

/// What a view must show, one dispute after the other, from what may be found by its id.
static std::vector<std::string> expected(db::Tx& tx, const BusyCity& city, const Context& cx, QueueView view) {
    std::vector<std::pair<Instant, std::string>> found;
    for (const auto id : city.disputes) {
        const Dispute dispute = load(tx, id).value();
        const Instant due_at = dispute.due_at.value_or(cx.moment + std::chrono::hours(24 * 365 * 1000));
        const bool wanted = view == QueueView::mine      ? dispute.handler_id == cx.actor.account
                            : view == QueueView::my_body ? dispute.holder_id == cx.actor.organisation
                            : view == QueueView::unassigned
                                ? dispute.holder_id == cx.actor.organisation && !dispute.handler_id
                            : view == QueueView::late ? due_at < cx.moment
                                                      : true;
        if (wanted && !is_closed(dispute.state) && may_see(tx, id, cx.actor)) found.emplace_back(due_at, to_text(id));
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> ids;
    for (const auto& [due_at, id] : found) ids.push_back(id);
    return ids;
}

/// All pages of a view, and the counts of the first.
static std::pair<std::vector<std::string>, QueueCounts> read_through(db::Tx& tx, const Context& cx, QueueView view) {
    const FirstPage first = first_page(tx, view, std::nullopt, 4, cx);
    QueuePage page = first;
    std::vector<std::string> ids;
    for (;;) {
        for (const QueueRow& row : page.items) ids.push_back(to_text(row.id));
        if (!page.next) return {ids, first.counts};
        page = next_page(tx, view, std::nullopt, *page.next, 4, cx);
    }
}

TEST_P(dispute_queue, shows_and_counts_what_may_be_found_and_nothing_else) {
    BusyCity city(database());
    // Three working days on, some are late.
    const Instant moment = city.morning() + std::chrono::hours(24 * 3);
    std::size_t shown = 0;
    for (const Actor& actor : city.actors) {
        const auto cx = city.as(actor, moment);
        database().read([&](db::Tx& tx) {
            std::map<QueueView, std::size_t> sizes;
            for (const QueueView view :
                 {QueueView::mine, QueueView::my_body, QueueView::unassigned, QueueView::late, QueueView::all}) {
                const auto [ids, counts] = read_through(tx, cx, view);
                const auto wanted = expected(tx, city, cx, view);
                EXPECT_EQ(ids, wanted) << json::enum_word(actor.duty) << " " << json::enum_word(view);
                sizes[view] = wanted.size();
                shown += ids.size();
                if (view != QueueView::all) continue;
                EXPECT_EQ(counts.mine, sizes[QueueView::mine]);
                EXPECT_EQ(counts.my_body, sizes[QueueView::my_body]);
                EXPECT_EQ(counts.unassigned, sizes[QueueView::unassigned]);
                EXPECT_EQ(counts.late, sizes[QueueView::late]);
                EXPECT_EQ(counts.all, sizes[QueueView::all]);
            }
        });
    }
    EXPECT_GT(shown, 500U);
}

TEST_P(dispute_queue, counts_up_to_a_thousand) {
    TestCity city(database());
    const auto cx = city.as(Duty::clerk, city.county_centre);
    int number = 0;
    const auto add = [&](int count, bool handled) {
        database().transact([&](db::Tx& tx) {
            for (int i = 0; i < count; ++i) {
                Dispute fresh;
                fresh.id = Id<Dispute>::fresh(city.morning());
                fresh.number = fmt::format("{}", ++number);
                fresh.window_id = cx.actor.organisation;
                fresh.national_type = "02";
                fresh.place_code = TestCity::village_code;
                open(tx, fresh, "code", std::nullopt, {}, cx);
                if (handled) set_handler(tx, fresh, cx.actor.account);
            }
        });
    };
    const auto counts = [&] {
        return database().read(
            [&](db::Tx& tx) { return first_page(tx, QueueView::all, std::nullopt, 1, cx).counts; });
    };
    add(990, true);
    add(7, false);
    EXPECT_EQ(counts().my_body, 997);
    EXPECT_EQ(counts().unassigned, 7);
    add(20, false);
    EXPECT_EQ(counts().my_body, 1000);
    EXPECT_EQ(counts().unassigned, 27);
    EXPECT_EQ(counts().mine, 990);
    EXPECT_EQ(counts().all, 1000);
}

}  // namespace hemu::dispute
