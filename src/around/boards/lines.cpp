#include "lines.hpp"

namespace hemu::boards {

std::string line_columns() {
    return "d.id, d.number, " + dispute::listed_title_sql() +
           " AS title, d.state, d.risk, d.national_type,"
           " (SELECT p.full_name FROM place p WHERE p.code = d.place_code) AS place_name, d.return_count, d.due_at,"
           " d.due_soon_at";
}

void fill_line(CaseLine& line, const LineRow& row, Instant moment) {
    line.id = row.id;
    line.number = row.number;
    line.title = row.title;
    line.state = row.state;
    line.risk = row.risk;
    line.national_type = row.national_type;
    line.place_name = row.place_name.value_or("");
    line.return_count = row.return_count;
    line.due_at = row.due_at;
    line.mood = dispute::listed_mood(row.state, row.due_at, row.due_soon_at, moment);
}

}  // namespace hemu::boards
