// How an entry is fixed: the canonical content of a row and its digest.
#pragma once
#include "audit.hpp"

namespace hemu::audit {

/// SM3 in hex over the JSON array of every field of the row, the digest before included.
std::string digest_of(const AuditEntry&);

/// The entries of all chains in order, 5,000 at a time, after (chain, number); ("", 0) begins.
std::vector<AuditEntry> entries_after(db::Tx&, std::string_view chain, std::int64_t number);

}  // namespace hemu::audit
