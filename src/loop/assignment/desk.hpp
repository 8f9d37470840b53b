// What the acts of handing over share.
#pragma once
#include "store.hpp"

namespace hemu::assignment {

/// A body as an offer or a passing looks at it.
OfferTarget target_of(db::Tx&, const dispute::Dispute&, Id<identity::Organisation>, LegalDate today);
/// Everybody who mediates at the lead body or at a helping one.
std::vector<Id<identity::Account>> mediators_here(db::Tx&, const dispute::Dispute&, LegalDate today);

}  // namespace hemu::assignment
