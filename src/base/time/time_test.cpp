#include "time.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hemu {

using namespace std::chrono_literals;

// Instants and their texts.

TEST(Instant_text, is_of_fixed_width_so_that_texts_order_as_moments_do) {
    const Instant moment = start_of(LegalDate(2026, 11, 24)) + 10h + 41min + 44s + 7us;
    EXPECT_EQ(to_text(moment), "2026-11-24 02:41:44.000007+00");
    EXPECT_EQ(to_json_text(moment), "2026-11-24T02:41:44.000007Z");
    EXPECT_LT(to_text(moment), to_text(moment + 1us));
    EXPECT_LT(to_text(Instant{-1}), to_text(Instant{0}));
    EXPECT_EQ(to_text(Instant{-1}), "1969-12-31 23:59:59.999999+00");
}

TEST(Instant_text, is_read_in_both_forms_with_any_offset) {
    const Instant moment = start_of(LegalDate(2026, 11, 24)) + 10h;
    for (const std::string_view text :
         {"2026-11-24T02:00:00Z", "2026-11-24 02:00:00+00", "2026-11-24T10:00:00+08:00", "2026-11-24T10:00:00+0800",
          "2026-11-24 10:00:00+08", "2026-11-23T20:30:00-05:30", "2026-11-24T02:00:00.000000Z",
          "2026-11-24T02:00:00.0Z"})
        EXPECT_EQ(parse_instant(text), moment) << text;
    EXPECT_EQ(parse_instant("2026-11-24T02:00:00.5Z"), moment + 500ms);
    // What is finer than a microsecond is cut off.
    EXPECT_EQ(parse_instant("2026-11-24T02:00:00.1234569Z"), moment + 123456us);
    for (const Instant one : {moment, Instant{0}, Instant{-1}, moment + 999999us}) {
        EXPECT_EQ(parse_instant(to_text(one)), one);
        EXPECT_EQ(parse_instant(to_json_text(one)), one);
    }
}

TEST(Instant_text, is_not_read_from_anything_else) {
    for (const std::string_view text :
         {"", "2026-11-24", "2026-11-24T02:00Z", "2026-11-24T02:00:00", "2026-11-24T24:00:00Z",
          "2026-11-24T02:60:00Z", "2026-11-24T02:00:60Z", "2026-02-29T02:00:00Z", "2026-13-01T02:00:00Z",
          "2026-11-24T02:00:00.Z", "2026-11-24T02:00:00Z ", "2026-11-24T02:00:00+8", "2026-11-24T02:00:00+08:0",
          "2026-11-24X02:00:00Z", "26-11-24T02:00:00Z", "2026-11-24T2:00:00Z", "+026-11-24T02:00:00Z",
          "2026-11-24T02:00:00+24:00", "2026-11-24T02:00:00+08:60"})
        EXPECT_FALSE(parse_instant(text)) << text;
}

// Legal dates: China keeps +08:00.

TEST(Legal_date, changes_at_midnight_in_china) {
    const LegalDate day(2026, 11, 24);
    EXPECT_EQ(to_text(start_of(day)), "2026-11-23 16:00:00.000000+00");
    EXPECT_EQ(to_text(end_of(day)), "2026-11-24 15:59:59.999999+00");
    EXPECT_EQ(legal_date(start_of(day)), day);
    EXPECT_EQ(legal_date(end_of(day)), day);
    EXPECT_EQ(legal_date(start_of(day) + -1us), day + -1);
    EXPECT_EQ(legal_date(end_of(day) + 1us), day + 1);
    EXPECT_EQ(legal_date(Instant{-1}), LegalDate(1970, 1, 1));
}

TEST(Legal_date, knows_hour_and_minute_in_china) {
    const Instant moment = start_of(LegalDate(2026, 11, 24)) + 17h + 30min + 59s;
    EXPECT_EQ(legal_hour(moment), 17);
    EXPECT_EQ(legal_minute(moment), 30);
    EXPECT_EQ(legal_hour(start_of(LegalDate(2026, 11, 24))), 0);
    EXPECT_EQ(legal_hour(end_of(LegalDate(2026, 11, 24))), 23);
    EXPECT_EQ(legal_minute(end_of(LegalDate(2026, 11, 24))), 59);
}

TEST(Legal_date, is_written_and_read) {
    EXPECT_EQ(to_text(LegalDate(2026, 1, 5)), "2026-01-05");
    EXPECT_EQ(parse_date("2026-01-05"), LegalDate(2026, 1, 5));
    EXPECT_EQ(parse_date("2024-02-29"), LegalDate(2024, 2, 29));
    for (const std::string_view text : {"", "2026-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-1-5",
                                        "2026/01/05", "2026-01-05 ", "20260105", "2026-01-0x", "-026-01-05"})
        EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Legal_date, counts_days_and_weekdays) {
    const LegalDate tuesday(2026, 11, 24);
    EXPECT_EQ(tuesday.weekday(), 2u);
    EXPECT_EQ((tuesday + 5).weekday(), 7u);
    EXPECT_EQ((tuesday + 6).weekday(), 1u);
    EXPECT_EQ(tuesday + 7, LegalDate(2026, 12, 1));
    EXPECT_EQ(LegalDate(2027, 1, 1) - tuesday, 38);
    EXPECT_EQ(tuesday + 38 + -38, tuesday);
    EXPECT_EQ(LegalDate(2024, 3, 1) - LegalDate(2024, 2, 1), 29);
}

