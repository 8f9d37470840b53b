#include "store.hpp"

namespace hemu::supervision {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duties;
using identity::Duty;

static Wanted wanted_in(const std::string& mood) {
    if (mood.empty()) return Wanted::both;
    if (mood == "soon") return Wanted::soon;
    if (mood == "late") return Wanted::late;
    if (mood == "open") return Wanted::open;
    throw Refusal(Fault::invalid, "unknown_word", {{"mood", "unknown_word"}});
}

static Beneath where_in(const http::Request& request, const Context& cx) {
    const bool alone = request.query("alone").value_or("") == "true";
    const auto text = request.query("body");
    if (!text || text->empty()) return {cx.actor.organisation, alone};
    if (const auto id = Id<identity::Organisation>::parse(*text)) return {*id, alone};
    throw Refusal(Fault::invalid, "not_an_id", {{"body", "not_an_id"}});
}

/// What is late or soon will be, at a body and below it.
static http::Reply due_list(const http::Request& request, const Context& cx) {
    const Wanted wanted = wanted_in(request.query("mood").value_or(""));
    const Beneath where = where_in(request, cx);
    const std::string after = request.query("after").value_or("");
    const std::int64_t limit = request.query_number("limit", 50, 1, 200);
    return cx.db.read(
        [&](db::Tx& tx) { return http::ok(list_due(tx, cx.actor, where, wanted, cx.moment, after, limit)); });
}

static http::Reply order_list(const http::Request& request, const Context& cx) {
    std::optional<OrderState> state;
    if (const auto word = request.query("state"); word && !word->empty()) {
        state = json::enum_from_word<OrderState>(*word);
        if (!state) throw Refusal(Fault::invalid, "unknown_word", {{"state", "unknown_word"}});
    }
    const Beneath where = where_in(request, cx);
    const std::string after = request.query("after").value_or("");
    const std::int64_t limit = request.query_number("limit", 50, 1, 200);
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(list_orders_beneath(tx, cx.actor, where, state, legal_date(cx.moment), after, limit));
    });
}

static http::Reply head_reply(http::Reply reply, const Dispute& dispute) {
    return http::with_version(std::move(reply), dispute.version);
}

static http::Reply give(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<OrderForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        give_order(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

struct OrderWords {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(OrderWords, (), (words))

using OrderMover = void (*)(db::Tx&, Dispute&, Id<Order>, const std::string&, const Context&);

template <OrderMover mover>
static http::Reply move_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto order = request.path_id<Order>("order");
    const auto form = request.body<OrderWords>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        mover(tx, found, order, form.words, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply list(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(orders_of(tx, dispute::find(tx, id, cx.actor))); });
}

static const Duties supervisors = {Duty::supervisor, Duty::dispatcher, Duty::leader};
static const Duties listeners = supervisors | Duties(Duty::head);
static const Duties ordered = {Duty::head, Duty::mediator, Duty::clerk, Duty::dispatcher};

static const http::Parameter body_parameter = {"body", "query", "a body; the caller's own when absent", "string",
                                               "uuid"};
static const http::Parameter alone_parameter = {"alone", "query", "true: the body without those below it"};

const identity::Routes routes = {
    identity::get<None, SupervisionPage>("/api/supervision", listeners, due_list,
                                         "What is late or soon will be, at a body and below it",
                                         {body_parameter,
                                          alone_parameter,
                                          {"mood", "query", "soon, late, or open for all; soon and late when absent"},
                                          {"after", "query", "cursor of the page before"},
                                          {"limit", "query", "rows of a page, 1 to 200", "integer"}}),
    identity::get<None, OrderPage>("/api/supervision/orders", listeners, order_list,
                                   "Supervision orders to a body and those below it, newest first",
                                   {body_parameter,
                                    alone_parameter,
                                    {"state", "query", "open, replied, reopened or closed; not closed when absent"},
                                    {"after", "query", "cursor of the page before"},
                                    {"limit", "query", "orders of a page, 1 to 200", "integer"}}),
    identity::post<OrderForm, CaseHead>("/api/disputes/{dispute}/orders", supervisors, give,
                                        "Give a supervision order to the holding body"),
    identity::post<OrderWords, CaseHead>("/api/disputes/{dispute}/orders/{order}/reply", ordered,
                                         move_one<reply_to_order>, "The holding body answers an order"),
    identity::post<OrderWords, CaseHead>("/api/disputes/{dispute}/orders/{order}/reopening", supervisors,
                                         move_one<reopen_order>, "The answer was not enough"),
    identity::post<OrderWords, CaseHead>("/api/disputes/{dispute}/orders/{order}/closing", supervisors,
                                         move_one<close_order>, "The order is settled"),
    identity::get<None, std::vector<OrderView>>("/api/disputes/{dispute}/orders", identity::staff, list,
                                                "Supervision orders with their answers"),
};

}  // namespace hemu::supervision
