#include "calendar_file.hpp"

#include <gmock/gmock.h>

#include "text.hpp"

namespace hemu::text {

static std::vector<std::string> lines_of(std::string_view file) {
    std::vector<std::string> lines;
    while (!file.empty()) {
        const auto end = file.find("\r\n");
        lines.emplace_back(file.substr(0, end));
        file.remove_prefix(end + 2);
    }
    return lines;
}

static std::string unfolded(std::string file) {
    for (auto at = file.find("\r\n "); at != file.npos; at = file.find("\r\n ")) file.erase(at, 3);
    return file;
}

static const Instant made_at = start_of(LegalDate(2026, 11, 24)) + std::chrono::hours(10);

TEST(calendar_file, has_a_day_with_a_reminder) {
    CalendarEntry entry;
    entry.uid = "a@hemu";
    entry.title = "答复是否受理";
    entry.on = LegalDate(2026, 11, 27);
    entry.remind_days_before = 1;
    const auto file = calendar_file("人民调解", {entry}, made_at);
    EXPECT_EQ(lines_of(file), (std::vector<std::string>{"BEGIN:VCALENDAR",
                                                        "VERSION:2.0",
                                                        "PRODID:-//Hemu//Hemu//ZH",
                                                        "CALSCALE:GREGORIAN",
                                                        "METHOD:PUBLISH",
                                                        "X-WR-CALNAME:人民调解",
                                                        "BEGIN:VEVENT",
                                                        "UID:a@hemu",
                                                        "DTSTAMP:20261124T020000Z",
                                                        "DTSTART;VALUE=DATE:20261127",
                                                        "DTEND;VALUE=DATE:20261128",
                                                        "SUMMARY:答复是否受理",
                                                        "TRANSP:TRANSPARENT",
                                                        "BEGIN:VALARM",
                                                        "ACTION:DISPLAY",
                                                        "DESCRIPTION:答复是否受理",
                                                        "TRIGGER;VALUE=DATE-TIME:20261126T010000Z",
                                                        "END:VALARM",
                                                        "END:VEVENT",
                                                        "END:VCALENDAR"}));
}

TEST(calendar_file, has_hours_in_utc_and_several_days) {
    CalendarEntry session;
    session.uid = "s";
    session.title = "调解会";
    session.begins_at = made_at;
    session.ends_at = made_at + std::chrono::minutes(90);
    CalendarEntry away;
    away.uid = "d";
    away.title = "不能来";
    away.on = LegalDate(2026, 12, 30);
    away.last_on = LegalDate(2027, 1, 2);
    const auto file = calendar_file("x", {session, away}, made_at);
    EXPECT_THAT(file, testing::HasSubstr("DTSTART:20261124T020000Z\r\nDTEND:20261124T033000Z\r\n"));
    EXPECT_THAT(file, testing::HasSubstr("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270103\r\n"));
}

TEST(calendar_file, folds_between_characters_and_escapes) {
    CalendarEntry entry;
    entry.uid = "a";
    entry.on = LegalDate(2026, 11, 27);
    entry.title = "甲,乙;丙\\丁\n戊";
    for (int i = 0; i < 60; ++i) entry.words += i % 7 == 0 ? "a" : "调解";
    const auto file = calendar_file("x", {entry}, made_at);
    for (const auto& line : lines_of(file)) {
        EXPECT_LE(line.size(), 75U);
        EXPECT_TRUE(is_utf8(line));
    }
    EXPECT_THAT(unfolded(file), testing::HasSubstr("SUMMARY:甲\\,乙\\;丙\\\\丁\\n戊\r\n"));
    EXPECT_THAT(unfolded(file), testing::HasSubstr("DESCRIPTION:" + entry.words + "\r\n"));
}

}  // namespace hemu::text
