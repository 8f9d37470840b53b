#include "saved_queues.hpp"

#include "text.hpp"

namespace hemu::dispute {

static constexpr std::size_t most_saved = 30;
static constexpr std::size_t longest_name = 40;

/// What is kept as JSON.
struct Kept {
    QueueQuery query;
    std::vector<QueueColumn> columns;
};
BOOST_DESCRIBE_STRUCT(Kept, (), (query, columns))

struct Stored {
    Id<SavedQueue> id;
    std::string name;
    std::string query;
};
BOOST_DESCRIBE_STRUCT(Stored, (), (id, name, query))

static const db::Statement select_saved{"dispute.saved_queues", R"(
    SELECT id, name, query FROM saved_queue WHERE account_id = $1 ORDER BY name)"};

static SavedQueue shown(const Stored& stored) {
    const auto kept = json::read<Kept>(stored.query);
    SavedQueue saved;
    saved.id = stored.id;
    saved.name = stored.name;
    saved.query = kept.query;
    saved.columns = kept.columns;
    return saved;
}

std::vector<SavedQueue> saved_queues(db::Tx& tx, const identity::Actor& actor) {
    std::vector<SavedQueue> all;
    for (const Stored& stored : tx.all<Stored>(select_saved, actor.account)) all.push_back(shown(stored));
    return all;
}

static const db::Statement upsert_saved{"dispute.save_queue", R"(
    INSERT INTO saved_queue (id, account_id, name, query, saved_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (account_id, name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at
    RETURNING id, name, query)"};

SavedQueue save_queue(db::Tx& tx, const SavedQueueForm& form, const identity::Context& cx) {
    const std::string name(text::trim(form.name));
    if (name.empty()) throw Refusal(Fault::invalid, "invalid", {{"name", "missing"}});
    if (text::length(name) > longest_name) throw Refusal(Fault::invalid, "invalid", {{"name", "too_long"}});
    const auto there = saved_queues(tx, cx.actor);
    const bool again =
        std::any_of(there.begin(), there.end(), [&](const SavedQueue& one) { return one.name == name; });
    if (!again && there.size() >= most_saved) throw Refusal(Fault::conflict, "too_many_saved");
    return shown(tx.one<Stored>(upsert_saved, Id<SavedQueue>::fresh(cx.moment), cx.actor.account, name,
                                db::Json(Kept{form.query, form.columns}), cx.moment));
}

static const db::Statement delete_saved{"dispute.forget_queue",
                                        "DELETE FROM saved_queue WHERE id = $1 AND account_id = $2"};

void forget_queue(db::Tx& tx, Id<SavedQueue> id, const identity::Actor& actor) {
    if (tx.changed(delete_saved, id, actor.account) == 0) throw Refusal(Fault::not_found, "not_found");
}

}  // namespace hemu::dispute
