// How alike two texts are, and a short fingerprint by which near-same texts of one area find each other.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::intake {

/// The pairs of neighbouring letters, digits and characters of a text, each once, in ascending order; blanks and
/// punctuation are skipped, ASCII letters count without case.
std::vector<std::uint64_t> pairs_of(std::string_view text);

/// Shared pairs divided by all pairs (Jaccard): 1 for the same text, 0 when nothing is shared or a text is empty.
double similarity(const std::vector<std::uint64_t>& one, const std::vector<std::uint64_t>& other);

/// Six numbers. Texts of the same area with similarity s share at least one with probability 1-(1-s²)^6: 0.82 at 0.5,
/// 0.98 at 0.7, 0.015 at 0.05.
using Sketch = std::array<std::int64_t, 6>;

/// Nothing for a text without pairs. `area` keeps texts of different areas apart.
std::optional<Sketch> sketch_of(std::string_view area, const std::vector<std::uint64_t>& pairs);

}  // namespace hemu::intake
