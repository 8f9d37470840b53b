// The digest of a file of any length.
#pragma once
#include "crypto.hpp"

namespace hemu::crypto {

/// SM3 of its bytes. std::runtime_error when it cannot be read.
Digest sm3_of_file(const std::string& path);

}  // namespace hemu::crypto
