// What stands around every handler: limit by address, session, origin, duty, key, audit of refusals.
#pragma once
#include "auditing.hpp"
#include "store_sessions.hpp"

namespace hemu::identity {

/// Name of the cookie that carries the session's token.
inline constexpr std::string_view session_cookie = "hemu_session";

/// Only this digest of a token is stored.
std::string token_digest(std::string_view token);

}  // namespace hemu::identity
