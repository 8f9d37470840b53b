#include "store.hpp"

#include "db_settings.hpp"

namespace hemu::supervision {

using dispute::Dispute;

static const db::Statement select_settings{"supervision.settings", "SELECT code, value FROM supervision_setting"};

Settings settings(db::Tx& tx, const config::Config& config) {
    Settings settings;
    settings.day_starts_minute = config.working_from_minutes;
    settings.day_ends_minute = config.working_to_minutes;
    return db::read_settings(tx, select_settings, settings);
}

static const std::string watched_columns = R"(
    SELECT c.id, c.dispute_id, c.code, c.started_at, c.due_at, c.reminded_percent, c.late_at, r.on_expiry,
           d.holder_id,
           (SELECT coalesce(max(e.level), 0) FROM supervision_escalation e WHERE e.subject_id = c.id) AS level
      FROM dispute_clock c
      JOIN clock_rule r ON r.code = c.code AND r.valid_from = c.rule_valid_from
      JOIN dispute d ON d.id = c.dispute_id
     WHERE c.state = 'running' AND c.concerns = 'staff')";

static const db::Statement select_watched{"supervision.watched_after", watched_columns + R"(
       AND (c.due_at, c.id) > ($1, $2)
     ORDER BY c.due_at, c.id
     LIMIT $3)"};

std::vector<Watched> watched_after(db::Tx& tx, Instant due_at, const std::string& id, std::int64_t limit) {
    return tx.all<Watched>(select_watched, due_at, id, limit);
}

static const db::Statement select_watched_now{"supervision.watched_now", watched_columns + " AND c.id = $1"};

std::optional<Watched> watched_now(db::Tx& tx, const std::string& id) {
    return tx.maybe<Watched>(select_watched_now, id);
}

static const db::Statement select_rights{"supervision.rights", R"(
    SELECT c.id, c.dispute_id, c.code, c.due_at
      FROM dispute_clock c
     WHERE c.state = 'running' AND c.concerns = 'party' AND c.reminded_percent < 100
       AND c.soon_at <= $1 AND c.due_at >= $1 AND c.due_at < $2
     ORDER BY c.soon_at, c.id
     LIMIT $3)"};

std::vector<EndingRight> ending_rights(db::Tx& tx, Instant moment, Instant due_before, std::int64_t limit) {
    return tx.all<EndingRight>(select_rights, moment, due_before, limit);
}

static const db::Statement select_untold{"supervision.right_untold", R"(
    SELECT count(*) FROM dispute_clock WHERE id = $1 AND state = 'running' AND reminded_percent < 100)"};

bool is_untold(db::Tx& tx, const EndingRight& right) { return tx.one<std::int64_t>(select_untold, right.id) == 1; }

struct PauseRow {
    Instant from_at;
    Instant to_at;
};
BOOST_DESCRIBE_STRUCT(PauseRow, (), (from_at, to_at))

static const db::Statement select_pauses{"supervision.paused_time", R"(
    SELECT from_at, to_at FROM clock_pause WHERE clock_id = $1 AND to_at IS NOT NULL)"};

std::chrono::microseconds paused_time(db::Tx& tx, const std::string& clock_id) {
    std::chrono::microseconds sum{0};
    for (const PauseRow& pause : tx.all<PauseRow>(select_pauses, clock_id)) sum += pause.to_at - pause.from_at;
    return sum;
}

