#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::supervision {

using namespace std::chrono_literals;

// Monday 2026-11-23 to Sunday 2026-11-29; Wednesday off, Saturday worked instead.
static const WorkingCalendar calendar({LegalDate(2026, 11, 25)}, {LegalDate(2026, 11, 28)});

static Instant at(unsigned day, int hour, int minute) {
    return start_of(LegalDate(2026, 11, day)) + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

// Nothing fires at night or on a day off.
TEST(WorkingHours, run_from_half_past_eight_to_half_past_five_on_working_days) {
    const Settings settings;
    EXPECT_FALSE(in_working_hours(at(24, 8, 29), settings, calendar));
    EXPECT_TRUE(in_working_hours(at(24, 8, 30), settings, calendar));
    EXPECT_TRUE(in_working_hours(at(24, 17, 29), settings, calendar));
    EXPECT_FALSE(in_working_hours(at(24, 17, 30), settings, calendar));
    EXPECT_FALSE(in_working_hours(at(24, 0, 0), settings, calendar));
    EXPECT_FALSE(in_working_hours(at(25, 10, 0), settings, calendar));
    EXPECT_TRUE(in_working_hours(at(28, 10, 0), settings, calendar));
    EXPECT_FALSE(in_working_hours(at(29, 10, 0), settings, calendar));
}

TEST(NextMorning, is_when_the_next_working_day_begins) {
    const Settings settings;
    EXPECT_EQ(next_morning(at(24, 3, 0), settings, calendar), at(24, 8, 30));
    // Wednesday the 25th is off, Saturday the 28th is worked.
    EXPECT_EQ(next_morning(at(24, 20, 0), settings, calendar), at(26, 8, 30));
    EXPECT_EQ(next_morning(at(25, 10, 0), settings, calendar), at(26, 8, 30));
    EXPECT_EQ(next_morning(at(27, 20, 0), settings, calendar), at(28, 8, 30));
}

TEST(PercentPassed, counts_from_start_to_end) {
    const Instant start{0};
    const Instant due = start + 100h;
    EXPECT_EQ(percent_passed(start, due, 0s, start), 0);
    EXPECT_EQ(percent_passed(start, due, 0s, start + 50h), 50);
    EXPECT_EQ(percent_passed(start, due, 0s, due + -1us), 99);
    EXPECT_EQ(percent_passed(start, due, 0s, due), 100);
    EXPECT_EQ(percent_passed(start, due, 0s, due + 1000h), 100);
}

TEST(PercentPassed, leaves_out_pauses) {
    const Instant start{0};
    EXPECT_EQ(percent_passed(start, start + 120h, 20h, start + 70h), 50);
    EXPECT_EQ(percent_passed(start, start + 120h, 20h, start + 10h), 0);
    EXPECT_EQ(percent_passed(start, start + 20h, 20h, start + 10h), 0);
    EXPECT_EQ(percent_passed(start, start, 0s, start), 100);
}

// Service default: reminders at 50 %, 80 % and 100 % of the period.
TEST(ReminderOwed, is_the_highest_step_passed_and_not_given) {
    const Settings settings;
    EXPECT_EQ(reminder_owed(49, 0, settings), 0);
    EXPECT_EQ(reminder_owed(50, 0, settings), 50);
    EXPECT_EQ(reminder_owed(79, 50, settings), 0);
    EXPECT_EQ(reminder_owed(80, 50, settings), 80);
    EXPECT_EQ(reminder_owed(90, 0, settings), 80);
    EXPECT_EQ(reminder_owed(99, 80, settings), 0);
    EXPECT_EQ(reminder_owed(100, 80, settings), 100);
    EXPECT_EQ(reminder_owed(100, 100, settings), 0);
    EXPECT_EQ(reminder_owed(60, 80, settings), 0);
}

TEST(LevelOwed, rises_every_few_working_days) {
    const Settings settings;
    const Instant late = at(23, 12, 0);
    EXPECT_EQ(level_owed(late, at(23, 11, 0), true, settings, calendar), 0);
    EXPECT_EQ(level_owed(late, at(23, 13, 0), false, settings, calendar), 0);
    EXPECT_EQ(level_owed(late, at(26, 13, 0), false, settings, calendar), 0);
    EXPECT_EQ(level_owed(late, at(27, 13, 0), false, settings, calendar), 1);
    EXPECT_EQ(level_owed(late, start_of(LegalDate(2027, 3, 1)), false, settings, calendar), 2);
}

TEST(LevelOwed, begins_at_once_when_the_rule_says_so) {
    Settings settings;
    const Instant late = at(23, 12, 0);
    EXPECT_EQ(level_owed(late, late, true, settings, calendar), 1);
    EXPECT_EQ(level_owed(late, at(27, 13, 0), true, settings, calendar), 2);
    settings.escalate_after_working_days = 0;
    EXPECT_EQ(level_owed(late, at(27, 13, 0), true, settings, calendar), 0);
}

static std::vector<std::string> faults(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

TEST(Ordering, demands_something_by_a_day_of_a_dispute_that_goes_on) {
    const LegalDate today(2026, 11, 24);
    dispute::Dispute dispute;
    dispute.state = dispute::State::mediating;
    EXPECT_TRUE(why_not_order({OrderKind::supervise, "请说明进展", today}, dispute, today).fine());
    EXPECT_THAT(faults(why_not_order({OrderKind::remind, " ", today + -1}, dispute, today)),
                testing::ElementsAre("demand missing", "reply_by_on in_the_past"));
    EXPECT_THAT(faults(why_not_order({OrderKind::remind, std::string(6001, 'x'), today}, dispute, today)),
                testing::ElementsAre("demand too_long"));
    for (const auto state : {dispute::State::merged, dispute::State::closed, dispute::State::archived}) {
        dispute.state = state;
        EXPECT_EQ(why_not_order({OrderKind::remind, "x", today}, dispute, today).code, "dispute_is_over");
    }
}

TEST(OrderMoves, go_from_open_to_replied_to_closed_and_back_once_more) {
    using enum OrderState;
    const auto may = [](OrderState state, OrderMove move) { return why_not_move(state, move).fine(); };
    EXPECT_TRUE(may(open, OrderMove::reply) && may(reopened, OrderMove::reply));
    EXPECT_EQ(why_not_move(replied, OrderMove::reply).code, "order_not_open");
    EXPECT_EQ(why_not_move(closed, OrderMove::reply).code, "order_not_open");
    EXPECT_TRUE(may(replied, OrderMove::reopen));
    for (const OrderState state : {open, reopened, closed})
        EXPECT_EQ(why_not_move(state, OrderMove::reopen).code, "order_not_replied");
    EXPECT_TRUE(may(open, OrderMove::close) && may(replied, OrderMove::close) && may(reopened, OrderMove::close));
    EXPECT_EQ(why_not_move(closed, OrderMove::close).code, "order_is_closed");
    EXPECT_EQ(after(OrderMove::reply), replied);
    EXPECT_EQ(after(OrderMove::reopen), reopened);
    EXPECT_EQ(after(OrderMove::close), closed);
}

TEST(OrderWords, are_neither_blank_nor_endless) {
    EXPECT_THAT(faults(why_not_words(" \n")), testing::ElementsAre("words missing"));
    EXPECT_THAT(faults(why_not_words(std::string(6001, 'x'))), testing::ElementsAre("words too_long"));
    EXPECT_TRUE(why_not_words("已联系双方").fine());
}

}  // namespace hemu::supervision
