// 待办 Which disputes need whom: one query a view, in the order in which they are due.
#pragma once
#include "clocks.hpp"

namespace hemu::dispute {

/// mine: I handle it · my_body: my body holds it · unassigned: my body holds it and nobody handles it · late: what I
/// may see and is overdue · all: what I may see. Closed disputes are in none.
enum class QueueView { mine, my_body, unassigned, late, all };
BOOST_DESCRIBE_ENUM(QueueView, mine, my_body, unassigned, late, all)

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
    Id<identity::Organisation> holder_id;
    std::string holder_name;
    std::optional<std::string> handler_name;
    std::optional<Instant> due_at;
    std::optional<std::string> due_code;
    ClockMood mood = ClockMood::fine;
    Instant registered_at;
};
BOOST_DESCRIBE_STRUCT(QueueRow, (),
                      (id, number, title, state, step, risk, difficulty, secrecy, national_type, holder_id,
                       holder_name, handler_name, due_at, due_code, mood, registered_at))

/// Counted up to 1,000; more is shown as 1,000.
struct QueueCounts {
    std::int64_t mine = 0;
    std::int64_t my_body = 0;
    std::int64_t unassigned = 0;
    std::int64_t late = 0;
    std::int64_t all = 0;
};
BOOST_DESCRIBE_STRUCT(QueueCounts, (), (mine, my_body, unassigned, late, all))

struct QueuePage {
    std::vector<QueueRow> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(QueuePage, (), (items, next))

struct FirstPage : QueuePage {
    QueueCounts counts;
};

/// The first rows of a view, and how much there is in all of them.
FirstPage first_page(db::Tx&, QueueView, std::optional<State>, std::int64_t limit, const identity::Context&);

/// after: the cursor of the page before; Refusal invalid cursor_wrong.
QueuePage next_page(db::Tx&, QueueView, std::optional<State>, const std::string& after, std::int64_t limit,
                    const identity::Context&);

}  // namespace hemu::dispute
