// 待办 Which disputes need whom: one query a view, in the order in which they are due or in another that is asked
// for.
#pragma once
#include "claims.hpp"
#include "clocks.hpp"

namespace hemu::dispute {

/// mine: I handle it · my_body: my body holds it · unassigned: my body holds it and nobody handles it · waiting: a
/// party has to sign, to perform or to bring something · on_hold: somebody put it aside until a day, or its periods
/// are paused · new_papers: papers or words of somebody else came in since I last looked, in what I handle or what my
/// body holds and nobody handles · due_today, late: of what I may see · all: what I may see. Closed disputes are in
/// none. What is put aside is not in mine, my_body and unassigned until its day has come.
enum class QueueView { mine, my_body, unassigned, waiting, on_hold, new_papers, due_today, late, all };
BOOST_DESCRIBE_ENUM(QueueView, mine, my_body, unassigned, waiting, on_hold, new_papers, due_today, late, all)

enum class QueueOrder { due, registered, amount, risk, people, state };
BOOST_DESCRIBE_ENUM(QueueOrder, due, registered, amount, risk, people, state)

/// What is asked for: one view, its order, and what its rows have in common.
struct QueueQuery {
    QueueView view = QueueView::my_body;
    QueueOrder order = QueueOrder::due;
    bool descending = false;  ///< `due` knows only one direction: what is due first stands first
    std::optional<State> state = {};
    std::optional<std::string> national_type = {};
    std::optional<Risk> risk = {};
    std::optional<Id<identity::Account>> handler_id = {};
};
BOOST_DESCRIBE_STRUCT(QueueQuery, (), (view, order, descending, state, national_type, risk, handler_id))

/// The seven words of the loop 汇研交办督结评; 督 has no state of its own.
enum class LoopStep { gather, assess, hand_over, handle, supervise, close, evaluate };
BOOST_DESCRIBE_ENUM(LoopStep, gather, assess, hand_over, handle, supervise, close, evaluate)
LoopStep step_of(State);

struct QueueRow {
    Id<Dispute> id;
    std::string number;
    std::string title;
    State state = State::registered;
    LoopStep step = LoopStep::gather;
    Risk risk = Risk::blue;
    std::optional<Difficulty> difficulty;
    Secrecy secrecy = Secrecy::normal;
    std::string national_type;
    Fen amount_fen;
    std::int64_t people_count = 0;
    Id<identity::Organisation> holder_id;
    std::string holder_name;
    std::optional<Id<identity::Account>> handler_id;
    std::optional<std::string> handler_name;
    Hands hands;
    std::optional<Instant> due_at;
    std::optional<std::string> due_code;
    ClockMood mood = ClockMood::fine;
    std::int64_t days_late = 0;              ///< legal days since it was due; 0 unless late
    std::optional<std::string> hold_reason;  ///< a HoldReason, or why its periods are paused
    std::optional<LegalDate> hold_until_on;  ///< from then on it is back; a pause has no such day
    std::int64_t days_on_hold = 0;
    bool came_back = false;  ///< it was put aside, its day has come, and nobody has gone on yet
    Instant registered_at;
};
BOOST_DESCRIBE_STRUCT(QueueRow, (),
                      (id, number, title, state, step, risk, difficulty, secrecy, national_type, amount_fen,
                       people_count, holder_id, holder_name, handler_id, handler_name, hands, due_at, due_code, mood,
                       days_late, hold_reason, hold_until_on, days_on_hold, came_back, registered_at))

/// Of one view: how many there are, and since when the one that waits longest does: since it was registered; for late
/// and due_today since (until) it was due, for on_hold since it was put aside, for new_papers since something came.
struct QueueCount {
    QueueView view = QueueView::mine;
    std::int64_t count = 0;
    std::optional<Instant> oldest_at;
};
BOOST_DESCRIBE_STRUCT(QueueCount, (), (view, count, oldest_at))

struct QueuePage {
    std::vector<QueueRow> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(QueuePage, (), (items, next))

/// Rows after a cursor, from the first when it is empty. Refusal invalid cursor_wrong.
QueuePage page_of(db::Tx&, const QueueQuery&, const std::string& after, std::int64_t limit, const identity::Context&);

/// All views, in the order of QueueView, in one reading.
std::vector<QueueCount> counts_of(db::Tx&, const identity::Context&);

/// The same, at most so old: whoever watches a whole city would else have all its open disputes read at every
/// message. Never older than what the account itself did last on this server.
inline constexpr std::chrono::seconds counts_stay{3};
std::vector<QueueCount> counts_lately(const identity::Context&);
void forget_counts(Id<identity::Account>);

}  // namespace hemu::dispute
