// 水印 The reader's name across what he is shown.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::pdf {

/// The words over and over, slanted, on nothing: for a picture of this size, in rows, 0xAARRGGBB with the colours
/// multiplied by the alpha. std::runtime_error when the fonts are not installed.
std::vector<std::uint32_t> watermark(std::string_view words, int width, int height);

/// A copy of a PDF file with the words across every page. Nothing when it is no PDF, needs a password, or has more
/// pages than anybody looks at (5000).
std::optional<std::string> with_watermark(std::string_view file, std::string_view words);

}  // namespace hemu::pdf
