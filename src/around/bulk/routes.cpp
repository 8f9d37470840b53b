#include "http_server.hpp"
#include "paging.hpp"
#include "rules.hpp"
#include "store.hpp"

namespace hemu::bulk {

using http::None;
using identity::Context;

static std::vector<ItemView> in_words(std::vector<ItemView> items, const http::Request& request) {
    for (ItemView& item : items)
        if (item.code && request.words) item.words = std::string(request.words->find(*item.code, request.language));
    return items;
}

/// Nothing is changed by it, whatever it tries.
static http::Reply preview_one(const http::Request& request, const Context& cx) {
    return http::ok(in_words(preview(request.body<BulkForm>(), cx), request));
}

static http::Reply start_one(const http::Request& request, const Context& cx) {
    const auto form = request.body<BulkForm>();
    return cx.db.transact([&](db::Tx& tx) {
        const auto id = start(tx, form, cx);
        return http::created(run_of(tx, id, cx.actor));
    });
}

static http::Reply stop_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Run>("run");
    return cx.db.transact([&](db::Tx& tx) {
        stop(tx, id, cx);
        return http::ok(run_of(tx, id, cx.actor));
    });
}

static http::Reply list(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(runs_of(tx, cx.actor, identity::limit_of(request))); });
}

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Run>("run");
    return cx.db.read([&](db::Tx& tx) { return http::ok(run_of(tx, id, cx.actor)); });
}

static http::Reply items(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Run>("run");
    return cx.db.read([&](db::Tx& tx) {
        run_of(tx, id, cx.actor);
        return http::ok(in_words(items_of(tx, id, cx.actor), request));
    });
}

static http::Reply acts(const http::Request&, const Context& cx) { return http::ok(acts_of(cx.actor.duty)); }

const identity::Routes routes = {
    identity::get<None, std::vector<Act>>("/api/bulk/acts", identity::staff, acts,
                                          "Acts that the caller's duty may do to many disputes"),
    identity::post<BulkForm, std::vector<ItemView>>("/api/bulk/preview", identity::staff, preview_one,
                                                    "What an act would do to many disputes")
        .with_status(200),
    identity::post<BulkForm, RunView>("/api/bulk", identity::staff, start_one, "Do an act to many disputes"),
    identity::get<None, std::vector<RunView>>("/api/bulk", identity::staff, list, "The caller's runs, newest first",
                                              {{"limit", "query", "at most 200", "integer"}})
        .as_unasked(),
    identity::get<None, RunView>("/api/bulk/{run}", identity::staff, show, "How far a run is").as_unasked(),
    identity::get<None, std::vector<ItemView>>("/api/bulk/{run}/items", identity::staff, items,
                                               "What became of each dispute of a run"),
    identity::del<None, RunView>("/api/bulk/{run}", identity::staff, stop_one,
                                 "Take a run back before it begins, or leave its rest"),
};

}  // namespace hemu::bulk
