#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include "watermark.hpp"

#include <cairo.h>

#include <cmath>
#include <map>
#include <memory>
#include <numbers>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/Pl_String.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <sstream>

#include "apart.hpp"
#include "drawing.hpp"

namespace hemu::pdf {

static constexpr double slant = -std::numbers::pi / 7;  ///< upwards to the right, y downwards
static constexpr double size_of_short_side = 0.028;
static constexpr std::size_t most_pages = 5000;

struct Spot {
    double x, y;
};

/// Where the words begin, along slanted lines that are set off against each other, over an area from (0, 0). y
/// downwards.
static std::vector<Spot> spots(double width, double height, double words_width, double size) {
    const double along = words_width + 4 * size, across = 8 * size, reach = std::hypot(width, height);
    std::vector<Spot> all;
    int line = 0;
    for (double v = -reach; v < reach; v += across, ++line)
        for (double u = -reach - (line % 2) * along / 2; u < reach; u += along) {
            const Spot begin{u * std::cos(slant) - v * std::sin(slant), u * std::sin(slant) + v * std::cos(slant)};
            const double end_x = begin.x + words_width * std::cos(slant),
                         end_y = begin.y + words_width * std::sin(slant);
            if (end_x > 0 && begin.x < width && begin.y > -size && end_y < height + size) all.push_back(begin);
        }
    return all;
}

/// The operators m l c h of an outline, drawn by Cairo, whose y goes down.
static void add_path(cairo_t* pen, const std::string& operators) {
    std::istringstream words(operators);
    std::vector<double> numbers;
    for (std::string word; words >> word;) {
        if (word == "m") cairo_move_to(pen, numbers[0], -numbers[1]);
        if (word == "l") cairo_line_to(pen, numbers[0], -numbers[1]);
        if (word == "c")
            cairo_curve_to(pen, numbers[0], -numbers[1], numbers[2], -numbers[3], numbers[4], -numbers[5]);
        if (word == "h") cairo_close_path(pen);
        if (std::isalpha(static_cast<unsigned char>(word[0])))
            numbers.clear();
        else
            numbers.push_back(std::stod(word));
    }
}

std::vector<std::uint32_t> watermark(std::string_view words, int width, int height) {
    const double size = std::max(9.0, std::min(width, height) * size_of_short_side);
    const Outline outlined = outline(words, size);
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(pixels.data()), CAIRO_FORMAT_ARGB32,
                                            width, height, width * 4),
        cairo_surface_destroy);
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> pen(cairo_create(surface.get()), cairo_destroy);
    for (const Spot& spot : spots(width, height, outlined.width, size)) {
        cairo_save(pen.get());
        cairo_translate(pen.get(), spot.x, spot.y);
        cairo_rotate(pen.get(), slant);
        add_path(pen.get(), outlined.path);
        cairo_restore(pen.get());
        // Light around dark, so that it is read on both.
        cairo_set_source_rgba(pen.get(), 1, 1, 1, 0.4);
        cairo_set_line_width(pen.get(), size / 8);
        cairo_stroke_preserve(pen.get());
        cairo_set_source_rgba(pen.get(), 0.15, 0.15, 0.2, 0.45);
        cairo_fill(pen.get());
    }
    cairo_surface_flush(surface.get());
    return pixels;
}

namespace {

/// Puts one and the same form upon every page of a size.
class Stamper {
  public:
    Stamper(QPDF& file, const Outline& words, double size) : file_(file), width_(words.width), size_(size) {
        words_ = file_.makeIndirectObject(form(words.path + "f\n", box(-size, -size, words.width + size, 2 * size)));
    }

    void stamp(QPDFPageObjectHelper page) {
        const auto area = page.getMediaBox(false).getArrayAsRectangle();
        auto resources = page.getAttribute("/Resources", true);
        if (!resources.isDictionary()) {
            resources = QPDFObjectHandle::newDictionary();
            page.getObjectHandle().replaceKey("/Resources", resources);
        }
        auto forms = resources.getKey("/XObject");
        forms = forms.isDictionary() ? forms.shallowCopy() : QPDFObjectHandle::newDictionary();
        resources.replaceKey("/XObject", forms);
        int suffix = 0;
        const std::string name = resources.getUniqueResourceName("/HemuMark", suffix);
        forms.replaceKey(name, mark_over(area));
        page.addPageContents(file_.newStream("q\n"), true);
        page.addPageContents(file_.newStream(fmt::format("\nQ\nq {} Do Q\n", name)), false);
    }

