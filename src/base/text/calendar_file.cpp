#include "calendar_file.hpp"

#include <algorithm>

namespace hemu::text {

/// RFC 5545 3.3.11.
static std::string escaped(std::string_view words) {
    std::string text;
    for (const char c : words) {
        if (c == '\r') continue;
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '\\' || c == ';' || c == ',') text += '\\';
        text += c;
    }
    return text;
}

/// RFC 5545 3.1: at most 75 octets a line; what follows begins with a blank. Never within a character.
static std::string folded(std::string_view line) {
    constexpr std::size_t most = 75;
    std::string text;
    std::size_t room = most;
    while (line.size() > room) {
        std::size_t end = room;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        text.append(line.substr(0, end)).append("\r\n ");
        line.remove_prefix(end);
        room = most - 1;
    }
    return text.append(line).append("\r\n");
}

static std::string day_text(LegalDate day) {
    return fmt::format("{:04}{:02}{:02}", day.year(), day.month(), day.day());
}

/// 20261124T020000Z
static std::string moment_text(Instant moment) {
    std::string text = to_json_text(moment).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

static std::string when(const CalendarEntry& entry) {
    if (!entry.begins_at)
        return folded("DTSTART;VALUE=DATE:" + day_text(entry.on)) +
               folded("DTEND;VALUE=DATE:" + day_text(entry.last_on.value_or(entry.on) + 1));
    std::string lines = folded("DTSTART:" + moment_text(*entry.begins_at));
    if (entry.ends_at) lines += folded("DTEND:" + moment_text(*entry.ends_at));
    return lines;
}

static std::string reminder(const CalendarEntry& entry) {
    if (!entry.remind_days_before || entry.begins_at) return "";
    const Instant at = start_of(entry.on + -*entry.remind_days_before) + std::chrono::hours(9);
    return folded("BEGIN:VALARM") + folded("ACTION:DISPLAY") + folded("DESCRIPTION:" + escaped(entry.title)) +
           folded("TRIGGER;VALUE=DATE-TIME:" + moment_text(at)) + folded("END:VALARM");
}

static std::string event(const CalendarEntry& entry, Instant made_at) {
    std::string lines = folded("BEGIN:VEVENT") + folded("UID:" + escaped(entry.uid)) +
                        folded("DTSTAMP:" + moment_text(made_at)) + when(entry) +
                        folded("SUMMARY:" + escaped(entry.title));
    if (!entry.words.empty()) lines += folded("DESCRIPTION:" + escaped(entry.words));
    if (!entry.place.empty()) lines += folded("LOCATION:" + escaped(entry.place));
    return lines + folded("TRANSP:TRANSPARENT") + reminder(entry) + folded("END:VEVENT");
}

std::string calendar_file(std::string_view name, const std::vector<CalendarEntry>& entries, Instant made_at) {
    std::string text = folded("BEGIN:VCALENDAR") + folded("VERSION:2.0") + folded("PRODID:-//Hemu//Hemu//ZH") +
                       folded("CALSCALE:GREGORIAN") + folded("METHOD:PUBLISH") +
                       folded("X-WR-CALNAME:" + escaped(name));
    for (const CalendarEntry& entry : entries) text += event(entry, made_at);
    return text + folded("END:VCALENDAR");
}

}  // namespace hemu::text