// Civil Code art. 202: the same-numbered day, or the month's last.
TEST(Months, end_on_the_same_day_or_the_last) {
    EXPECT_EQ(add_months(LegalDate(2026, 11, 24), 1), LegalDate(2026, 12, 24));
    EXPECT_EQ(add_months(LegalDate(2026, 1, 31), 1), LegalDate(2026, 2, 28));
    EXPECT_EQ(add_months(LegalDate(2024, 1, 31), 1), LegalDate(2024, 2, 29));
    EXPECT_EQ(add_months(LegalDate(2026, 8, 31), 1), LegalDate(2026, 9, 30));
    EXPECT_EQ(add_months(LegalDate(2026, 11, 30), 24), LegalDate(2028, 11, 30));
    EXPECT_EQ(add_months(LegalDate(2026, 12, 15), 1), LegalDate(2027, 1, 15));
    EXPECT_EQ(add_months(LegalDate(2026, 3, 31), -1), LegalDate(2026, 2, 28));
    EXPECT_EQ(add_months(LegalDate(2026, 3, 31), 0), LegalDate(2026, 3, 31));
}

// Working days: a week off from Thursday 1 to Wednesday 7 October 2026, made up on Sunday 27 September and Saturday
// 10 October.
static WorkingCalendar national_day() {
    std::set<LegalDate> holidays;
    for (int day = 1; day <= 7; ++day) holidays.insert(LegalDate(2026, 10, static_cast<unsigned>(day)));
    return {holidays, {LegalDate(2026, 9, 27), LegalDate(2026, 10, 10)}};
}

TEST(Working_days, are_monday_to_friday_without_a_calendar) {
    const WorkingCalendar plain;
    const LegalDate monday(2026, 11, 23);
    for (int day = 0; day < 7; ++day) EXPECT_EQ(plain.is_working_day(monday + day), day < 5) << day;
}

TEST(Working_days, follow_holidays_and_make_up_days) {
    const WorkingCalendar calendar = national_day();
    EXPECT_FALSE(calendar.is_working_day(LegalDate(2026, 10, 1)));
    EXPECT_FALSE(calendar.is_working_day(LegalDate(2026, 10, 3)));
    EXPECT_TRUE(calendar.is_working_day(LegalDate(2026, 9, 27)));
    EXPECT_TRUE(calendar.is_working_day(LegalDate(2026, 10, 10)));
    EXPECT_FALSE(calendar.is_working_day(LegalDate(2026, 10, 11)));
    // A make-up day wins over a holiday of the same date.
    const WorkingCalendar both({LegalDate(2026, 10, 8)}, {LegalDate(2026, 10, 8)});
    EXPECT_TRUE(both.is_working_day(LegalDate(2026, 10, 8)));
}

// Civil Code art. 203, CPL art. 85: a last day on a holiday moves to the day after the holiday.
TEST(Working_days, a_last_day_on_a_holiday_moves_behind_it) {
    const WorkingCalendar calendar = national_day();
    EXPECT_EQ(calendar.roll_forward(LegalDate(2026, 10, 1)), LegalDate(2026, 10, 8));
    EXPECT_EQ(calendar.roll_forward(LegalDate(2026, 10, 8)), LegalDate(2026, 10, 8));
    EXPECT_EQ(calendar.roll_forward(LegalDate(2026, 10, 10)), LegalDate(2026, 10, 10));
    EXPECT_EQ(calendar.roll_forward(LegalDate(2026, 10, 11)), LegalDate(2026, 10, 12));
}

// CPL art. 85: the first day is not counted.
TEST(Working_days, are_counted_from_the_day_after) {
    const WorkingCalendar calendar = national_day();
    EXPECT_EQ(calendar.add_working_days(LegalDate(2026, 9, 30), 0), LegalDate(2026, 9, 30));
    EXPECT_EQ(calendar.add_working_days(LegalDate(2026, 9, 30), 1), LegalDate(2026, 10, 8));
    EXPECT_EQ(calendar.add_working_days(LegalDate(2026, 9, 30), 3), LegalDate(2026, 10, 10));
    EXPECT_EQ(calendar.add_working_days(LegalDate(2026, 9, 30), 4), LegalDate(2026, 10, 12));
    EXPECT_EQ(calendar.add_working_days(LegalDate(2026, 9, 25), 1), LegalDate(2026, 9, 27));
    EXPECT_EQ(calendar.add_working_days(LegalDate(2026, 10, 3), 1), LegalDate(2026, 10, 8));
    EXPECT_EQ(WorkingCalendar().add_working_days(LegalDate(2026, 11, 24), 30), LegalDate(2027, 1, 5));
}

TEST(Working_days, between_two_days_agree_with_adding) {
    const WorkingCalendar calendar = national_day();
    EXPECT_EQ(calendar.working_days_between(LegalDate(2026, 9, 30), LegalDate(2026, 10, 8)), 1);
    EXPECT_EQ(calendar.working_days_between(LegalDate(2026, 10, 8), LegalDate(2026, 10, 8)), 0);
    EXPECT_EQ(calendar.working_days_between(LegalDate(2026, 10, 9), LegalDate(2026, 10, 8)), 0);
    for (int start = 0; start < 30; ++start)
        for (std::int64_t count = 1; count < 25; ++count) {
            const LegalDate from = LegalDate(2026, 9, 20) + start;
            const LegalDate to = calendar.add_working_days(from, count);
            EXPECT_TRUE(calendar.is_working_day(to));
            EXPECT_EQ(calendar.working_days_between(from, to), count);
        }
}

}  // namespace hemu
