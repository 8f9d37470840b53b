#include "store.hpp"

namespace hemu::supervision {

using dispute::Dispute;
using identity::Context;

struct OrderContent {
    Id<Order> order_id;
    OrderKind kind = OrderKind::remind;
    LegalDate reply_by_on;
    Id<identity::Organisation> to_organisation_id;
};
BOOST_DESCRIBE_STRUCT(OrderContent, (), (order_id, kind, reply_by_on, to_organisation_id))

struct OrderMoved {
    Id<Order> order_id;
};
BOOST_DESCRIBE_STRUCT(OrderMoved, (), (order_id))

Id<Order> give_order(db::Tx& tx, Dispute& dispute, const OrderForm& form, const Context& cx) {
    refuse_if(why_not_order(form, dispute, legal_date(cx.moment)));
    const auto id = Id<Order>::fresh(cx.moment);
    dispute::record(tx, dispute, "order", cx, OrderContent{id, form.kind, form.reply_by_on, dispute.holder_id});
    insert_order(tx, id, dispute, form, cx);
    return id;
}

static StandingOrder standing(db::Tx& tx, const Dispute& dispute, Id<Order> id) {
    const auto order = find_order(tx, dispute, id);
    if (!order) throw Refusal(Fault::not_found, "order_not_found");
    return *order;
}

static void move(db::Tx& tx, Dispute& dispute, Id<Order> id, const StandingOrder& order, OrderMove step,
                 std::string_view step_word, const std::string& words, const Context& cx) {
    refuse_if(why_not_move(order.state, step));
    dispute::record(tx, dispute, fmt::format("order_{}", step_word), cx, OrderMoved{id});
    move_order(tx, id, order.state, after(step), step_word, words, cx);
}

void reply_to_order(db::Tx& tx, Dispute& dispute, Id<Order> id, const std::string& words, const Context& cx) {
    const StandingOrder order = standing(tx, dispute, id);
    // The dispute may have gone to another body since; who holds it now may answer as well.
    if (cx.actor.organisation != order.to_organisation_id && cx.actor.organisation != dispute.holder_id)
        throw Refusal(Fault::forbidden, "not_the_ordered_body");
    refuse_if(why_not_words(words));
    move(tx, dispute, id, order, OrderMove::reply, "reply", words, cx);
}

void reopen_order(db::Tx& tx, Dispute& dispute, Id<Order> id, const std::string& words, const Context& cx) {
    const StandingOrder order = standing(tx, dispute, id);
    refuse_if(why_not_words(words));
    move(tx, dispute, id, order, OrderMove::reopen, "reopening", words, cx);
}

void close_order(db::Tx& tx, Dispute& dispute, Id<Order> id, const std::string& words, const Context& cx) {
    move(tx, dispute, id, standing(tx, dispute, id), OrderMove::close, "closing", words, cx);
}

std::vector<OrderView> orders_of(db::Tx& tx, const Dispute& dispute) { return list_orders(tx, dispute); }

}  // namespace hemu::supervision
