#include <gmock/gmock.h>

#include "clock_rules.hpp"

namespace hemu::dispute {

/// National Day of 2026: 1 to 7 October off, 27 September (Sunday) and 10 October (Saturday) worked.
static const WorkingCalendar& calendar() {
    static const WorkingCalendar days = [] {
        std::set<LegalDate> holidays;
        for (unsigned day = 1; day <= 7; ++day) holidays.insert(LegalDate(2026, 10, day));
        return WorkingCalendar(holidays, {LegalDate(2026, 9, 27), LegalDate(2026, 10, 10)});
    }();
    return days;
}

static Instant at(LegalDate day) { return start_of(day) + std::chrono::hours(10) + std::chrono::minutes(15); }

struct Told {
    std::string zh;
    std::string en;
};

/// A period from a start on, as it is explained when its pauses are over.
struct Period {
    std::int64_t amount = 0;
    ClockUnit unit = ClockUnit::day;
    LegalDate start;
    bool roll_forward = true;
    std::string extension = {};
    std::vector<Pause> pauses = {};
    std::optional<Extended> extended = {};
    LegalDate today = LegalDate(2027, 1, 1);

    Told told() const {
        ClockRule rule;
        rule.amount = amount;
        rule.unit = unit;
        rule.roll_forward = roll_forward;
        rule.extension = extension;
        const Instant due_at = due(rule, at(start), pauses, extended, today, calendar());
        const auto say = [&](const char* language) {
            return explain(rule, at(start), pauses, extended, due_at, today, calendar(), language);
        };
        return {say("zh"), say("en")};
    }
};

static void expect(const Period& period, const std::string& zh, const std::string& en) {
    const Told told = period.told();
    EXPECT_EQ(told.zh, zh);
    EXPECT_EQ(told.en, en);
}

TEST(explanation, says_each_unit) {
    expect({3, ClockUnit::day, LegalDate(2026, 3, 3)}, "自2026-03-03起3日（当日不计），至2026-03-06止。",
           "3 days from 2026-03-03 (that day not counted), until 2026-03-06.");
    expect({1, ClockUnit::day, LegalDate(2026, 3, 3)}, "自2026-03-03起1日（当日不计），至2026-03-04止。",
           "1 day from 2026-03-03 (that day not counted), until 2026-03-04.");
    expect({5, ClockUnit::working_day, LegalDate(2026, 3, 3)},
           "自2026-03-03起5个工作日（当日不计），至2026-03-10止。",
           "5 working days from 2026-03-03 (that day not counted), until 2026-03-10.");
    expect({24, ClockUnit::month, LegalDate(2026, 3, 3)}, "自2026-03-03起24个月（当日不计），至2028-03-03止。",
           "24 months from 2026-03-03 (that day not counted), until 2028-03-03.");
    expect({72, ClockUnit::hour, LegalDate(2026, 10, 1)},
           "自2026-10-01 10:15起72小时（自次时11:00起算），至2026-10-04 11:00止。",
           "72 hours from 2026-10-01 10:15 (counted from the next hour, 11:00), until 2026-10-04 11:00.");
}

TEST(explanation, names_the_missing_day_of_a_month) {
    expect({1, ClockUnit::month, LegalDate(2026, 3, 31)},
           "自2026-03-31起1个月（当日不计），2026年4月无31日，取月末，至2026-04-30止。",
           "1 month from 2026-03-31 (that day not counted), the month’s last day since 2026-04 has no day 31, until "
           "2026-04-30.");
}

TEST(explanation, names_the_day_off_that_moved_the_end) {
    expect({5, ClockUnit::day, LegalDate(2026, 9, 28)},
           "自2026-09-28起5日（当日不计），2026-10-03为节假日而顺延，至2026-10-08止。",
           "5 days from 2026-09-28 (that day not counted), moved on because 2026-10-03 is a day off, until "
           "2026-10-08.");
}

TEST(explanation, of_a_period_counted_back_says_before) {
    expect({-3, ClockUnit::day, LegalDate(2026, 10, 8), false}, "2026-10-08之前3日（当日不计），至2026-10-05止。",
           "3 days before 2026-10-08 (that day not counted), until 2026-10-05.");
    expect({-3, ClockUnit::day, LegalDate(2026, 10, 8)},
           "2026-10-08之前3日（当日不计），2026-10-05为节假日而提前，至2026-09-30止。",
           "3 days before 2026-10-08 (that day not counted), moved back because 2026-10-05 is a day off, until "
           "2026-09-30.");
}

TEST(explanation, names_each_reason_of_a_pause) {
    const auto paused_for = [](const char* reason) {
        return Period{10,
                      ClockUnit::day,
                      LegalDate(2026, 3, 3),
                      false,
                      "",
                      {{reason, LegalDate(2026, 3, 5), LegalDate(2026, 3, 11)}}};
    };
    expect(paused_for("appraisal"), "自2026-03-03起10日（当日不计），因鉴定暂停6日，至2026-03-19止。",
           "10 days from 2026-03-03 (that day not counted), paused 6 days for appraisal, until 2026-03-19.");
    EXPECT_THAT(paused_for("expert_consultation").told().zh, testing::HasSubstr("因专家咨询暂停6日"));
    EXPECT_THAT(paused_for("expert_consultation").told().en, testing::HasSubstr("for expert consultation"));
    EXPECT_THAT(paused_for("sham_suspected").told().zh, testing::HasSubstr("因涉嫌虚假调解暂停6日"));
    EXPECT_THAT(paused_for("sham_suspected").told().en, testing::HasSubstr("for suspected sham mediation"));
    EXPECT_THAT(paused_for("hearing").told().zh, testing::HasSubstr("因听证暂停6日"));
    EXPECT_THAT(paused_for("hearing").told().en, testing::HasSubstr("for a hearing"));
}

TEST(explanation, counts_an_open_pause_up_to_today) {
    Period open{10, ClockUnit::day, LegalDate(2026, 3, 3), false, "", {{"appraisal", LegalDate(2026, 3, 5), {}}}};
    open.today = LegalDate(2026, 3, 6);
    expect(open, "自2026-03-03起10日（当日不计），因鉴定暂停1日，至2026-03-14止。",
           "10 days from 2026-03-03 (that day not counted), paused 1 day for appraisal, until 2026-03-14.");
}

TEST(explanation, says_whose_word_extended) {
    const auto by = [](const char* who) {
        return Period{1,
                      ClockUnit::month,
                      LegalDate(2026, 3, 3),
                      true,
                      who,
                      {},
                      Extended{LegalDate(2026, 5, 2), LegalDate(2026, 3, 20)}};
    };
    expect(by("both"), "自2026-03-03起1个月（当日不计），经双方同意延长，至2026-05-02止。",
           "1 month from 2026-03-03 (that day not counted), extended with the consent of both sides, until "
           "2026-05-02.");
    for (const auto& [who, zh, en] : std::initializer_list<std::tuple<const char*, const char*, const char*>>{
             {"committee_and_both", "经调委会和双方同意延长", "with the consent of the committee and both sides"},
             {"court_president+10@confirmation_extended", "经院长批准延长", "extended by the court’s president"},
             {"court+30@court_mediation_extended", "经法院同意延长", "extended with the court’s consent"},
             {"unit_head+30@petition_extended", "经单位负责人批准延长", "extended by the unit’s head"},
             {"commission_head+15@arbitration_extended", "经仲裁委员会主任批准延长",
              "extended by the head of the arbitration commission"}}) {
        EXPECT_THAT(by(who).told().zh, testing::HasSubstr(zh)) << who;
        EXPECT_THAT(by(who).told().en, testing::HasSubstr(en)) << who;
    }
}

TEST(explanation, tells_of_pauses_before_and_after_an_extension) {
    expect(
        {30,
         ClockUnit::day,
         LegalDate(2026, 3, 3),
         true,
         "both",
         {{"appraisal", LegalDate(2026, 3, 5), LegalDate(2026, 3, 11)},
          {"sham_suspected", LegalDate(2026, 4, 1), LegalDate(2026, 4, 10)}},
         Extended{LegalDate(2026, 4, 30), LegalDate(2026, 3, 30)}},
        "自2026-03-03起30日（当日不计），因鉴定暂停6日，经双方同意延长至2026-04-30，因涉嫌虚假调解暂停9日，2026-05-"
        "09为节假日而顺延，至2026-05-11止。",
        "30 days from 2026-03-03 (that day not counted), paused 6 days for appraisal, extended with the consent of "
        "both sides to 2026-04-30, paused 9 days for suspected sham mediation, moved on because 2026-05-09 is a "
        "day off, until 2026-05-11.");
}

TEST(explanation, of_a_day_that_the_parties_named_is_that_day) {
    expect({0,
            ClockUnit::agreed,
            LegalDate(2026, 3, 3),
            false,
            "",
            {},
            Extended{LegalDate(2026, 5, 3), LegalDate(2026, 3, 3)}},
           "按所定日期至2026-05-03止。", "Until 2026-05-03, the day that was set.");
}

}  // namespace hemu::dispute
