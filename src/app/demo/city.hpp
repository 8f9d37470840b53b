// The bodies and people of the demonstration city.
#pragma once
#include <random>

#include "demo.hpp"
#include "organisations.hpp"

namespace hemu::demo {

using OrganisationId = Id<identity::Organisation>;
using Random = std::mt19937_64;

/// A body with the people who act in it. `mediators` hold that duty, `head` may be nobody.
struct Body {
    OrganisationId id;
    std::string place_code;
    std::vector<std::string> fields;
    std::optional<identity::Actor> clerk;
    std::optional<identity::Actor> dispatcher;
    std::optional<identity::Actor> head;
    std::vector<identity::Actor> mediators;
};

/// The basic court of a county, and its judge who sits in the centre.
struct Court {
    OrganisationId id;
    std::string place_code;
    identity::Actor judge;
};

struct City {
    std::vector<Body> centres;  ///< the city's first, then the counties'
    std::optional<identity::Actor> supervisor;
    std::optional<identity::Actor> administrator;
    std::vector<Court> courts;
    std::vector<Body> committees;  ///< those with people: industry, town and village committees
    std::int64_t bodies = 0;
    std::int64_t accounts = 0;
};

/// The city of the loaded places: centres, industry, town and village committees, courts, police, petition offices.
City make_city(db::Tx&, Random&, const identity::Context&);

std::string invented_name(Random&);

/// A whole number from 0 to below `bound`; the same everywhere for the same seed.
std::size_t below(Random&, std::size_t bound);

}  // namespace hemu::demo
