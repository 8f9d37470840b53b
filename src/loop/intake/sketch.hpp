// A short fingerprint by which near-same texts of one area find each other, whatever the size of the register.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::intake {

/// Pairs of characters as text::bigrams gives them, of the first two thousand characters or so: what comparing costs
/// is bounded.
std::vector<std::string> pairs_of(std::string_view text);

/// Six numbers. Texts of the same area with similarity s share at least one with probability 1-(1-s²)^6: 0.82 at 0.5,
/// 0.98 at 0.7, 0.015 at 0.05.
using Sketch = std::array<std::int64_t, 6>;

/// Nothing for a text without pairs. `area` keeps texts of different areas apart.
std::optional<Sketch> sketch_of(std::string_view area, const std::vector<std::string>& pairs);

}  // namespace hemu::intake
