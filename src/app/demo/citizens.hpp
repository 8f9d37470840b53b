// The citizens' side of the demonstration city.
#pragma once
#include "city.hpp"
#include "places.hpp"

namespace hemu::demo {

/// Entrances with what came by them, walks through guidance, an application under way and one that was sent,
/// invitations that are answered or not, letters, requests, a complaint, a request about data: at the present, by the
/// routes that citizens use. Returns how a citizen comes in, a line each.
std::string add_citizens(Random&, const City&, const std::vector<places::Place>& villages, const identity::Context&);

}  // namespace hemu::demo
