// 阅卷 Who reads what lies in an archived file: its body, and others by an open loan or for a review.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// Of a dispute that the actor may see. An archived file is opened by the body that keeps it; by others while a file
/// is lent to them, or while they review it.
bool is_open_to(db::Tx&, const Dispute&, const identity::Actor&, Instant moment);

/// Refusal forbidden loan_needed.
void refuse_unlent(db::Tx&, const Dispute&, const identity::Actor&, Instant moment);

}  // namespace hemu::dispute
