#include "clock_rules.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

namespace hemu::dispute {

/// National Day of 2026 as the State Council's notice has it in this test: 1 to 7 October off, 27 September (Sunday)
/// and 10 October (Saturday) worked.
static const WorkingCalendar& calendar() {
    static const WorkingCalendar days = [] {
        std::set<LegalDate> holidays;
        for (unsigned day = 1; day <= 7; ++day) holidays.insert(LegalDate(2026, 10, day));
        return WorkingCalendar(holidays, {LegalDate(2026, 9, 27), LegalDate(2026, 10, 10)});
    }();
    return days;
}

static ClockRule rule(std::int64_t amount, ClockUnit unit, bool roll_forward = true) {
    ClockRule made;
    made.amount = amount;
    made.unit = unit;
    made.roll_forward = roll_forward;
    return made;
}

static Instant at(LegalDate day, int hour = 10) { return start_of(day) + std::chrono::hours(hour); }

/// The legal date on which the period ends.
static LegalDate end(const ClockRule& of, LegalDate start, const std::vector<Pause>& pauses = {},
                     std::optional<Extended> extended = {}, LegalDate today = LegalDate(2027, 1, 1)) {
    return legal_date(due(of, at(start), pauses, extended, today, calendar()));
}

TEST(due, does_not_count_the_first_day) {
    // CPL art. 85, Civil Code art. 201: the next day is the first one counted.
    EXPECT_EQ(end(rule(3, ClockUnit::day), LegalDate(2026, 3, 3)), LegalDate(2026, 3, 6));
    EXPECT_EQ(end(rule(30, ClockUnit::day), LegalDate(2026, 3, 3)), LegalDate(2026, 4, 2));
}

TEST(due, ends_with_the_last_moment_of_its_day) {
    EXPECT_EQ(due(rule(3, ClockUnit::day), at(LegalDate(2026, 3, 3), 0), {}, {}, {}, calendar()),
              end_of(LegalDate(2026, 3, 6)));
    EXPECT_EQ(due(rule(3, ClockUnit::day), at(LegalDate(2026, 3, 3), 23), {}, {}, {}, calendar()),
              end_of(LegalDate(2026, 3, 6)));
}

TEST(due, moves_past_a_closing_holiday) {
    // CPL art. 85, Civil Code art. 203: to the first day after it; a weekend counts as one.
    EXPECT_EQ(end(rule(4, ClockUnit::day), LegalDate(2026, 3, 3)), LegalDate(2026, 3, 9));
    EXPECT_EQ(end(rule(5, ClockUnit::day), LegalDate(2026, 9, 28)), LegalDate(2026, 10, 8));
    // A weekend day that is worked instead is no day off.
    EXPECT_EQ(end(rule(4, ClockUnit::day), LegalDate(2026, 9, 23)), LegalDate(2026, 9, 27));
    // Days off in the middle are counted like all others.
    EXPECT_EQ(end(rule(15, ClockUnit::day), LegalDate(2026, 9, 28)), LegalDate(2026, 10, 13));
    EXPECT_EQ(end(rule(4, ClockUnit::day, false), LegalDate(2026, 3, 3)), LegalDate(2026, 3, 7));
}

TEST(due, counts_working_days_by_the_calendar) {
    EXPECT_EQ(end(rule(1, ClockUnit::working_day), LegalDate(2026, 3, 6)), LegalDate(2026, 3, 9));
    // From Friday over the worked Sunday 27 September into the holiday: 27, 28, 29, 30 September, 8 October.
    EXPECT_EQ(end(rule(5, ClockUnit::working_day), LegalDate(2026, 9, 25)), LegalDate(2026, 10, 8));
    // 8, 9 and the worked Saturday 10 October.
    EXPECT_EQ(end(rule(3, ClockUnit::working_day), LegalDate(2026, 9, 30)), LegalDate(2026, 10, 10));
}

TEST(due, counts_months_to_the_same_numbered_day) {
    // Civil Code art. 202: or to the month's last day.
    EXPECT_EQ(end(rule(1, ClockUnit::month, false), LegalDate(2026, 1, 31)), LegalDate(2026, 2, 28));
    EXPECT_EQ(end(rule(1, ClockUnit::month, false), LegalDate(2028, 1, 31)), LegalDate(2028, 2, 29));
    EXPECT_EQ(end(rule(24, ClockUnit::month, false), LegalDate(2026, 3, 3)), LegalDate(2028, 3, 3));
}

TEST(due, counts_hours_from_the_next_hour) {
    // SPC interpretation of the CPL art. 125: hours from the next hour; days off change nothing.
    const Instant start = at(LegalDate(2026, 10, 1), 22) + std::chrono::minutes(15);
    EXPECT_EQ(due(rule(48, ClockUnit::hour), start, {}, {}, {}, calendar()), at(LegalDate(2026, 10, 3), 23));
    EXPECT_EQ(due(rule(24, ClockUnit::hour), at(LegalDate(2026, 10, 1), 22), {}, {}, {}, calendar()),
              at(LegalDate(2026, 10, 2), 23));
}

TEST(due, is_counted_back_from_a_day_to_come) {
    // Three days before Thursday 8 October: the 7th, 6th and 5th, a day off.
    EXPECT_EQ(end(rule(-3, ClockUnit::day, false), LegalDate(2026, 10, 8)), LegalDate(2026, 10, 5));
    // A time that must be left free is not cut by days off: the working day before.
    EXPECT_EQ(end(rule(-3, ClockUnit::day), LegalDate(2026, 10, 8)), LegalDate(2026, 9, 30));
    EXPECT_EQ(end(rule(-2, ClockUnit::working_day), LegalDate(2026, 10, 9)), LegalDate(2026, 9, 30));
    EXPECT_EQ(end(rule(-1, ClockUnit::month, false), LegalDate(2026, 3, 31)), LegalDate(2026, 2, 28));
}

TEST(due, leaves_out_the_days_of_a_pause) {
    // Medical Dispute Regulation art. 38: the time of an appraisal is not counted.
    const Pause appraisal{"appraisal", LegalDate(2026, 3, 5), LegalDate(2026, 3, 11)};
    EXPECT_EQ(end(rule(10, ClockUnit::day, false), LegalDate(2026, 3, 3), {appraisal}), LegalDate(2026, 3, 19));
    EXPECT_EQ(end(rule(4, ClockUnit::working_day), LegalDate(2026, 3, 3), {appraisal}), LegalDate(2026, 3, 13));
    EXPECT_EQ(end(rule(1, ClockUnit::month, false), LegalDate(2026, 3, 3), {appraisal}), LegalDate(2026, 4, 9));
    // Two pauses that overlap leave each day out once.
    const Pause sham{"sham_suspected", LegalDate(2026, 3, 9), LegalDate(2026, 3, 13)};
    EXPECT_EQ(end(rule(10, ClockUnit::day, false), LegalDate(2026, 3, 3), {appraisal, sham}), LegalDate(2026, 3, 21));
    // A pause after the end changes nothing.
    const Pause later{"appraisal", LegalDate(2026, 6, 1), LegalDate(2026, 6, 9)};
    EXPECT_EQ(end(rule(10, ClockUnit::day, false), LegalDate(2026, 3, 3), {later}), LegalDate(2026, 3, 13));
}

TEST(due, counts_an_open_pause_up_to_today) {
    const std::vector<Pause> open = {{"appraisal", LegalDate(2026, 3, 5), std::nullopt}};
    const ClockRule ten = rule(10, ClockUnit::day, false);
    EXPECT_EQ(end(ten, LegalDate(2026, 3, 3), open, {}, LegalDate(2026, 3, 5)), LegalDate(2026, 3, 13));
    EXPECT_EQ(end(ten, LegalDate(2026, 3, 3), open, {}, LegalDate(2026, 3, 8)), LegalDate(2026, 3, 16));
}

TEST(due, is_stopped_by_a_pause_that_begins_on_its_last_day) {
    // Ten days from 3 March end on the 13th; the appraisal begins that day, and work goes on on the 20th.
    const Pause appraisal{"appraisal", LegalDate(2026, 3, 13), LegalDate(2026, 3, 20)};
    EXPECT_EQ(end(rule(10, ClockUnit::day), LegalDate(2026, 3, 3), {appraisal}), LegalDate(2026, 3, 20));
    EXPECT_EQ(end(rule(8, ClockUnit::working_day), LegalDate(2026, 3, 3), {appraisal}), LegalDate(2026, 3, 20));
    // One that begins with the period, whose first day is not counted, leaves it whole: 9 to 18 March.
    const Pause first{"appraisal", LegalDate(2026, 3, 3), LegalDate(2026, 3, 8)};
    EXPECT_EQ(end(rule(10, ClockUnit::day), LegalDate(2026, 3, 3), {first}), LegalDate(2026, 3, 18));
    // One pause after the other on the same day is one pause.
    const Pause second{"sham_suspected", LegalDate(2026, 3, 20), LegalDate(2026, 3, 24)};
    EXPECT_EQ(end(rule(10, ClockUnit::day), LegalDate(2026, 3, 3), {appraisal, second}), LegalDate(2026, 3, 24));
}

TEST(due, is_what_was_agreed_once_extended) {
    // Both sides may agree on a later end (domain facts 1.1), also on a day off.
    const Extended agreed{LegalDate(2026, 5, 2), LegalDate(2026, 3, 30)};
    EXPECT_EQ(end(rule(30, ClockUnit::day), LegalDate(2026, 3, 3), {}, agreed), LegalDate(2026, 5, 2));
}

TEST(due, is_moved_by_a_pause_after_the_extension) {
    const Extended agreed{LegalDate(2026, 4, 30), LegalDate(2026, 3, 30)};
    // 31 days were left on 30 March; 1 to 9 April (nine days) stood still: Saturday 9 May, so Monday the 11th.
    const Pause later{"appraisal", LegalDate(2026, 4, 1), LegalDate(2026, 4, 10)};
    EXPECT_EQ(end(rule(30, ClockUnit::day), LegalDate(2026, 3, 3), {later}, agreed), LegalDate(2026, 5, 11));
    EXPECT_EQ(end(rule(30, ClockUnit::day, false), LegalDate(2026, 3, 3), {later}, agreed), LegalDate(2026, 5, 9));
    // Of working days 23 were left; 1, 2, 3, 6, 7, 8 and 9 April are left out, so seven more after 30 April.
    EXPECT_EQ(end(rule(30, ClockUnit::working_day), LegalDate(2026, 3, 3), {later}, agreed), LegalDate(2026, 5, 11));
    // What stood still before was known when the end was agreed.
    const Pause before{"appraisal", LegalDate(2026, 3, 10), LegalDate(2026, 3, 20)};
    EXPECT_EQ(end(rule(30, ClockUnit::day), LegalDate(2026, 3, 3), {before}, agreed), LegalDate(2026, 4, 30));
    // An agreed day off stays one while nothing moves it.
    const Extended sunday{LegalDate(2026, 5, 3), LegalDate(2026, 3, 30)};
    EXPECT_EQ(end(rule(30, ClockUnit::working_day), LegalDate(2026, 3, 3), {}, sunday), LegalDate(2026, 5, 3));
}

static ClockUnit any_day_unit() {
    return *rc::gen::element(ClockUnit::day, ClockUnit::working_day, ClockUnit::month);
}
static LegalDate any_day() { return LegalDate(2026, 8, 1) + *rc::gen::inRange(0, 100); }
static std::vector<Pause> any_pauses(LegalDate start) {
    std::vector<Pause> pauses;
    const int count = *rc::gen::inRange(0, 3);
    for (int i = 0; i < count; ++i) {
        const LegalDate from = start + *rc::gen::inRange(0, 40);
        pauses.push_back({"appraisal", from, from + *rc::gen::inRange(0, 20)});
    }
    return pauses;
}

TEST(due_property, a_rolled_end_is_worked_and_skips_no_worked_day) {
    EXPECT_TRUE(rc::check([] {
        const ClockRule plain = rule(*rc::gen::inRange(1, 60), any_day_unit(), false);
        ClockRule rolled = plain;
        rolled.roll_forward = true;
        const LegalDate start = any_day();
        const auto pauses = any_pauses(start);
        const LegalDate before = end(plain, start, pauses);
        const LegalDate after = end(rolled, start, pauses);
        RC_ASSERT(calendar().is_working_day(after));
        for (LegalDate day = before; day < after; day = day + 1) RC_ASSERT(!calendar().is_working_day(day));
    }));
}

TEST(due_property, exactly_the_amount_of_days_is_counted) {
    EXPECT_TRUE(rc::check([] {
        const ClockUnit unit = *rc::gen::element(ClockUnit::day, ClockUnit::working_day);
        const std::int64_t amount = *rc::gen::inRange(1, 60);
        const LegalDate start = any_day();
        const auto pauses = any_pauses(start);
        const LegalDate last = end(rule(amount, unit, false), start, pauses);
        std::int64_t counted = 0;
        for (LegalDate day = start + 1; day <= last; day = day + 1) {
            const bool paused = std::any_of(pauses.begin(), pauses.end(), [&](const Pause& pause) {
                return pause.from_on == start ? day <= *pause.to_on : pause.from_on <= day && day < *pause.to_on;
            });
            if (!paused && (unit == ClockUnit::day || calendar().is_working_day(day))) ++counted;
        }
        RC_ASSERT(counted == amount);
    }));
}

TEST(due_property, more_time_or_another_pause_never_ends_earlier) {
    EXPECT_TRUE(rc::check([] {
        const std::int64_t amount = *rc::gen::inRange(1, 40);
        const ClockUnit unit = any_day_unit();
        const LegalDate start = any_day();
        auto pauses = any_pauses(start);
        const LegalDate before = end(rule(amount, unit), start, pauses);
        RC_ASSERT(before <= end(rule(amount + 1, unit), start, pauses));
        const LegalDate from = start + *rc::gen::inRange(0, 60);
        pauses.push_back({"appraisal", from, from + *rc::gen::inRange(0, 20)});
        RC_ASSERT(before <= end(rule(amount, unit), start, pauses));
    }));
}

TEST(soon, begins_a_fifth_or_two_working_days_before_the_end) {
    const Instant start = at(LegalDate(2026, 3, 3), 0);
    // Of thirty days the last six.
    const Instant due_at = start + std::chrono::hours(24 * 30);
    EXPECT_EQ(soon_at(start, due_at, calendar()), start + std::chrono::hours(24 * 24));
    // Of three working days the last two, which is from the beginning of the day before.
    const Instant short_due = end_of(LegalDate(2026, 3, 6));
    EXPECT_EQ(soon_at(start, short_due, calendar()), start_of(LegalDate(2026, 3, 5)));
    // Over a weekend they are further apart.
    EXPECT_EQ(soon_at(start, end_of(LegalDate(2026, 3, 9)), calendar()), start_of(LegalDate(2026, 3, 6)));
    // Never before the start.
    EXPECT_EQ(soon_at(start, end_of(LegalDate(2026, 3, 3)), calendar()), start);
}

TEST(soon, of_a_period_counted_back_is_two_working_days_before_its_end) {
    EXPECT_EQ(soon_at(at(LegalDate(2026, 3, 13)), end_of(LegalDate(2026, 3, 10)), calendar()),
              start_of(LegalDate(2026, 3, 9)));
}

TEST(soon_property, lies_between_start_and_end) {
    EXPECT_TRUE(rc::check([] {
        const Instant start = at(any_day(), *rc::gen::inRange(0, 24));
        const Instant due_at =
            due(rule(*rc::gen::inRange(1, 40), any_day_unit()), start, {}, {}, legal_date(start), calendar());
        const Instant soon = soon_at(start, due_at, calendar());
        RC_ASSERT(start <= soon && soon <= due_at);
    }));
}

TEST(mood, goes_from_fine_over_soon_to_late) {
    const Instant soon{100};
    const Instant due_at{200};
    EXPECT_EQ(mood_of(false, soon, due_at, {99}), ClockMood::fine);
    EXPECT_EQ(mood_of(false, soon, due_at, {100}), ClockMood::soon);
    EXPECT_EQ(mood_of(false, soon, due_at, {200}), ClockMood::soon);
    EXPECT_EQ(mood_of(false, soon, due_at, {201}), ClockMood::late);
    EXPECT_EQ(mood_of(true, soon, due_at, {999}), ClockMood::paused);
}

TEST(a_rule, applies_where_all_its_conditions_hold) {
    ClockRule conditional;
    const ClockSubject labour{"10", "difficult", "court_delegated", {"migrant_workers"}};
    const ClockSubject neighbours{"02", std::nullopt, "window", {}};
    const auto applies_to = [&](const char* words, const ClockSubject& subject) {
        conditional.applies_to = words;
        return applies(conditional, subject);
    };
    EXPECT_TRUE(applies_to("", neighbours));
    EXPECT_TRUE(applies_to("type=10,11", labour));
    EXPECT_FALSE(applies_to("type=10,11", neighbours));
    EXPECT_TRUE(applies_to("type!=10,11,15 channel!=court_delegated", neighbours));
    EXPECT_FALSE(applies_to("type!=15 channel!=court_delegated", labour));
    EXPECT_TRUE(applies_to("difficulty=difficult,major", labour));
    // What is not graded yet is of no level.
    EXPECT_FALSE(applies_to("difficulty=simple", neighbours));
    EXPECT_TRUE(applies_to("flag=migrant_workers", labour));
    EXPECT_TRUE(applies_to("flag!=summary_procedure", labour));
    EXPECT_FALSE(applies_to("flag=summary_procedure", labour));
}

TEST(words_of_a_rule, are_whole_words_with_marks) {
    EXPECT_TRUE(lists("accept refuse", "refuse"));
    EXPECT_FALSE(lists("accept refuse", "ref"));
    EXPECT_FALSE(lists("", "accept"));
    EXPECT_TRUE(lists("accept@register reopen", "accept"));
    EXPECT_EQ(mark_of("accept@register reopen", "accept"), "register");
    EXPECT_EQ(mark_of("accept@register reopen", "reopen"), "");
    EXPECT_EQ(mark_of("accept@register reopen", "register"), "");
}

TEST(versions, are_in_force_from_their_day_on) {
    ClockRule old = rule(30, ClockUnit::day);
    old.code = "PM-MED";
    old.valid_from = LegalDate(2011, 1, 1);
    ClockRule changed = old;
    changed.amount = 40;
    changed.valid_from = LegalDate(2027, 1, 1);
    ClockRule other = old;
    other.code = "X";
    other.valid_from = LegalDate(2030, 1, 1);
    const std::vector<ClockRule> all = {changed, old, other};
    ASSERT_EQ(in_force(all, LegalDate(2026, 12, 31)).size(), 1u);
    EXPECT_EQ(in_force(all, LegalDate(2026, 12, 31))[0].amount, 30);
    EXPECT_EQ(in_force(all, LegalDate(2027, 1, 1))[0].amount, 40);
    EXPECT_TRUE(in_force(all, LegalDate(2010, 1, 1)).empty());
    EXPECT_EQ(in_force(all, LegalDate(2030, 1, 1)).size(), 2u);
}

static ClockRule named(std::string code, LegalDate valid_from, std::string standing, std::string replaces = "") {
    ClockRule made = rule(30, ClockUnit::day);
    made.code = std::move(code);
    made.valid_from = valid_from;
    made.standing = std::move(standing);
    made.replaces = std::move(replaces);
    return made;
}

TEST(versions, of_another_place_start_clocks_from_adoption_to_end) {
    const std::vector<ClockRule> all = {named("LEVEL", LegalDate(2020, 1, 1), "in_force"),
                                        named("DZ", LegalDate(2020, 1, 1), "preset", "LEVEL OTHER"),
                                        named("DZ", LegalDate(2026, 12, 1), "in_force", "LEVEL OTHER"),
                                        named("DZ", LegalDate(2027, 3, 1), "ended", "LEVEL OTHER")};
    const auto codes = [&](LegalDate on) {
        std::string found;
        for (const ClockRule* one : starting(all, on)) found += one->code + " ";
        return found;
    };
    EXPECT_EQ(codes(LegalDate(2026, 11, 30)), "LEVEL ");
    EXPECT_EQ(codes(LegalDate(2026, 12, 1)), "DZ ");
    EXPECT_EQ(codes(LegalDate(2027, 2, 28)), "DZ ");
    EXPECT_EQ(codes(LegalDate(2027, 3, 1)), "LEVEL ");
    EXPECT_EQ(newest(all, LegalDate(2026, 12, 1)).size(), 2u);
}

TEST(extensions, say_whose_word_how_much_and_which_event) {
    ClockRule one;
    EXPECT_FALSE(extending(one));
    one.extension = "both";
    EXPECT_EQ(extending(one)->who, "both");
    EXPECT_FALSE(extending(one)->most);
    EXPECT_EQ(extending(one)->event, "");
    EXPECT_TRUE(extended_by_consent(one));
    one.extension = "court_president+10@confirmation_extended";
    EXPECT_EQ(extending(one)->who, "court_president");
    EXPECT_EQ(extending(one)->most, 10);
    EXPECT_EQ(extending(one)->event, "confirmation_extended");
    EXPECT_FALSE(extended_by_consent(one));
    one.extension = "court_president@confirmation_extended";
    EXPECT_FALSE(extending(one)->most);
    EXPECT_EQ(extending(one)->event, "confirmation_extended");
}

TEST(content_of_an_event, names_a_day_or_a_moment) {
    EXPECT_EQ(named_moment(R"({"on":"2026-03-03"})", "on"), start_of(LegalDate(2026, 3, 3)));
    EXPECT_EQ(named_moment(R"({"at":"2026-03-03T02:15:00Z"})", "at"),
              start_of(LegalDate(2026, 3, 3)) + std::chrono::minutes(615));
    for (const char* content : {"", "{}", "[]", R"({"on":5})", R"({"on":"soon"})", R"({"on":null})"})
        EXPECT_FALSE(named_moment(content, "on")) << content;
}

TEST(a_start, that_nobody_tells_of_is_none) {
    ClockRule one;
    EXPECT_FALSE(has_start(one));
    one.started_by = "?death";
    EXPECT_FALSE(has_start(one));
    EXPECT_FALSE(lists(one.started_by, "death"));
    one.started_by = "take";
    EXPECT_TRUE(has_start(one));
}

}  // namespace hemu::dispute
