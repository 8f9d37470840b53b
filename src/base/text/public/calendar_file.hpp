// 日历文件 A calendar file as phones and computers take it (RFC 5545).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "time.hpp"

namespace hemu::text {

/// Something on a day, or with begins_at at an hour. uid: the same for the same thing, so that a newer file replaces
/// it. remind_days_before: a reminder at nine o'clock of that day, for whole days only.
struct CalendarEntry {
    std::string uid;
    std::string title;
    std::string words;
    std::string place;
    LegalDate on;
    std::optional<LegalDate> last_on;  ///< of several days, included
    std::optional<Instant> begins_at;
    std::optional<Instant> ends_at;
    std::optional<int> remind_days_before;
};

/// UTF-8, CRLF, lines folded at 75 octets between characters. name: how a calendar calls it.
std::string calendar_file(std::string_view name, const std::vector<CalendarEntry>&, Instant made_at);

inline constexpr std::string_view calendar_media_type = "text/calendar; charset=utf-8";

}  // namespace hemu::text
