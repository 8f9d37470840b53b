#pragma once
#include "dispute.hpp"

namespace hemu::archive {

/// Makes what is personal in a case's rows unreadable for good: words and names are emptied, sealed values dropped,
/// what serves nothing else deleted. Numbers, days, sums, codes and the journal stay, so that counts and `hemu
/// verify` do too.
void erase_case(db::Tx&, Id<dispute::Dispute>, Instant moment);

}  // namespace hemu::archive
