#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <mutex>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

#include "glyphs.hpp"
#include "outlines.hpp"
#include "setting.hpp"

namespace hemu::pdf {

namespace {

/// One set of fonts for all threads: a paper takes milliseconds, fonts take megabytes.
constexpr double corner_mm = 22;

struct Fonts {
    std::mutex mutex;
    PangoFontMap* map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);

    Fonts() {
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
        for (const char* family : {"Noto Serif CJK SC", "Noto Sans CJK SC"})
            if (!pango_font_map_get_family(map, family))
                throw std::runtime_error(fmt::format("no font {}: install fonts-noto-cjk", family));
    }
};

Fonts& fonts() {
    static Fonts* all = new Fonts;
    return *all;
}

template <class T, void (*unref)(T*)>
struct Unref {
    void operator()(T* one) const { unref(one); }
};
using Surface = std::unique_ptr<cairo_surface_t, Unref<cairo_surface_t, cairo_surface_destroy>>;
using Pen = std::unique_ptr<cairo_t, Unref<cairo_t, cairo_destroy>>;
using PangoContextOwner = std::unique_ptr<void, Unref<void, g_object_unref>>;

struct Millimetres {
    double width, height;
};
constexpr Millimetres extent(PaperSize size) {
    if (size == PaperSize::a3) return {297, 420};
    return size == PaperSize::a5 ? Millimetres{148, 210} : Millimetres{210, 297};
}

class Printer {
  public:
    explicit Printer(const Paper& paper)
        : paper_(paper),
          factor_(paper.grows ? extent(paper.size).width / 210 : 1),
          context_(pango_font_map_create_context(fonts().map)) {
        const auto size = extent(paper.size);
        sheet_.width = points(size.width) / factor_;
        sheet_.height = points(size.height) / factor_;
        sheet_.left = points(paper.margin_side_mm);
        sheet_.top = points(paper.margin_top_mm);
        sheet_.text_width = sheet_.width - 2 * sheet_.left;
        sheet_.room = sheet_.height - sheet_.top - points(paper.margin_bottom_mm);
        set_up_context();
    }

