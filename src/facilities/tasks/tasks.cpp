#include "tasks.hpp"

#include "claims.hpp"
#include "text.hpp"

namespace hemu::tasks {

using dispute::Dispute;
using identity::Context;

static constexpr std::size_t longest_words = 1000;
static constexpr std::size_t longest_note = 2000;
static constexpr std::size_t most_assignees = 10;

Verdict why_not_task(const TaskForm& form, LegalDate today) {
    Verdict verdict;
    if (text::trim(form.words).empty()) verdict.add("words", "missing");
    if (text::length(form.words) > longest_words) verdict.add("words", "too_long");
    if (form.assignee_ids.empty()) verdict.add("assignee_ids", "missing");
    if (form.assignee_ids.size() > most_assignees) verdict.add("assignee_ids", "too_many");
    if (form.kind == TaskKind::task && !form.due_on) verdict.add("due_on", "missing");
    if (form.due_on && *form.due_on < today) verdict.add("due_on", "in_the_past");
    return verdict;
}

static bool is_among(const std::vector<ColleagueView>& known, Id<identity::Account> id) {
    return std::any_of(known.begin(), known.end(), [&](const ColleagueView& one) { return one.id == id; });
}

static bool stands_in(const std::string& words, const std::vector<ColleagueView>& known, Id<identity::Account> id) {
    return std::any_of(known.begin(), known.end(), [&](const ColleagueView& one) {
        return one.id == id && words.find("@" + one.name) != std::string::npos;
    });
}

Verdict why_not_note(const NoteForm& form, const std::vector<ColleagueView>& known) {
    Verdict verdict;
    if (text::trim(form.words).empty()) verdict.add("words", "missing");
    if (text::length(form.words) > longest_note) verdict.add("words", "too_long");
    if (!form.asked_ids) return verdict;
    if (form.asked_ids->size() > most_assignees) verdict.add("asked_ids", "too_many");
    for (const auto& id : *form.asked_ids)
        if (!is_among(known, id))
            verdict.add("asked_ids", "unknown_colleague");
        else if (!stands_in(form.words, known, id))
            verdict.add("asked_ids", "not_in_words");
    return verdict;
}

struct ColleagueRow {
    Id<identity::Account> id;
    std::string name;
    std::string duty;
    std::string organisation_name;
};
BOOST_DESCRIBE_STRUCT(ColleagueRow, (), (id, name, duty, organisation_name))

// Staff of the bodies that have to do with the dispute, and of the caller's own body; only posts that see it.
static const db::Statement select_colleagues{"tasks.colleagues", R"(
    SELECT a.id, a.name, min(p.duty) AS duty, min(o.name) AS organisation_name
      FROM post p
      JOIN dispute d ON d.id = $1
      JOIN account a ON a.id = p.account_id AND a.state = 'active'
      JOIN organisation o ON o.id = p.organisation_id
     WHERE p.ended_at IS NULL AND p.from_on <= $3 AND (p.to_on IS NULL OR p.to_on >= $3)
       AND p.duty IN ('clerk', 'mediator', 'head', 'dispatcher', 'supervisor', 'judge', 'leader')
       AND (p.organisation_id = $2 OR p.organisation_id IN (SELECT b.organisation_id FROM dispute_body b
                                                              WHERE b.dispute_id = $1 AND b.until_at IS NULL))
       AND)" + dispute::visible_sql("a.id", "p.duty", "p.organisation_id") +
                                                                     R"(
     GROUP BY a.id, a.name
     ORDER BY a.name)"};

std::vector<ColleagueView> colleagues(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    std::vector<ColleagueView> found;
    for (const auto& row :
         tx.all<ColleagueRow>(select_colleagues, dispute.id, cx.actor.organisation, legal_date(cx.moment)))
        found.push_back({row.id, row.name, text::pinyin_initials(row.name), row.duty, row.organisation_name});
    return found;
}

struct TaskContent {
    std::vector<Id<identity::Account>> assignee_ids;
    std::optional<LegalDate> due_on;
};
BOOST_DESCRIBE_STRUCT(TaskContent, (), (assignee_ids, due_on))

