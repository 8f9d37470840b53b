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

/// made: one line of what there is. way_in: how a citizen comes in, a line each; empty in a city too small for
/// citizens.
struct Built {
    std::string made;
    std::string way_in;
};
/// Makes bodies, accounts and disputes of the last two years before cx.moment, the same for the same seed and moment;
/// and in a city of some size what citizens have written and answered.
Built build(const Size&, const identity::Context&);

/// Logins and the common password of the demonstration, a line each.
std::string accounts_text();

}  // namespace hemu::demo
