#include "ics.hpp"

#include <fmt/format.h>

namespace hemu::ics {

static constexpr std::size_t longest_line = 75;  // octets, RFC 5545 3.1

static bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

/// A content line, folded between characters.
static void add_line(std::string& out, std::string_view line) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        std::size_t size = 1;
        while (i + size < line.size() && !begins_character(line[i + size])) ++size;
        if (width + size > longest_line) {
            out += "\r\n ";
            width = 1;
        }
        out += line.substr(i, size);
        width += size;
        i += size - 1;
    }
    out += "\r\n";
}

static std::string escaped(std::string_view text) {
    std::string out;
    for (const char byte : text) {
        if (byte == '\n')
            out += "\\n";
        else if (byte == '\\' || byte == ';' || byte == ',')
            (out += '\\') += byte;
        else if (static_cast<unsigned char>(byte) >= 0x20U)
            out += byte;
    }
    return out;
}

/// 20261124, and of a moment 20261124T024144Z.
static std::string day_text(LegalDate day) {
    return fmt::format("{:04}{:02}{:02}", day.year(), day.month(), day.day());
}

static std::string moment_text(Instant moment) {
    std::string text = to_text(moment).substr(0, 19);
    std::erase_if(text, [](char byte) { return byte == '-' || byte == ':'; });
    text[text.find(' ')] = 'T';
    return text + 'Z';
}

static void add_entry(std::string& out, const Entry& entry, Instant made_at) {
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + escaped(entry.uid));
    add_line(out, "DTSTAMP:" + moment_text(made_at));
    if (entry.at) {
        add_line(out, "DTSTART:" + moment_text(*entry.at));
        add_line(out, fmt::format("DURATION:PT{}M", entry.minutes));
    } else {
        add_line(out, "DTSTART;VALUE=DATE:" + day_text(entry.on));
        add_line(out, "TRANSP:TRANSPARENT");
    }
    add_line(out, "SUMMARY:" + escaped(entry.summary));
    if (!entry.description.empty()) add_line(out, "DESCRIPTION:" + escaped(entry.description));
    if (!entry.place.empty()) add_line(out, "LOCATION:" + escaped(entry.place));
    if (entry.remind_days) {
        add_line(out, "BEGIN:VALARM");
        add_line(out, "ACTION:DISPLAY");
        add_line(out, "DESCRIPTION:" + escaped(entry.summary));
        add_line(out, fmt::format("TRIGGER:-P{}D", *entry.remind_days));
        add_line(out, "END:VALARM");
    }
    add_line(out, "END:VEVENT");
}

std::string write(const std::vector<Entry>& entries, Instant made_at) {
    std::string out;
    for (const char* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hemu//Hemu//ZH", "CALSCALE:GREGORIAN"})
        add_line(out, line);
    for (const Entry& entry : entries) add_entry(out, entry, made_at);
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace hemu::ics