static const db::Statement insert_reminder{"supervision.save_reminder", R"(
    INSERT INTO supervision_reminder (clock_id, percent, dispute_id, organisation_id, code, due_at, reminded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (clock_id, percent, due_at) DO NOTHING)"};

void save_reminder(db::Tx& tx, const Watched& clock, std::int64_t percent, Instant moment) {
    tx.run(insert_reminder, clock.id, percent, clock.dispute_id, clock.holder_id, clock.code, clock.due_at, moment);
}

static const db::Statement select_overdue{"supervision.overdue_orders", R"(
    SELECT o.id, o.dispute_id, o.reply_by_on, o.to_organisation_id,
           (SELECT coalesce(max(e.level), 0) FROM supervision_escalation e WHERE e.subject_id = o.id) AS level
      FROM supervision_order o
     WHERE o.state IN ('open', 'reopened') AND o.reply_by_on < $1
     ORDER BY o.reply_by_on, o.id
     LIMIT $2)"};

std::vector<WaitingOrder> overdue_orders(db::Tx& tx, LegalDate today, std::int64_t limit) {
    return tx.all<WaitingOrder>(select_overdue, today, limit);
}

static const db::Statement insert_escalation{"supervision.save_escalation", R"(
    INSERT INTO supervision_escalation (subject_id, level, subject, dispute_id, organisation_id, escalated_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (subject_id, level) DO NOTHING)"};

bool save_escalation(db::Tx& tx, std::string_view subject, const std::string& subject_id, std::int64_t level,
                     Id<Dispute> dispute, Id<identity::Organisation> body, Instant moment) {
    return tx.changed(insert_escalation, subject_id, level, subject, dispute, body, moment) == 1;
}

static const db::Statement insert_order_row{"supervision.insert_order", R"(
    INSERT INTO supervision_order (id, dispute_id, kind, state, demand, reply_by_on, to_organisation_id,
                                   from_organisation_id, issued_by_id, issued_at, changed_at)
    VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $9))"};

void insert_order(db::Tx& tx, Id<Order> id, const Dispute& dispute, const OrderForm& form,
                  const identity::Context& cx) {
    tx.run(insert_order_row, id, dispute.id, form.kind, form.demand, form.reply_by_on, dispute.holder_id,
           cx.actor.organisation, cx.actor.account, cx.moment);
}

static const db::Statement select_order{"supervision.find_order", R"(
    SELECT state, to_organisation_id FROM supervision_order WHERE dispute_id = $1 AND id = $2)"};

std::optional<StandingOrder> find_order(db::Tx& tx, const Dispute& dispute, Id<Order> id) {
    return tx.maybe<StandingOrder>(select_order, dispute.id, id);
}

static const db::Statement update_order{"supervision.move_order", R"(
    UPDATE supervision_order SET state = $3, changed_at = $4 WHERE id = $1 AND state = $2)"};

static const db::Statement insert_step{"supervision.insert_step", R"(
    INSERT INTO supervision_order_step (id, order_id, kind, words, done_at, done_by_id)
    VALUES ($1, $2, $3, $4, $5, $6))"};

void move_order(db::Tx& tx, Id<Order> id, OrderState from, OrderState to, std::string_view step,
                const std::string& words, const identity::Context& cx) {
    tx.must_change(update_order, id, from, to, cx.moment);
    tx.run(insert_step, Id<OrderStep>::fresh(cx.moment), id, step, words, cx.moment, cx.actor.account);
}

static const db::Statement select_orders{"supervision.orders", R"(
    SELECT o.id, o.kind, o.state, o.demand, o.reply_by_on, o.to_organisation_id,
           coalesce(t.name, '') AS to_organisation_name, o.from_organisation_id,
           coalesce(f.name, '') AS from_organisation_name, o.issued_at
      FROM supervision_order o
      LEFT JOIN organisation t ON t.id = o.to_organisation_id
      LEFT JOIN organisation f ON f.id = o.from_organisation_id
     WHERE o.dispute_id = $1
     ORDER BY o.issued_at DESC, o.id)"};

static const db::Statement select_steps{"supervision.order_steps", R"(
    SELECT s.order_id, s.kind, s.words, s.done_at, coalesce(a.name, '') AS done_by
      FROM supervision_order_step s
      JOIN supervision_order o ON o.id = s.order_id
      LEFT JOIN account a ON a.id = s.done_by_id
     WHERE o.dispute_id = $1
     ORDER BY s.done_at, s.id)"};

std::vector<OrderView> list_orders(db::Tx& tx, const Dispute& dispute) {
    auto asked_orders = tx.later<OrderHead>(select_orders, dispute.id);
    auto asked_steps = tx.later<OrderStepRow>(select_steps, dispute.id);
    std::vector<OrderView> views;
    for (OrderHead& head : asked_orders.all()) views.push_back({std::move(head), {}});
    for (OrderStepRow& step : asked_steps.all())
        for (OrderView& view : views)
            if (view.id == step.order_id) view.steps.push_back(std::move(step));
    return views;
}

/// $4 the body, $5 now, $6 and $7 due after and until, $8 and $9 the cursor, $10 also what is neither soon nor late.
static std::string due_sql(const std::string& held) {
    return "WITH page AS (SELECT d.id, d.queue_at FROM dispute d WHERE d.closed_at IS NULL AND " + held + R"(
           AND d.queue_at > $6 AND d.queue_at <= $7 AND (d.due_soon_at <= $5 OR CAST($10 AS boolean))
           AND (d.queue_at, d.id) > ($8, $9) AND)" +
           dispute::visible_sql() + R"(
         ORDER BY d.queue_at, d.id LIMIT $11)
    SELECT d.id, d.number, )" +
           dispute::listed_title_sql() + R"( AS title, d.state, d.risk, d.difficulty,
           d.national_type, d.holder_id, coalesce(h.name, '') AS holder_name, a.name AS handler_name,
           coalesce(d.due_code, '') AS due_code, d.due_at,
           CASE WHEN d.queue_at <= $5 THEN 'late' WHEN d.due_soon_at <= $5 THEN 'soon' ELSE 'fine' END AS mood,
           (SELECT count(*) FROM supervision_order o
             WHERE o.dispute_id = d.id AND o.state IN ('open', 'reopened')) AS open_orders,
           (SELECT coalesce(max(e.level), 0) FROM supervision_escalation e
             WHERE e.dispute_id = d.id) AS escalated_level, d.queue_at
      FROM page
      JOIN dispute d ON d.id = page.id
      LEFT JOIN organisation h ON h.id = d.holder_id
      LEFT JOIN account a ON a.id = d.handler_id
     ORDER BY page.queue_at, page.id)";
}

