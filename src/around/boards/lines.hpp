// A case as boards show it: its columns and how its row becomes a line.
#pragma once
#include "boards.hpp"

namespace hemu::boards {

struct LineRow {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    dispute::Risk risk = dispute::Risk::blue;
    std::string national_type;
    std::optional<std::string> place_name;
    std::int64_t return_count = 0;
    std::optional<Instant> due_at;
    std::optional<Instant> due_soon_at;
};
BOOST_DESCRIBE_STRUCT(LineRow, (),
                      (id, number, title, state, risk, national_type, place_name, return_count, due_at, due_soon_at))

/// The columns of LineRow over a dispute row named `d`.
std::string line_columns();
void fill_line(CaseLine&, const LineRow&, Instant moment);

/// The lines of a statement that selects line_columns().
template <class... A>
std::vector<CaseLine> lines(db::Tx& tx, const db::Statement& statement, Instant moment, const A&... parameters) {
    std::vector<CaseLine> found;
    for (const LineRow& row : tx.all<LineRow>(statement, parameters...)) fill_line(found.emplace_back(), row, moment);
    return found;
}

}  // namespace hemu::boards
