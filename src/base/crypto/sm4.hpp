// SM4 in counter mode (GB/T 32907-2016, GB/T 17964).
#pragma once
#include <string>
#include <string_view>

namespace hemu::crypto {

/// Encrypts and decrypts alike. key: 16 bytes. counter: the first counter block, 16 bytes, never used twice with a
/// key.
std::string sm4_ctr(std::string_view key, std::string_view counter, std::string_view bytes);

}  // namespace hemu::crypto
