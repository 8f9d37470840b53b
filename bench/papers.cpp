// Papers beside what Pango and Cairo take to set the same words: bench_papers SECONDS ROUNDS
// Prints one JSON object a line: name (agreement: a template filled with a case, printed · plain: its words on one
// sheet, no pages, no rules, no numbers), rate of one thread, microseconds of every paper.
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <charconv>
#include <iostream>

#include "documents.hpp"
#include "facts.hpp"

namespace hemu::bench {

using Stopwatch = std::chrono::steady_clock;

struct PapersMeasured {
    std::string name;
    double rate = 0;
    double seconds = 0;
    std::vector<std::int64_t> microseconds;
    std::int64_t pages = 0;
};
BOOST_DESCRIBE_STRUCT(PapersMeasured, (), (name, rate, seconds, microseconds, pages))

static documents::Template agreement_template() {
    for (auto& one : documents::templates_on(LegalDate{2026, 11, 20}))
        if (one.code == "D09") return one;
    throw std::runtime_error("no template D09");
}

/// A case whose agreement fits on one page.
static dossier::CaseFacts short_case() {
    dossier::CaseFacts facts = dossier::example();
    facts.agreement->facts = "2026年11月1日，双方因相邻排水发生纠纷。";
    facts.agreement->points = "赔偿数额。";
    facts.agreement->responsibility = "";
    facts.agreement->terms.resize(1);
    facts.agreement->open_points = "";
    return facts;
}

static std::size_t agreement(const documents::Template& pattern, const boost::json::object& data) {
    return pdf::print(documents::fill(pattern, data, {"示例人民调解委员会", Instant{1'795'000'000'000'000}, "示例"}))
        .pages;
}

static cairo_status_t take(void* into, const unsigned char* bytes, unsigned count) {
    static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

static std::size_t plain(const std::string& words) {
    std::string bytes;
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(take, &bytes, 595, 842);
    cairo_t* pen = cairo_create(surface);
    PangoLayout* layout = pango_cairo_create_layout(pen);
    PangoFontDescription* font = pango_font_description_from_string("Noto Serif CJK SC");
    pango_font_description_set_absolute_size(font, 15.75 * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, 442 * PANGO_SCALE);
    pango_layout_set_text(layout, words.data(), static_cast<int>(words.size()));
    cairo_move_to(pen, 76, 76);
    pango_cairo_show_layout(pen, layout);
    pango_font_description_free(font);
    g_object_unref(layout);
    cairo_destroy(pen);
    cairo_surface_destroy(surface);
    return bytes.empty() ? 0 : 1;
}

static PapersMeasured measure(const std::string& name, std::chrono::seconds time,
                              const std::function<std::size_t()>& make) {
    PapersMeasured measured;
    measured.name = name;
    const auto began = Stopwatch::now();
    for (auto at = began; at < began + time;) {
        measured.pages = static_cast<std::int64_t>(make());
        const auto ended = Stopwatch::now();
        measured.microseconds.push_back(std::chrono::duration_cast<std::chrono::microseconds>(ended - at).count());
        at = ended;
    }
    measured.seconds = std::chrono::duration<double>(Stopwatch::now() - began).count();
    measured.rate = double(measured.microseconds.size()) / measured.seconds;
    return measured;
}

static void run(std::chrono::seconds time, int rounds) {
    const auto pattern = agreement_template();
    const auto data = dossier::as_object(short_case());
    std::string words;
    for (const auto& line :
         pdf::print(documents::fill(pattern, data, {"", Instant{1'795'000'000'000'000}, ""})).lines)
        words += line.words + "\n";
    plain(words);
    for (int round = 1; round <= rounds; ++round) {
        std::cout << json::write(measure("agreement", time, [&] { return agreement(pattern, data); })) << "\n";
        std::cout << json::write(measure("plain", time, [&] { return plain(words); })) << "\n" << std::flush;
    }
}

}  // namespace hemu::bench

int main(int count, char** words) {
    if (count != 3) {
        std::cerr << "bench_papers SECONDS ROUNDS\n";
        return 2;
    }
    hemu::bench::run(std::chrono::seconds(std::stoi(words[1])), std::stoi(words[2]));
}
