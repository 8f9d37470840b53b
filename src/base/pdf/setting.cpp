#include "setting.hpp"

#include <qrencode.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace hemu::pdf {

Setter::Setter(PangoContext* context, const Paper& paper, const Sheet& sheet)
    : context_(context), paper_(paper), sheet_(sheet) {}

static void move(SetStrip& into, SetStrip&& from, double down) {
    for (Item& item : from.items) {
        std::visit(
            [&](auto& one) {
                if constexpr (requires { one.baseline; })
                    one.baseline += down;
                else
                    one.top += down;
            },
            item);
        into.items.push_back(std::move(item));
    }
}

/// All of them as one strip, which no page tears.
static SetStrip stacked(std::vector<SetStrip>&& strips) {
    SetStrip whole;
    if (!strips.empty()) whole.strip = strips.front().strip;
    whole.strip.height = 0;
    whole.strip.heading.reset();
    whole.strip.sticks = !strips.empty() && strips.back().strip.sticks;
    for (SetStrip& one : strips) {
        if (&one != &strips.front()) whole.strip.height += one.strip.gap;
        if (one.sides && !whole.sides) whole.sides = one.sides;
        move(whole, std::move(one), whole.strip.height);
        whole.strip.height += one.strip.height;
    }
    return whole;
}

std::shared_ptr<PangoLayout> Setter::layout(const std::string& words, const Style& style, double width) {
    std::shared_ptr<PangoLayout> made(pango_layout_new(context_), g_object_unref);
    const std::unique_ptr<PangoFontDescription, void (*)(PangoFontDescription*)> font(pango_font_description_new(),
                                                                                      pango_font_description_free);
    pango_font_description_set_family_static(
        font.get(), paper_.typeface == Typeface::serif ? "Noto Serif CJK SC" : "Noto Sans CJK SC");
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), pango_units_from_double(width));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_indent(made.get(), pango_units_from_double(style.first_indent_ems * style.size));
    pango_layout_set_justify(made.get(), style.align == Align::both);
    pango_layout_set_alignment(made.get(), style.align == Align::centre  ? PANGO_ALIGN_CENTER
                                           : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                         : PANGO_ALIGN_LEFT);
    pango_layout_set_text(made.get(), words.data(), static_cast<int>(words.size()));
    return made;
}

/// Where the middle of Chinese characters lies above the base line, in ems.
static constexpr double middle = 0.38;

std::vector<SetStrip> Setter::set(const Text& text, double x, double width) {
    const Style& style = text.style;
    const double pitch = style.size * style.line_height;
    const auto made = layout(text.words, style, width);
    const std::unique_ptr<PangoLayoutIter, void (*)(PangoLayoutIter*)> at(pango_layout_get_iter(made.get()),
                                                                          pango_layout_iter_free);
    std::vector<SetStrip> strips;
    do {
        PangoRectangle extents;
        pango_layout_iter_get_line_extents(at.get(), nullptr, &extents);
        SetStrip one;
        one.strip.height = pitch;
        one.items.emplace_back(Line{made, pango_layout_iter_get_line_readonly(at.get()),
                                    x + pango_units_to_double(extents.x), pitch / 2 + middle * style.size,
                                    style.colour, text.role, texts_});
        strips.push_back(std::move(one));
    } while (pango_layout_iter_next_line(at.get()));
    ++texts_;
    const std::size_t count = strips.size();
    strips.front().strip.gap = style.space_before;
    if (count > 1) strips.front().strip.sticks = strips[count - 2].strip.sticks = true;
    strips.back().strip.sticks = text.keeps_next;
    return strips;
}

Line Setter::one_line(const std::string& words, const Style& style, double x, double width) {
    auto line = std::get<Line>(set(Text{words, style}, x, width).front().items.front());
    line.baseline = 0;
    return line;
}

static constexpr double cell_side = 5;
static constexpr double cell_above = 3;
static constexpr Colour heading_fill = 0xf0f2f4;

static std::vector<double> widths_of(const Table& table, double width) {
    const double sum = std::accumulate(table.shares.begin(), table.shares.end(), 0.0);
    std::vector<double> widths;
    for (const double share : table.shares) widths.push_back(width * share / sum);
    return widths;
}

