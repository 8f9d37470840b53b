#include "ladders.hpp"

namespace hemu::notices {

static const std::string ladder_columns = R"(
    SELECT event, version, methods, valid_from_on, made_at, made_by_name FROM notice_ladder)";

static const db::Statement select_ladder{"notices.valid_ladder", ladder_columns + R"(
     WHERE event = $1 AND valid_from_on <= $2
     ORDER BY version DESC LIMIT 1)"};

db::Later<LadderRow> ask_ladder(db::Tx& tx, NoticeEvent event, LegalDate today) {
    return tx.later<LadderRow>(select_ladder, event, today);
}

static const db::Statement select_ladders{"notices.all_ladders", ladder_columns + R"(
     ORDER BY event, version DESC)"};

std::vector<LadderVersion> all_ladders(db::Tx& tx) {
    std::vector<LadderVersion> versions;
    for (LadderRow& row : tx.all<LadderRow>(select_ladders)) versions.push_back({{row}, *std::move(row.methods)});
    return versions;
}

static const db::Statement select_newest_ladder{"notices.newest_ladder", R"(
    SELECT coalesce(max(version), 0) AS version FROM notice_ladder WHERE event = $1)"};

static const db::Statement insert_ladder{"notices.insert_ladder", R"(
    INSERT INTO notice_ladder (id, event, version, methods, valid_from_on, made_at, made_by_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

void add_ladder(db::Tx& tx, const LadderForm& form, const identity::Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    Verdict verdict = why_not_ladder(form.methods);
    if (form.valid_from_on && *form.valid_from_on < today) verdict.add("valid_from_on", "in_the_past");
    refuse_if(verdict);
    const auto newest = tx.one<std::int64_t>(select_newest_ladder, form.event);
    tx.run(insert_ladder, Id<Ladder>::fresh(cx.moment), form.event, newest + 1, db::Json(form.methods),
           form.valid_from_on.value_or(today), cx.moment, cx.actor.name);
}

}  // namespace hemu::notices