    Picture picture(std::size_t page, double dots_per_inch) {
        lay_out();
        page = std::min(page, printed_.pages - 1);
        const double dots = dots_per_inch / 72 * factor_;
        surface_.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(sheet_.width * dots),
                                                  static_cast<int>(sheet_.height * dots)));
        pen_.reset(cairo_create(surface_.get()));
        ink(0xffffff);
        cairo_paint(pen_.get());
        cairo_scale(pen_.get(), dots, dots);
        for (std::size_t at = 0; at < places_.size(); ++at)
            if (places_[at].page == page) draw(at);
        draw_footer(page);
        pen_.reset();
        Picture made{"", printed_.pages};
        cairo_surface_write_to_png_stream(surface_.get(), take, &made.png);
        return made;
    }

    std::size_t count_pages() {
        Setter setter(context(), paper_, sheet_);
        set(setter);
        return printed_.pages;
    }

    Printed print() {
        lay_out();
        begin();
        std::size_t at = 0;
        for (std::size_t page = 0; page < printed_.pages; ++page) {
            for (; at < places_.size() && places_[at].page == page; ++at) draw(at);
            end_tag();
            draw_footer(page);
            cairo_surface_show_page(surface_.get());
        }
        finish();
        return std::move(printed_);
    }

  private:
    const Paper& paper_;
    double factor_;
    PangoContextOwner context_;
    Sheet sheet_;
    std::vector<SetStrip> strips_;
    std::vector<Place> places_;
    std::vector<Line> footers_;
    std::optional<Modules> corner_;
    Printed printed_;
    Glyphs glyphs_;
    Surface surface_;
    Pen pen_;
    const char* tag_ = nullptr;
    std::size_t tagged_text_ = 0;

    void set(Setter& setter) {
        strips_ = setter.set(paper_.blocks);
        std::vector<Strip> bare;
        for (const SetStrip& one : strips_) bare.push_back(one.strip);
        places_ = paginate(bare, sheet_.room);
        printed_.pages = places_.empty() ? 1 : places_.back().page + 1;
    }

    void lay_out() {
        Setter setter(context(), paper_, sheet_);
        set(setter);
        set_footers(setter);
        if (!paper_.corner_code.empty())
            corner_ =
                setter.modules(Code{paper_.corner_code, corner_mm, Align::right}, sheet_.left, sheet_.text_width);
        gather_glyphs();
    }

    PangoContext* context() const { return static_cast<PangoContext*>(context_.get()); }

    void set_up_context() {
        pango_context_set_language(context(), pango_language_from_string(paper_.language.c_str()));
        pango_context_set_round_glyph_positions(context(), FALSE);
        cairo_font_options_t* options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context(), options);
        cairo_font_options_destroy(options);
    }

    static cairo_status_t take(void* into, const unsigned char* bytes, unsigned count) {
        static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), count);
        return CAIRO_STATUS_SUCCESS;
    }

    void begin() {
        surface_.reset(cairo_pdf_surface_create_for_stream(take, &printed_.bytes, sheet_.width * factor_,
                                                           sheet_.height * factor_));
        pen_.reset(cairo_create(surface_.get()));
        const std::string made_at = to_json_text(paper_.made_at).substr(0, 19) + "Z";
        set_metadata(CAIRO_PDF_METADATA_TITLE, paper_.title);
        set_metadata(CAIRO_PDF_METADATA_AUTHOR, paper_.author);
        set_metadata(CAIRO_PDF_METADATA_CREATE_DATE, made_at);
        set_metadata(CAIRO_PDF_METADATA_MOD_DATE, made_at);
        cairo_scale(pen_.get(), factor_, factor_);
    }

    void set_metadata(cairo_pdf_metadata_t what, const std::string& words) {
        if (!words.empty()) cairo_pdf_surface_set_metadata(surface_.get(), what, words.c_str());
    }

    void ink(Colour colour) {
        const auto part = [&](int shift) { return static_cast<double>((colour >> shift) & 0xff) / 255; };
        cairo_set_source_rgb(pen_.get(), part(16), part(8), part(0));
    }

    void draw(std::size_t at) {
        const Place& place = places_[at];
        const SetStrip& strip = strips_[place.strip];
        const double top = sheet_.top + place.top;
        for (const Item& item : strip.items) std::visit([&](const auto& one) { draw(one, top, place.page); }, item);
        if (strip.sides) draw_rules(*strip.sides, at);
    }

    void draw_rules(const Sides& sides, std::size_t at) {
        const Place& place = places_[at];
        const bool is_first = at == 0 || places_[at - 1].page != place.page;
        const bool is_last = at + 1 == places_.size() || places_[at + 1].page != place.page;
        const bool table_ends = is_last || table_ends_before(strips_[places_[at + 1].strip]);
        const double top = sheet_.top + place.top, height = strips_[place.strip].strip.height;
        const auto rule = [&](double y) {
            draw(Area{sides.x - hairline / 2, y - hairline / 2, sides.width + hairline, hairline, rule_colour}, top,
                 place.page);
        };
        if (is_first || sides.begins_row) rule(0);
        if (table_ends) rule(height);
    }

    void draw(const Area& area, double top, std::size_t) {
        end_tag();
        ink(area.colour);
        cairo_rectangle(pen_.get(), area.x, top + area.top, area.width, area.height);
        cairo_fill(pen_.get());
    }

    void draw(const Line& line, double top, std::size_t page) {
        const std::string_view words(pango_layout_get_text(line.layout.get()) + line.line->start_index,
                                     static_cast<std::size_t>(line.line->length));
        if (words.empty()) return;
        begin_tag(line);
        const double y = top + line.baseline;
        ink(line.colour);
        glyphs_.show(pen_.get(), line.line, line.x, y);
        printed_.lines.push_back({page, millimetres(line.x) * factor_, millimetres(y) * factor_, std::string(words)});
    }

    /// Each row's dark modules as areas that reach a hair into the next row, so that no viewer shows seams.
    void draw(const Modules& code, double top, std::size_t) {
        end_tag();
        const double step = code.size / (static_cast<double>(code.across) + 2 * quiet_modules);
        draw(Area{code.x, code.top, code.size, code.size, 0xffffff}, top, 0);
        begin_link(code, top);
        ink(0x000000);
        const auto dark = [&](std::size_t row, std::size_t column) { return code.dark[row * code.across + column]; };
        const auto place = [&](std::size_t index) { return (static_cast<double>(index) + quiet_modules) * step; };
        for (std::size_t row = 0; row < code.across; ++row)
            for (std::size_t column = 0; column < code.across; ++column) {
                if (!dark(row, column)) continue;
                const std::size_t first = column;
                while (column + 1 < code.across && dark(row, column + 1)) ++column;
                cairo_rectangle(pen_.get(), code.x + place(first), top + code.top + place(row),
                                static_cast<double>(column - first + 1) * step, step * 1.02);
            }
        cairo_fill(pen_.get());
        if (is_link(code)) cairo_tag_end(pen_.get(), CAIRO_TAG_LINK);
    }

    static bool is_link(const Modules& code) {
        return code.content.starts_with("http") && code.content.find_first_of("'\\") == std::string::npos;
    }
    void begin_link(const Modules& code, double top) {
        if (!is_link(code)) return;
        const auto attributes =
            fmt::format("rect=[{} {} {} {}] uri='{}'", code.x, top + code.top, code.size, code.size, code.content);
        cairo_tag_begin(pen_.get(), CAIRO_TAG_LINK, attributes.c_str());
    }

    /// Lines of one text share a tag, so that a screen reader reads them on.
    void begin_tag(const Line& line) {
        if (tag_ && tagged_text_ == line.text) return;
        end_tag();
        tag_ = line.role == Role::title ? "H1" : line.role == Role::heading ? "H2" : "P";
        tagged_text_ = line.text;
        cairo_tag_begin(pen_.get(), tag_, nullptr);
    }
    void end_tag() {
        if (tag_) cairo_tag_end(pen_.get(), tag_);
        tag_ = nullptr;
    }

    /// Set before anything is drawn, since fonts are cut by what all pages show.
    void set_footers(Setter& setter) {
        const Style style{.size = 9, .align = Align::left, .colour = 0x555555};
        Style numbered = style;
        numbered.align = paper_.footer.empty() ? Align::centre : Align::right;
        const auto pattern = paper_.language.starts_with("zh") ? "第 {} 页 共 {} 页" : "Page {} of {}";
        for (std::size_t page = 0; page < printed_.pages; ++page) {
            if (!paper_.footer.empty())
                footers_.push_back(setter.one_line(paper_.footer, style, sheet_.left, sheet_.text_width));
            if (paper_.page_numbers)
                footers_.push_back(setter.one_line(fmt::format(fmt::runtime(pattern), page + 1, printed_.pages),
                                                   numbered, sheet_.left, sheet_.text_width));
        }
    }

    void gather_glyphs() {
        for (const SetStrip& strip : strips_)
            for (const Item& item : strip.items)
                if (const auto* line = std::get_if<Line>(&item)) glyphs_.use(line->line);
        for (const Line& line : footers_) glyphs_.use(line.line);
    }

    void draw_footer(std::size_t page) {
        const std::size_t each = footers_.size() / printed_.pages;
        for (std::size_t at = page * each; at < (page + 1) * each; ++at)
            draw(footers_[at], sheet_.height - points(12), page);
        end_tag();
        if (corner_) draw(*corner_, points(10), page);
    }

    /// What cairo 1.16 leaves out: the language, that the file is tagged, that a window shows its title, the dates'
    /// beginning; and an id made from the content.
    void finish() {
        pen_.reset();
        cairo_surface_finish(surface_.get());
        if (const auto status = cairo_surface_status(surface_.get()); status != CAIRO_STATUS_SUCCESS)
            throw std::runtime_error(fmt::format("a paper cannot be drawn: {}", cairo_status_to_string(status)));
        QPDF file;
        file.processMemoryFile("paper", printed_.bytes.data(), printed_.bytes.size());
        auto root = file.getRoot();
        root.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(paper_.language));
        root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
        if (root.hasKey("/StructTreeRoot"))
            root.replaceKey("/MarkInfo", QPDFObjectHandle::parse("<< /Marked true >>"));
        auto info = file.getTrailer().getKey("/Info");
        std::string digits = to_text(paper_.made_at).substr(0, 19);
        std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
        for (const char* key : {"/CreationDate", "/ModDate"})
            info.replaceKey(key, QPDFObjectHandle::newString("D:" + digits + "Z"));
        QPDFWriter writer(file);
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.setObjectStreamMode(qpdf_o_generate);
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        printed_.bytes.assign(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    }
};

}  // namespace

