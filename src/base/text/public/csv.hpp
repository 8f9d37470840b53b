// Comma-separated values after RFC 4180: quoted fields with commas, doubled quotes and line breaks; CRLF or LF; a
// UTF-8 byte-order mark is skipped.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::text {

using CsvRow = std::vector<std::string>;

/// Reads one row after the other. Empty lines are no rows.
class CsvReader {
  public:
    explicit CsvReader(std::string_view text);

    /// The next row, or nothing at the end or when the text is broken.
    std::optional<CsvRow> next();

    /// Which row of a table the last one was, from 1: empty lines count, as they do when somebody opens the file.
    std::int64_t row() const { return row_; }
    /// Whether a quote was never closed or something other than a comma stood behind a closing quote.
    bool is_broken() const { return broken_; }
    /// The line, from 1, where reading stands.
    std::size_t line() const { return line_; }

  private:
    bool end_line();
    std::string field();
    std::string quoted();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::int64_t row_ = 0;
    bool broken_ = false;
};

/// The text as UTF-8: as it is, or from GB 18030 when most of its lines that are not plain ASCII are no UTF-8. A line
/// that is neither stays as it is.
std::string in_utf8(std::string text);

/// The field as it stands in a file: quoted when it has to be.
std::string csv_field(std::string_view);

}  // namespace hemu::text
