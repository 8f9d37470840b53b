// 本人验证 Somebody who is signed in shows once more that it is he, before an act that binds him.
#pragma once
#include "identity.hpp"

namespace hemu::identity {

enum class ProvedBy { password, code };
BOOST_DESCRIBE_ENUM(ProvedBy, password, code)

/// By his password, or by the code of his second factor. Wrong tries count as they do when signing in. Outside of any
/// transaction: a password takes 20 ms of a core. Refusals: invalid secret password_wrong, code_wrong; too_many
/// account_locked, busy_passwords.
ProvedBy prove_self(const http::Request&, const Context&, const std::string& secret);

}  // namespace hemu::identity
