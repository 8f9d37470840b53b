#include "drafts.hpp"

#include "sealing.hpp"

namespace hemu::intake {

static constexpr std::size_t most_content_bytes = 200000;
static constexpr std::int64_t most_drafts = 20;
static constexpr std::string_view sealed_as = "draft";

static const sealing::SealedColumn sealed_content{"intake_draft", "id", "content_sealed", sealed_as};

static const db::Statement select_drafts{"intake.drafts", R"(
    SELECT id, saved_at, content_sealed AS content FROM intake_draft
     WHERE account_id = $1 ORDER BY saved_at DESC, id LIMIT $2)"};

std::vector<DraftView> drafts_of(db::Tx& tx, const identity::Context& cx) {
    auto drafts = tx.all<DraftView>(select_drafts, cx.actor.account, most_drafts);
    for (DraftView& draft : drafts) draft.content = cx.keys.open(draft.content, sealed_as);
    return drafts;
}

static const db::Statement count_others{"intake.count_drafts", R"(
    SELECT count(*) AS count FROM intake_draft WHERE account_id = $1 AND id <> $2)"};

static const db::Statement upsert_draft{"intake.save_draft", R"(
    INSERT INTO intake_draft (id, account_id, saved_at, content_sealed) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET saved_at = excluded.saved_at, content_sealed = excluded.content_sealed
     WHERE intake_draft.account_id = excluded.account_id)"};

void save_draft(db::Tx& tx, Id<Draft> id, const std::string& content, const identity::Context& cx) {
    if (content.size() > most_content_bytes) throw Refusal(Fault::invalid, "invalid", {{"content", "too_long"}});
    if (tx.one<std::int64_t>(count_others, cx.actor.account, id) >= most_drafts)
        throw Refusal(Fault::conflict, "too_many_drafts");
    if (tx.changed(upsert_draft, id, cx.actor.account, cx.moment, cx.keys.seal(content, sealed_as)) != 1)
        throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement delete_draft{"intake.throw_draft_away",
                                        "DELETE FROM intake_draft WHERE id = $1 AND account_id = $2"};

void throw_draft_away(db::Tx& tx, Id<Draft> id, const identity::Actor& actor) {
    tx.run(delete_draft, id, actor.account);
}

static const db::Statement delete_old{"intake.drop_drafts", "DELETE FROM intake_draft WHERE saved_at < $1"};

std::int64_t drop_drafts(db::Tx& tx, Instant saved_before) { return tx.changed(delete_old, saved_before); }

}  // namespace hemu::intake
