#include "calendar.hpp"

namespace hemu::calendar {

static Day day_of(std::string_view line, std::int64_t number) {
    const auto first = line.find(',');
    const auto second = first == line.npos ? line.npos : line.find(',', first + 1);
    if (second != line.npos) {
        const auto date = parse_date(line.substr(0, first));
        const auto kind = json::enum_from_word<DayKind>(line.substr(first + 1, second - first - 1));
        if (date && kind) return {*date, *kind, std::string(line.substr(second + 1))};
    }
    throw std::runtime_error(fmt::format("line {} is no day,kind,name: {}", number, line));
}

std::vector<Day> read_days(std::string_view csv) {
    std::vector<Day> days;
    for (std::int64_t number = 1; !csv.empty(); ++number) {
        const auto end = csv.find('\n');
        std::string_view line = csv.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (number > 1 && !line.empty()) days.push_back(day_of(line, number));
        csv.remove_prefix(end == csv.npos ? csv.size() : end + 1);
    }
    return days;
}

}  // namespace hemu::calendar
