#include "embedded.hpp"

#include <stdexcept>

#include "embedded_files.hpp"

namespace hemu {

std::string_view embedded_file(std::string_view name) {
    for (const EmbeddedFile& file : embedded_files)
        if (file.name == name) return file.content;
    throw std::out_of_range("no embedded file " + std::string(name));
}

}  // namespace hemu
