// Rows of an answer as described structs: each member is filled from the column of its name.
#pragma once
#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db_values.hpp"

namespace hemu::db {

/// The rows that a statement answers, one after the other.
class Answer {
  public:
    virtual ~Answer() = default;
    /// Steps to the next row, first to the first; false after the last.
    virtual bool next() = 0;
    virtual int width() const = 0;
    virtual std::string_view column(int) const = 0;
    virtual Cell cell(int column) const = 0;
    virtual const std::string& statement() const = 0;
};

namespace detail {

/// Number of the column with this name (a member's trailing underscore is not counted), looked for from `expected`
/// on, where it usually is. Throws std::logic_error naming statement and column when there is none.
int find_column(const Answer&, std::string_view member, int expected);
[[noreturn]] void wrong_column(const Answer&, int column, const char* why);
[[noreturn]] void wrong_row_count(const Answer&, const char* wanted);

template <class T>
T read_cell(const Answer& answer, int column) {
    try {
        return from_cell<T>(answer.cell(column));
    } catch (const std::exception& error) {
        wrong_column(answer, column, error.what());
    }
}

template <class Row>
using Members = boost::describe::describe_members<Row, boost::describe::mod_public | boost::describe::mod_inherited>;

}  // namespace detail

/// Reads rows of one answer; finds each member's column once.
template <class Row>
class RowReader {
  public:
    explicit RowReader(const Answer& answer) : answer_(answer) {
        if constexpr (!is_column<Row>) {
            std::size_t i = 0;
            boost::mp11::mp_for_each<detail::Members<Row>>([&](auto member) {
                columns_[i] = detail::find_column(answer_, member.name, i == 0 ? 0 : columns_[i - 1] + 1);
                ++i;
            });
        }
    }
    Row read() const {
        if constexpr (is_column<Row>) {
            return detail::read_cell<Row>(answer_, 0);
        } else {
            Row row{};
            std::size_t i = 0;
            boost::mp11::mp_for_each<detail::Members<Row>>([&](auto member) {
                using Field = std::decay_t<decltype(row.*member.pointer)>;
                row.*member.pointer = detail::read_cell<Field>(answer_, columns_[i++]);
            });
            return row;
        }
    }

  private:
    static constexpr std::size_t count() {
        if constexpr (is_column<Row>) {
            return 0;
        } else {
            return boost::mp11::mp_size<detail::Members<Row>>::value;
        }
    }
    const Answer& answer_;
    std::array<int, count()> columns_{};
};

template <class Row>
std::vector<Row> read_all(Answer& answer) {
    const RowReader<Row> reader(answer);
    std::vector<Row> rows;
    while (answer.next()) rows.push_back(reader.read());
    return rows;
}

template <class Row>
std::optional<Row> read_maybe(Answer& answer) {
    const RowReader<Row> reader(answer);
    if (!answer.next()) return std::nullopt;
    std::optional<Row> row(reader.read());
    if (answer.next()) detail::wrong_row_count(answer, "at most one row");
    return row;
}

template <class Row>
Row read_one(Answer& answer) {
    const RowReader<Row> reader(answer);
    if (!answer.next()) detail::wrong_row_count(answer, "one row, not none");
    Row row(reader.read());
    if (answer.next()) detail::wrong_row_count(answer, "one row, not more");
    return row;
}

}  // namespace hemu::db
