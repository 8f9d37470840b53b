// Zip archives in memory, by libzip.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace hemu::exchange {

struct ZipEntry {
    std::string path;
    std::string content;
};

/// Entries in their order, each with the same date.
std::string zip(const std::vector<ZipEntry>&);

/// Nothing is unpacked beyond the limits. std::runtime_error when it is no whole archive; std::length_error when it
/// is too large.
std::vector<ZipEntry> unzip(std::string_view bytes, std::size_t most_entries, std::size_t most_bytes);

}  // namespace hemu::exchange
