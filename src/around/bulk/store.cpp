#include "store.hpp"

namespace hemu::bulk {

static const db::Statement insert_bulk_run{"bulk.insert_run", R"(
    INSERT INTO bulk_run (id, account_id, post_id, language, act, form, state, made_at, begins_at)
    VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8))"};

static const db::Statement insert_item{"bulk.insert_item", R"(
    INSERT INTO bulk_item (run_id, position, dispute_id, state) VALUES ($1, $2, $3, 'waiting'))"};

void insert_run(db::Tx& tx, Id<Run> run, const BulkForm& form, const std::vector<Id<dispute::Dispute>>& ids,
                const identity::Context& cx) {
    tx.run(insert_bulk_run, run, cx.actor.account, cx.actor.post, cx.actor.language, form.what.act,
           db::Json(form.what), cx.moment, cx.moment + time_to_take_back);
    for (std::size_t i = 0; i < ids.size(); ++i) tx.run(insert_item, run, static_cast<std::int64_t>(i), ids[i]);
}

struct RunRow {
    Id<identity::Account> account_id;
    Id<identity::Post> post_id;
    std::string language;
    std::string form;
};
BOOST_DESCRIBE_STRUCT(RunRow, (), (account_id, post_id, language, form))

static const db::Statement begin_bulk_run{"bulk.begin_run", R"(
    UPDATE bulk_run SET state = 'running' WHERE id = $1 AND state IN ('waiting', 'running')
    RETURNING account_id, post_id, language, form)"};

std::optional<StoredRun> begin_run(db::Tx& tx, Id<Run> id) {
    const auto row = tx.maybe<RunRow>(begin_bulk_run, id);
    if (!row) return std::nullopt;
    return StoredRun{id, row->account_id, row->post_id, row->language, json::read<What>(row->form)};
}

static const db::Statement select_waiting{"bulk.waiting_items", R"(
    SELECT position, dispute_id FROM bulk_item WHERE run_id = $1 AND state = 'waiting' ORDER BY position)"};

std::vector<StoredItem> waiting_items(db::Tx& tx, Id<Run> id) { return tx.all<StoredItem>(select_waiting, id); }

static const db::Statement update_done{"bulk.take_item", R"(
    UPDATE bulk_item SET state = 'done' WHERE run_id = $1 AND position = $2 AND state = 'waiting')"};

bool take_item(db::Tx& tx, Id<Run> run, std::int64_t position) { return tx.changed(update_done, run, position) == 1; }

static const db::Statement update_refused{"bulk.mark_refused", R"(
    UPDATE bulk_item SET state = 'refused', code = $3, field = $4
     WHERE run_id = $1 AND position = $2 AND state = 'waiting')"};

void mark_refused(db::Tx& tx, Id<Run> run, std::int64_t position, std::string_view code,
                  const std::optional<std::string>& field) {
    tx.run(update_refused, run, position, code, field);
}

static const db::Statement update_left{"bulk.leave_rest", R"(
    UPDATE bulk_item SET state = 'left' WHERE run_id = $1 AND state = 'waiting')"};

void leave_rest(db::Tx& tx, Id<Run> run) { tx.run(update_left, run); }

static const db::Statement update_state{"bulk.set_state", R"(
    UPDATE bulk_run SET state = $2, ended_at = $3 WHERE id = $1 AND state IN ('waiting', 'running'))"};

void set_state(db::Tx& tx, Id<Run> run, RunState state, Instant moment) { tx.run(update_state, run, state, moment); }

static const std::string run_columns = R"(
    SELECT r.id, r.act, r.state, r.made_at, r.begins_at, r.ended_at,
           count(CASE WHEN i.state = 'waiting' THEN 1 END) AS waiting,
           count(CASE WHEN i.state = 'done' THEN 1 END) AS done,
           count(CASE WHEN i.state = 'refused' THEN 1 END) AS refused,
           count(CASE WHEN i.state = 'left' THEN 1 END) AS "left"
      FROM bulk_run r JOIN bulk_item i ON i.run_id = r.id)";
static const std::string run_group = " GROUP BY r.id, r.act, r.state, r.made_at, r.begins_at, r.ended_at";

static const db::Statement select_run{"bulk.run", run_columns + " WHERE r.id = $1 AND r.account_id = $2" + run_group};

RunView run_of(db::Tx& tx, Id<Run> id, const identity::Actor& actor) {
    const auto run = tx.maybe<RunView>(select_run, id, actor.account);
    if (!run) throw Refusal(Fault::not_found, "not_found");
    return *run;
}

static const db::Statement select_runs{
    "bulk.runs", run_columns +
                     " WHERE r.id IN (SELECT own.id FROM bulk_run own WHERE own.account_id = $1 ORDER BY own.id DESC"
                     " LIMIT $2)" +
                     run_group + " ORDER BY r.id DESC"};

std::vector<RunView> runs_of(db::Tx& tx, const identity::Actor& actor, std::int64_t limit) {
    return tx.all<RunView>(select_runs, actor.account, limit);
}

struct ItemRow {
    Id<dispute::Dispute> dispute_id;
    std::optional<std::string> number;
    std::optional<std::string> title;
    ItemState state = ItemState::waiting;
    std::optional<std::string> code;
    std::optional<std::string> field;
};
BOOST_DESCRIBE_STRUCT(ItemRow, (), (dispute_id, number, title, state, code, field))

static const db::Statement select_items{"bulk.items", R"(
    SELECT i.dispute_id, d.number, )" + dispute::listed_title_sql() +
                                                          R"( AS title, i.state, i.code, i.field
      FROM bulk_item i LEFT JOIN dispute d ON d.id = i.dispute_id AND )" +
                                                          dispute::visible_sql() + R"(
     WHERE i.run_id = $4
     ORDER BY i.position)"};

std::vector<ItemView> items_of(db::Tx& tx, Id<Run> run, const identity::Actor& actor) {
    std::vector<ItemView> items;
    for (const auto& row : tx.all<ItemRow>(select_items, actor.account, actor.duty, actor.organisation, run))
        items.push_back({row.dispute_id, row.number.value_or(""), row.number ? row.title.value_or("") : "", row.state,
                         row.code, row.field, std::nullopt});
    return items;
}

}  // namespace hemu::bulk
