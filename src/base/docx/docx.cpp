#include "docx.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "zip.hpp"

namespace hemu::docx {

using pdf::Align;
using pdf::Block;
using pdf::Style;

namespace {

/// ECMA-376 counts lengths in twentieths of a point, sizes of letters in halves.
int twips(double points) { return static_cast<int>(std::lround(points * 20)); }
int twips_of_mm(double mm) { return twips(mm * 72 / 25.4); }

/// XML 1.0 knows no other control characters than these.
std::string escaped(std::string_view words) {
    std::string out;
    for (const char c : words) {
        if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '"')
            out += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t')
            out += c;
    }
    return out;
}

constexpr std::string_view xml_head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view word_names =
    R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")"
    R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";

std::string_view justification(Align align) {
    switch (align) {
        case Align::left:
            return "left";
        case Align::centre:
            return "center";
        case Align::right:
            return "right";
        case Align::both:
            return "both";
    }
    return "left";
}

std::string run(std::string_view words, const Style& style) {
    return fmt::format(R"(<w:r><w:rPr>{}<w:color w:val="{:06x}"/><w:sz w:val="{}"/></w:rPr>)"
                       R"(<w:t xml:space="preserve">{}</w:t></w:r>)",
                       style.bold ? "<w:b/>" : "", style.colour, static_cast<int>(std::lround(style.size * 2)),
                       escaped(words));
}

/// Where a block stands: with the next on one page, and how much free room is above it.
struct Standing {
    bool keeps_next = false;
    double above = 0;  ///< points
};

std::string paragraph(std::string_view words, const Style& style, std::string_view named, const Standing& standing) {
    const int first_hundredths = static_cast<int>(std::lround(style.first_indent_ems * 100));
    return fmt::format(R"(<w:p><w:pPr>{}{}<w:spacing w:before="{}" w:after="0" w:line="{}" w:lineRule="exact"/>)"
                       R"(<w:ind w:firstLineChars="{}" w:firstLine="{}"/><w:jc w:val="{}"/></w:pPr>{}</w:p>)",
                       named, standing.keeps_next ? "<w:keepNext/>" : "", twips(style.space_before + standing.above),
                       twips(style.size * style.line_height), first_hundredths,
                       twips(style.first_indent_ems * style.size), justification(style.align), run(words, style));
}

std::string_view style_of(pdf::Role role) {
    if (role == pdf::Role::title) return R"(<w:pStyle w:val="Title"/>)";
    return role == pdf::Role::heading ? R"(<w:pStyle w:val="Heading1"/>)" : "";
}

std::vector<std::string_view> lines_of(std::string_view words) {
    std::vector<std::string_view> lines;
    for (;;) {
        const auto end = words.find('\n');
        lines.push_back(words.substr(0, end));
        if (end == std::string_view::npos) return lines;
        words.remove_prefix(end + 1);
    }
}

std::string texts(std::string_view words, const Style& style, std::string_view named, Standing standing) {
    std::string xml;
    for (const std::string_view line : lines_of(words)) {
        xml += paragraph(line, style, named, standing);
        standing.above = 0;
    }
    return xml;
}

class Writer {
  public:
    explicit Writer(const pdf::Paper& paper) : paper_(paper), width_(twips_of_mm(extent().first) - 2 * side()) {}

    std::string document() {
        return fmt::format(
            R"({}<w:document {}><w:body>{}<w:sectPr><w:footerReference w:type="default" r:id="footer"/>)"
            R"(<w:pgSz w:w="{}" w:h="{}"/><w:pgMar w:top="{}" w:bottom="{}" w:left="{}" w:right="{}" w:header="600")"
            R"( w:footer="600" w:gutter="0"/></w:sectPr></w:body></w:document>)",
            xml_head, word_names, blocks(paper_.blocks, width_, false), twips_of_mm(extent().first),
            twips_of_mm(extent().second), twips_of_mm(paper_.margin_top_mm), twips_of_mm(paper_.margin_bottom_mm),
            side(), side());
    }

    std::string footer() const {
        const Style small{
            .size = 9, .align = paper_.footer.empty() ? Align::centre : Align::both, .colour = 0x555555};
        std::string words = paper_.footer.empty() ? "" : run(paper_.footer, small) + "<w:r><w:tab/></w:r>";
        if (paper_.page_numbers) words += page_number(small);
        return fmt::format(
            R"({}<w:ftr {}><w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="{}"/></w:tabs><w:jc w:val="{}"/></w:pPr>{}</w:p></w:ftr>)",
            xml_head, word_names, width_, paper_.footer.empty() ? "center" : "left", words);
    }

  private:
    const pdf::Paper& paper_;
    int width_;
    double above_ = 0;  ///< of free room that the next block has above it