Text title(std::string words) {
    return {std::move(words),
            {.size = 22, .bold = true, .align = Align::centre, .line_height = 1.5, .space_before = 6},
            Role::title,
            true};
}

Text heading(std::string words) {
    return {
        std::move(words), {.size = 14, .bold = true, .align = Align::left, .space_before = 10}, Role::heading, true};
}

Text paragraph(std::string words) { return {std::move(words), {.first_indent_ems = 2, .space_before = 3}}; }

Printed print(const Paper& paper) {
    const std::lock_guard lock(fonts().mutex);
    return Printer(paper).print();
}

std::size_t count_pages(const Paper& paper) {
    const std::lock_guard lock(fonts().mutex);
    return Printer(paper).count_pages();
}

/// PDF has y upwards, Cairo downwards.
static void add_operators(const cairo_path_t& path, std::string& operators) {
    for (int at = 0; at < path.num_data; at += path.data[at].header.length) {
        const cairo_path_data_t* data = path.data + at;
        for (int point = 1; point < data->header.length; ++point)
            operators += fmt::format("{:.3f} {:.3f} ", data[point].point.x, -data[point].point.y);
        switch (data->header.type) {
            case CAIRO_PATH_MOVE_TO:
                operators += "m\n";
                break;
            case CAIRO_PATH_LINE_TO:
                operators += "l\n";
                break;
            case CAIRO_PATH_CURVE_TO:
                operators += "c\n";
                break;
            case CAIRO_PATH_CLOSE_PATH:
                operators += "h\n";
                break;
        }
    }
}

