// How numbers are written.
#pragma once
#include "numbers.hpp"
#include "organisations.hpp"

namespace hemu::numbers {

/// As a body writes its numbers: {abbreviation} of the body, {field} word (医), {series} of a paper, {year}, {serial}
/// of three digits or more. Source: domain facts 3.3; 〔〕 around the year as in official papers (GB/T 9704 7.2.5).
struct PatternForm {
    std::string file_pattern = "{abbreviation}{field}人调字〔{year}〕第{serial}号";
    std::string paper_pattern = "{abbreviation}{field}调{series}字〔{year}〕第{serial}号";
    std::string field_word;
};
BOOST_DESCRIBE_STRUCT(PatternForm, (), (file_pattern, paper_pattern, field_word))

/// Before a body has set its own: 人调字 is people's mediation alone; administrative and commercial mediation are
/// other classes of body and write 行调字, 商调字 (domain facts 0.2, 3.3, G13; the two words are defaults).
PatternForm patterns_for(organisations::OrganisationKind);

struct NumberParts {
    std::string abbreviation;
    std::string field;
    std::string series;
    std::int64_t year = 0;
    std::int64_t serial = 0;
};

/// 咸人调字〔2026〕第001号, widened past 999.
std::string written(std::string_view pattern, const NumberParts&);

/// Refusals by field: missing, too_long, unknown_name for a placeholder that does not exist, serial_needed,
/// year_needed, series_needed without which two numbers would be one; peoples_mediation_only for 人调 of other
/// bodies.
Verdict why_not_pattern(const PatternForm&, organisations::OrganisationKind);

}  // namespace hemu::numbers
