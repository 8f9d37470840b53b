// 不可见的材料 What of a dispute's files one may not see, for whoever tells what happened to them.
#pragma once
#include <set>

#include "dispute.hpp"

namespace hemu::attachments {

/// The ids of the files that the actor, who sees the dispute, may not see (audience.hpp), removed ones too. What was
/// disposed of is a line without a name and stays hidden from the same people.
std::set<std::string> hidden_from(db::Tx&, Id<dispute::Dispute>, const identity::Actor&);

}  // namespace hemu::attachments