static const db::Statement select_due_at{"supervision.list_due_at", due_sql("d.holder_id = $4")};
// No join, so that the city's order is walked until the page is full.
static const db::Statement select_due_beneath{
    "supervision.list_due_beneath",
    due_sql("1 = (SELECT 1 FROM organisation_scope w WHERE w.over_id = $4 AND w.under_id = d.holder_id)")};

struct DueRow : SupervisionRow {
    Instant queue_at;
};
BOOST_DESCRIBE_STRUCT(DueRow, (SupervisionRow), (queue_at))

struct Cursor {
    Instant due_at;
    Id<Dispute> id;
};

/// A cursor is the place in the queue and the id of the last row.
static Cursor cursor_in(const std::string& after) {
    if (after.empty()) return {};
    const std::size_t bar = after.find('|');
    const auto due_at = parse_instant(std::string_view(after).substr(0, bar));
    const auto id = bar == std::string::npos ? std::nullopt : Id<Dispute>::parse(after.substr(bar + 1));
    if (!due_at || !id) throw Refusal(Fault::invalid, "cursor_wrong", {{"after", "cursor_wrong"}});
    return {*due_at, *id};
}

SupervisionPage list_due(db::Tx& tx, const identity::Actor& actor, const Beneath& where, Wanted wanted,
                         Instant moment, const std::string& after, std::int64_t limit) {
    static constexpr Instant never{253402300799000000};  // the last second of the year 9999
    const Instant from = wanted == Wanted::soon ? moment : Instant{0};
    const Instant to = wanted == Wanted::late ? moment : never;
    const Cursor cursor = cursor_in(after);
    const auto rows = tx.all<DueRow>(where.alone ? select_due_at : select_due_beneath, actor.account, actor.duty,
                                     actor.organisation, where.body, moment, from, to, cursor.due_at, cursor.id,
                                     wanted == Wanted::open, limit + 1);
    SupervisionPage page;
    for (const DueRow& row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            const DueRow& last = rows[page.items.size() - 1];
            page.next = to_json_text(last.queue_at) + "|" + to_text(last.id);
            break;
        }
        page.items.push_back(row);
    }
    return page;
}

}  // namespace hemu::supervision
