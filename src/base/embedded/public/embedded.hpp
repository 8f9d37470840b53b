// 内嵌文件 Files of the project that the program carries inside: data/*.json.
#pragma once
#include <string_view>

namespace hemu {

/// Content of `data/NAME`. std::out_of_range when the program carries no such file.
std::string_view embedded_file(std::string_view name);

}  // namespace hemu
