#include "supervision.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "notices.hpp"
#include "store.hpp"

namespace hemu::supervision {

using namespace std::chrono_literals;
using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(supervision_desk);

static const db::Statement select_due_at{"testing.clock_due",
                                         "SELECT due_at FROM dispute_clock WHERE dispute_id = $1 AND code = $2"};

static Instant due_of(dispute::TestCity& city, const Dispute& dispute, std::string_view code) {
    return city.database().read([&](db::Tx& tx) { return tx.one<Instant>(select_due_at, dispute.id, code); });
}

static WatchReport watched(dispute::TestCity& city, Instant moment) {
    const Context cx = city.as_machine(moment);
    return watch(cx);
}

/// Ten o'clock on the day.
static Instant ten(LegalDate day) { return start_of(day) + 10h; }

TEST_P(supervision_desk, reminds_once_for_each_step_and_marks_late) {
    dispute::TestCity city(database());
    // Registered on Tuesday at ten: INTAKE ends with Wednesday, PM-ACC with Friday.
    const Dispute dispute = city.add_dispute(State::registered);
    EXPECT_EQ(watched(city, city.morning() + 1h).reminders, 0);
    const Instant wednesday = ten(LegalDate(2026, 11, 25));
    const WatchReport halfway = watched(city, wednesday);
    EXPECT_EQ(halfway.reminders, 1);
    EXPECT_EQ(watched(city, wednesday + 1h).reminders, 0);
    const WatchReport thursday = watched(city, ten(LegalDate(2026, 11, 26)));
    EXPECT_EQ(thursday.late, 1);
    EXPECT_EQ(thursday.reminders, 1);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 11, 26)) + 1h).late, 0);
    EXPECT_THAT(city.events_of(dispute), testing::ElementsAre("register", "reminder", "late", "reminder"));
}

// Nothing fires at night or on a day off.
TEST_P(supervision_desk, says_nothing_outside_working_hours) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const Instant due = due_of(city, dispute, "PM-ACC");
    EXPECT_EQ(legal_date(due), LegalDate(2026, 11, 27));
    EXPECT_EQ(watched(city, start_of(LegalDate(2026, 11, 27)) + 20h).reminders, 0);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 11, 28))).late, 0);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 11, 29))).late, 0);
    EXPECT_THAT(city.events_of(dispute), testing::ElementsAre("register"));
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 11, 30))).late, 2);
}

TEST_P(supervision_desk, escalates_upward_step_by_step) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    // PM-ACC says escalate, so the body above is told with the lateness; INTAKE is told three working days later.
    const WatchReport monday = watched(city, ten(LegalDate(2026, 11, 30)));
    EXPECT_EQ(monday.late, 2);
    EXPECT_EQ(monday.escalations, 2);
    const WatchReport later = watched(city, ten(LegalDate(2026, 12, 15)));
    EXPECT_EQ(later.escalations, 0);
    const auto supervisor = city.person(Duty::supervisor, city.city_centre);
    const auto row = database().read([&](db::Tx& tx) {
        return list_due(tx, supervisor, {city.city_centre}, Wanted::late, ten(LegalDate(2026, 12, 15)), "", 50);
    });
    ASSERT_EQ(row.items.size(), 1U);
    EXPECT_EQ(row.items[0].escalated_level, 1);
    EXPECT_THAT(city.events_of(dispute), testing::Contains("escalation").Times(2));
}

TEST_P(supervision_desk, goes_two_levels_up_and_no_further) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    database().transact([&](db::Tx& tx) {
        auto found = dispute::load(tx, dispute.id).value();
        dispute::set_holder(tx, found, city.village);
    });
    const WatchReport report = watched(city, ten(LegalDate(2027, 1, 15)));
    EXPECT_EQ(report.escalations, 4);
    EXPECT_EQ(watched(city, ten(LegalDate(2027, 3, 15))).escalations, 0);
}

TEST_P(supervision_desk, a_clock_that_was_met_is_left_alone) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    static const dispute::Verb withdraw{"withdraw", {State::registered}, State::withdrawn, {Duty::clerk}};
    const Context cx = city.as(Duty::clerk, city.county_centre);
    database().transact([&](db::Tx& tx) {
        auto found = dispute::load(tx, dispute.id).value();
        dispute::advance(tx, found, withdraw, cx, OrderForm{});
    });
    const WatchReport report = watched(city, ten(LegalDate(2026, 12, 15)));
    EXPECT_EQ(report.late + report.reminders + report.escalations, 0);
}

