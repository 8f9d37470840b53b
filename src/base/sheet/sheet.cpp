#include "sheet.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hemu::sheet {

static std::string fresh_path() {
    std::string path = (std::filesystem::temp_directory_path() / "hemu-sheet-XXXXXX").string();
    const int file = mkstemp(path.data());
    if (file < 0) throw std::runtime_error("no temporary file for a sheet");
    close(file);
    return path;
}

struct Sheet::Book {
    explicit Book(std::size_t columns) : path(fresh_path()), column_count(columns) {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        workbook = workbook_new_opt(path.c_str(), &options);
        if (!workbook) throw std::runtime_error("a sheet cannot be begun");
    }
    ~Book() {
        if (workbook) workbook_close(workbook);
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
    lxw_format* format(const char* number_format) {
        lxw_format* made = workbook_add_format(workbook);
        format_set_num_format(made, number_format);
        format_set_align(made, LXW_ALIGN_LEFT);
        return made;
    }

    std::string path;
    std::size_t column_count;
    lxw_workbook* workbook = nullptr;
    lxw_worksheet* worksheet = nullptr;
    lxw_format* money = nullptr;
    lxw_format* day = nullptr;
    lxw_format* moment = nullptr;
    lxw_row_t rows = 0;
};

Sheet::Sheet(const std::string& name, const std::vector<Column>& columns)
    : book_(std::make_unique<Book>(columns.size())) {
    Book& book = *book_;
    book.worksheet = workbook_add_worksheet(book.workbook, name.c_str());
    if (!book.worksheet) throw std::runtime_error("no sheet can be named " + name);
    book.money = book.format("#,##0.00");
    book.day = book.format("yyyy-mm-dd");
    book.moment = book.format("yyyy-mm-dd hh:mm");
    lxw_format* heading = workbook_add_format(book.workbook);
    format_set_bold(heading);
    format_set_bg_color(heading, 0xE8EEF4);
    format_set_bottom(heading, LXW_BORDER_THIN);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto at = static_cast<lxw_col_t>(i);
        worksheet_set_column(book.worksheet, at, at, columns[i].width, nullptr);
        worksheet_write_string(book.worksheet, 0, at, columns[i].heading.c_str(), heading);
    }
    worksheet_freeze_panes(book.worksheet, 1, 0);
    book.rows = 1;
}

Sheet::~Sheet() = default;

static double excel_day(LegalDate day) { return static_cast<double>(day.days_since_epoch() + 25'569); }

/// The clock on the wall in China as Excel counts it.
static double excel_moment(Instant moment) {
    const LegalDate day = legal_date(moment);
    const auto within = moment.microseconds - start_of(day).microseconds;
    return excel_day(day) + static_cast<double>(within) / 86'400e6;
}

void Sheet::add(const std::vector<Cell>& cells) {
    Book& book = *book_;
    if (cells.size() != book.column_count) throw std::logic_error("a row of a sheet has as many cells as columns");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto at = static_cast<lxw_col_t>(i);
        const Cell& cell = cells[i];
        if (const auto* words = std::get_if<std::string>(&cell))
            worksheet_write_string(book.worksheet, book.rows, at, words->c_str(), nullptr);
        else if (const auto* number = std::get_if<std::int64_t>(&cell))
            worksheet_write_number(book.worksheet, book.rows, at, static_cast<double>(*number), nullptr);
        else if (const auto* money = std::get_if<Fen>(&cell))
            worksheet_write_number(book.worksheet, book.rows, at, static_cast<double>(money->amount) / 100,
                                   book.money);
        else if (const auto* day = std::get_if<LegalDate>(&cell))
            worksheet_write_number(book.worksheet, book.rows, at, excel_day(*day), book.day);
        else if (const auto* moment = std::get_if<Instant>(&cell))
            worksheet_write_number(book.worksheet, book.rows, at, excel_moment(*moment), book.moment);
    }
    ++book.rows;
}

std::string Sheet::bytes() {
    Book& book = *book_;
    if (book.rows > 1)
        worksheet_autofilter(book.worksheet, 0, 0, book.rows - 1, static_cast<lxw_col_t>(book.column_count - 1));
    const lxw_error error = workbook_close(book.workbook);
    book.workbook = nullptr;
    if (error != LXW_NO_ERROR)
        throw std::runtime_error(fmt::format("a sheet cannot be written: {}", lxw_strerror(error)));
    std::ifstream file(book.path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace hemu::sheet
