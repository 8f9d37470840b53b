#pragma once
#include "rules.hpp"

namespace hemu::numbers {

/// A body's pattern, the program's own when it has none (version 0), with a number as it would be written.
struct NumberPatterns : PatternForm {
    std::string abbreviation;
    std::string file_example;
    std::string paper_example;
    std::int64_t version = 0;
    std::optional<Instant> changed_at;
    std::optional<std::string> changed_by_name;
};
BOOST_DESCRIBE_STRUCT(NumberPatterns, (PatternForm),
                      (abbreviation, file_example, paper_example, version, changed_at, changed_by_name))

NumberPatterns patterns_of(db::Tx&, Id<identity::Organisation>, LegalDate today);
/// Refusals: as why_not_pattern; precondition_failed version_outdated.
void set_patterns(db::Tx&, Id<identity::Organisation>, const PatternForm&, std::int64_t version,
                  const identity::Context&);

/// gaps: serials up to the last that no line holds; there are none.
struct NumberRegister {
    std::vector<NumberLine> items;  ///< the newest first
    std::string next;               ///< what comes after them; empty at the end
    std::vector<std::string> series;
    std::int64_t void_count = 0;
    std::int64_t gaps = 0;
};
BOOST_DESCRIBE_STRUCT(NumberRegister, (), (items, next, series, void_count, gaps))

/// Of the actor's body in a year. series: of papers; empty: of files.
NumberRegister register_of(db::Tx&, const identity::Actor&, std::int64_t year, const std::string& series,
                           std::int64_t before_serial, std::int64_t limit);

}  // namespace hemu::numbers
