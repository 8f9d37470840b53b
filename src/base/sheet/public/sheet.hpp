// 表格 Sheets as people open them in Excel or WPS: one table with a heading, a filter over it and widths that fit.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "money.hpp"
#include "time.hpp"

namespace hemu::sheet {

/// The media type of what Sheet::bytes gives.
inline constexpr std::string_view media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct Column {
    std::string heading;
    double width = 12;  ///< in characters of Latin letters
};

/// One cell: nothing, text, a number, yuan, a day, a moment in China.
using Cell = std::variant<std::monostate, std::string, std::int64_t, Fen, LegalDate, Instant>;

/// A sheet that grows row by row in a file of the system's temporary folder, so that a hundred thousand rows need
/// little memory.
class Sheet {
  public:
    /// name: at most 31 characters. Throws std::runtime_error when no file can be made.
    Sheet(const std::string& name, const std::vector<Column>& columns);
    ~Sheet();
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;

    /// As many cells as columns. Text is never read as a formula.
    void add(const std::vector<Cell>& cells);
    /// Ends the sheet; the file's content. Once.
    std::string bytes();

  private:
    struct Book;
    std::unique_ptr<Book> book_;
};

}  // namespace hemu::sheet
