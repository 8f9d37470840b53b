#include "embedded.hpp"

#include <stdexcept>

#include "embedded_files.hpp"

namespace hemu {

std::string_view embedded_file(std::string_view name) {
    for (const EmbeddedFile& file : embedded_files)
        if (file.name == name) return file.content;
    throw std::out_of_range("no embedded file " + std::string(name));
}

std::vector<std::string_view> embedded_files_of(std::string_view folder) {
    std::vector<std::string_view> contents;
    for (const EmbeddedFile& file : embedded_files)
        if (file.name.starts_with(folder) && file.name.substr(folder.size()).starts_with('/') &&
            file.name.ends_with(".json"))
            contents.push_back(file.content);
    return contents;
}

}  // namespace hemu
