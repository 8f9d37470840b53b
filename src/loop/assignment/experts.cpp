#include "experts.hpp"

#include <algorithm>

#include "desk.hpp"
#include "text.hpp"

namespace hemu::assignment {

using dispute::Dispute;
using identity::Context;
using PartyIds = std::vector<Id<dispute::Party>>;

struct ExpertRow {
    Id<Expert> id;
    std::string name;
    std::string unit;
    std::string title;
    db::Json<std::vector<std::string>> fields;
    LegalDate from_on;
    std::optional<LegalDate> to_on;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ExpertRow, (), (id, name, unit, title, fields, from_on, to_on, version))

static ExpertView view_of(ExpertRow row) {
    return {{std::move(row.name), std::move(row.unit), std::move(row.title), std::move(row.fields.value), row.from_on,
             row.to_on},
            row.id,
            row.version};
}

static const db::Statement select_experts{"assignment.experts", R"(
    SELECT id, name, unit, title, fields, from_on, to_on, version FROM expert ORDER BY name, id)"};
static const db::Statement select_expert{"assignment.expert", R"(
    SELECT id, name, unit, title, fields, from_on, to_on, version FROM expert WHERE id = $1)"};

static bool is_there(const ExpertView& expert, LegalDate on) {
    return !(on < expert.from_on) && (!expert.to_on || !(*expert.to_on < on));
}

std::vector<ExpertView> experts(db::Tx& tx, std::string_view type, std::optional<LegalDate> on) {
    std::vector<ExpertView> found;
    for (ExpertRow& row : tx.all<ExpertRow>(select_experts)) {
        ExpertView view = view_of(std::move(row));
        const bool knows = type.empty() || view.fields.empty() ||
                           std::find(view.fields.begin(), view.fields.end(), type) != view.fields.end();
        if (knows && (!on || is_there(view, *on))) found.push_back(std::move(view));
    }
    return found;
}

static std::optional<ExpertView> expert_of(db::Tx& tx, Id<Expert> id) {
    auto row = tx.maybe<ExpertRow>(select_expert, id);
    if (!row) return std::nullopt;
    return view_of(std::move(*row));
}

Verdict why_not_expert(const ExpertForm& form) {
    Verdict verdict;
    if (text::trim(form.name).empty()) verdict.add("name", "missing");
    if (text::trim(form.unit).empty()) verdict.add("unit", "missing");
    auto fields = form.fields;
    std::sort(fields.begin(), fields.end());
    if (std::adjacent_find(fields.begin(), fields.end()) != fields.end()) verdict.add("fields", "field_twice");
    if (form.to_on && *form.to_on < form.from_on) verdict.add("to_on", "term_reversed");
    return verdict;
}

static const db::Statement insert_expert{"assignment.add_expert", R"(
    INSERT INTO expert (id, name, unit, title, fields, from_on, to_on, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1))"};

ExpertView add_expert(db::Tx& tx, const ExpertForm& form, Instant moment) {
    refuse_if(why_not_expert(form));
    const auto id = Id<Expert>::fresh(moment);
    tx.run(insert_expert, id, form.name, form.unit, form.title, db::Json(form.fields), form.from_on, form.to_on);
    return {form, id, 1};
}

static const db::Statement update_expert{"assignment.change_expert", R"(
    UPDATE expert SET name = $3, unit = $4, title = $5, fields = $6, from_on = $7, to_on = $8, version = version + 1
     WHERE id = $1 AND version = $2)"};

ExpertView change_expert(db::Tx& tx, Id<Expert> id, std::int64_t version, const ExpertForm& form) {
    refuse_if(why_not_expert(form));
    if (!expert_of(tx, id)) throw Refusal(Fault::not_found, "expert_not_found");
    if (tx.changed(update_expert, id, version, form.name, form.unit, form.title, db::Json(form.fields), form.from_on,
                   form.to_on) == 0)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    return {form, id, version + 1};
}

struct InvitedRow {
    Id<Expert> expert_id;
    std::string name;
    std::string unit;
    std::string title;
    std::string task;
    Relation relation = Relation::none;
    bool kept_by_consent = false;
    db::Json<PartyIds> agreed_by;
    Instant since_at;
};
BOOST_DESCRIBE_STRUCT(InvitedRow, (),
                      (expert_id, name, unit, title, task, relation, kept_by_consent, agreed_by, since_at))

static const db::Statement select_invited{"assignment.invited_experts", R"(
    SELECT i.expert_id, e.name, e.unit, e.title, i.task, i.relation, i.kept_by_consent, i.agreed_by, i.since_at
      FROM assignment_expert i JOIN expert e ON e.id = i.expert_id
     WHERE i.dispute_id = $1 AND i.revision = $2 AND i.until_at IS NULL
     ORDER BY i.since_at, i.id)"};

static const db::Statement select_names{"assignment.names_beside_experts", R"(
    SELECT name FROM dispute_party WHERE dispute_id = $1 AND removed_at IS NULL
    UNION SELECT name FROM dispute_agent WHERE dispute_id = $1 AND removed_at IS NULL)"};

std::vector<InvitedExpert> invited_experts(db::Tx& tx, const Dispute& dispute) {
    auto rows = tx.all<InvitedRow>(select_invited, dispute.id, dispute.revision);
    std::vector<InvitedExpert> found;
    if (rows.empty()) return found;
    const auto names = tx.all<std::string>(select_names, dispute.id);
    for (InvitedRow& row : rows) {
        const bool same_name = std::find(names.begin(), names.end(), row.name) != names.end();
        found.push_back({row.expert_id, std::move(row.name), std::move(row.unit), std::move(row.title),
                         std::move(row.task), row.relation, row.kept_by_consent, std::move(row.agreed_by.value),
                         same_name, row.since_at});
    }
    return found;
}

static Verdict why_not_invite(db::Tx& tx, const Dispute& dispute, const InviteExpertForm& form, LegalDate today) {
    Verdict verdict;
    const auto expert = expert_of(tx, form.expert_id);
    const auto invited = invited_experts(tx, dispute);
    if (!expert)
        verdict.add("expert_id", "expert_not_found");
    else if (!is_there(*expert, today))
        verdict.add("expert_id", "expert_left");
    else if (std::any_of(invited.begin(), invited.end(),
                         [&](const InvitedExpert& one) { return one.expert_id == form.expert_id; }))
        verdict.add("expert_id", "invited_already");
    if (text::trim(form.task).empty()) verdict.add("task", "missing");
    if (!form.grounds_asked) verdict.add("grounds_asked", "recusal_not_asked");
    if (form.relation != Relation::none && !form.kept_by_consent.value_or(false))
        verdict.add("relation", "must_step_aside");
    verdict.add(why_not_all_sides(form.agreed_by, parties_at(tx, dispute), "agreed_by"));
    return verdict;
}

static const db::Statement insert_invited{"assignment.invite_expert", R"(
    INSERT INTO assignment_expert (id, dispute_id, revision, expert_id, task, relation, kept_by_consent, agreed_by,
                                   since_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

struct ExpertContent {
    Id<Expert> expert_id;
    bool grounds_disclosed = false;
    PartyIds agreed_by;
};
BOOST_DESCRIBE_STRUCT(ExpertContent, (), (expert_id, grounds_disclosed, agreed_by))

struct InvitedRowId;

void invite_expert(db::Tx& tx, Dispute& dispute, const InviteExpertForm& form, const Context& cx) {
    if (!may_help(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_name(dispute, cx.actor));
    refuse_if(why_not_invite(tx, dispute, form, legal_date(cx.moment)));
    ++dispute.version;
    dispute::record(tx, dispute, "expert_invited", cx,
                    ExpertContent{form.expert_id, form.relation != Relation::none, form.agreed_by});
    tx.run(insert_invited, Id<InvitedRowId>::fresh(cx.moment), dispute.id, dispute.revision, form.expert_id,
           form.task, form.relation, form.kept_by_consent.value_or(false), db::Json(form.agreed_by), cx.moment);
}

static const db::Statement close_invited{"assignment.dismiss_expert", R"(
    UPDATE assignment_expert SET until_at = $4
     WHERE dispute_id = $1 AND revision = $2 AND expert_id = $3 AND until_at IS NULL)"};

void dismiss_expert(db::Tx& tx, Dispute& dispute, Id<Expert> expert, const Context& cx) {
    refuse_if(why_not_name(dispute, cx.actor));
    if (tx.changed(close_invited, dispute.id, dispute.revision, expert, cx.moment) == 0)
        throw Refusal(Fault::not_found, "expert_not_found");
    ++dispute.version;
    dispute::record(tx, dispute, "expert_dismissed", cx, ExpertContent{expert, false, {}});
}

}  // namespace hemu::assignment
