#include "csv.hpp"
#include "embedded.hpp"
#include "http_server.hpp"
#include "import_reports.hpp"
#include "types.hpp"

namespace hemu::intake {

/// A word in both languages.
struct Word {
    std::string_view zh;
    std::string_view en;
    std::string_view in(std::string_view language) const { return language == "zh" ? zh : en; }
};

static Word word_of(ImportOutcome outcome) {
    switch (outcome) {
        case ImportOutcome::taken:
            return {"已登记", "taken"};
        case ImportOutcome::merged:
            return {"已并案", "merged"};
        case ImportOutcome::refused:
            return {"未登记", "refused"};
        case ImportOutcome::known:
            return {"此前已登记", "known before"};
    }
    return {};
}

static std::string reason_of(const ImportedRow& row, std::string_view language) {
    static const http::ProblemWords words(embedded_file("problems.json"));
    const auto found = words.find(row.why, language);
    return std::string(found.empty() ? std::string_view(row.why) : found);
}

static std::string type_name(const std::string& code, std::string_view language) {
    if (const auto* local = dispute::local_type(code)) return language == "zh" ? local->zh : local->en;
    if (const auto* national = dispute::national_type(code)) return language == "zh" ? national->zh : national->en;
    return code;
}

std::string report_as_csv(const ImportReport& report, std::string_view language) {
    static constexpr Word heading = {
        "行,结果,登记编号,并入编号,说明,来信日期,来信地区,登记地区,纠纷类型,标题\r\n",
        "row,outcome,number,merged into,remark,date,place as written,place,type,title\r\n"};
    std::string csv = "\xEF\xBB\xBF";
    csv += heading.in(language);
    for (const ImportedRow& row : report.items) {
        csv += fmt::format("{},{}", row.row, word_of(row.outcome).in(language));
        for (const std::string& field : {row.number, row.merged_into, reason_of(row, language), row.date,
                                         row.written_place, row.place_name, type_name(row.type, language), row.title})
            csv += "," + text::csv_field(field);
        csv += "\r\n";
    }
    return csv;
}

using Counts = std::map<std::string, std::int64_t>;

/// "A 12, B 7, C 1 …": the most frequent first, at most ten.
static std::string listed(const Counts& counts) {
    std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    static constexpr std::size_t most = 10;
    std::string text;
    for (std::size_t i = 0; i < std::min(sorted.size(), most); ++i)
        text += fmt::format("{}{} {}", i == 0 ? "" : ", ", sorted[i].first, sorted[i].second);
    return sorted.size() > most ? text + " …" : text;
}

/// "5, 9, 12 …": the first ten.
static std::string listed(const std::vector<std::int64_t>& rows) {
    static constexpr std::size_t most = 10;
    const auto shown = std::min(rows.size(), most);
    return fmt::format("{}{}", fmt::join(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                       rows.size() > most ? " …" : "");
}

/// The rows with one outcome for one reason.
struct Share {
    std::vector<std::int64_t> rows;
    Counts places;
};

static std::string line_of(const std::string& words, const Share& share, bool about_places,
                           std::string_view language) {
    static constexpr Word rows = {"行", "rows"};
    return fmt::format(
        "  {}: {} ({})\n", words, share.rows.size(),
        about_places ? listed(share.places) : fmt::format("{} {}", rows.in(language), listed(share.rows)));
}

std::string summary_of(const ImportReport& report, std::string_view language) {
    static constexpr Word totals = {"{}: 共 {} 行，已登记 {}，已并案 {}，未登记 {}，此前已登记 {}\n",
                                    "{}: {} rows: {} taken, {} merged, {} refused, {} known before\n"};
    static constexpr Word by_type = {"  初步类型", "  types, as a first guess"};
    Counts types;
    std::map<std::pair<ImportOutcome, std::string>, Share> shares;
    for (const ImportedRow& row : report.items) {
        if (!row.type.empty()) ++types[type_name(row.type, language)];
        if (row.outcome == ImportOutcome::known || row.why.empty()) continue;
        Share& share = shares[{row.outcome, reason_of(row, language)}];
        share.rows.push_back(row.row);
        ++share.places[row.written_place];
    }
    std::string text = fmt::format(fmt::runtime(totals.in(language)), report.file_name, report.rows, report.taken,
                                   report.merged, report.refused, report.known);
    for (const auto& [which, share] : shares)
        text += line_of(fmt::format("{}: {}", word_of(which.first).in(language), which.second), share,
                        which.first == ImportOutcome::taken, language);
    if (!types.empty()) text += fmt::format("{}: {}\n", by_type.in(language), listed(types));
    return text;
}

}  // namespace hemu::intake
