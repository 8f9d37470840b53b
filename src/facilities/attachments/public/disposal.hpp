// 销毁 The contents of a case that is disposed of leave the shelf.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Empties the rows of the case's files (what is left is a line with a digest), drops its uploads and its frozen
/// papers with their signers, and has a job take their contents off the shelf unless another case holds the same
/// ones. What it answers is how many contents there were.
std::int64_t dispose_contents(db::Tx&, Id<dispute::Dispute>, Instant moment);

}  // namespace hemu::attachments
