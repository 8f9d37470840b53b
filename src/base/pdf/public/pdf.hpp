// 版式文件 Papers as PDF. A paper is a list of blocks; lines, pages, page numbers and what stands together on a page
// are found here. Chinese and Latin text, set in the Noto CJK fonts, which are embedded.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "time.hpp"

namespace hemu::pdf {

inline constexpr std::string_view media_type = "application/pdf";

enum class PaperSize { a3, a4, a5 };
enum class Typeface { serif, sans };  ///< 宋体, 黑体
/// both: even on both sides but for the last line.
enum class Align { left, centre, right, both };

/// 0xRRGGBB.
using Colour = std::uint32_t;

/// Sizes are points (1/72 inch) on A4.
struct Style {
    double size = 12;
    bool bold = false;
    Align align = Align::both;
    double first_indent_ems = 0;  ///< of the first line; running Chinese text has two
    double line_height = 1.6;     ///< times the size
    double space_before = 0;      ///< left out at the top of a page
    Colour colour = 0x000000;
};

/// What screen readers call a text.
enum class Role { paragraph, title, heading };

/// A newline in the words begins a new paragraph. `keeps_next`: never the last of a page.
struct Text {
    std::string words;
    Style style;
    Role role = Role::paragraph;
    bool keeps_next = false;
};

/// 标题: the paper's name, once, centred.
Text title(std::string words);
/// A heading within the paper, on the page of what follows it.
Text heading(std::string words);
/// 正文: running text, even on both sides, its first line moved in by two characters.
Text paragraph(std::string words);

/// Columns share the width as their shares say. The heading row comes again on every page.
struct Table {
    std::vector<double> shares;
    std::vector<std::string> heading;  ///< none: no such row
    std::vector<std::vector<std::string>> rows;
    Style style = {.size = 10.5, .align = Align::left, .line_height = 1.4, .space_before = 8};
    bool ruled = true;
};

/// A QR code, drawn as areas; error correction M, four empty modules around it. The paper's PDF links it too.
struct Code {
    std::string content;
    double size_mm = 30;  ///< with the empty margin
    Align align = Align::left;
};

struct Space {
    double mm = 5;
};
struct Rule {
    Colour colour = 0x999999;
};
struct NewPage {};

struct Block;
using Blocks = std::vector<Block>;

/// Blocks that are not torn apart by the end of a page.
struct Together {
    Blocks blocks;
};

struct Part {
    double share = 1;
    Blocks blocks;
};
/// Side by side, on one page, centred against each other or all at the top.
struct Beside {
    std::vector<Part> parts;
    double gap_mm = 5;
    bool centred = true;
};

/// A coloured area with blocks in it, on one page. `bleeds`: as wide as the paper, and up to its edge at the top.
struct Panel {
    Blocks blocks;
    Colour fill = 0xeeeeee;
    double padding_mm = 5;
    bool bleeds = false;
};

/// 收件人: lines of an address where the window of an envelope shows it, with marks for folding. First of a letter.
/// Source: DIN 5008 form B, DIN 680: sheet folded at 105 mm in a DL envelope, window 20 mm from the left and 15 mm
/// from below, 90 by 45 mm: what lies 50 to 90 mm from the top of the sheet is always seen.
struct WindowAddress {
    std::vector<std::string> lines;
    std::string sender;  ///< small, above the address
};

struct Block : std::variant<Text, Table, Code, Space, Rule, NewPage, Together, Beside, Panel, WindowAddress> {
    using variant::variant;
};

struct Paper {
    std::string title;  ///< of the file, for readers and screen readers
    std::string language = "zh-CN";
    std::string author;  ///< the body that writes
    Instant made_at;     ///< the only date in the file: the same paper gives the same bytes
    PaperSize size = PaperSize::a4;
    Typeface typeface = Typeface::serif;
    double margin_top_mm = 25;
    double margin_side_mm = 25;
    double margin_bottom_mm = 22;
    std::string footer;        ///< small, on every page
    bool page_numbers = true;  ///< 第 1 页 共 2 页
    std::string corner_code;   ///< a QR code at the upper right of every page; empty: none
    bool grows = false;        ///< made for A4: on other paper everything is larger or smaller as the sheet is
    Blocks blocks;
};

/// A line of text as it was set: page from 0, millimetres from the sheet's upper left corner.
struct SetLine {
    std::size_t page = 0;
    double x_mm = 0;
    double y_mm = 0;  ///< its base line
    std::string words;
};

struct Printed {
    std::string bytes;
    std::size_t pages = 0;
    std::vector<SetLine> lines;  ///< in the order of reading
};

/// About 10 ms of a processor for a page; threads wait for each other.
/// std::runtime_error when the fonts are not installed, or a code's content is too long for a QR code.
Printed print(const Paper&);

/// How many pages it will have: set, but not drawn. About 1 ms for a page.
std::size_t count_pages(const Paper&);

/// A page of a paper, from 0, as PNG, for whoever looks at it on a screen; the last page when there are fewer.
struct Picture {
    std::string png;
    std::size_t pages = 0;
};
Picture picture(const Paper&, std::size_t page, double dots_per_inch = 110);

}  // namespace hemu::pdf
