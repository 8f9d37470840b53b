// 字形 Words as outlines: for what is drawn into a finished paper, which takes no further font.
#pragma once
#include <string>
#include <string_view>

namespace hemu::pdf {

/// path: PDF operators (m l c h) in points, y upwards, from the left end of the base line.
struct Outline {
    std::string path;
    double width = 0;
};

/// Set in Noto Serif CJK. std::runtime_error when the fonts are not installed.
Outline outline(std::string_view words, double size, bool bold = false);

}  // namespace hemu::pdf
