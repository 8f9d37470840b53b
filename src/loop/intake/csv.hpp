// Comma-separated values after RFC 4180: quoted fields with commas, doubled quotes and line breaks; CRLF or LF; a
// UTF-8 byte-order mark is skipped.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::intake {

using CsvRow = std::vector<std::string>;

/// Reads one row after the other. Empty lines are no rows.
class CsvReader {
  public:
    explicit CsvReader(std::string_view text);

    /// The next row, or nothing at the end or when the text is broken.
    std::optional<CsvRow> next();

    /// Whether a quote was never closed or something other than a comma stood behind a closing quote.
    bool is_broken() const { return broken_; }
    /// The line, from 1, where reading stands.
    std::size_t line() const { return line_; }

  private:
    std::string field();
    std::string quoted();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    bool broken_ = false;
};

/// The field as it stands in a file: quoted when it has to be.
std::string csv_field(std::string_view);

}  // namespace hemu::intake
