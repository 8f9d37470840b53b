// 阅卷 Who reads what lies in an archived file: its body, and others by an open loan or for a review.
#pragma once
#include <set>

#include "dispute.hpp"

namespace hemu::dispute {

/// Of a dispute that the actor may see. An archived file is opened by the body that keeps it; by others while a file
/// is lent to them, or while they review it. Refusal forbidden loan_needed.
void refuse_unlent(db::Tx&, const Dispute&, const identity::Actor&, Instant moment);

/// The ids of what a dispute has and the actor may not see; the folder that keeps it says so. An event that names one
/// (attachment_id) is not told to him.
using HiddenFrom = std::set<std::string> (*)(db::Tx&, Id<Dispute>, const identity::Actor&);
void set_hidden(HiddenFrom);
std::set<std::string> hidden_from(db::Tx&, Id<Dispute>, const identity::Actor&);

}  // namespace hemu::dispute
