// 批量办理 One act on many disputes at once: what would happen is shown first; what happens can be taken back before
// it begins, and stopped; each dispute is a transaction of its own.
#pragma once
#include "assignment.hpp"
#include "claims.hpp"
#include "closing.hpp"
#include "evaluation.hpp"
#include "jobs.hpp"
#include "supervision.hpp"

namespace hemu::bulk {

extern const identity::Routes routes;
std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);

enum class Act { claim, release, hold, note, offer, assign, order, visit_plan, close };
BOOST_DESCRIBE_ENUM(Act, claim, release, hold, note, offer, assign, order, visit_plan, close)

/// What is done to each of them: the act, and the one form that it asks for (claim and release ask for none).
struct What {
    Act act = Act::note;
    std::optional<dispute::HoldForm> hold;
    std::optional<std::string> note;
    std::optional<assignment::OfferForm> offer;
    std::optional<assignment::MediatorsForm> assign;
    std::optional<supervision::OrderForm> order;
    std::optional<evaluation::VisitPlanForm> visit_plan;
    std::optional<closing::ClosingForm> close;
};
BOOST_DESCRIBE_STRUCT(What, (), (act, hold, note, offer, assign, order, visit_plan, close))

struct BulkForm {
    What what;
    std::vector<Id<dispute::Dispute>> dispute_ids;
};
BOOST_DESCRIBE_STRUCT(BulkForm, (), (what, dispute_ids))

inline constexpr std::size_t most_at_once = 500;

/// waiting: would be done, or will be · done · refused: with why · left: the run was stopped before its turn.
enum class ItemState { waiting, done, refused, left };
BOOST_DESCRIBE_ENUM(ItemState, waiting, done, refused, left)

/// number and title are empty when the dispute is out of the reader's sight.
struct ItemView {
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string title;
    ItemState state = ItemState::waiting;
    std::optional<std::string> code;   ///< why it is refused
    std::optional<std::string> field;  ///< of the form, where that is at fault
    std::optional<std::string> words;  ///< the same in the reader's language
};
BOOST_DESCRIBE_STRUCT(ItemView, (), (dispute_id, number, title, state, code, field, words))

/// waiting: may still be taken back · running · stopped: by its maker · ended.
enum class RunState { waiting, running, stopped, ended };
BOOST_DESCRIBE_ENUM(RunState, waiting, running, stopped, ended)

struct Run;

struct RunView {
    Id<Run> id;
    Act act = Act::note;
    RunState state = RunState::waiting;
    Instant made_at;
    Instant begins_at;
    std::optional<Instant> ended_at;
    std::int64_t waiting = 0;
    std::int64_t done = 0;
    std::int64_t refused = 0;
    std::int64_t left = 0;
};
BOOST_DESCRIBE_STRUCT(RunView, (), (id, act, state, made_at, begins_at, ended_at, waiting, done, refused, left))

/// What would happen now to each: everything is tried and rolled back, so a preview says what the act itself says.
/// Refusals: invalid dispute_ids missing or too_many_at_once, the act's form missing; forbidden duty_may_not.
std::vector<ItemView> preview(const BulkForm&, const identity::Context&);

/// Begins after `time_to_take_back`. Refusals as preview.
Id<Run> start(db::Tx&, const BulkForm&, const identity::Context&);
inline constexpr std::chrono::seconds time_to_take_back{10};

/// What is not done yet is left; nothing is half done. Refusals: not_found; conflict run_is_over.
void stop(db::Tx&, Id<Run>, const identity::Context&);

/// Does what the run still has to do, for its maker and with his rights of that moment. May be called again after any
/// interruption.
void carry_on(Id<Run>, const identity::Surroundings&, Instant moment);

/// The actor's own, newest first.
std::vector<RunView> runs_of(db::Tx&, const identity::Actor&, std::int64_t limit);
/// Refusal not_found.
RunView run_of(db::Tx&, Id<Run>, const identity::Actor&);
std::vector<ItemView> items_of(db::Tx&, Id<Run>, const identity::Actor&);

}  // namespace hemu::bulk
