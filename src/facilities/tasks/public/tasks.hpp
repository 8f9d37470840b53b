// 任务 What somebody asks a colleague to do about a dispute by a day, or to look at (@): seen by whoever sees the
// dispute.
#pragma once
#include "dispute.hpp"

namespace hemu::tasks {

extern const identity::Routes routes;

struct Task;

/// task: to be done by a day · mention: to be looked at.
enum class TaskKind { task, mention };
BOOST_DESCRIBE_ENUM(TaskKind, task, mention)

struct TaskForm {
    TaskKind kind = TaskKind::task;
    std::string words;
    std::optional<LegalDate> due_on;  ///< of a task
    std::vector<Id<identity::Account>> assignee_ids;
};
BOOST_DESCRIBE_STRUCT(TaskForm, (), (kind, words, due_on, assignee_ids))

struct TaskView {
    Id<Task> id;
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string title;
    TaskKind kind = TaskKind::task;
    std::string words;
    std::optional<LegalDate> due_on;
    Id<identity::Account> assignee_id;
    std::string assignee_name;
    std::string made_by_name;
    Instant made_at;
    std::optional<Instant> done_at;
    std::optional<std::string> done_by_name;
};
BOOST_DESCRIBE_STRUCT(TaskView, (),
                      (id, dispute_id, number, title, kind, words, due_on, assignee_id, assignee_name, made_by_name,
                       made_at, done_at, done_by_name))

/// Everything wrong with the form, without looking anywhere. today: the legal date.
Verdict why_not_task(const TaskForm&, LegalDate today);
/// The same of a note, whose mentioned must be among `known` and stand in its words.
struct ColleagueView;
struct NoteForm;
Verdict why_not_note(const NoteForm&, const std::vector<ColleagueView>& known);

/// One for each assignee, who must be of staff now. Refusals: those of why_not_task; invalid assignee_ids
/// unknown_colleague; conflict not_in_this_state when the dispute is closed.
void give_tasks(db::Tx&, dispute::Dispute&, const TaskForm&, const identity::Context&);
/// Free words, and who is asked in them to look: `@` and his name stand in the words, his id beside them.
struct NoteForm {
    std::string words;
    std::optional<std::vector<Id<identity::Account>>> asked_ids;
};
BOOST_DESCRIBE_STRUCT(NoteForm, (), (words, asked_ids))

/// A note, and a task to look at it for everybody who is mentioned. Refusals: invalid words missing, too_long;
/// asked_ids too_many, unknown_colleague, not_in_words; conflict not_in_this_state when somebody is mentioned in a
/// dispute that is closed.
void write_note(db::Tx&, dispute::Dispute&, const NoteForm&, const identity::Context&);
/// By its assignee or whoever gave it. Refusals: not_found; conflict task_is_done; forbidden not_your_task.
void finish_task(db::Tx&, dispute::Dispute&, Id<Task>, const identity::Context&);

/// Of one dispute: open ones first.
std::vector<TaskView> tasks_of(db::Tx&, const dispute::Dispute&);
/// What the actor has to do, due first; only about disputes that he may see.
std::vector<TaskView> own_tasks(db::Tx&, const identity::Actor&, std::int64_t limit);

/// Somebody who can be asked: of the dispute's bodies, or of the caller's own, in a post in which he may see the
/// dispute. initials: of his name in pinyin, for typing.
struct ColleagueView {
    Id<identity::Account> id;
    std::string name;
    std::string initials;
    std::string duty;
    std::string organisation_name;
};
BOOST_DESCRIBE_STRUCT(ColleagueView, (), (id, name, initials, duty, organisation_name))
std::vector<ColleagueView> colleagues(db::Tx&, const dispute::Dispute&, const identity::Context&);

}  // namespace hemu::tasks
