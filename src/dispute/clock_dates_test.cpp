// Every rule over the real calendars of 2023 to 2026. The dates were counted apart from the program, day by day.
#include <gmock/gmock.h>

#include <fstream>

#include "clock_rules.hpp"
#include "embedded.hpp"

namespace hemu::dispute {

struct Days {
    const char* first;
    const char* last;
};

/// Days off that are no weekend, after the State Council's notices for 2023 to 2026.
static constexpr Days days_off[] = {
    {"2023-01-02", "2023-01-02"}, {"2023-01-23", "2023-01-27"}, {"2023-04-05", "2023-04-05"},
    {"2023-05-01", "2023-05-03"}, {"2023-06-22", "2023-06-23"}, {"2023-09-29", "2023-09-29"},
    {"2023-10-02", "2023-10-06"}, {"2024-01-01", "2024-01-01"}, {"2024-02-12", "2024-02-16"},
    {"2024-04-04", "2024-04-05"}, {"2024-05-01", "2024-05-03"}, {"2024-06-10", "2024-06-10"},
    {"2024-09-16", "2024-09-17"}, {"2024-10-01", "2024-10-04"}, {"2024-10-07", "2024-10-07"},
    {"2025-01-01", "2025-01-01"}, {"2025-01-28", "2025-01-31"}, {"2025-02-03", "2025-02-04"},
    {"2025-04-04", "2025-04-04"}, {"2025-05-01", "2025-05-02"}, {"2025-05-05", "2025-05-05"},
    {"2025-06-02", "2025-06-02"}, {"2025-10-01", "2025-10-03"}, {"2025-10-06", "2025-10-08"},
    {"2026-01-01", "2026-01-02"}, {"2026-02-16", "2026-02-20"}, {"2026-02-23", "2026-02-23"},
    {"2026-04-06", "2026-04-06"}, {"2026-05-01", "2026-05-01"}, {"2026-05-04", "2026-05-05"},
    {"2026-06-19", "2026-06-19"}, {"2026-09-25", "2026-09-25"}, {"2026-10-01", "2026-10-02"},
    {"2026-10-05", "2026-10-07"}};

/// Weekend days that were worked instead.
static constexpr const char* days_worked[] = {
    "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08",
    "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29",
    "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04",
    "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"};

static LegalDate date(const std::string& text) { return parse_date(text).value(); }

static const WorkingCalendar& calendar() {
    static const WorkingCalendar days = [] {
        std::set<LegalDate> off;
        std::set<LegalDate> worked;
        for (const Days& off_days : days_off)
            for (LegalDate day = date(off_days.first); day <= date(off_days.last); day = day + 1) off.insert(day);
        for (const char* day : days_worked) worked.insert(date(day));
        return WorkingCalendar(off, worked);
    }();
    return days;
}

static ClockRule rule_of(const std::string& code) {
    static const auto rules = json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json"));
    for (const ClockRule& rule : rules)
        if (rule.code == code) return rule;
    throw std::logic_error("no rule " + code);
}

/// Half past ten in China.
static Instant at(LegalDate day) { return start_of(day) + std::chrono::minutes(630); }

static std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

static std::string end_of_period(const ClockRule& rule, LegalDate start, const std::vector<Pause>& pauses = {},
                                 std::optional<Extended> extended = {}) {
    const Instant end = due(rule, at(start), pauses, extended, LegalDate(2030, 1, 1), calendar());
    if (rule.unit != ClockUnit::hour) return to_text(legal_date(end));
    return fmt::format("{}T{:02}", to_text(legal_date(end)), legal_hour(end));
}

// The file may be elsewhere or nowhere; where it is, it says the same.
TEST(calendars_of_2023_to_2026, are_those_of_the_data_file) {
    const char* folder = std::getenv("HEMU_DATA_FILES");
    const auto path = std::filesystem::path(folder ? folder : "build/data_files") / "holidays.csv";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    std::ifstream file(path);
    std::set<LegalDate> off;
    std::set<LegalDate> worked;
    for (std::string line; std::getline(file, line);) {
        if (line < "2023" || "2027" <= line.substr(0, 4) || !parse_date(line.substr(0, 10))) continue;
        (line.substr(11, 7) == "workday" ? worked : off).insert(date(line.substr(0, 10)));
    }
    for (LegalDate day(2023, 1, 1); day <= LegalDate(2026, 12, 31); day = day + 1) {
        const bool works = worked.contains(day) || (day.weekday() < 6 && !off.contains(day));
        EXPECT_EQ(calendar().is_working_day(day), works) << to_text(day);
    }
}

struct Row {
    const char* code;
    const char* ends;
};

/// The days on which the periods begin: before the Spring Festivals of 2023 (21 to 27 January; 28 and 29 worked),
/// 2024 (10 to 17 February; 18 worked), 2025 (28 January to 4 February; 8 worked) and 2026 (15 to 23 February; 14 and
/// 28 worked), before National Day 2023 (29 September to 6 October; 7 and 8 worked), at the ends of months, on the
/// leap day.
static const std::string starts =
    "2023-01-20 2023-09-28 2024-01-31 2024-02-09 2024-02-29 2025-01-27 2025-08-31 2026-02-14";

/// Where each ends. Holidays beyond 2026 were not known: only weekends move those dates.
static constexpr Row rows[] = {
    {"INTAKE", "2023-01-28 2023-10-07 2024-02-01 2024-02-18 2024-03-01 2025-02-05 2025-09-01 2026-02-24"},
    {"PM-ACC", "2023-01-30 2023-10-09 2024-02-04 2024-02-20 2024-03-05 2025-02-07 2025-09-03 2026-02-26"},
    {"PT-OBJ", "2023-02-01 2023-10-11 2024-02-06 2024-02-22 2024-03-07 2025-02-10 2025-09-05 2026-02-28"},
    {"PT-TELL", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"SIGN", "2023-01-28 2023-10-07 2024-02-01 2024-02-18 2024-03-01 2025-02-05 2025-09-01 2026-02-24"},
    {"CT-CONF", "2023-01-30 2023-10-09 2024-02-04 2024-02-20 2024-03-05 2025-02-07 2025-09-03 2026-02-26"},
    {"CT-ASK", "2023-01-30 2023-10-09 2024-02-04 2024-02-20 2024-03-05 2025-02-07 2025-09-03 2026-02-26"},
    {"CONTACT", "2023-01-30 2023-10-09 2024-02-04 2024-02-20 2024-03-05 2025-02-07 2025-09-03 2026-02-26"},
    {"PM-MED", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"PM-MED-N", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"LB-MED", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"MD-MED", "2023-03-08 2023-11-15 2024-03-18 2024-03-28 2024-04-12 2025-03-17 2025-10-16 2026-04-03"},
    {"CT-DEL", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"CT-ENT-O", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"CT-ENT-S", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"PT-DONE", "2023-03-21 2023-11-27 2024-04-01 2024-04-09 2024-04-29 2025-03-28 2025-10-30 2026-04-15"},
    {"LEVEL-SIMPLE", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"LEVEL-GENERAL", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"LEVEL-DIFFICULT", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"JC-APP", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"LB-REV", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"LB-ARB", "2024-01-22 2024-09-29 2025-02-05 2025-02-10 2025-02-28 2026-01-27 2026-08-31 2027-02-15"},
    {"TR-POL-AFTER", "2023-01-28 2023-10-07 2024-02-04 2024-02-18 2024-03-04 2025-02-05 2025-09-03 2026-02-24"},
    {"ENF", "2025-01-20 2025-09-28 2026-02-02 2026-02-09 2026-02-28 2027-01-27 2027-08-31 2028-02-14"},
    {"LIM", "2026-01-20 2026-09-28 2027-02-01 2027-02-09 2027-03-01 2028-01-27 2028-08-31 2029-02-14"},
    {"FU-1", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"FU-2", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"JC-ACC", "2023-01-28 2023-10-07 2024-02-04 2024-02-18 2024-03-04 2025-02-05 2025-09-03 2026-02-24"},
    {"JC-DEC-A", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"JC-DEC-B", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"JC-OBJ-P", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"JC-OBJ-T", "2023-07-20 2024-03-28 2024-07-31 2024-08-09 2024-08-29 2025-07-28 2026-02-28 2026-08-14"},
    {"CT-PICK", "2023-01-29 2023-10-08 2024-02-02 2024-02-19 2024-03-04 2025-02-06 2025-09-02 2026-02-25"},
    {"CT-APPT", "2023-01-30 2023-10-09 2024-02-04 2024-02-20 2024-03-05 2025-02-07 2025-09-03 2026-02-26"},
    {"CT-FILE", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"LB-MED-ZJ", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"LB-ARB-W", "2024-01-22 2024-09-29 2025-02-05 2025-02-10 2025-02-28 2026-01-27 2026-08-31 2027-02-15"},
    {"LB-ARB-ACC", "2023-01-28 2023-10-07 2024-02-05 2024-02-18 2024-03-05 2025-02-05 2025-09-05 2026-02-24"},
    {"LB-ARB-DEC", "2023-03-06 2023-11-13 2024-03-18 2024-03-25 2024-04-15 2025-03-13 2025-10-15 2026-03-31"},
    {"LB-REV-ACC", "2023-01-28 2023-10-07 2024-02-05 2024-02-18 2024-03-05 2025-02-05 2025-09-05 2026-02-24"},
    {"LB-REV-DEC", "2023-01-28 2023-10-07 2024-02-05 2024-02-18 2024-03-05 2025-02-05 2025-09-05 2026-02-24"},
    {"MD-ADM-ACC", "2023-02-01 2023-10-11 2024-02-06 2024-02-22 2024-03-07 2025-02-10 2025-09-05 2026-02-28"},
    {"MD-ADM", "2023-03-08 2023-11-15 2024-03-18 2024-03-28 2024-04-12 2025-03-17 2025-10-16 2026-04-03"},
    {"MD-AUT",
     "2023-01-22T11 2023-09-30T11 2024-02-02T11 2024-02-11T11 2024-03-02T11 2025-01-29T11 2025-09-02T11 "
     "2026-02-16T11"},
    {"MD-AUT-F", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"MD-BODY", "2023-02-03 2023-10-12 2024-02-18 2024-02-23 2024-03-14 2025-02-10 2025-09-15 2026-02-28"},
    {"MD-SEAL", "2026-01-20 2026-09-28 2027-02-01 2027-02-09 2027-03-01 2028-01-27 2028-08-31 2029-02-14"},
    {"MD-REG", "2023-03-08 2023-11-15 2024-03-18 2024-03-28 2024-04-12 2025-03-17 2025-10-16 2026-04-03"},
    {"TR-POL-APP", "2023-01-30 2023-10-08 2024-02-18 2024-02-19 2024-03-11 2025-02-06 2025-09-10 2026-02-24"},
    {"TR-POL", "2023-01-30 2023-10-08 2024-02-18 2024-02-19 2024-03-11 2025-02-06 2025-09-10 2026-02-24"},
    {"TR-NOTE", "2023-01-17 2023-09-25 2024-01-28 2024-02-06 2024-02-26 2025-01-24 2025-08-28 2026-02-11"},
    {"TR-NOTE-P", "2023-01-19 2023-09-27 2024-01-30 2024-02-08 2024-02-28 2025-01-26 2025-08-30 2026-02-13"},
    {"PT-DISP", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"PT-REV-APP", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"PT-REV", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"PT-REV2-APP", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"PT-REV2", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"LA-DEC", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"LA-ASG", "2023-01-28 2023-10-07 2024-02-04 2024-02-18 2024-03-04 2025-02-05 2025-09-03 2026-02-24"},
    {"PAY-ISS", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"PAY-OBJ", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"DV-PO",
     "2023-01-23T11 2023-10-01T11 2024-02-03T11 2024-02-12T11 2024-03-03T11 2025-01-30T11 2025-09-03T11 "
     "2026-02-17T11"},
    {"DV-PO-U",
     "2023-01-21T11 2023-09-29T11 2024-02-01T11 2024-02-10T11 2024-03-01T11 2025-01-28T11 2025-09-01T11 "
     "2026-02-15T11"},
    {"DV-VALID", "2023-07-20 2024-03-28 2024-07-31 2024-08-09 2024-08-29 2025-07-27 2026-02-28 2026-08-14"},
    {"ORG-REC", "2023-03-08 2023-11-15 2024-03-18 2024-03-28 2024-04-12 2025-03-17 2025-10-16 2026-04-03"},
    {"AD-ACC", "2023-02-01 2023-10-11 2024-02-06 2024-02-22 2024-03-07 2025-02-10 2025-09-05 2026-02-28"},
    {"AD-ACC-C", "2023-02-08 2023-10-18 2024-02-19 2024-02-29 2024-03-14 2025-02-17 2025-09-12 2026-03-06"},
    {"AD-PASS", "2023-01-30 2023-10-09 2024-02-04 2024-02-20 2024-03-05 2025-02-07 2025-09-03 2026-02-26"},
    {"MD-ACC-NB", "2023-01-30 2023-10-09 2024-02-04 2024-02-20 2024-03-05 2025-02-07 2025-09-03 2026-02-26"},
    {"MD-INS-NB", "2023-02-01 2023-10-11 2024-02-06 2024-02-22 2024-03-07 2025-02-10 2025-09-05 2026-02-28"},
    {"DZ-SIMPLE", "2023-01-28 2023-10-07 2024-02-01 2024-02-18 2024-03-01 2025-02-05 2025-09-01 2026-02-24"},
    {"DZ-GENERAL", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"DZ-COMPLEX", "2023-02-09 2023-10-18 2024-02-20 2024-02-29 2024-03-20 2025-02-17 2025-09-22 2026-03-06"},
    {"YS-FEEDBACK",
     "2023-01-21T11 2023-09-29T11 2024-02-01T11 2024-02-10T11 2024-03-01T11 2025-01-28T11 2025-09-01T11 "
     "2026-02-15T11"},
    {"YS-COMPLEX", "2023-01-28 2023-10-07 2024-02-05 2024-02-18 2024-03-05 2025-02-05 2025-09-05 2026-02-24"},
    {"GT-SEVEN", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"LC-GENERAL", "2023-02-09 2023-10-18 2024-02-20 2024-02-29 2024-03-20 2025-02-17 2025-09-22 2026-03-06"},
    {"LC-MONTH", "2023-02-20 2023-10-30 2024-02-29 2024-03-11 2024-03-29 2025-02-27 2025-09-30 2026-03-16"},
    {"HL-SIGN", "2023-01-28 2023-10-07 2024-02-01 2024-02-18 2024-03-01 2025-02-05 2025-09-01 2026-02-24"},
    {"HL-ASK", "2023-01-29 2023-10-08 2024-02-02 2024-02-19 2024-03-04 2025-02-06 2025-09-02 2026-02-25"},
    {"HL-HELP", "2023-02-01 2023-10-11 2024-02-06 2024-02-22 2024-03-07 2025-02-10 2025-09-05 2026-02-28"},
    {"JY-COURT", "2023-02-20 2023-10-30 2024-03-01 2024-03-11 2024-04-01 2025-02-26 2025-09-30 2026-03-16"},
    {"CZ-MEETING", "2023-02-20 2023-10-30 2024-02-29 2024-03-11 2024-03-29 2025-02-27 2025-09-30 2026-03-16"},
    {"HS-REPORT", "2023-02-20 2023-10-30 2024-02-29 2024-03-11 2024-03-29 2025-02-27 2025-09-30 2026-03-16"},
    {"SW-HALF", "2023-02-06 2023-10-13 2024-02-18 2024-02-26 2024-03-15 2025-02-11 2025-09-15 2026-03-02"},
    {"SW-WEEK", "2023-01-28 2023-10-07 2024-02-07 2024-02-18 2024-03-07 2025-02-05 2025-09-08 2026-02-24"},
    {"SW-TEN", "2023-01-30 2023-10-08 2024-02-18 2024-02-19 2024-03-11 2025-02-06 2025-09-10 2026-02-24"},
};

TEST(every_rule, ends_on_the_day_that_was_counted_by_hand) {
    const auto days = words_of(starts);
    std::set<std::string> counted;
    for (const Row& row : rows) {
        counted.insert(row.code);
        const auto ends = words_of(row.ends);
        ASSERT_EQ(ends.size(), days.size()) << row.code;
        for (std::size_t i = 0; i < days.size(); ++i)
            EXPECT_EQ(end_of_period(rule_of(row.code), date(days[i])), ends[i]) << row.code << " from " << days[i];
    }
    for (const ClockRule& rule : json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json")))
        EXPECT_TRUE(rule.unit == ClockUnit::agreed || counted.contains(rule.code)) << rule.code << " was not counted";
}

static Pause pause(const char* from, const char* to, const char* reason = "appraisal") {
    return {reason, date(from), date(to)};
}

TEST(pauses, that_begin_on_the_last_day_stop_the_period) {
    // Thirty days from 10 January 2024 end on Friday 9 February, the day before the Spring Festival.
    EXPECT_EQ(end_of_period(rule_of("PM-MED"), date("2024-01-10")), "2024-02-09");
    EXPECT_EQ(end_of_period(rule_of("PM-MED"), date("2024-01-10"), {pause("2024-02-09", "2024-02-26")}),
              "2024-02-26");
    // Seven days from 20 January 2025; who goes on in the holiday has until its end.
    EXPECT_EQ(end_of_period(rule_of("CT-ENT-S"), date("2025-01-20")), "2025-01-27");
    EXPECT_EQ(end_of_period(rule_of("CT-ENT-S"), date("2025-01-20"), {pause("2025-01-27", "2025-02-02")}),
              "2025-02-05");
    // January 2026 after the 5th has 19 working days, February up to the worked Saturday the 14th the other eleven.
    EXPECT_EQ(end_of_period(rule_of("MD-MED"), date("2026-01-05")), "2026-02-14");
    EXPECT_EQ(end_of_period(rule_of("MD-MED"), date("2026-01-05"), {pause("2026-02-14", "2026-03-02")}),
              "2026-03-02");
    // A day later is too late.
    EXPECT_EQ(end_of_period(rule_of("MD-MED"), date("2026-01-05"), {pause("2026-02-15", "2026-03-02")}),
              "2026-02-14");
}

TEST(pauses, leave_out_days_or_working_days) {
    // Without 26 to 29 February and 1 March 2024, five working days; after 28 March: 29, 1, 2, 3 and the worked
    // Sunday 7 April, since 4 to 6 April are off.
    EXPECT_EQ(end_of_period(rule_of("MD-MED"), date("2024-02-09"), {pause("2024-02-26", "2024-03-04")}),
              "2024-04-07");
    // The month from 31 January has 29 days; three stood still, and 3 March is a Sunday.
    EXPECT_EQ(end_of_period(rule_of("LC-MONTH"), date("2024-01-31"), {pause("2024-02-05", "2024-02-08")}),
              "2024-03-04");
    // All of 1 to 7 October 2023 but the worked Saturday is off anyhow: one working day more than 15 November.
    EXPECT_EQ(end_of_period(rule_of("MD-ADM"), date("2023-09-28"), {pause("2023-10-01", "2023-10-08")}),
              "2023-11-16");
    // A hearing of nine days in a second review of a petition: Sunday 19 February 2023 and nine days.
    EXPECT_EQ(end_of_period(rule_of("PT-REV2"), date("2023-01-20"), {pause("2023-02-01", "2023-02-10", "hearing")}),
              "2023-02-28");
}

TEST(extensions, by_consent_hold_also_on_a_day_off_and_move_with_later_pauses) {
    const Extended agreed{date("2025-02-02"), date("2025-01-06")};
    EXPECT_EQ(end_of_period(rule_of("PM-MED"), date("2024-12-16"), {}, agreed), "2025-02-02");
    EXPECT_EQ(end_of_period(rule_of("PM-MED"), date("2024-12-16"), {pause("2025-01-10", "2025-01-15")}, agreed),
              "2025-02-07");
    // Moved into the holiday it goes on to its end: 3 February to 5 February.
    EXPECT_EQ(end_of_period(rule_of("PM-MED"), date("2024-12-16"), {pause("2025-01-10", "2025-01-11")}, agreed),
              "2025-02-05");
}

TEST(extensions, of_others_are_so_much_longer) {
    const auto longer = [](const char* code) {
        ClockRule rule = rule_of(code);
        rule.amount += extending(rule)->most.value();
        return rule;
    };
    // 15 + 10 days from 14 February 2026.
    EXPECT_EQ(end_of_period(longer("JC-DEC-A"), date("2026-02-14")), "2026-03-11");
    // 60 + 30 days from 20 January 2023.
    EXPECT_EQ(end_of_period(longer("PT-DONE"), date("2023-01-20")), "2023-04-20");
    // 45 + 15 days from 29 February 2024 are 29 April, the Monday before Labour Day.
    EXPECT_EQ(end_of_period(longer("LB-ARB-DEC"), date("2024-02-29")), "2024-04-29");
    // 5 + 5 days from 27 January 2025: 6 February.
    EXPECT_EQ(end_of_period(longer("LB-REV-DEC"), date("2025-01-27")), "2025-02-06");
    // 30 + 30 days from 31 August 2025: 30 October.
    EXPECT_EQ(end_of_period(longer("JY-COURT"), date("2025-08-31")), "2025-10-30");
}

}  // namespace hemu::dispute