    std::pair<double, double> extent() const {
        if (paper_.size == pdf::PaperSize::a3) return {297, 420};
        return paper_.size == pdf::PaperSize::a5 ? std::pair{148.0, 210.0} : std::pair{210.0, 297.0};
    }
    int side() const { return twips_of_mm(paper_.margin_side_mm); }

    static std::string field(std::string_view name, const Style& style) {
        return fmt::format(R"(<w:fldSimple w:instr="{}">{}</w:fldSimple>)", name, run("1", style));
    }
    std::string page_number(const Style& style) const {
        const bool chinese = paper_.language.starts_with("zh");
        return run(chinese ? "第 " : "Page ", style) + field("PAGE", style) +
               run(chinese ? " 页 共 " : " of ", style) + field("NUMPAGES", style) +
               (chinese ? run(" 页", style) : "");
    }

    /// stays: with what follows the last of them.
    std::string blocks(const pdf::Blocks& all, int width, bool together) {
        std::string xml;
        for (std::size_t at = 0; at < all.size(); ++at)
            xml += std::visit([&](const auto& one) { return write(one, width, together && at + 1 < all.size()); },
                              all[at]);
        return xml;
    }

    Standing standing(bool keeps_next) { return {keeps_next, std::exchange(above_, 0)}; }

    std::string write(const pdf::Text& text, int, bool keeps_next) {
        return texts(text.words, text.style, style_of(text.role), standing(keeps_next || text.keeps_next));
    }
    std::string write(const pdf::Space& space, int, bool) {
        above_ += space.mm * 72 / 25.4;
        return "";
    }
    std::string write(const pdf::Code& code, int, bool keeps_next) {
        return texts(code.content, {.size = 9, .align = code.align}, "", standing(keeps_next));
    }
    std::string write(const pdf::Rule& rule, int, bool) {
        return fmt::format(R"(<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{:06x}"/>)"
                           R"(</w:pBdr><w:spacing w:before="{}" w:after="0"/></w:pPr></w:p>)",
                           rule.colour, twips(standing(false).above));
    }
    std::string write(const pdf::NewPage&, int, bool) {
        above_ = 0;
        return R"(<w:p><w:r><w:br w:type="page"/></w:r></w:p>)";
    }
    std::string write(const pdf::Together& together, int width, bool) { return blocks(together.blocks, width, true); }
    std::string write(const pdf::WindowAddress& address, int, bool) {
        std::string xml = texts(address.sender, {.size = 7.5, .align = Align::left}, "", standing(false));
        for (const std::string& line : address.lines)
            xml += texts(line, {.size = 12, .align = Align::left, .line_height = 1.35}, "", {});
        above_ = 40;
        return xml;
    }

    /// A word processor puts no room above a table: an empty line as high as that does.
    std::string room_above_table() {
        const int above = twips(std::max(above_, 1.0));
        above_ = 0;
        return fmt::format(
            R"(<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="exact"/></w:pPr></w:p>)",
            above);
    }

    struct Cell {
        int width = 0;
        std::string content;
        std::optional<pdf::Colour> fill = std::nullopt;
    };
    static std::string row(const std::vector<Cell>& cells, bool is_heading) {
        std::string xml = fmt::format("<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>", is_heading ? "<w:tblHeader/>" : "");
        for (const Cell& cell : cells)
            xml += fmt::format(
                R"(<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{}</w:tcPr>{}</w:tc>)", cell.width,
                cell.fill ? fmt::format(R"(<w:shd w:val="clear" w:color="auto" w:fill="{:06x}"/>)", *cell.fill) : "",
                cell.content.ends_with("</w:p>") ? cell.content : cell.content + "<w:p/>");
        return xml + "</w:tr>";
    }
    static std::string table(const std::vector<int>& widths, const std::string& rows, bool ruled) {
        std::string grid, borders;
        for (const int width : widths) grid += fmt::format(R"(<w:gridCol w:w="{}"/>)", width);
        if (ruled)
            for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
                borders += fmt::format(R"(<w:{} w:val="single" w:sz="4" w:space="0" w:color="666666"/>)", side);
        return fmt::format(R"(<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblBorders>{}</w:tblBorders>)"
                           R"(<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{}</w:tbl>)",
                           std::accumulate(widths.begin(), widths.end(), 0), borders, grid, rows);
    }

    static std::vector<int> shared_out(const std::vector<double>& shares, int width) {
        const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
        std::vector<int> widths;
        for (const double share : shares) widths.push_back(static_cast<int>(width * share / all));
        return widths;
    }