/// One strip for each line of the row, or a single one when the row is low.
std::vector<SetStrip> Setter::row(const Table& table, const std::vector<std::string>& cells, double x, double width,
                                  bool is_heading) {
    Style style = table.style;
    style.space_before = 0;
    style.bold = style.bold || is_heading;
    const double side = table.ruled ? cell_side : 0;
    const double above = table.ruled ? cell_above : 1;
    const auto widths = widths_of(table, width);
    std::vector<SetStrip> strips(1);
    double left = x;
    for (std::size_t at = 0; at < widths.size() && at < cells.size(); ++at) {
        const double inner = widths[at] - (table.ruled ? 2 * side : at + 1 < widths.size() ? cell_side : 0);
        auto lines = set(Text{cells[at], style}, left + side, inner);
        if (lines.size() > strips.size()) strips.resize(lines.size());
        for (std::size_t line = 0; line < lines.size(); ++line)
            move(strips[line], std::move(lines[line]), line ? 0 : above);
        left += widths[at];
    }
    for (std::size_t line = 0; line < strips.size(); ++line) {
        SetStrip& one = strips[line];
        one.strip.height =
            style.size * style.line_height + (line ? 0 : above) + (line + 1 < strips.size() ? 0 : above);
        if (!table.ruled) continue;
        one.sides = Sides{x, width, line == 0};
        double edge = x;
        for (std::size_t at = 0; at <= widths.size(); ++at) {
            one.items.emplace_back(Area{edge - hairline / 2, 0, hairline, one.strip.height, rule_colour});
            if (at < widths.size()) edge += widths[at];
        }
        if (is_heading) one.items.emplace(one.items.begin(), Area{x, 0, width, one.strip.height, heading_fill});
    }
    const double height = std::accumulate(strips.begin(), strips.end(), 0.0,
                                          [](double sum, const SetStrip& one) { return sum + one.strip.height; });
    if (!is_heading && height > sheet_.room / 3) return strips;
    Strips whole;
    whole.push_back(stacked(std::move(strips)));
    return whole;
}

std::vector<SetStrip> Setter::set(const Table& table, double x, double width) {
    Strips strips;
    if (!table.heading.empty()) {
        strips = row(table, table.heading, x, width, true);
        strips.front().strip.sticks = true;
    }
    const bool has_heading = !strips.empty();
    for (const auto& cells : table.rows)
        for (SetStrip& one : row(table, cells, x, width, false)) {
            if (has_heading) one.strip.heading = 0;
            strips.push_back(std::move(one));
        }
    if (!strips.empty()) strips.front().strip.gap = table.style.space_before;
    return strips;
}

static double left_of(Align align, double x, double width, double size) {
    if (align == Align::right) return x + width - size;
    return align == Align::centre ? x + (width - size) / 2 : x;
}

