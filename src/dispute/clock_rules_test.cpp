#include "clock_rules.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "embedded.hpp"

namespace hemu::dispute {

using testing::HasSubstr;

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
                     std::optional<LegalDate> extended_to = {}, LegalDate today = LegalDate(2027, 1, 1)) {
    return legal_date(due(of, at(start), pauses, extended_to, today, calendar()));
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

TEST(due, counts_hours_from_the_moment) {
    const Instant start = at(LegalDate(2026, 10, 1), 22);
    EXPECT_EQ(due(rule(48, ClockUnit::hour), start, {}, {}, {}, calendar()), start + std::chrono::hours(48));
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

TEST(due, is_what_was_agreed_once_extended) {
    // Both sides may agree on a later end (domain facts 1.1), also on a day off.
    EXPECT_EQ(end(rule(30, ClockUnit::day), LegalDate(2026, 3, 3), {}, LegalDate(2026, 5, 2)), LegalDate(2026, 5, 2));
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
                return pause.from_on < day && day <= *pause.to_on;
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

TEST(explanation, says_how_the_end_was_found) {
    const ClockRule thirty = rule(30, ClockUnit::working_day);
    const LegalDate start(2026, 3, 3);
    const std::vector<Pause> pauses = {{"appraisal", LegalDate(2026, 3, 9), LegalDate(2026, 3, 15)}};
    const Instant due_at = due(thirty, at(start), pauses, {}, LegalDate(2026, 3, 20), calendar());
    EXPECT_EQ(
        explain(thirty, at(start), pauses, {}, due_at, LegalDate(2026, 3, 20), calendar(), "en"),
        "30 working days from 2026-03-03 (that day not counted), paused 6 days for appraisal, until 2026-04-20.");
    EXPECT_EQ(explain(thirty, at(start), pauses, {}, due_at, LegalDate(2026, 3, 20), calendar(), "zh"),
              "自2026-03-03起30个工作日（当日不计），因鉴定暂停6日，至2026-04-20止。");
}

TEST(explanation, names_the_day_off_that_moved_the_end) {
    const ClockRule five = rule(5, ClockUnit::day);
    const Instant due_at = due(five, at(LegalDate(2026, 9, 28)), {}, {}, {}, calendar());
    EXPECT_THAT(explain(five, at(LegalDate(2026, 9, 28)), {}, {}, due_at, {}, calendar(), "en"),
                HasSubstr("moved on because 2026-10-03 is a day off, until 2026-10-08."));
    EXPECT_THAT(explain(five, at(LegalDate(2026, 9, 28)), {}, {}, due_at, {}, calendar(), "zh"),
                HasSubstr("2026-10-03为节假日而顺延，至2026-10-08止。"));
}

TEST(explanation, tells_of_an_extension) {
    const ClockRule one = rule(1, ClockUnit::month);
    const auto told = [&](const char* language) {
        return explain(one, at(LegalDate(2026, 3, 3)), {}, LegalDate(2026, 5, 2), end_of(LegalDate(2026, 5, 2)), {},
                       calendar(), language);
    };
    EXPECT_EQ(told("en"),
              "1 month from 2026-03-03 (that day not counted), extended with the consent of both sides, until "
              "2026-05-02.");
    EXPECT_THAT(told("zh"), HasSubstr("经双方同意延长，至2026-05-02止。"));
}

TEST(explanation, of_a_day_that_the_parties_named_is_that_day) {
    const ClockRule one = rule(0, ClockUnit::agreed, false);
    const LegalDate sunday(2026, 5, 3);
    EXPECT_EQ(due(one, at(LegalDate(2026, 3, 3)), {}, sunday, {}, calendar()), end_of(sunday));
    const auto told = [&](const char* language) {
        return explain(one, at(LegalDate(2026, 3, 3)), {}, sunday, end_of(sunday), {}, calendar(), language);
    };
    EXPECT_EQ(told("en"), "As agreed, until 2026-05-03.");
    EXPECT_EQ(told("zh"), "按约定至2026-05-03止。");
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

static std::vector<ClockRule> data_file() {
    return json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json"));
}

/// Every limit that concerns the seven desks, as the laws and the defaults of a new city have it (domain
/// facts 1.2, 1.4): code, how long, for whom, how sure.
TEST(data_of_clock_rules, has_every_limit_that_concerns_the_desks) {
    const std::vector<std::string> wanted = {
        "INTAKE 1 working_day staff default",
        "PM-ACC 3 working_day staff default",
        "PT-OBJ 5 working_day staff source",
        "PT-TELL 15 day staff source",
        "SIGN 1 working_day staff default",
        "CT-CONF 3 working_day staff source",
        "CT-ASK 3 working_day staff source",
        "CONTACT 3 working_day staff default",
        "PM-MED 30 day staff source",
        "PM-MED-N 30 day staff unsure",
        "LB-MED 15 day staff source",
        "MD-MED 30 working_day staff source",
        "CT-DEL 30 day staff source",
        "CT-ENT-O 15 day staff source",
        "CT-ENT-S 7 day staff source",
        "PT-DONE 60 day staff source",
        "LEVEL-SIMPLE 7 day staff default",
        "LEVEL-GENERAL 15 day staff default",
        "LEVEL-DIFFICULT 30 day staff default",
        "JC-APP 30 day party source",
        "LB-REV 15 day party known",
        "LB-ARB 12 month party source",
        "TR-POL-AFTER 3 day party source",
        "ENF 24 month party source",
        "LIM 36 month party known",
        "PERF 0 agreed staff source",
        "FU-1 7 day staff default",
        "FU-2 30 day staff default",
    };
    std::vector<std::string> present;
    for (const ClockRule& one : data_file())
        present.push_back(fmt::format("{} {} {} {} {}", one.code, one.amount, json::enum_word(one.unit), one.concerns,
                                      one.certainty));
    EXPECT_THAT(present, testing::UnorderedElementsAreArray(wanted));
}

TEST(data_of_clock_rules, gives_each_its_basis_and_its_names) {
    for (const ClockRule& one : data_file()) {
        EXPECT_FALSE(one.basis.empty()) << one.code;
        EXPECT_FALSE(one.name_zh.empty() || one.name_en.empty()) << one.code;
        EXPECT_THAT((std::vector<std::string>{"source", "known", "default", "unsure"}),
                    testing::Contains(one.certainty));
        const bool names_a_law = one.basis.find("《") != std::string::npos;
        const bool says_default = one.basis.find("默认") != std::string::npos;
        EXPECT_TRUE(one.certainty != "source" || names_a_law) << one.code;
        EXPECT_TRUE(one.certainty != "default" || says_default) << one.code;
        // What is unsure waits until somebody has confirmed it.
        EXPECT_TRUE(one.certainty != "unsure" || one.started_by.empty()) << one.code;
    }
}

static std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

TEST(data_of_clock_rules, speaks_of_events_reasons_and_ends_that_there_are) {
    const std::set<std::string> events = {
        "register", "accept", "refuse", "redirect", "merge", "withdraw", "offer", "take", "return", "begin", "agree",
        "terminate", "perform", "breach", "reopen", "visit", "settle_at_once", "agree_orally", "take_effect",
        "second_visit", "session_planned", "willingness",
        // Of the court, the arbitration commission and the police, told by those who hear of it.
        "confirmation_applied", "review_applied", "police_asked"};
    const std::set<std::string> marks = {"", "register", "effective"};
    for (const ClockRule& one : data_file()) {
        for (const auto& word : words_of(one.started_by)) {
            EXPECT_TRUE(events.contains(word.substr(0, word.find('@')))) << one.code << " " << word;
            const auto mark = mark_of(one.started_by, word.substr(0, word.find('@')));
            EXPECT_TRUE(marks.contains(std::string(mark))) << one.code << " " << word;
        }
        for (const auto& word : words_of(one.met_by)) EXPECT_TRUE(events.contains(word)) << one.code << " " << word;
        for (const auto& word : words_of(one.pause_reasons))
            EXPECT_THAT((std::vector<std::string>{"appraisal", "expert_consultation", "sham_suspected"}),
                        testing::Contains(word))
                << one.code;
        EXPECT_THAT((std::vector<std::string>{"", "both", "committee_and_both"}), testing::Contains(one.extension));
        EXPECT_THAT((std::vector<std::string>{"remind", "escalate", "terminate_t03", "deemed_failed",
                                              "return_to_court", "tell_parties"}),
                    testing::Contains(one.on_expiry))
            << one.code;
    }
}

TEST(data_of_clock_rules, gives_every_dispute_one_mediation_period) {
    const std::set<std::string> periods = {"PM-MED", "LB-MED", "MD-MED", "CT-DEL", "CT-ENT-O", "CT-ENT-S"};
    const auto rules = in_force(data_file(), LegalDate(2026, 11, 24));
    for (const char* type : {"01", "02", "10", "11", "15", "16", "17", "99"})
        for (const char* channel : {"window", "petition", "court_delegated", "court_entrusted", "import"})
            for (const auto& flags : {std::vector<std::string>{}, std::vector<std::string>{"summary_procedure"}}) {
                const ClockSubject subject{type, "general", channel, flags};
                const auto count = std::count_if(rules.begin(), rules.end(), [&](const ClockRule& one) {
                    return periods.contains(one.code) && applies(one, subject);
                });
                // A court's labour or medical dispute has the court's period beside that of its own law.
                const bool of_court = std::string_view(channel).starts_with("court");
                const bool own_law =
                    type == std::string("10") || type == std::string("11") || type == std::string("15");
                EXPECT_EQ(count, of_court && own_law ? 2 : 1) << type << " " << channel;
            }
}

}  // namespace hemu::dispute
