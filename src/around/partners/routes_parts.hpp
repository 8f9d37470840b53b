#pragma once
#include "outgoing.hpp"

namespace hemu::partners {

/// What goes out to partners, and their answers.
identity::Routes outgoing_routes();

/// Refuses who neither holds the dispute nor works on it, and a dispute that is in the archive or merged.
void refuse_strangers(db::Tx&, const dispute::Dispute&, const identity::Actor&);

}  // namespace hemu::partners
