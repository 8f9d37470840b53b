// The archive of the demonstration: reviews in every state, loans, a hold.
#pragma once
#include "city.hpp"

namespace hemu::demo {

/// Of the committee with the most archived files. After the disputes were lived.
void add_archives(const City&, const identity::Context&);

}  // namespace hemu::demo
