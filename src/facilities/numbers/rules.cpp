#include "rules.hpp"

#include "text.hpp"

namespace hemu::numbers {

static constexpr std::size_t longest_pattern = 60;
static constexpr std::size_t longest_field = 10;

std::string written(std::string_view pattern, const NumberParts& parts) {
    const std::vector<std::pair<std::string_view, std::string>> values = {
        {"{abbreviation}", parts.abbreviation},
        {"{field}", parts.field},
        {"{series}", parts.series},
        {"{year}", std::to_string(parts.year)},
        {"{serial}", fmt::format("{:03}", parts.serial)}};
    std::string number;
    for (std::size_t at = 0; at < pattern.size();) {
        const auto found = std::find_if(values.begin(), values.end(),
                                        [&](const auto& one) { return pattern.substr(at).starts_with(one.first); });
        if (found == values.end()) {
            number += pattern[at++];
        } else {
            number += found->second;
            at += found->first.size();
        }
    }
    return number;
}

static std::string_view other_class(organisations::OrganisationKind kind) {
    if (kind == organisations::OrganisationKind::administrative_body) return "行调字";
    if (kind == organisations::OrganisationKind::commercial_body) return "商调字";
    return "";
}

PatternForm patterns_for(organisations::OrganisationKind kind) {
    PatternForm patterns;
    if (const auto word = other_class(kind); !word.empty())
        patterns.file_pattern = fmt::format("{{abbreviation}}{{field}}{}〔{{year}}〕第{{serial}}号", word);
    return patterns;
}

static void check(std::string_view field, const std::string& pattern, bool has_series, Verdict& verdict) {
    const std::string at(field);
    if (text::trim(pattern).empty()) return verdict.add(at, "missing");
    if (text::length(pattern) > longest_pattern) verdict.add(at, "too_long");
    const auto holds = [&](std::string_view word) { return pattern.find(word) != pattern.npos; };
    if (!holds("{serial}")) verdict.add(at, "serial_needed");
    if (!holds("{year}")) verdict.add(at, "year_needed");
    if (has_series && !holds("{series}")) verdict.add(at, "series_needed");
    const std::string rest = written(pattern, {"", "", has_series ? "" : "{", 0, 0});
    if (rest.find_first_of("{}") != rest.npos) verdict.add(at, "unknown_name");
}

Verdict why_not_pattern(const PatternForm& form, organisations::OrganisationKind kind) {
    Verdict verdict;
    check("file_pattern", form.file_pattern, false, verdict);
    check("paper_pattern", form.paper_pattern, true, verdict);
    if (!other_class(kind).empty() && form.file_pattern.find("人调") != std::string::npos)
        verdict.add("file_pattern", "peoples_mediation_only");
    if (text::length(form.field_word) > longest_field) verdict.add("field_word", "too_long");
    if (form.field_word.find_first_of("{}") != std::string::npos) verdict.add("field_word", "unknown_name");
    return verdict;
}

}  // namespace hemu::numbers
