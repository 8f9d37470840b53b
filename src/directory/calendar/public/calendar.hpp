// 日历 Public holidays and make-up workdays: what working days are counted by. Editable day by day.
#pragma once
#include <filesystem>
#include <memory>

#include "identity.hpp"
#include "time.hpp"

namespace hemu::calendar {

/// normal: what the day of the week says; kept when set by hand, so that fill leaves the day alone.
enum class DayKind { holiday, workday, normal };
BOOST_DESCRIBE_ENUM(DayKind, holiday, workday, normal)

struct Day {
    LegalDate day_on;
    DayKind kind = DayKind::normal;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Day, (), (day_on, kind, name))

extern const identity::Routes routes;

/// The calendar as it stands in this transaction. Read anew only when a day was changed since; one short statement
/// tells.
std::shared_ptr<const WorkingCalendar> load(db::Tx&);

/// Asks whether the calendar was changed, so that load, when it comes later in this transaction, need not wait.
void ask(db::Tx&);

/// The days of a year that differ from the day of the week.
std::vector<Day> days_of(db::Tx&, int year);

/// Sets a day by hand.
void set(db::Tx&, const Day&);

/// Adds the days of `data_files`/holidays.csv (made by tools/make_data.mjs) that nobody has set yet, audited. Returns
/// how many. std::runtime_error when the file is missing or wrong.
std::int64_t fill(db::Database&, const std::filesystem::path& data_files, Instant moment);

/// Days from the text of such a file. std::runtime_error with the number of the wrong line.
std::vector<Day> read_days(std::string_view csv);

}  // namespace hemu::calendar
