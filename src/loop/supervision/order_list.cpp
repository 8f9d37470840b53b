#include "store.hpp"

namespace hemu::supervision {

// A page of orders: $4 the body, $5 the body alone, $6 the state or nothing, $7 the last order of the page before.
static const std::string page_sql = R"(
    WITH page AS (
        SELECT o.id, o.dispute_id, o.kind, o.state, o.demand, o.reply_by_on, o.to_organisation_id,
               o.from_organisation_id, o.issued_at, d.number, )" +
                                    dispute::listed_title_sql() + R"( AS title
          FROM organisation_scope w
          JOIN supervision_order o ON o.to_organisation_id = w.under_id
          JOIN dispute d ON d.id = o.dispute_id
         WHERE w.over_id = $4 AND (w.under_id = $4 OR NOT CAST($5 AS boolean))
           AND (o.state = $6 OR (CAST($6 AS text) IS NULL AND o.state <> 'closed')) AND o.id < $7 AND)" +
                                    dispute::visible_sql() + R"(
         ORDER BY o.id DESC LIMIT $8))";

struct ListedOrder : OrderHead {
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(ListedOrder, (OrderHead), (dispute_id, number, title))

static const db::Statement select_page{"supervision.order_page", page_sql + R"(
    SELECT p.id, p.dispute_id, p.kind, p.state, p.demand, p.reply_by_on, p.to_organisation_id,
           coalesce(t.name, '') AS to_organisation_name, p.from_organisation_id,
           coalesce(f.name, '') AS from_organisation_name, p.issued_at, p.number, p.title
      FROM page p
      LEFT JOIN organisation t ON t.id = p.to_organisation_id
      LEFT JOIN organisation f ON f.id = p.from_organisation_id
     ORDER BY p.id DESC)"};

static const db::Statement select_page_steps{"supervision.order_page_steps", page_sql + R"(
    SELECT s.order_id, s.kind, s.words, s.done_at, coalesce(a.name, '') AS done_by
      FROM page p
      JOIN supervision_order_step s ON s.order_id = p.id
      LEFT JOIN account a ON a.id = s.done_by_id
     ORDER BY s.done_at, s.id)"};

static OrderLine shown(ListedOrder&& row, LegalDate today) {
    OrderLine line;
    static_cast<OrderHead&>(line) = row;
    line.dispute_id = row.dispute_id;
    line.number = std::move(row.number);
    line.title = std::move(row.title);
    const bool waits = row.state == OrderState::open || row.state == OrderState::reopened;
    line.late = waits && row.reply_by_on < today;
    return line;
}

static Id<Order> cursor_in(const std::string& after) {
    const auto id = Id<Order>::parse(after.empty() ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : after);
    if (!id) throw Refusal(Fault::invalid, "invalid", {{"after", "cursor_wrong"}});
    return *id;
}

OrderPage list_orders_beneath(db::Tx& tx, const identity::Actor& actor, const Beneath& where,
                              std::optional<OrderState> state, LegalDate today, const std::string& after,
                              std::int64_t limit) {
    const auto last = cursor_in(after);
    const auto ask = [&]<class Row>(const db::Statement& statement, std::type_identity<Row>) {
        return tx.later<Row>(statement, actor.account, actor.duty, actor.organisation, where.body, where.alone, state,
                             last, limit + 1);
    };
    auto asked_orders = ask(select_page, std::type_identity<ListedOrder>{});
    auto asked_steps = ask(select_page_steps, std::type_identity<OrderStepRow>{});
    OrderPage page;
    for (ListedOrder& row : asked_orders.all()) page.items.push_back(shown(std::move(row), today));
    for (OrderStepRow& step : asked_steps.all())
        for (OrderLine& line : page.items)
            if (line.id == step.order_id) line.steps.push_back(step);
    if (static_cast<std::int64_t>(page.items.size()) > limit) {
        page.items.pop_back();
        page.next = to_text(page.items.back().id);
    }
    return page;
}

}  // namespace hemu::supervision
