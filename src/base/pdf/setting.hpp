// Blocks set into strips: text in lines, rows of tables, codes. Coordinates are points from the upper left corner of
// the strip; x from the left edge of the sheet.
#pragma once
#include <pango/pangocairo.h>

#include <memory>

#include "pages.hpp"
#include "pdf.hpp"

namespace hemu::pdf {

constexpr double points(double mm) { return mm * 72 / 25.4; }
constexpr double millimetres(double in_points) { return in_points * 25.4 / 72; }

/// `text` counts texts, so that lines of one are known to belong together.
struct Line {
    std::shared_ptr<PangoLayout> layout;
    PangoLayoutLine* line = nullptr;
    double x = 0;
    double baseline = 0;
    Colour colour = 0;
    Role role = Role::paragraph;
    std::size_t text = 0;
};
struct Area {
    double x = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    Colour colour = 0;
};
/// The modules of a code, row by row.
struct Modules {
    double x = 0;
    double top = 0;
    double size = 0;  ///< with the empty margin
    std::size_t across = 0;
    std::vector<bool> dark;
    std::string content;
};
using Item = std::variant<Area, Line, Modules>;

/// Of a row of a ruled table: a line above where the row or a page begins, below where the table or a page ends.
struct Sides {
    double x = 0;
    double width = 0;
    bool begins_row = true;
};

struct SetStrip {
    Strip strip;
    std::vector<Item> items;
    std::optional<Sides> sides = std::nullopt;
};

/// Only a table's first strip has a gap above it.
inline bool table_ends_before(const SetStrip& next) { return !next.sides || next.strip.gap > 0; }

/// The sheet, in points of A4 when the paper grows.
struct Sheet {
    double width = 0;
    double height = 0;
    double left = 0;
    double top = 0;
    double text_width = 0;
    double room = 0;
};

constexpr double hairline = 0.6;
constexpr Colour rule_colour = 0x666666;
/// Of a QR code's empty margin (ISO/IEC 18004).
constexpr double quiet_modules = 4;

class Setter {
  public:
    Setter(PangoContext* context, const Paper& paper, const Sheet& sheet);
    std::vector<SetStrip> set(const Blocks&);
    /// One line outside the flow; its baseline is 0.
    Line one_line(const std::string& words, const Style&, double x, double width);
    Modules modules(const Code&, double x, double width) const;

  private:
    PangoContext* context_;
    const Paper& paper_;
    const Sheet& sheet_;
    std::size_t texts_ = 0;
    bool at_top_ = true;  ///< nothing stands above what is set now

    using Strips = std::vector<SetStrip>;
    std::shared_ptr<PangoLayout> layout(const std::string& words, const Style&, double width);
    Strips set(const Blocks&, double x, double width);
    Strips set(const Text&, double x, double width);
    Strips set(const Table&, double x, double width);
    Strips set(const Code&, double x, double width);
    Strips set(const Space&, double x, double width);
    Strips set(const Rule&, double x, double width);
    Strips set(const NewPage&, double x, double width);
    Strips set(const Together&, double x, double width);
    Strips set(const Beside&, double x, double width);
    Strips set(const Panel&, double x, double width);
    Strips set(const WindowAddress&, double x, double width);
    Strips row(const Table&, const std::vector<std::string>& cells, double x, double width, bool is_heading);
    SetStrip inner(const Blocks&, double x, double width);
};

}  // namespace hemu::pdf
