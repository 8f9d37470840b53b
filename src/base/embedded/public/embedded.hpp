// 内嵌文件 Files of the project that the program carries inside: data, words of the pages, style and script of
// guidance.
#pragma once
#include <string_view>
#include <vector>

namespace hemu {

/// Content of `data/NAME`, of `web/citizen/guidance/…` as `guidance/guidance.css`, or of the pages' words as
/// `words_zh_dispute.json`. std::out_of_range when the program carries no such file.
std::string_view embedded_file(std::string_view name);

/// Contents of all `data/FOLDER/*.json`, by their names.
std::vector<std::string_view> embedded_files_of(std::string_view folder);

}  // namespace hemu