  private:
    QPDF& file_;
    double width_, size_;
    QPDFObjectHandle words_;
    std::map<std::string, QPDFObjectHandle> marks_;

    static QPDFObjectHandle box(double left, double below, double right, double above) {
        return QPDFObjectHandle::parse(fmt::format("[{:.2f} {:.2f} {:.2f} {:.2f}]", left, below, right, above));
    }

    static std::string packed(const std::string& content) {
        std::string bytes;
        Pl_String into("packed", nullptr, bytes);
        Pl_Flate flate("flate", &into, Pl_Flate::a_deflate);
        flate.writeString(content);
        flate.finish();
        return bytes;
    }

    QPDFObjectHandle form(const std::string& content, const QPDFObjectHandle& area) {
        auto stream = file_.newStream();
        stream.replaceStreamData(packed(content), QPDFObjectHandle::newName("/FlateDecode"),
                                 QPDFObjectHandle::newNull());
        auto entries = stream.getDict();
        entries.replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
        entries.replaceKey("/Subtype", QPDFObjectHandle::newName("/Form"));
        entries.replaceKey("/BBox", area);
        return stream;
    }

    QPDFObjectHandle mark_over(const QPDFObjectHandle::Rectangle& area) {
        const std::string key = fmt::format("{} {} {} {}", area.llx, area.lly, area.urx, area.ury);
        if (const auto known = marks_.find(key); known != marks_.end()) return known->second;
        const double width = area.urx - area.llx, height = area.ury - area.lly;
        // Scans may have pages of any size; the words grow with them. Of a strip, as its length says.
        const double scale = std::max(std::min(width, height), std::max(width, height) / 20) / a4_width;
        if (!(width > 0 && height > 0 && std::isfinite(scale))) throw std::runtime_error("a page without an area");
        std::string content = "/G gs 0.2 0.2 0.25 rg\n";
        for (const Spot& spot : spots(width / scale, height / scale, width_, size_))
            content += fmt::format("q {:.5f} {:.5f} {:.5f} {:.5f} {:.2f} {:.2f} cm /W Do Q\n",
                                   scale * std::cos(slant), -scale * std::sin(slant), scale * std::sin(slant),
                                   scale * std::cos(slant), area.llx + scale * spot.x, area.ury - scale * spot.y);
        auto mark = form(content, box(area.llx, area.lly, area.urx, area.ury));
        auto resources =
            QPDFObjectHandle::parse("<< /ExtGState << /G << /Type /ExtGState /ca 0.3 >> >> /XObject << >> >>");
        resources.getKey("/XObject").replaceKey("/W", words_);
        mark.getDict().replaceKey("/Resources", resources);
        return marks_[key] = file_.makeIndirectObject(mark);
    }
};

}  // namespace

/// Empty when nobody can read it; libqpdf says so in many ways.
static std::string stamped(std::string_view bytes, const Outline& words, double size) {
    try {
        QPDF file;
        file.setSuppressWarnings(true);
        file.processMemoryFile("file", bytes.data(), bytes.size());
        const auto pages = QPDFPageDocumentHelper(file).getAllPages();
        if (pages.empty() || pages.size() > most_pages) return "";
        Stamper stamper(file, words, size);
        for (const auto& page : pages) stamper.stamp(page);
        return bytes_of(file, Packing::as_it_came);
    } catch (const std::exception&) {
        return "";
    }
}

std::optional<std::string> with_watermark(std::string_view bytes, std::string_view words) {
    static constexpr double size = 13;
    const Outline outlined = outline(words, size);
    auto made = apart(bytes.size(), [&] { return stamped(bytes, outlined, size); });
    if (!made || made->bytes.empty()) return std::nullopt;
    return std::move(made->bytes);
}

}  // namespace hemu::pdf
