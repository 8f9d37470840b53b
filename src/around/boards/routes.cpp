#include "boards.hpp"
#include "paging.hpp"

namespace hemu::boards {

using http::None;
using identity::Context;
using identity::Duty;

template <auto board>
static http::Reply show(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(board(tx, cx)); });
}

static FigureScope scope_in(const http::Request& request) {
    const auto bodies = json::enum_from_word<MediationClass>(request.query("bodies").value_or("everybody"));
    if (!bodies) throw Refusal(Fault::invalid, "invalid", {{"bodies", "unknown_word"}});
    return {request.query_number("days", 30, 1, 366), *bodies};
}

static http::Reply show_figures(const http::Request& request, const Context& cx) {
    const auto scope = scope_in(request);
    return cx.db.read([&](db::Tx& tx) { return http::ok(figures(tx, scope, cx)); });
}

static http::Reply show_rows(const http::Request& request, const Context& cx) {
    const auto code = json::enum_from_word<FigureCode>(request.path_text("figure"));
    if (!code) throw Refusal(Fault::not_found, "not_found");
    const auto scope = scope_in(request);
    return cx.db.read([&](db::Tx& tx) {
        return http::ok(
            rows_of(tx, *code, scope, request.query("after").value_or(""), identity::limit_of(request), cx));
    });
}

template <auto lines_of>
static http::Reply show_of_body(const http::Request& request, const Context& cx) {
    const auto body = request.path_id<identity::Organisation>("organisation");
    return cx.db.read([&](db::Tx& tx) { return http::ok(lines_of(tx, body, cx)); });
}

static constexpr identity::Duties watchers{Duty::leader, Duty::supervisor, Duty::dispatcher};

static const http::Parameter days_parameter{"days", "query", "of the period, 1 to 366; 30 when absent", "integer"};
static const http::Parameter bodies_parameter{
    "bodies", "query", "whose disputes: everybody (when absent), peoples, administrative, commercial"};

const identity::Routes routes = {
    identity::get<None, DispatchBoard>("/api/boards/dispatch", {Duty::dispatcher, Duty::clerk}, show<dispatch_board>,
                                       "Arrivals, offers under way, load by body and level"),
    identity::get<None, DayBoard>("/api/boards/day", {Duty::mediator, Duty::head}, show<day_board>,
                                  "A mediator's sessions, calls, papers and visits"),
    identity::get<None, CommitteeBoard>("/api/boards/committee", Duty::head, show<committee_board>,
                                        "What waits for the head, how old it is, who has how much"),
    identity::get<None, std::vector<SupervisedBody>>("/api/boards/supervision", watchers, show<supervised_bodies>,
                                                     "What is soon or late, ordered and given back, by body"),
    identity::get<None, std::vector<CaseLine>>("/api/boards/supervision/{organisation}/returns", watchers,
                                               show_of_body<given_back_by>,
                                               "The disputes that a body has given back"),
    identity::get<None, std::vector<CaseLine>>("/api/boards/supervision/{organisation}/urges", watchers,
                                               show_of_body<urged_at>,
                                               "The disputes in which parties have urged a body"),
    identity::get<None, std::vector<Figure>>("/api/boards/figures", watchers, show_figures,
                                             "Figures of the caller's body and those below it",
                                             {days_parameter, bodies_parameter}),
    identity::get<None, FigureRows>("/api/boards/figures/{figure}", watchers, show_rows,
                                    "The disputes that a figure counts",
                                    {days_parameter,
                                     bodies_parameter,
                                     {"after", "query", "cursor of the page before"},
                                     {"limit", "query", "rows a page, at most 200", "integer"}}),
};

}  // namespace hemu::boards
