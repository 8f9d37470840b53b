#include "db_values.hpp"

#include <charconv>

#include "db_rows.hpp"

namespace hemu::db::detail {

void wrong_cell(const Cell& cell, std::string_view wanted) {
    if (std::holds_alternative<std::monostate>(cell)) throw std::runtime_error("NULL where a value is wanted");
    throw std::runtime_error("not " + std::string(wanted));
}

template <class Number>
static Number parsed(const Cell& cell, std::string_view text, std::string_view wanted) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) wrong_cell(cell, wanted);
    return number;
}

bool to_bool(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell); number && (*number == 0 || *number == 1))
        return *number == 1;
    if (const auto* text = std::get_if<std::string_view>(&cell)) {
        if (*text == "t" || *text == "true" || *text == "1") return true;
        if (*text == "f" || *text == "false" || *text == "0") return false;
    }
    wrong_cell(cell, "a boolean");
}

std::int64_t to_integer(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
    if (const auto* text = std::get_if<std::string_view>(&cell))
        return parsed<std::int64_t>(cell, *text, "an integer");
    wrong_cell(cell, "an integer");
}

double to_real(const Cell& cell) {
    if (const auto* number = std::get_if<double>(&cell)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*number);
    if (const auto* text = std::get_if<std::string_view>(&cell)) return parsed<double>(cell, *text, "a number");
    wrong_cell(cell, "a number");
}

std::string_view to_view(const Cell& cell, std::string& place) {
    if (const auto* text = std::get_if<std::string_view>(&cell)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return place = std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&cell)) return place = fmt::format("{}", *real);
    wrong_cell(cell, "text");
}

std::string to_string(const Cell& cell) {
    std::string place;
    return std::string(to_view(cell, place));
}

Instant to_instant(const Cell& cell) {
    std::string place;
    if (const auto moment = parse_instant(to_view(cell, place))) return *moment;
    wrong_cell(cell, "a moment");
}

LegalDate to_date(const Cell& cell) {
    std::string place;
    if (const auto date = parse_date(to_view(cell, place))) return *date;
    wrong_cell(cell, "a date");
}

UuidBytes to_uuid(const Cell& cell) {
    std::string place;
    if (const auto id = parse_uuid(to_view(cell, place))) return *id;
    wrong_cell(cell, "an id");
}

int find_column(const Answer& answer, std::string_view member, int expected) {
    if (member.ends_with('_')) member.remove_suffix(1);
    const int width = answer.width();
    for (int i = 0; i < width; ++i) {
        const int column = (expected + i) % width;
        if (answer.column(column) == member) return column;
    }
    throw std::logic_error(fmt::format("{}: no column {}", answer.statement(), member));
}

void wrong_column(const Answer& answer, int column, const char* why) {
    throw std::runtime_error(fmt::format("{}: column {}: {}", answer.statement(), answer.column(column), why));
}

void wrong_row_count(const Answer& answer, const char* wanted) {
    throw std::runtime_error(fmt::format("{}: wanted {}", answer.statement(), wanted));
}

}  // namespace hemu::db::detail