Outline outline(std::string_view words, double size, bool bold) {
    const std::lock_guard lock(fonts().mutex);
    const PangoContextOwner context(pango_font_map_create_context(fonts().map));
    const std::unique_ptr<PangoLayout, Unref<void, g_object_unref>> layout(
        pango_layout_new(static_cast<PangoContext*>(context.get())));
    const std::unique_ptr<PangoFontDescription, Unref<PangoFontDescription, pango_font_description_free>> font(
        pango_font_description_new());
    pango_font_description_set_family_static(font.get(), "Noto Serif CJK SC");
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    if (bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
    const Surface surface(cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr));
    const Pen pen(cairo_create(surface.get()));
    cairo_move_to(pen.get(), 0, 0);
    pango_cairo_layout_line_path(pen.get(), pango_layout_get_line_readonly(layout.get(), 0));
    const std::unique_ptr<cairo_path_t, Unref<cairo_path_t, cairo_path_destroy>> path(cairo_copy_path(pen.get()));
    Outline made;
    add_operators(*path, made.path);
    PangoRectangle extents;
    pango_layout_get_extents(layout.get(), nullptr, &extents);
    made.width = pango_units_to_double(extents.width);
    return made;
}

Picture picture(const Paper& paper, std::size_t page, double dots_per_inch) {
    const std::lock_guard lock(fonts().mutex);
    return Printer(paper).picture(page, dots_per_inch);
}

}  // namespace hemu::pdf
