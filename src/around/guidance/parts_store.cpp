#include "rules.hpp"
#include "store.hpp"

namespace hemu::guidance {

struct PartsRow {
    db::Json<Parts> content;
    std::int64_t version = 1;
    std::optional<LegalDate> valid_from;
    std::int64_t edits = 0;
};
BOOST_DESCRIBE_STRUCT(PartsRow, (), (content, version, valid_from, edits))

static Parts parts_of(const PartsRow& row) {
    Parts parts = *row.content;
    parts.version = row.version;
    if (row.valid_from) parts.valid_from = *row.valid_from;
    return parts;
}

static const db::Statement select_versions{"guidance.parts_versions", R"(
    SELECT content, version, valid_from, edits FROM guidance_parts ORDER BY version)"};

static std::vector<Parts> switched_on(db::Tx& tx) {
    std::vector<Parts> versions{shipped().parts};
    for (const PartsRow& row : tx.all<PartsRow>(select_versions))
        if (row.valid_from) versions.push_back(parts_of(row));
    return versions;
}

Parts parts_on(db::Tx& tx, LegalDate day) {
    const auto versions = switched_on(tx);
    const Parts* valid = valid_on(versions, day);
    return valid ? *valid : shipped().parts;
}

struct DayRow {
    LegalDate valid_from;
};
BOOST_DESCRIBE_STRUCT(DayRow, (), (valid_from))

static const db::Statement select_days{"guidance.days_of_change", R"(
    SELECT valid_from FROM guidance_tree WHERE valid_from > $1
     UNION SELECT valid_from FROM guidance_parts WHERE valid_from > $1 ORDER BY valid_from)"};

std::vector<LegalDate> days_of_change(db::Tx& tx, LegalDate after) {
    std::vector<LegalDate> days;
    for (const DayRow& row : tx.all<DayRow>(select_days, after)) days.push_back(row.valid_from);
    return days;
}

PartsCheck check_from(db::Tx& tx, Parts parts, LegalDate from, LegalDate today) {
    parts.valid_from = from;
    auto versions = switched_on(tx);
    versions.push_back(parts);
    PartsCheck result = check(parts, trees_on(tx, from), today);
    for (const LegalDate day : days_of_change(tx, from)) {
        if (!result.faults.empty() || !result.trees.empty()) break;
        if (valid_on(versions, day) == &versions.back()) result = check(parts, trees_on(tx, day), today);
    }
    return result;
}

static std::optional<PartsRow> draft_of(db::Tx& tx) {
    for (auto& row : tx.all<PartsRow>(select_versions))
        if (!row.valid_from) return row;
    return std::nullopt;
}

static PartsRow draft_or_refuse(db::Tx& tx) {
    if (auto draft = draft_of(tx)) return *draft;
    throw Refusal(Fault::not_found, "not_found");
}

PartsView parts_view(db::Tx& tx, LegalDate today) {
    PartsView view;
    view.current = parts_on(tx, today);
    const auto& carried = shipped().parts;
    view.versions.push_back({carried.version, carried.valid_from,
                             view.current.version == carried.version ? TreeState::shipped : TreeState::past});
    for (const PartsRow& row : tx.all<PartsRow>(select_versions)) {
        view.versions.push_back(
            {row.version, row.valid_from, state_of(row.version, row.valid_from, view.current.version, today)});
        if (row.valid_from) continue;
        view.draft = parts_of(row);
        view.edits = row.edits;
    }
    view.doors = doors(trees_on(tx, today), {}, "");
    view.check = check_from(tx, view.draft ? *view.draft : view.current, today, today);
    return view;
}

static const db::Statement insert_draft{"guidance.insert_parts_draft", R"(
    INSERT INTO guidance_parts (id, version, content, valid_from, edits, edited_by_id, edited_at)
    VALUES ($1, $2, $3, NULL, 1, $4, $5))"};

void make_parts_draft(db::Tx& tx, const identity::Context& cx) {
    Parts parts = parts_on(tx, legal_date(cx.moment));
    auto newest = shipped().parts.version;
    for (const PartsRow& row : tx.all<PartsRow>(select_versions)) {
        if (!row.valid_from) throw Refusal(Fault::conflict, "guidance_draft_there");
        newest = std::max(newest, row.version);
    }
    parts.version = newest + 1;
    tx.run(insert_draft, Id<Parts>::fresh(cx.moment), parts.version, db::Json(parts), cx.actor.account, cx.moment);
}

static const db::Statement update_draft{"guidance.save_parts_draft", R"(
    UPDATE guidance_parts SET content = $2, edits = $1 + 1, edited_by_id = $3, edited_at = $4
     WHERE valid_from IS NULL AND edits = $1)"};

void save_parts_draft(db::Tx& tx, Parts parts, std::int64_t edits, const identity::Context& cx) {
    parts.version = draft_or_refuse(tx).version;
    if (tx.changed(update_draft, edits, db::Json(parts), cx.actor.account, cx.moment) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
}

static const db::Statement delete_draft{"guidance.drop_parts_draft",
                                        "DELETE FROM guidance_parts WHERE valid_from IS NULL"};

void drop_parts_draft(db::Tx& tx) {
    if (tx.changed(delete_draft) != 1) throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement update_valid_from{"guidance.switch_parts_on", R"(
    UPDATE guidance_parts SET valid_from = $1, edited_by_id = $2, edited_at = $3 WHERE valid_from IS NULL)"};

void switch_parts_on(db::Tx& tx, LegalDate from, const identity::Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    const PartsRow draft = draft_or_refuse(tx);
    if (from < today) throw Refusal(Fault::invalid, "invalid", {{"valid_from", "date_in_the_past"}});
    const auto checked = check_from(tx, parts_of(draft), from, today);
    if (!checked.faults.empty() || !checked.trees.empty()) throw Refusal(Fault::conflict, "guidance_parts_faulty");
    tx.run(update_valid_from, from, cx.actor.account, cx.moment);
}

}  // namespace hemu::guidance
