// The daily roots: each stands on the ends of the chains that grew since the root before it, and on that root.
#pragma once
#include "verification.hpp"

namespace hemu::dispute {

/// Where the chain of a dispute ended at a root. Read as texts: after tampering a field may hold anything.
struct RootEnd {
    std::string root_on;
    std::string dispute_id;
    std::string number;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(RootEnd, (), (root_on, dispute_id, number, digest))

/// A number that may have been tampered with; 0, which no event has, when it is none.
std::int64_t number_in(std::string_view text);

/// A moment as it stands in a digest: its stored form. On SQLite, which keeps any text, the text itself.
std::string moment_in(const db::Tx&, const std::string& text);

/// Days that have a root, in order.
std::vector<LegalDate> root_days(db::Tx&);

/// Recomputes every root from its kept ends, and asks the audit for the last one.
void verify_roots(db::Tx&, Verification&, std::size_t most_breaks);

}  // namespace hemu::dispute