    std::string write(const pdf::Table& one, int width, bool) {
        const auto widths = shared_out(one.shares, width);
        Style style = one.style;
        style.space_before = 0;
        const auto cells_of = [&](const std::vector<std::string>& words) {
            std::vector<Cell> cells;
            for (std::size_t at = 0; at < widths.size(); ++at)
                cells.push_back({widths[at], texts(at < words.size() ? words[at] : "", style, "", {})});
            return cells;
        };
        above_ += one.style.space_before;
        std::string rows;
        if (!one.heading.empty()) {
            style.bold = true;
            rows += row(cells_of(one.heading), true);
            style.bold = one.style.bold;
        }
        for (const auto& words : one.rows) rows += row(cells_of(words), false);
        return room_above_table() + table(widths, rows, one.ruled);
    }

    std::string write(const pdf::Beside& beside, int width, bool) {
        std::vector<double> shares;
        for (const pdf::Part& part : beside.parts) shares.push_back(part.share);
        const auto widths = shared_out(shares, width);
        const std::string above = room_above_table();
        std::vector<Cell> cells;
        for (std::size_t at = 0; at < widths.size(); ++at)
            cells.push_back({widths[at], blocks(beside.parts[at].blocks, widths[at] - 220, false)});
        return above + table(widths, row(cells, false), false);
    }
    std::string write(const pdf::Panel& panel, int width, bool) {
        const std::string above = room_above_table();
        const std::string inner = blocks(panel.blocks, width - 220, false);
        return above + table({width}, row({{width, inner, panel.fill}}, false), false);
    }
};

std::string styles(const pdf::Paper& paper) {
    const bool serif = paper.typeface == pdf::Typeface::serif;
    return fmt::format(
        R"({0}<w:styles {1}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{2}" w:hAnsi="{2}" w:cs="{2}" w:eastAsia="{3}"/>)"
        R"(<w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="{4}"/></w:rPr></w:rPrDefault></w:docDefaults>)"
        R"(<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>)"
        R"(<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>)"
        R"(<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>)"
        R"(<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>)",
        xml_head, word_names, serif ? "Times New Roman" : "Arial", serif ? "宋体" : "黑体", paper.language);
}

std::string properties(const pdf::Paper& paper) {
    const std::string made = to_json_text(paper.made_at).substr(0, 19) + "Z";
    return fmt::format(
        R"({0}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties")"
        R"( xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/")"
        R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{1}</dc:title><dc:creator>{2}</dc:creator>)"
        R"(<dc:language>{3}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{4}</dcterms:created>)"
        R"(<dcterms:modified xsi:type="dcterms:W3CDTF">{4}</dcterms:modified></cp:coreProperties>)",
        xml_head, escaped(paper.title), escaped(paper.author), escaped(paper.language), made);
}

struct Link {
    std::string_view id, kind, target;
};
std::string links(std::initializer_list<Link> all) {
    std::string xml(xml_head);
    xml += R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
    for (const Link& one : all)
        xml += fmt::format(R"(<Relationship Id="{}" Type="http://schemas.openxmlformats.org/{}" Target="{}"/>)",
                           one.id, one.kind, one.target);
    return xml + "</Relationships>";
}

std::string content_types() {
    constexpr std::string_view office = "application/vnd.openxmlformats-";
    return fmt::format(
        R"({0}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
        R"(<Default Extension="rels" ContentType="{1}package.relationships+xml"/>)"
        R"(<Override PartName="/word/document.xml" ContentType="{1}officedocument.wordprocessingml.document.main+xml"/>)"
        R"(<Override PartName="/word/styles.xml" ContentType="{1}officedocument.wordprocessingml.styles+xml"/>)"
        R"(<Override PartName="/word/footer.xml" ContentType="{1}officedocument.wordprocessingml.footer+xml"/>)"
        R"(<Override PartName="/docProps/core.xml" ContentType="{1}package.core-properties+xml"/></Types>)",
        xml_head, office);
}

}  // namespace

std::string write(const pdf::Paper& paper) {
    Writer writer(paper);
    return zip::pack(
        {{"[Content_Types].xml", content_types()},
         {"_rels/.rels",
          links({{"document", "officeDocument/2006/relationships/officeDocument", "word/document.xml"},
                 {"properties", "package/2006/relationships/metadata/core-properties", "docProps/core.xml"}})},
         {"word/document.xml", writer.document()},
         {"word/styles.xml", styles(paper)},
         {"word/footer.xml", writer.footer()},
         {"word/_rels/document.xml.rels",
          links({{"styles", "officeDocument/2006/relationships/styles", "styles.xml"},
                 {"footer", "officeDocument/2006/relationships/footer", "footer.xml"}})},
         {"docProps/core.xml", properties(paper)}});
}

}  // namespace hemu::docx
