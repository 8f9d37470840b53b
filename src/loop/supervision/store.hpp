// Rows of supervision: clocks as watched, reminders, orders with their steps, escalations, settings.
#pragma once
#include "rules.hpp"

namespace hemu::supervision {

Settings settings(db::Tx&, const config::Config&);

/// A running clock of staff with what was said about it so far.
struct Watched {
    std::string id;
    Id<dispute::Dispute> dispute_id;
    std::string code;
    Instant started_at;
    Instant due_at;
    std::int64_t reminded_percent = 0;
    std::optional<Instant> late_at;
    std::string on_expiry;
    Id<identity::Organisation> holder_id;
    std::int64_t level = 0;  ///< up to which it was escalated
};
BOOST_DESCRIBE_STRUCT(Watched, (),
                      (id, dispute_id, code, started_at, due_at, reminded_percent, late_at, on_expiry, holder_id,
                       level))
/// The next clocks after the one that ended the page before, earliest due first.
std::vector<Watched> watched_after(db::Tx&, Instant due_at, const std::string& id, std::int64_t limit);
/// The same clock now, when it still runs.
std::optional<Watched> watched_now(db::Tx&, const std::string& id);
/// How long the clock stood still.
std::chrono::microseconds paused_time(db::Tx&, const std::string& clock_id);

/// A running clock of the parties that is soon over, and of which they were not told yet.
struct EndingRight {
    std::string id;
    Id<dispute::Dispute> dispute_id;
    std::string code;
    Instant due_at;
};
BOOST_DESCRIBE_STRUCT(EndingRight, (), (id, dispute_id, code, due_at))
std::vector<EndingRight> ending_rights(db::Tx&, Instant moment, Instant due_before, std::int64_t limit);
/// Whether that is so still.
bool is_untold(db::Tx&, const EndingRight&);

/// Tells the parties of each, one transaction a dispute. Returns of how many.
std::int64_t tell_of_rights(const identity::Context&, Instant due_before);

void save_reminder(db::Tx&, const Watched&, std::int64_t percent, Instant moment);

struct WaitingOrder {
    std::string id;
    Id<dispute::Dispute> dispute_id;
    LegalDate reply_by_on;
    Id<identity::Organisation> to_organisation_id;
    std::int64_t level = 0;
};
BOOST_DESCRIBE_STRUCT(WaitingOrder, (), (id, dispute_id, reply_by_on, to_organisation_id, level))
/// Orders without a reply whose day is over, oldest first.
std::vector<WaitingOrder> overdue_orders(db::Tx&, LegalDate today, std::int64_t limit);

/// Says that a subject (clock or order) was told to a body at a level; false when that had been said before.
bool save_escalation(db::Tx&, std::string_view subject, const std::string& subject_id, std::int64_t level,
                     Id<dispute::Dispute>, Id<identity::Organisation>, Instant moment);

void insert_order(db::Tx&, Id<Order>, const dispute::Dispute&, const OrderForm&, const identity::Context&);
struct StandingOrder {
    OrderState state = OrderState::open;
    Id<identity::Organisation> to_organisation_id;
};
BOOST_DESCRIBE_STRUCT(StandingOrder, (), (state, to_organisation_id))
std::optional<StandingOrder> find_order(db::Tx&, const dispute::Dispute&, Id<Order>);
void move_order(db::Tx&, Id<Order>, OrderState from, OrderState to, std::string_view step, const std::string& words,
                const identity::Context&);
std::vector<OrderView> list_orders(db::Tx&, const dispute::Dispute&);

struct OrderStepRow : OrderStep {
    Id<Order> order_id;
};
BOOST_DESCRIBE_STRUCT(OrderStepRow, (OrderStep), (order_id))

/// A body and everything below it; `alone`: the body itself.
struct Beneath {
    Id<identity::Organisation> body;
    bool alone = false;
};

/// A dispute in the list of what is late or soon will be.
struct SupervisionRow {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    dispute::Risk risk = dispute::Risk::blue;
    std::optional<dispute::Difficulty> difficulty;
    std::string national_type;
    Id<identity::Organisation> holder_id;
    std::string holder_name;
    std::optional<std::string> handler_name;
    std::string due_code;
    std::optional<Instant> due_at;
    dispute::ClockMood mood = dispute::ClockMood::soon;
    std::int64_t open_orders = 0;
    std::int64_t escalated_level = 0;
};
BOOST_DESCRIBE_STRUCT(SupervisionRow, (),
                      (id, number, title, state, risk, difficulty, national_type, holder_id, holder_name,
                       handler_name, due_code, due_at, mood, open_orders, escalated_level))

/// both: soon or late; open: all that are not closed.
enum class Wanted { soon, late, both, open };
struct SupervisionPage {
    std::vector<SupervisionRow> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(SupervisionPage, (), (items, next))
/// Open disputes that the actor may see, due first. after: cursor of the page before, empty for the first; Refusal
/// invalid cursor_wrong.
SupervisionPage list_due(db::Tx&, const identity::Actor&, const Beneath&, Wanted, Instant moment,
                         const std::string& after, std::int64_t limit);

/// An order with the dispute it is about. late: it waits for an answer, and its day is over.
struct OrderLine : OrderView {
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string title;
    bool late = false;
};
BOOST_DESCRIBE_STRUCT(OrderLine, (OrderView), (dispute_id, number, title, late))

struct OrderPage {
    std::vector<OrderLine> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(OrderPage, (), (items, next))
/// Orders to a body, or to it and those below, newest first. state: none means those that are not closed.
/// Refusal invalid cursor_wrong.
OrderPage list_orders_beneath(db::Tx&, const identity::Actor&, const Beneath&, std::optional<OrderState> state,
                              LegalDate today, const std::string& after, std::int64_t limit);

}  // namespace hemu::supervision
