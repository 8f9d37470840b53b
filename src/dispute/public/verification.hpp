// 核验 Proves the journal: recomputes every chain and every daily root, and names the first broken row.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// What is wrong, and where. `dispute` and `number` name the first broken row of a chain.
struct Break {
    std::string what;
    std::string dispute;
    std::int64_t number = 0;
};

struct Verification {
    std::int64_t chains = 0;
    std::int64_t events = 0;
    std::int64_t roots = 0;
    std::vector<Break> breaks;
};

/// Reads the whole journal in order; at most `most_breaks` findings are kept, one a chain.
/// what: number_missing, digest_wrong, link_wrong, state_unexplained, head_wrong, chain_missing, root_wrong.
Verification verify(db::Database&, std::size_t most_breaks = 100);

/// Stores the root over all events before the end of `on`, once a day; a day that has one is left alone.
void store_root(db::Database&, LegalDate on, Instant moment);

}  // namespace hemu::dispute
