// Views of the queue that somebody keeps under a name of his own.
#pragma once
#include "queue.hpp"

namespace hemu::dispute {

/// The columns of the queue that can be shown or left out; the case itself is always shown.
enum class QueueColumn { state, due, type, risk, holder, handler, registered, amount, people, hold };
BOOST_DESCRIBE_ENUM(QueueColumn, state, due, type, risk, holder, handler, registered, amount, people, hold)

struct SavedQueueForm {
    std::string name;
    QueueQuery query;
    std::vector<QueueColumn> columns;
};
BOOST_DESCRIBE_STRUCT(SavedQueueForm, (), (name, query, columns))

struct SavedQueue : SavedQueueForm {
    Id<SavedQueue> id;
};
BOOST_DESCRIBE_STRUCT(SavedQueue, (SavedQueueForm), (id))

/// By name.
std::vector<SavedQueue> saved_queues(db::Tx&, const identity::Actor&);
/// The same name is written over. Refusals: invalid missing, too_long at name · conflict too_many_saved.
SavedQueue save_queue(db::Tx&, const SavedQueueForm&, const identity::Context&);
/// Refusal not_found.
void forget_queue(db::Tx&, Id<SavedQueue>, const identity::Actor&);

}  // namespace hemu::dispute
