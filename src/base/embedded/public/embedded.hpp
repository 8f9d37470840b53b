// 内嵌文件 Files of the project that the program carries inside: data/*.json and words of the pages.
#pragma once
#include <string_view>

namespace hemu {

/// Content of `data/NAME`, or of the pages' words as `words_zh_dispute.json`. std::out_of_range when the program
/// carries no such file.
std::string_view embedded_file(std::string_view name);

}  // namespace hemu
