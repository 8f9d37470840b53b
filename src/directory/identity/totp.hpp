// The second factor: one-time codes by time (RFC 6238), six digits, 30 seconds, as every authenticator app makes
// them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "time.hpp"

namespace hemu::identity {

/// 20 random bytes.
std::string fresh_totp_secret();

/// The secret as people type it, without padding (RFC 4648).
std::string totp_base32(std::string_view secret);

/// What an authenticator app reads from a square code.
std::string totp_uri(std::string_view login, std::string_view secret);

/// The step of time to which the code belongs: the present one, the one before or after; later than `used_step` only,
/// so that a code works once. Nothing when the code is wrong.
std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant moment,
                                      std::int64_t used_step);

}  // namespace hemu::identity
