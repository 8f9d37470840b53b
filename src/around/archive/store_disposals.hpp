#pragma once
#include "disposals.hpp"

namespace hemu::archive {

/// Holds of a case, newest first.
LegalHoldList holds_of(db::Tx&, const dispute::Dispute&);
/// Those of the actor's archive or of archives below, with their files.
DisposalList disposal_list(db::Tx&, const identity::Context&);

}  // namespace hemu::archive
