// 演示城市 The demonstration city: bodies, staff with invented names, and disputes played through the real verbs.
#pragma once
#include "identity.hpp"

namespace hemu::demo {

struct Size {
    std::int64_t disputes = 2000;
    std::uint64_t seed = 4212;
};

/// No account exists yet.
bool is_empty(db::Database&);

/// Makes bodies, accounts and disputes of the last two years before cx.moment, the same for the same seed and moment.
/// Returns one line of what was made.
std::string build(const Size&, const identity::Context&);

/// Logins and the common password of the demonstration, a line each.
std::string accounts_text();

}  // namespace hemu::demo
