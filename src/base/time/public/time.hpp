// 时间 Instants in UTC and legal dates in Asia/Shanghai. Deadlines and monthly figures use legal dates.
#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace hemu {

/// A moment in UTC, microseconds since 1970.
struct Instant {
    std::int64_t microseconds = 0;
    friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

constexpr Instant operator+(Instant moment, std::chrono::microseconds span) {
    return {moment.microseconds + span.count()};
}
constexpr std::chrono::microseconds operator-(Instant later, Instant earlier) {
    return std::chrono::microseconds(later.microseconds - earlier.microseconds);
}

/// The clock. Only the program's outermost ring calls it; everybody else is given the moment.
Instant now();

/// `2026-11-24 02:41:44.123456+00`: fixed width, so that texts order as moments do. The stored form.
std::string to_text(Instant);
/// `2026-11-24T02:41:44.123456Z`: the form in JSON.
std::string to_json_text(Instant);
/// Reads both forms, fractions shortened, and any offset (`+08`, `+08:00`, `Z`).
std::optional<Instant> parse_instant(std::string_view);

/// A day of the calendar in China.
class LegalDate {
  public:
    constexpr LegalDate() = default;
    constexpr explicit LegalDate(std::chrono::sys_days day) : day_(day) {}
    constexpr LegalDate(int year, unsigned month, unsigned day)
        : day_(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) {}

    constexpr std::int64_t days_since_epoch() const { return day_.time_since_epoch().count(); }
    constexpr std::chrono::year_month_day fields() const { return day_; }
    constexpr int year() const { return int(fields().year()); }
    constexpr unsigned month() const { return unsigned(fields().month()); }
    constexpr unsigned day() const { return unsigned(fields().day()); }
    /// 1 is Monday, 7 is Sunday.
    constexpr unsigned weekday() const { return std::chrono::weekday(day_).iso_encoding(); }

    friend constexpr LegalDate operator+(LegalDate date, std::int64_t days) {
        return LegalDate(date.day_ + std::chrono::days(days));
    }
    friend constexpr std::int64_t operator-(LegalDate later, LegalDate earlier) {
        return later.days_since_epoch() - earlier.days_since_epoch();
    }
    friend constexpr auto operator<=>(const LegalDate&, const LegalDate&) = default;

  private:
    std::chrono::sys_days day_{};
};

/// `2026-11-24`.
std::string to_text(LegalDate);
/// `2026年11月24日`.
std::string chinese_text(LegalDate);
std::optional<LegalDate> parse_date(std::string_view);

/// The same-numbered day some months on, or that month's last day when it has none (Civil Code art. 202).
LegalDate add_months(LegalDate, int months);

/// The day in China at a moment. China keeps one offset, +08:00, without summer time since 1991.
LegalDate legal_date(Instant);
/// Midnight with which the day begins in China.
Instant start_of(LegalDate);
/// The last microsecond of the day in China.
Instant end_of(LegalDate);
/// Hour (0 to 23) and minute of the day in China.
int legal_hour(Instant);
int legal_minute(Instant);

/// 工作日: which days are worked, from the State Council's yearly notice.
class WorkingCalendar {
  public:
    WorkingCalendar() = default;
    /// Days off that fall on weekdays, and weekend days that are worked instead.
    WorkingCalendar(std::set<LegalDate> holidays, std::set<LegalDate> workdays);

    /// Worked when listed as a workday, or Monday to Friday and not listed as a holiday.
    bool is_working_day(LegalDate) const;
    /// The day itself when worked, else the next worked day (Civil Code art. 203, CPL art. 85).
    LegalDate roll_forward(LegalDate) const;
    /// The n-th working day after the date; the date itself is not counted.
    LegalDate add_working_days(LegalDate, std::int64_t count) const;
    /// Working days after `from` up to and including `to`.
    std::int64_t working_days_between(LegalDate from, LegalDate to) const;

  private:
    std::set<LegalDate> holidays_;
    std::set<LegalDate> workdays_;
};

}  // namespace hemu
