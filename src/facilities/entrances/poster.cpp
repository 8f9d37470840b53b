#include "poster.hpp"

#include "embedded.hpp"

namespace hemu::entrances {

struct PosterWords {
    std::string basis;
    std::string slogan;
    std::string promises;
    std::string scan;
    std::string open;
    std::vector<std::string> sentences;
    std::string ask;
    std::string phone;
    std::string address;
    std::string hotline;
    std::string hotline_name;
    std::string danger;
    std::string en;
    std::string title;
    std::string footer;
};
BOOST_DESCRIBE_STRUCT(PosterWords, (),
                      (basis, slogan, promises, scan, open, sentences, ask, phone, address, hotline, hotline_name,
                       danger, en, title, footer))

static const PosterWords& words() {
    static const auto all = json::read<PosterWords>(embedded_file("poster_words.json"));
    return all;
}

static std::string filled(const std::string& pattern, const std::string& value) {
    return fmt::format(fmt::runtime(pattern), value);
}

// The colours of the citizens' pages.
static constexpr pdf::Colour accent = 0x17566b;
static constexpr pdf::Colour accent_soft = 0xe7f0f3;
static constexpr pdf::Colour white = 0xffffff;
static constexpr pdf::Colour quiet = 0x566172;

static pdf::Text line(std::string text, double size, bool bold = false, pdf::Colour colour = 0x1b2430) {
    return {std::move(text),
            {.size = size, .bold = bold, .align = pdf::Align::centre, .line_height = 1.4, .colour = colour}};
}

static pdf::Table sentences() {
    pdf::Table table;
    table.shares = {1, 17};
    table.ruled = false;
    table.style = {.size = 15, .align = pdf::Align::left, .line_height = 1.5, .space_before = 10};
    for (const std::string& sentence : words().sentences)
        table.rows.push_back({std::to_string(table.rows.size() + 1), sentence});
    return table;
}

static pdf::Panel whom_to_ask(const std::optional<organisations::Organisation>& body) {
    pdf::Panel panel;
    panel.fill = accent_soft;
    panel.blocks.push_back(line(words().ask, 12, false, quiet));
    if (body) panel.blocks.push_back(line(body->name, 18, true));
    const bool has_phone = body && body->phone;
    panel.blocks.push_back(has_phone ? line(filled(words().phone, *body->phone), 20, true, accent)
                                     : line(words().hotline_name + " " + words().hotline, 20, true, accent));
    if (body && body->address) panel.blocks.push_back(line(filled(words().address, *body->address), 13));
    panel.blocks.push_back(line(words().danger, 12));
    return panel;
}

pdf::Paper poster(const Entrance& entrance, const std::optional<organisations::Organisation>& body,
                  const std::string& link, pdf::PaperSize size, Instant moment) {
    pdf::Paper paper;
    paper.title = filled(words().title, entrance.name);
    paper.author = body ? body->name : "";
    paper.made_at = moment;
    paper.size = size;
    paper.grows = true;
    paper.typeface = pdf::Typeface::sans;
    paper.margin_top_mm = 12;
    paper.margin_side_mm = 18;
    paper.page_numbers = false;
    paper.footer = fmt::format(fmt::runtime(words().footer), entrance.name, entrance.code);
    paper.blocks = {
        pdf::Panel{
            {line(words().slogan, 36, true, white), line(words().promises, 20, false, white)}, accent, 6, true},
        pdf::Space{2},
        pdf::Code{link, 80, pdf::Align::centre},
        line(words().scan, 20, true, accent),
        line(filled(words().open, link), 12, false, quiet),
        sentences(),
        pdf::Space{3},
        whom_to_ask(body),
        line(filled(words().en, body && body->phone ? *body->phone : words().hotline), 10.5, false, quiet),
    };
    std::get<pdf::Text>(paper.blocks.back()).style.space_before = 8;
    return paper;
}

}  // namespace hemu::entrances
