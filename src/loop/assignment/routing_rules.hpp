// The routing order and the score, pure. Order: domain facts 2.5 (Several Rules on people's mediation, Organic Rules
// art. 7); the law says which step comes first, the city's weights who stands where on a step.
#pragma once
#include "assignment.hpp"

namespace hemu::assignment {

/// What of a dispute routing looks at.
struct Routed {
    std::optional<dispute::Difficulty> difficulty;
    std::vector<std::string> flags;
    std::string place_code;
};

/// A body that serves the place, with what this dispute knows about it.
struct Possible {
    organisations::Server server;
    std::int64_t open_cases = 0;
    bool referral_target = false;
    bool returned_before = false;
    bool is_party = false;
    std::int64_t mediators = 0;
    std::int64_t free_mediators = 0;  ///< those who have declared no relation
    std::int64_t settled = 0;
    std::int64_t ended = 0;
    std::int64_t languages_asked = 0;
    std::int64_t languages_spoken = 0;
    bool in_house_of_source = false;  ///< a room stationed where the dispute comes from
};

/// The level a dispute of the place asks for: village; township when difficult or across villages; county when major
/// or across townships; city when across counties. Source: Several Rules on joint mediation; routing order is a
/// default.
organisations::OrganisationLevel wanted_level(const Routed&);

/// Candidates in routing order with reasons: referral target, industry committee, committee of the place and level,
/// then higher levels, lower ones, other procedures; last who gave it back or is a party. On the same step the higher
/// score, then fewer open cases.
std::vector<CandidateView> ranked(const Routed&, const std::vector<Possible>&, const RoutingWeights&,
                                  std::int64_t cases_per_mediator);

/// Points of the parts in their order, weighed: 0 to 100, half up.
std::int64_t weighed(const std::vector<std::int64_t>& points, const RoutingWeights&);

/// A candidate as kept with an offer: where the law puts it, what the parts gave.
struct KeptCandidate {
    Id<identity::Organisation> id;
    std::vector<std::int64_t> steps;
    std::vector<std::int64_t> points;
    std::int64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(KeptCandidate, (), (id, steps, points, open))
std::vector<KeptCandidate> kept(const std::vector<CandidateView>&);
/// Who stands first by these weights; the list is not empty.
Id<identity::Organisation> first_of(const std::vector<KeptCandidate>&, const RoutingWeights&);

/// Invalid: out_of_range below 0 or above 100, nothing_counts when all are 0. Field paths begin with `weights.`.
Verdict why_not_weights(const RoutingWeights&);

}  // namespace hemu::assignment
