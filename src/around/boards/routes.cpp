#include "boards.hpp"

namespace hemu::boards {

using http::None;
using identity::Context;
using identity::Duty;

template <auto board>
static http::Reply show(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(board(tx, cx)); });
}

const identity::Routes routes = {
    identity::get<None, DispatchBoard>("/api/boards/dispatch", {Duty::dispatcher, Duty::clerk}, show<dispatch_board>,
                                       "Arrivals, offers under way, load by body and level"),
    identity::get<None, DayBoard>("/api/boards/day", {Duty::mediator, Duty::head}, show<day_board>,
                                  "A mediator's sessions, calls, papers and visits"),
    identity::get<None, CommitteeBoard>("/api/boards/committee", Duty::head, show<committee_board>,
                                        "What waits for the head, how old it is, who has how much"),
};

}  // namespace hemu::boards