static Dispute with_agreement(dispute::TestCity& city, LegalDate effective_on) {
    const Dispute dispute = city.add_dispute(State::agreed, [](Dispute& fresh) { fresh.national_type = "10"; });
    city.database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE dispute SET effective_on = '{}' WHERE id = '{}'", to_text(effective_on),
                                to_text(dispute.id)));
    });
    city.run_clocks_as_after(dispute, "take_effect");
    return dispute;
}

static std::int64_t rights_told(dispute::TestCity& city, const Dispute& dispute) {
    const auto kinds = city.events_of(dispute);
    return std::count(kinds.begin(), kinds.end(), "right_ends");
}

// PML art. 33: thirty days to apply for confirmation; the parties hear of it before they are over.
TEST_P(supervision_desk, tells_parties_once_of_a_right_that_ends) {
    dispute::TestCity city(database());
    const Dispute dispute = with_agreement(city, LegalDate(2026, 11, 24));
    // JC-APP ends on 24 December, LB-REV (fifteen days) on 9 December; the last fifth of each.
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 12, 4))).rights, 0);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 12, 8))).rights, 1);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 12, 8)) + 1h).rights, 0);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 12, 22))).rights, 1);
    EXPECT_EQ(rights_told(city, dispute), 2);
    const auto told = database().read([&](db::Tx& tx) { return notices::notices_of(tx, dispute, city.keys); });
    ASSERT_EQ(told.size(), 4U) << "two rights, two parties";
    EXPECT_EQ(told[0].event, notices::NoticeEvent::right_ends);
}

// What binds the staff waits for the morning; a right that is over by then does not.
TEST_P(supervision_desk, tells_on_a_day_off_only_of_rights_that_end_before_work) {
    dispute::TestCity city(database());
    const Dispute dispute = with_agreement(city, LegalDate(2026, 11, 24));
    database().transact([&](db::Tx& tx) {
        tx.run_text("UPDATE dispute_clock SET due_at = '2026-12-13 15:59:59.999999+00' WHERE code = 'LB-REV'");
    });
    // Saturday evening: LB-REV ends on Sunday, JC-APP not yet.
    EXPECT_EQ(watched(city, start_of(LegalDate(2026, 12, 12)) + 20h).rights, 1);
    EXPECT_EQ(watched(city, start_of(LegalDate(2026, 12, 12)) + 21h).rights, 0);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 12, 19))).rights, 0) << "soon, but there is time until Monday";
    EXPECT_EQ(rights_told(city, dispute), 1);
    EXPECT_EQ(watched(city, ten(LegalDate(2026, 12, 21))).rights, 1);
}

static SupervisionPage listed(dispute::TestCity& city, Wanted wanted, Instant moment, const std::string& after = "",
                              std::int64_t limit = 50) {
    const auto supervisor = city.person(Duty::supervisor, city.county_centre);
    return city.database().read(
        [&](db::Tx& tx) { return list_due(tx, supervisor, {city.county_centre}, wanted, moment, after, limit); });
}

TEST_P(supervision_desk, lists_soon_and_late_in_order_page_by_page) {
    dispute::TestCity city(database());
    for (int i = 0; i < 3; ++i) city.add_dispute(State::registered);
    const Instant thursday = ten(LegalDate(2026, 11, 26));
    EXPECT_EQ(listed(city, Wanted::late, thursday).items.size(), 3U);
    EXPECT_EQ(listed(city, Wanted::soon, thursday).items.size(), 0U);
    EXPECT_EQ(listed(city, Wanted::soon, ten(LegalDate(2026, 11, 25))).items.size(), 3U);
    const SupervisionPage first = listed(city, Wanted::both, thursday, "", 2);
    ASSERT_EQ(first.items.size(), 2U);
    ASSERT_TRUE(first.next);
    EXPECT_EQ(first.items[0].mood, dispute::ClockMood::late);
    EXPECT_EQ(first.items[0].due_code, "INTAKE");
    const SupervisionPage second = listed(city, Wanted::both, thursday, *first.next, 2);
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_FALSE(second.next);
    EXPECT_NE(second.items[0].id, first.items[1].id);
    EXPECT_THROW(listed(city, Wanted::both, thursday, "nonsense"), Refusal);
}