static const db::Statement insert_task{"tasks.insert", R"(
    INSERT INTO task (id, dispute_id, kind, words, due_on, assignee_id, made_by_id, made_by_name, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

static void refuse_closed(const Dispute& dispute) {
    using dispute::State;
    if (dispute.state == State::closed || dispute.state == State::archived || dispute.state == State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
}

static void insert_tasks(db::Tx& tx, const Dispute& dispute, const TaskForm& form, const Context& cx) {
    for (const auto& id : form.assignee_ids)
        tx.run(insert_task, Id<Task>::fresh(cx.moment), dispute.id, form.kind, form.words, form.due_on, id,
               cx.actor.account, cx.actor.name, cx.moment);
}

void give_tasks(db::Tx& tx, Dispute& dispute, const TaskForm& form, const Context& cx) {
    refuse_if(why_not_task(form, legal_date(cx.moment)));
    refuse_closed(dispute);
    const auto known = colleagues(tx, dispute, cx);
    for (const auto& id : form.assignee_ids)
        if (!is_among(known, id)) throw Refusal(Fault::invalid, "invalid", {{"assignee_ids", "unknown_colleague"}});
    const auto event =
        dispute::record(tx, dispute, json::enum_word(form.kind), cx, TaskContent{form.assignee_ids, form.due_on});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
    insert_tasks(tx, dispute, form, cx);
}

void write_note(db::Tx& tx, Dispute& dispute, const NoteForm& form, const Context& cx) {
    std::vector<Id<identity::Account>> asked = form.asked_ids.value_or(std::vector<Id<identity::Account>>{});
    std::sort(asked.begin(), asked.end());
    asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
    refuse_if(why_not_note(form, asked.empty() ? std::vector<ColleagueView>{} : colleagues(tx, dispute, cx)));
    if (!asked.empty()) refuse_closed(dispute);
    dispute::note(tx, dispute, form.words, cx, asked);
    insert_tasks(tx, dispute, {TaskKind::mention, form.words, std::nullopt, asked}, cx);
}

struct Standing {
    Id<identity::Account> assignee_id;
    Id<identity::Account> made_by_id;
    std::optional<Instant> done_at;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (assignee_id, made_by_id, done_at))

static const db::Statement select_standing{"tasks.standing", R"(
    SELECT assignee_id, made_by_id, done_at FROM task WHERE id = $1 AND dispute_id = $2)"};

static const db::Statement update_done{"tasks.finish", R"(
    UPDATE task SET done_at = $2, done_by_name = $3 WHERE id = $1 AND done_at IS NULL)"};

struct DoneContent {
    Id<Task> task_id;
};
BOOST_DESCRIBE_STRUCT(DoneContent, (), (task_id))

void finish_task(db::Tx& tx, Dispute& dispute, Id<Task> id, const Context& cx) {
    const auto task = tx.maybe<Standing>(select_standing, id, dispute.id);
    if (!task) throw Refusal(Fault::not_found, "not_found");
    if (task->assignee_id != cx.actor.account && task->made_by_id != cx.actor.account)
        throw Refusal(Fault::forbidden, "not_your_task");
    if (task->done_at) throw Refusal(Fault::conflict, "task_is_done");
    dispute::record(tx, dispute, "task_done", cx, DoneContent{id});
    tx.run(update_done, id, cx.moment, cx.actor.name);
}

static const std::string task_columns = R"(
    SELECT t.id, t.dispute_id, d.number, )" +
                                        dispute::listed_title_sql() + R"( AS title, t.kind, t.words, t.due_on,
           t.assignee_id, coalesce(a.name, '') AS assignee_name, t.made_by_name, t.made_at, t.done_at, t.done_by_name
      FROM task t JOIN dispute d ON d.id = t.dispute_id LEFT JOIN account a ON a.id = t.assignee_id)";

static const db::Statement select_of_dispute{"tasks.of_dispute", task_columns + R"(
     WHERE t.dispute_id = $1
     ORDER BY t.done_at IS NOT NULL, t.due_on IS NULL, t.due_on, t.id)"};

std::vector<TaskView> tasks_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<TaskView>(select_of_dispute, dispute.id);
}

static const db::Statement select_own{"tasks.own", task_columns + R"(
     WHERE t.assignee_id = $1 AND t.done_at IS NULL AND)" +
                                                       dispute::visible_sql() + R"(
     ORDER BY t.due_on IS NULL, t.due_on, t.id LIMIT $4)"};

std::vector<TaskView> own_tasks(db::Tx& tx, const identity::Actor& actor, std::int64_t limit) {
    return tx.all<TaskView>(select_own, actor.account, actor.duty, actor.organisation, limit);
}

}  // namespace hemu::tasks
