// 压缩包 Zip archives in memory, by libzip: packages of partners, and documents for word processors.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace hemu::zip {

struct Entry {
    std::string path;
    std::string content;
};

/// Entries in their order, each with the same date.
std::string pack(const std::vector<Entry>&);

/// Nothing is unpacked beyond the limits. std::runtime_error when it is no whole archive; std::length_error when it
/// is too large.
std::vector<Entry> unpack(std::string_view bytes, std::size_t most_entries, std::size_t most_bytes);

/// An entry as the archive's directory tells of it; nothing of it is proved. size: unpacked.
struct Listed {
    std::string path;
    std::size_t size = 0;
    bool has_password = false;
};
/// Unpacks nothing. std::runtime_error when it is no archive; std::length_error when it has more entries.
std::vector<Listed> list(std::string_view bytes, std::size_t most_entries);

/// At most so many bytes of an entry; empty when there is none, or when it cannot be read.
std::string beginning(std::string_view bytes, const std::string& path, std::size_t most_bytes);

}  // namespace hemu::zip
