// One dispute as it is lived through the real verbs.
#pragma once
#include "city.hpp"
#include "parties.hpp"
#include "places.hpp"
#include "stories.hpp"

namespace hemu::demo {

/// What every life of one run shares.
struct Stage {
    const City& city;
    const identity::Context& cx;  ///< its moment is the present
    const std::vector<places::Place>& villages;
    const WorkingCalendar& calendar;
};

/// Registers a dispute at `begin` and lives it as far as the present: what has not happened yet stays undone.
void live(db::Tx&, Random&, const Stage&, Instant begin);

}  // namespace hemu::demo
