#include "paging.hpp"
#include "tasks.hpp"

namespace hemu::tasks {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;

static http::Reply give(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<TaskForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        give_tasks(tx, found, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply add_note(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<NoteForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        write_note(tx, found, form, cx);
        return http::created(dispute::head_of(found));
    });
}

static http::Reply finish(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto task = request.path_id<Task>("task");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        finish_task(tx, found, task, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply list(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(tasks_of(tx, dispute::find(tx, id, cx.actor))); });
}

static http::Reply list_colleagues(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(colleagues(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply list_own(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(own_tasks(tx, cx.actor, identity::limit_of(request))); });
}

const identity::Routes routes = {
    identity::get<None, std::vector<TaskView>>("/api/tasks", identity::staff, list_own,
                                               "What the caller was asked to do or to look at",
                                               {{"limit", "query", "at most 200", "integer"}}),
    identity::get<None, std::vector<TaskView>>("/api/disputes/{dispute}/tasks", identity::staff, list,
                                               "Tasks of a dispute, open ones first"),
    identity::get<None, std::vector<ColleagueView>>("/api/disputes/{dispute}/colleagues", identity::staff,
                                                    list_colleagues, "Who can be asked"),
    identity::post<TaskForm, CaseHead>("/api/disputes/{dispute}/tasks", identity::staff, give,
                                       "Ask colleagues to do something, or to look"),
    identity::post<NoteForm, CaseHead>("/api/disputes/{dispute}/notes", identity::staff, add_note,
                                       "Add a note, and ask those who are mentioned in it to look"),
    identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/tasks/{task}/done", identity::staff, finish,
                                            "It is done"),
};

}  // namespace hemu::tasks
