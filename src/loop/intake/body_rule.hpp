// 建议承办 Which body a dispute is proposed to while it is registered, pure. Assignment weighs all candidates later;
// this is the first answer at the window, from what is known then.
#pragma once
#include "intake.hpp"

namespace hemu::intake {

/// What of a registration routing looks at. The difficulty is graded later, so people and flags stand for it.
struct RoutingFacts {
    std::int64_t people_count = 0;
    std::vector<std::string> flags;
};
RoutingFacts routing_facts(const Registration&);

/// The routing order of domain facts 2.5 without a referral target: an industry committee of the field (the county's,
/// across counties the city's), else the committee of the place on the level that the facts ask for, else the next
/// one above. servers: bodies that serve the place and the type. Nothing when none is left.
std::optional<BodyProposal> propose_body(const RoutingFacts&, const std::vector<organisations::Server>& servers);

}  // namespace hemu::intake
