#include <arpa/inet.h>

#include <charconv>
#include <cstring>

#include "http_server.hpp"

namespace hemu::http {

using Bytes = std::array<unsigned char, 16>;

/// IPv4 is kept as IPv4-mapped IPv6, so that ::ffff:10.0.0.1 is 10.0.0.1.
static std::optional<Bytes> address_bytes(std::string_view text) {
    const std::string copy(text);
    Bytes bytes{};
    if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return bytes;
    bytes[10] = bytes[11] = 0xFF;
    if (inet_pton(AF_INET, copy.c_str(), bytes.data() + 12) == 1) return bytes;
    return std::nullopt;
}

bool is_address(std::string_view text) { return address_bytes(text).has_value(); }

AddressList::AddressList(const std::vector<std::string>& entries) {
    for (const auto& entry : entries) {
        const auto slash = entry.find('/');
        const auto bytes = address_bytes(std::string_view(entry).substr(0, slash));
        const bool version_4 = entry.find(':') == entry.npos;
        int bits = version_4 ? 32 : 128;
        const auto end = entry.data() + entry.size();
        if (slash != entry.npos) {
            const int most = bits;
            const auto [stop, fault] = std::from_chars(entry.data() + slash + 1, end, bits);
            if (fault != std::errc{} || stop != end || bits < 0 || bits > most) bits = -1;
        }
        if (!bytes || bits < 0) throw std::runtime_error(fmt::format("{} is no address or network", entry));
        entries_.push_back({*bytes, version_4 ? bits + 96 : bits});
    }
}

bool AddressList::contains(std::string_view address) const {
    if (entries_.empty()) return false;
    const auto bytes = address_bytes(address);
    if (!bytes) return false;
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        const auto whole = static_cast<std::size_t>(entry.bits / 8);
        if (std::memcmp(entry.bytes.data(), bytes->data(), whole) != 0) return false;
        if (entry.bits % 8 == 0) return true;
        const int shift = 8 - entry.bits % 8;
        return entry.bytes[whole] >> shift == (*bytes)[whole] >> shift;
    });
}

}  // namespace hemu::http
