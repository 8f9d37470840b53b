#include "time.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace hemu {

using namespace std::chrono;

static constexpr microseconds china_offset = hours(8);

Instant now() { return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()}; }

static std::string format_instant(Instant moment, char between, std::string_view zone) {
    const sys_time<microseconds> time{microseconds(moment.microseconds)};
    const auto day = floor<days>(time);
    const year_month_day date = day;
    const hh_mm_ss<microseconds> clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}.{:06}{}", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), between, clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count(), clock.subseconds().count(), zone);
}

std::string to_text(Instant moment) { return format_instant(moment, ' ', "+00"); }
std::string to_json_text(Instant moment) { return format_instant(moment, 'T', "Z"); }

/// Reads digits from the front of a text.
class DigitReader {
  public:
    explicit DigitReader(std::string_view text) : rest_(text) {}

    std::optional<int> number(std::size_t width) {
        if (rest_.size() < width) return std::nullopt;
        int value = 0;
        for (const char c : rest_.substr(0, width)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(width);
        return value;
    }
    bool skip(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// Up to six digits after a point, as microseconds; further digits are cut off.
    std::optional<int> fraction() {
        int value = 0;
        int digits = 0;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1)) {
            if (digits < 6) value = value * 10 + (rest_.front() - '0');
            ++digits;
        }
        if (digits == 0) return std::nullopt;
        for (; digits < 6; ++digits) value *= 10;
        return value;
    }
    bool done() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

static std::optional<LegalDate> read_date(DigitReader& reader) {
    const auto year = reader.number(4);
    if (!year || !reader.skip('-')) return std::nullopt;
    const auto month = reader.number(2);
    if (!month || !reader.skip('-')) return std::nullopt;
    const auto day = reader.number(2);
    if (!day) return std::nullopt;
    const year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)),
                              std::chrono::day(unsigned(*day))};
    if (!date.ok()) return std::nullopt;
    return LegalDate(sys_days(date));
}

static std::optional<microseconds> read_zone(DigitReader& reader) {
    if (reader.skip('Z')) return microseconds(0);
    const int sign = reader.skip('+') ? 1 : reader.skip('-') ? -1 : 0;
    const auto hour = sign == 0 ? std::nullopt : reader.number(2);
    if (!hour || *hour > 23) return std::nullopt;
    int minute = 0;
    if (!reader.done()) {
        reader.skip(':');
        const auto read = reader.number(2);
        if (!read || *read > 59) return std::nullopt;
        minute = *read;
    }
    return sign * (hours(*hour) + minutes(minute));
}

std::optional<Instant> parse_instant(std::string_view text) {
    DigitReader reader(text);
    const auto date = read_date(reader);
    if (!date || !(reader.skip('T') || reader.skip(' '))) return std::nullopt;
    const auto hour = reader.number(2);
    if (!hour || *hour > 23 || !reader.skip(':')) return std::nullopt;
    const auto minute = reader.number(2);
    if (!minute || *minute > 59 || !reader.skip(':')) return std::nullopt;
    const auto second = reader.number(2);
    if (!second || *second > 59) return std::nullopt;
    int fraction = 0;
    if (reader.skip('.')) {
        const auto read = reader.fraction();
        if (!read) return std::nullopt;
        fraction = *read;
    }
    const auto zone = read_zone(reader);
    if (!zone || !reader.done()) return std::nullopt;
    const microseconds time = days(date->days_since_epoch()) + hours(*hour) + minutes(*minute) + seconds(*second) +
                              microseconds(fraction) - *zone;
    return Instant{time.count()};
}

std::string to_text(LegalDate date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
}

std::string chinese_text(LegalDate date) {
    return fmt::format("{}年{}月{}日", date.year(), date.month(), date.day());
}

std::optional<LegalDate> parse_date(std::string_view text) {
    DigitReader reader(text);
    const auto date = read_date(reader);
    return reader.done() ? date : std::nullopt;
}

LegalDate add_months(LegalDate date, int months_on) {
    const auto fields = date.fields();
    const year_month month = fields.year() / fields.month() + months(months_on);
    const year_month_day same = month / fields.day();
    return LegalDate(same.ok() ? sys_days(same) : sys_days(month / last));
}

LegalDate legal_date(Instant moment) {
    return LegalDate(floor<days>(sys_time<microseconds>(microseconds(moment.microseconds) + china_offset)));
}

Instant start_of(LegalDate date) {
    return {duration_cast<microseconds>(days(date.days_since_epoch()) - china_offset).count()};
}

Instant end_of(LegalDate date) { return start_of(date + 1) + microseconds(-1); }

static std::chrono::microseconds time_of_day(Instant moment) { return moment - start_of(legal_date(moment)); }

int legal_hour(Instant moment) { return static_cast<int>(duration_cast<hours>(time_of_day(moment)).count()); }
int legal_minute(Instant moment) {
    return static_cast<int>(duration_cast<minutes>(time_of_day(moment)).count() % 60);
}

WorkingCalendar::WorkingCalendar(std::set<LegalDate> holidays, std::set<LegalDate> workdays)
    : holidays_(std::move(holidays)), workdays_(std::move(workdays)) {}

bool WorkingCalendar::is_working_day(LegalDate date) const {
    if (workdays_.contains(date)) return true;
    return date.weekday() <= 5 && !holidays_.contains(date);
}

LegalDate WorkingCalendar::roll_forward(LegalDate date) const {
    while (!is_working_day(date)) date = date + 1;
    return date;
}

LegalDate WorkingCalendar::add_working_days(LegalDate date, std::int64_t count) const {
    for (std::int64_t counted = 0; counted < count;) {
        date = date + 1;
        if (is_working_day(date)) ++counted;
    }
    return date;
}

std::int64_t WorkingCalendar::working_days_between(LegalDate from, LegalDate to) const {
    std::int64_t count = 0;
    for (LegalDate day = from + 1; day <= to; day = day + 1) count += is_working_day(day) ? 1 : 0;
    return count;
}

}  // namespace hemu
