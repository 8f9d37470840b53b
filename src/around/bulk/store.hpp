// Runs and their items as rows.
#pragma once
#include "bulk.hpp"

namespace hemu::bulk {

void insert_run(db::Tx&, Id<Run>, const BulkForm&, const std::vector<Id<dispute::Dispute>>& ids,
                const identity::Context&);
void enqueue_run(db::Tx&, Id<Run>, Instant due_at);

struct StoredRun {
    Id<Run> id;
    Id<identity::Account> account_id;
    Id<identity::Post> post_id;
    std::string language;
    What what;
};
/// Marks it as running; nothing when it was stopped or has ended.
std::optional<StoredRun> begin_run(db::Tx&, Id<Run>);

struct StoredItem {
    std::int64_t position = 0;
    Id<dispute::Dispute> dispute_id;
};
BOOST_DESCRIBE_STRUCT(StoredItem, (), (position, dispute_id))
std::vector<StoredItem> waiting_items(db::Tx&, Id<Run>);

/// Marks a waiting item as done, in the transaction that does it; false when it waits no longer.
bool take_item(db::Tx&, Id<Run>, std::int64_t position);
void mark_refused(db::Tx&, Id<Run>, std::int64_t position, std::string_view code,
                  const std::optional<std::string>& field);
/// Items that wait are left.
void leave_rest(db::Tx&, Id<Run>);
/// A run that was stopped stays so.
void set_state(db::Tx&, Id<Run>, RunState, Instant moment);

}  // namespace hemu::bulk
