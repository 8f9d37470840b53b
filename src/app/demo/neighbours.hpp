// Courts, partners and experts of the demonstration: something on every page of theirs.
#pragma once
#include "city.hpp"
#include "places.hpp"

namespace hemu::demo {

/// Applications for confirmation in every state and suits at the first county's court, partners with what passed
/// between them and the centres, a pool of experts. After the disputes were lived.
void add_neighbours(const City&, const std::vector<places::Place>& villages, const identity::Context&);

}  // namespace hemu::demo
