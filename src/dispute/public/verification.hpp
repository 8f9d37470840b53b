// 核验 Proves the journal: recomputes every chain and every daily root, and names the first broken row.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// What is wrong, and where: the first broken row of a dispute's chain, or a root.
struct Break {
    std::string what;
    std::string dispute;         ///< its id; empty when a root is broken
    std::string dispute_number;  ///< as people read it; empty when the dispute's own row is gone
    std::int64_t number = 0;     ///< of the event
    std::string root_on;         ///< the day of the broken root
};

/// `digest_wrong dispute 咸登〔2026〕第00001号 (019…) event 3` or `root_wrong root of 2026-11-24`.
std::string to_text(const Break&);

struct Verification {
    std::int64_t chains = 0;
    std::int64_t events = 0;
    std::int64_t roots = 0;
    std::vector<Break> breaks;
};

/// Reads the whole journal in order, a page at a time; at most `most_breaks` findings are kept, one a chain.
/// Of a chain: number_missing (an event is not there) · link_wrong · digest_wrong · state_unexplained (it does not
/// begin where the one before ended) · rewritten (another event than the one that a root holds) · backdated (says it
/// happened before a root that does not hold it) · head_wrong (the dispute's row stands elsewhere than its last
/// event) · chain_missing (a dispute without events) · dispute_missing (events or roots of a dispute that is gone).
/// Of roots: root_wrong · root_missing (the audit knows a later one).
Verification verify(db::Database&, std::size_t most_breaks = 100);

/// Whether the chain of one dispute is whole up to its row, its roots left aside.
bool is_chain_whole(db::Tx&, Id<Dispute>);

/// Stores the root over what the journal grew by until the end of `on`, and notes it in the audit, so that the last
/// root cannot vanish unseen. A day that has a root, and days before one, are left alone.
void store_root(db::Database&, LegalDate on, Instant moment);

}  // namespace hemu::dispute
