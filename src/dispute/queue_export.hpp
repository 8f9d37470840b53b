// What the queue shows, as a sheet to take away.
#pragma once
#include "saved_queues.hpp"

namespace hemu::dispute {

/// Rows a sheet has at most; who needs more narrows what he asks for.
inline constexpr std::int64_t most_exported = 10'000;

struct QueueSheet {
    std::string bytes;  ///< of an .xlsx
    std::int64_t rows = 0;
};

/// The rows of the query that the actor may see, or only those of them that are named, in its order, with the words
/// of his language; private and restricted ones without a title, as in the list.
QueueSheet queue_sheet(db::Tx&, const QueueQuery&, const std::vector<QueueColumn>&,
                       const std::optional<std::vector<Id<Dispute>>>& only, const identity::Context&);

}  // namespace hemu::dispute