TEST_P(supervision_desk, lists_nothing_of_other_bodies_and_nothing_private) {
    dispute::TestCity city(database());
    city.add_dispute(State::registered, [](Dispute& fresh) { fresh.secrecy = dispute::Secrecy::private_; });
    const Instant thursday = ten(LegalDate(2026, 11, 26));
    EXPECT_EQ(listed(city, Wanted::both, thursday).items.size(), 0U);
    city.add_dispute(State::registered);
    EXPECT_EQ(listed(city, Wanted::both, thursday).items.size(), 1U);
    const auto supervisor = city.person(Duty::supervisor, city.town);
    const auto elsewhere = database().read(
        [&](db::Tx& tx) { return list_due(tx, supervisor, {city.town}, Wanted::both, thursday, "", 50); });
    EXPECT_EQ(elsewhere.items.size(), 0U);
}

static std::string tried(const std::function<void()>& act) {
    try {
        act();
    } catch (const Refusal& refusal) {
        return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
    }
    return "";
}

struct Ordering {
    dispute::TestCity city;
    Dispute dispute;
    Id<Order> order;

    explicit Ordering(db::Database& database) : city(database), dispute(city.add_dispute(State::mediating)) {
        act(city.as(Duty::supervisor, city.city_centre), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            order = give_order(tx, found, {OrderKind::supervise, "请说明进展", LegalDate(2026, 11, 26)}, cx);
        });
    }
    template <class Act>
    void act(const Context& cx, Act what) {
        city.database().transact([&](db::Tx& tx) {
            auto found = dispute::find(tx, dispute.id, cx.actor);
            what(tx, found, cx);
        });
    }
    using Move = void (*)(db::Tx&, Dispute&, Id<Order>, const std::string&, const Context&);
    std::string move(Move mover, const Context& actor, const std::string& words = "已联系双方") {
        const Context cx = city.as(actor.actor, city.tick());
        return tried([&] {
            act(cx, [&](db::Tx& tx, Dispute& found, const Context& inner) { mover(tx, found, order, words, inner); });
        });
    }
    OrderView view() {
        return city.database().read([&](db::Tx& tx) { return orders_of(tx, dispute).at(0); });
    }
};

TEST_P(supervision_desk, an_order_is_answered_reopened_answered_and_closed) {
    Ordering test(database());
    const Context supervisor = test.city.as(Duty::supervisor, test.city.city_centre);
    const Context clerk = test.city.as(Duty::clerk, test.city.county_centre);
    EXPECT_EQ(test.move(reopen_order, supervisor), "order_not_replied");
    EXPECT_EQ(test.move(reply_to_order, test.city.as(Duty::dispatcher, test.city.city_centre)),
              "not_the_ordered_body");
    EXPECT_EQ(test.move(reply_to_order, clerk, " "), "missing");
    EXPECT_EQ(test.move(reply_to_order, clerk), "");
    EXPECT_EQ(test.move(reply_to_order, clerk), "order_not_open");
    EXPECT_EQ(test.move(reopen_order, supervisor, "未说明时间"), "");
    EXPECT_EQ(test.view().state, OrderState::reopened);
    EXPECT_EQ(test.move(reply_to_order, clerk), "");
    EXPECT_EQ(test.move(close_order, supervisor), "");
    EXPECT_EQ(test.move(close_order, supervisor), "order_is_closed");
    const OrderView view = test.view();
    EXPECT_EQ(view.state, OrderState::closed);
    EXPECT_EQ(view.demand, "请说明进展");
    EXPECT_EQ(view.to_organisation_id, test.city.county_centre);
    ASSERT_EQ(view.steps.size(), 4U);
    EXPECT_EQ(view.steps[1].kind, "reopening");
    EXPECT_EQ(view.steps[1].words, "未说明时间");
    EXPECT_THAT(
        test.city.events_of(test.dispute),
        testing::ElementsAre("register", "order", "order_reply", "order_reopening", "order_reply", "order_closing"));
}

TEST_P(supervision_desk, an_order_without_reply_goes_upward) {
    Ordering test(database());
    // Reply wanted by Thursday the 26th; three working days later is Tuesday 1 December.
    EXPECT_EQ(watched(test.city, ten(LegalDate(2026, 11, 30))).escalations, 2);
    EXPECT_EQ(watched(test.city, ten(LegalDate(2026, 12, 1))).escalations, 1);
    EXPECT_EQ(watched(test.city, ten(LegalDate(2026, 12, 1)) + 1h).escalations, 0);
}

TEST_P(supervision_desk, an_unknown_order_is_not_found) {
    Ordering test(database());
    const Id<Order> real = test.order;
    test.order = Id<Order>::fresh(test.city.morning());
    EXPECT_EQ(test.move(reply_to_order, test.city.as(Duty::clerk, test.city.county_centre)), "order_not_found");
    test.order = real;
}

}  // namespace hemu::supervision
