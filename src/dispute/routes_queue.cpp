#include "auditing.hpp"
#include "claims.hpp"
#include "paging.hpp"
#include "queue_export.hpp"
#include "routes_parts.hpp"
#include "sheet.hpp"

namespace hemu::dispute {

using identity::Context;
using identity::Duty;
using identity::None;

/// A described word of the query. Refusal invalid unknown_word.
template <class Enum>
static std::optional<Enum> word_in(const http::Request& request, const std::string& name) {
    const auto word = request.query(name);
    if (!word || word->empty()) return std::nullopt;
    const auto value = json::enum_from_word<Enum>(*word);
    if (!value) throw Refusal(Fault::invalid, "invalid", {{name, "unknown_word"}});
    return value;
}

static std::optional<std::string> text_in(const http::Request& request, std::string_view name) {
    const auto text = request.query(name);
    return text && !text->empty() ? text : std::nullopt;
}

static std::optional<Id<identity::Account>> handler_in(const http::Request& request) {
    const auto text = text_in(request, "handler");
    if (!text) return std::nullopt;
    const auto id = Id<identity::Account>::parse(*text);
    if (!id) throw Refusal(Fault::invalid, "invalid", {{"handler", "unknown_word"}});
    return id;
}

static QueueQuery query_in(const http::Request& request) {
    QueueQuery query;
    query.view = word_in<QueueView>(request, "view").value_or(QueueView::my_body);
    query.order = word_in<QueueOrder>(request, "order").value_or(QueueOrder::due);
    query.descending = request.query("descending").value_or("") == "true";
    query.state = word_in<State>(request, "state");
    query.national_type = text_in(request, "type");
    query.risk = word_in<Risk>(request, "risk");
    query.handler_id = handler_in(request);
    return query;
}

/// The disputes that need the caller or his body.
static http::Reply queue(const http::Request& request, const Context& cx) {
    const QueueQuery query = query_in(request);
    const std::string after = request.query("after").value_or("");
    const std::int64_t limit = identity::limit_of(request);
    return cx.db.read([&](db::Tx& tx) { return http::ok(page_of(tx, query, after, limit, cx)); });
}

static http::Reply counts(const http::Request&, const Context& cx) { return http::ok(counts_lately(cx)); }

struct ExportForm {
    QueueQuery query;
    std::vector<QueueColumn> columns;
    std::optional<std::vector<Id<Dispute>>> dispute_ids;  ///< only these of them
};
BOOST_DESCRIBE_STRUCT(ExportForm, (), (query, columns, dispute_ids))

/// The same rows as a sheet; that it was taken away is audited.
static http::Reply export_queue(const http::Request& request, const Context& cx) {
    const auto form = request.body<ExportForm>();
    return cx.db.transact([&](db::Tx& tx) {
        QueueSheet sheet = queue_sheet(tx, form.query, form.columns, form.dispute_ids, cx);
        std::vector<std::string> fields;
        for (const QueueColumn column : form.columns) fields.emplace_back(json::enum_word(column));
        audit::record(tx,
                      identity::entry_of(cx, request, audit::AuditKind::export_, "queue",
                                         fmt::format("{} {}", json::enum_word(form.query.view), sheet.rows), fields));
        return http::with_header(http::text(std::move(sheet.bytes), std::string(sheet::media_type)), "Hemu-Rows",
                                 std::to_string(sheet.rows));
    });
}

static http::Reply list_saved(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(saved_queues(tx, cx.actor)); });
}

static http::Reply save(const http::Request& request, const Context& cx) {
    const auto form = request.body<SavedQueueForm>();
    return cx.db.transact([&](db::Tx& tx) { return http::created(save_queue(tx, form, cx)); });
}

static http::Reply forget(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<SavedQueue>("saved");
    return cx.db.transact([&](db::Tx& tx) {
        forget_queue(tx, id, cx.actor);
        return http::no_content();
    });
}

/// One act on a dispute that the caller may see; answers its head.
template <class Act>
static http::Reply act_on(const http::Request& request, const Context& cx, Act act) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = find(tx, id, cx.actor);
        act(tx, dispute);
        return http::with_version(http::created(head_of(dispute)), dispute.version);
    });
}

static http::Reply claim_one(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    return act_on(request, cx, [&](db::Tx& tx, Dispute& dispute) { claim(tx, dispute, cx); });
}

static http::Reply release_one(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    return act_on(request, cx, [&](db::Tx& tx, Dispute& dispute) { release(tx, dispute, cx); });
}

static http::Reply hold_one(const http::Request& request, const Context& cx) {
    const auto form = request.body<HoldForm>();
    return act_on(request, cx, [&](db::Tx& tx, Dispute& dispute) { hold(tx, dispute, form, cx); });
}

static http::Reply end_hold_of_one(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    return act_on(request, cx, [&](db::Tx& tx, Dispute& dispute) { end_hold(tx, dispute, cx); });
}

static http::Reply see_one(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    return act_on(request, cx, [&](db::Tx& tx, Dispute& dispute) { mark_seen(tx, dispute, cx); });
}

identity::Routes queue_routes() {
    return {
        identity::get<None, QueuePage>(
            "/api/queue", identity::staff, queue, "Disputes that need me or my body",
            {{"view", "query", "mine, my_body, unassigned, waiting, on_hold, new_papers, due_today, late or all"},
             {"order", "query", "due (first), registered, amount, risk, people or state"},
             {"descending", "query", "true: the largest first; not of due"},
             {"state", "query", "only disputes in this state"},
             {"type", "query", "only of this national type"},
             {"risk", "query", "only of this risk"},
             {"handler", "query", "only those that this account handles", "string", "uuid"},
             {"after", "query", "cursor of the page before"},
             {"limit", "query", "rows a page, at most 200", "integer"}}),
        identity::get<None, std::vector<QueueCount>>("/api/queue/counts", identity::staff, counts,
                                                     "How many there are in each view, and since when")
            .as_unasked(),
        identity::post<ExportForm, None>("/api/queue/export", identity::staff, export_queue,
                                         "What the queue shows, as an Excel sheet")
            .with_output_type(std::string(sheet::media_type))
            .with_status(200),
        identity::get<None, std::vector<SavedQueue>>("/api/queue/saved", identity::staff, list_saved,
                                                     "The caller's saved views"),
        identity::post<SavedQueueForm, SavedQueue>("/api/queue/saved", identity::staff, save,
                                                   "Save a view under a name"),
        identity::del<None, None>("/api/queue/saved/{saved}", identity::staff, forget, "Forget a saved view"),
        identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/claim", workers, claim_one,
                                                "Take a dispute of one's body in hand"),
        identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/release", workers, release_one,
                                                "Give it out of hand again"),
        identity::post<HoldForm, CaseHead>("/api/disputes/{dispute}/hold", workers, hold_one,
                                           "Put a dispute aside until a day"),
        identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/hold_end", workers, end_hold_of_one,
                                                "Take it up again before that day"),
        identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/seen", identity::staff, see_one,
                                                "Everything that came in until now has been seen")
            .as_unasked(),
    };
}

}  // namespace hemu::dispute
