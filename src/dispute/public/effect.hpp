#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// No agreement is in effect any longer: it is being changed, or a court annulled it.
void end_effect(db::Tx&, Dispute&);

}  // namespace hemu::dispute