Modules Setter::modules(const Code& code, double x, double width) const {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> made(
        QRcode_encodeString(code.content.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    if (!made) throw std::runtime_error("a QR code cannot hold its content");
    Modules set;
    set.size = points(code.size_mm);
    set.x = left_of(code.align, x, width, set.size);
    set.across = static_cast<std::size_t>(made->width);
    set.content = code.content;
    for (std::size_t at = 0; at < set.across * set.across; ++at) set.dark.push_back((made->data[at] & 1) != 0);
    return set;
}

std::vector<SetStrip> Setter::set(const Code& code, double x, double width) {
    Modules made = modules(code, x, width);
    Strips strips(1);
    strips.front().strip.height = made.size;
    strips.front().strip.gap = 4;
    strips.front().items.emplace_back(std::move(made));
    return strips;
}

std::vector<SetStrip> Setter::set(const Space& space, double, double) {
    Strips strips(1);
    strips.front().strip.gap = points(space.mm);
    return strips;
}

std::vector<SetStrip> Setter::set(const Rule& rule, double x, double width) {
    Strips strips(1);
    strips.front().strip.gap = 4;
    strips.front().strip.height = hairline + 4;
    strips.front().items.emplace_back(Area{x, 0, width, hairline, rule.colour});
    return strips;
}

std::vector<SetStrip> Setter::set(const NewPage&, double, double) {
    Strips strips(1);
    strips.front().strip.new_page = true;
    return strips;
}

std::vector<SetStrip> Setter::set(const Together& together, double x, double width) {
    auto strips = set(together.blocks, x, width);
    for (std::size_t at = 0; at + 1 < strips.size(); ++at) strips[at].strip.sticks = true;
    return strips;
}

/// What stands within another block is torn by no page, so that all lines of its tables are known now.
static void rule(std::vector<SetStrip>& strips) {
    for (std::size_t at = 0; at < strips.size(); ++at) {
        if (!strips[at].sides) continue;
        const Sides sides = *strips[at].sides;
        const auto line_at = [&](double y) {
            strips[at].items.emplace_back(
                Area{sides.x - hairline / 2, y - hairline / 2, sides.width + hairline, hairline, rule_colour});
        };
        if (sides.begins_row) line_at(0);
        if (at + 1 == strips.size() || table_ends_before(strips[at + 1])) line_at(strips[at].strip.height);
        strips[at].sides.reset();
    }
}

SetStrip Setter::inner(const Blocks& blocks, double x, double width) {
    at_top_ = false;
    auto strips = set(blocks, x, width);
    rule(strips);
    return stacked(std::move(strips));
}

std::vector<SetStrip> Setter::set(const Beside& beside, double x, double width) {
    const double gap = points(beside.gap_mm);
    double shares = 0;
    for (const Part& part : beside.parts) shares += part.share;
    const double to_share = width - gap * static_cast<double>(beside.parts.size() - 1);
    Strips parts;
    for (const Part& part : beside.parts) {
        const double part_width = to_share * part.share / shares;
        parts.push_back(inner(part.blocks, x, part_width));
        x += part_width + gap;
    }
    Strips strips(1);
    for (const SetStrip& part : parts)
        strips.front().strip.height = std::max(strips.front().strip.height, part.strip.height);
    for (SetStrip& part : parts) {
        const double spare = strips.front().strip.height - part.strip.height;
        move(strips.front(), std::move(part), beside.centred ? spare / 2 : 0);
    }
    strips.front().strip.gap = 4;
    return strips;
}

std::vector<SetStrip> Setter::set(const Panel& panel, double x, double width) {
    const double above = panel.bleeds && at_top_ ? sheet_.top : 0;
    const double padding = points(panel.padding_mm);
    SetStrip content =
        panel.bleeds ? inner(panel.blocks, x, width) : inner(panel.blocks, x + padding, width - 2 * padding);
    Strips strips(1);
    SetStrip& whole = strips.front();
    whole.strip.height = content.strip.height + 2 * padding;
    whole.strip.gap = 6;
    whole.items.emplace_back(Area{panel.bleeds ? 0 : x, -above, panel.bleeds ? sheet_.width : width,
                                  whole.strip.height + above, panel.fill});
    move(whole, std::move(content), padding);
    return strips;
}

std::vector<SetStrip> Setter::set(const WindowAddress& address, double, double) {
    static constexpr double left_mm = 25, sender_mm = 51, lines_mm = 57, end_mm = 96, width_mm = 78;
    const auto from_top = [&](double mm) { return points(mm) - sheet_.top; };
    std::string words;
    for (const std::string& line : address.lines) words += (words.empty() ? "" : "\n") + line;
    Strips strips(1);
    SetStrip& whole = strips.front();
    whole.strip.height = from_top(end_mm);
    move(whole,
         inner({Text{address.sender, {.size = 7.5, .align = Align::left, .colour = 0x555555}}}, points(left_mm),
               points(width_mm)),
         from_top(sender_mm));
    move(whole,
         inner({Text{words, {.size = 12, .align = Align::left, .line_height = 1.35}}}, points(left_mm),
               points(width_mm)),
         from_top(lines_mm));
    for (const double fold_mm : {105.0, 148.5, 210.0})
        whole.items.emplace_back(Area{points(4), from_top(fold_mm), points(4), hairline, 0x999999});
    return strips;
}

std::vector<SetStrip> Setter::set(const Blocks& blocks, double x, double width) {
    Strips all;
    for (const Block& block : blocks) {
        Strips more = std::visit([&](const auto& one) { return set(one, x, width); }, block);
        at_top_ = false;
        for (SetStrip& one : more)
            if (one.strip.heading) *one.strip.heading += all.size();
        std::move(more.begin(), more.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<SetStrip> Setter::set(const Blocks& blocks) { return set(blocks, sheet_.left, sheet_.text_width); }

}  // namespace hemu::pdf
