// Who may do what to many, and what has to be said for it.
#pragma once
#include "bulk.hpp"

namespace hemu::bulk {

/// Duties that may do the act to one dispute, read from the route of its desk.
identity::Duties duties_of(Act);
/// The acts that a duty may do.
std::vector<Act> acts_of(identity::Duty);
Verdict why_not_bulk(const BulkForm&, const identity::Actor&);
/// The same disputes, each once, in their order.
std::vector<Id<dispute::Dispute>> each_once(const std::vector<Id<dispute::Dispute>>&);

}  // namespace hemu::bulk
