// 督 Supervise: watches the clocks, reminds in working hours, gives orders, escalates upward. No verbs.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "clocks.hpp"
#include "jobs.hpp"

namespace hemu::supervision {

extern const identity::Routes routes;

/// 督办单: remind asks for attention, supervise demands an answer by a day.
enum class OrderKind { remind, supervise };
BOOST_DESCRIBE_ENUM(OrderKind, remind, supervise)

/// open: waits for a reply; replied: waits for the supervisor; reopened: the reply was not enough; closed: settled.
enum class OrderState { open, replied, reopened, closed };
BOOST_DESCRIBE_ENUM(OrderState, open, replied, reopened, closed)

struct Order;

struct OrderForm {
    OrderKind kind = OrderKind::remind;
    std::string demand;
    LegalDate reply_by_on;
};
BOOST_DESCRIBE_STRUCT(OrderForm, (), (kind, demand, reply_by_on))

/// What happened to an order after it was given. kind: reply, reopening or closing.
struct OrderStep {
    std::string kind;
    std::string words;
    Instant done_at;
    std::string done_by;
};
BOOST_DESCRIBE_STRUCT(OrderStep, (), (kind, words, done_at, done_by))

/// An order as it was given.
struct OrderHead {
    Id<Order> id;
    OrderKind kind = OrderKind::remind;
    OrderState state = OrderState::open;
    std::string demand;
    LegalDate reply_by_on;
    Id<identity::Organisation> to_organisation_id;
    std::string to_organisation_name;
    Id<identity::Organisation> from_organisation_id;
    std::string from_organisation_name;
    Instant issued_at;
};
BOOST_DESCRIBE_STRUCT(OrderHead, (),
                      (id, kind, state, demand, reply_by_on, to_organisation_id, to_organisation_name,
                       from_organisation_id, from_organisation_name, issued_at))

struct OrderView : OrderHead {
    std::vector<OrderStep> steps;
};
BOOST_DESCRIBE_STRUCT(OrderView, (OrderHead), (steps))

/// Gives an order to the body that holds the dispute. Refusals: invalid (missing, in_the_past), conflict
/// dispute_is_over.
Id<Order> give_order(db::Tx&, dispute::Dispute&, const OrderForm&, const identity::Context&);

/// The holding body answers. Refusals: not_found, conflict order_not_open, forbidden not_the_ordered_body.
void reply_to_order(db::Tx&, dispute::Dispute&, Id<Order>, const std::string& words, const identity::Context&);

/// The supervisor is not content. Refusals: not_found, conflict order_not_replied.
void reopen_order(db::Tx&, dispute::Dispute&, Id<Order>, const std::string& words, const identity::Context&);

/// The supervisor is content. Refusals: not_found, conflict order_is_closed.
void close_order(db::Tx&, dispute::Dispute&, Id<Order>, const std::string& words, const identity::Context&);

std::vector<OrderView> orders_of(db::Tx&, const dispute::Dispute&);

/// What one round of watching did.
struct WatchReport {
    std::int64_t reminders = 0;
    std::int64_t late = 0;
    std::int64_t escalations = 0;
    std::int64_t rights = 0;  ///< of parties, told to them before they end
};

/// One round over all running clocks of staff and all orders without a reply: reminders at the percentages of the
/// settings, late clocks marked, escalation to the body above after some working days. Outside the working hours of a
/// working day it only tells parties of rights that end before the next morning of work; what is sent to them keeps
/// the quiet hours of the notices. Each dispute is one transaction, so that an interrupted round is continued by the
/// next one. `machine` acts in the name of the program.
WatchReport watch(const identity::Context& machine);

/// Watching as a recurring job: its handler, and its row. The surroundings must outlive the runner.
std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

}  // namespace hemu::supervision
