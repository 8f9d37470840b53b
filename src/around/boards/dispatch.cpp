#include "calendar.hpp"
#include "lines.hpp"
#include "working_time.hpp"

namespace hemu::boards {

static const db::Statement select_arrivals{"boards.arrivals", "SELECT " + line_columns() + R"(
      FROM dispute d
     WHERE d.closed_at IS NULL AND d.holder_id = $3 AND d.state IN ('registered', 'accepted') AND)" +
                                                                  dispute::visible_sql() + R"(
     ORDER BY d.queue_at, d.id LIMIT 60)"};

struct OfferRow : LineRow {
    std::optional<std::string> to_name;
    Instant offered_at;
    bool binding = false;
    std::optional<Instant> answer_by_at;
};
BOOST_DESCRIBE_STRUCT(OfferRow, (LineRow), (to_name, offered_at, binding, answer_by_at))

// Whoever offered it still sees it: he is named on it as dispatcher; the body's others see what is under them.
static const db::Statement select_offers{"boards.offers", "SELECT " + line_columns() + R"(,
           (SELECT t.name FROM organisation t WHERE t.id = o.organisation_id) AS to_name, o.offered_at, o.binding,
           (SELECT min(c.due_at) FROM dispute_clock c
             WHERE c.dispute_id = d.id AND c.code IN ('SIGN', 'CT-CONF') AND c.state = 'running') AS answer_by_at
      FROM assignment_offer o JOIN dispute d ON d.id = o.dispute_id
     WHERE o.from_organisation_id = $3 AND o.state = 'open' AND d.state = 'offered' AND o.revision = d.revision
       AND d.closed_at IS NULL AND)" + dispute::visible_sql() +
                                                              R"(
     ORDER BY d.queue_at, d.id LIMIT 60)"};

static const db::Statement select_load{"boards.load", R"(
    SELECT o.id, o.name, o.kind, o.level, count(*) AS open, count(CASE WHEN d.queue_at < $2 THEN 1 END) AS late
      FROM organisation_scope s
      JOIN organisation o ON o.id = s.under_id
      JOIN dispute d ON d.holder_id = o.id
     WHERE s.over_id = $1 AND d.closed_at IS NULL
     GROUP BY o.id, o.name, o.kind, o.level
     ORDER BY count(*) DESC, o.name)"};

static const db::Statement select_threshold{
    "boards.returns_before_backstop", "SELECT value FROM assignment_setting WHERE code = 'returns_before_backstop'"};

static std::vector<LevelLoad> summed(const std::vector<BodyLoad>& bodies) {
    std::vector<LevelLoad> levels;
    for (const BodyLoad& body : bodies) {
        auto level =
            std::find_if(levels.begin(), levels.end(), [&](const LevelLoad& one) { return one.level == body.level; });
        if (level == levels.end()) level = levels.insert(levels.end(), {body.level, 0, 0, 0});
        ++level->bodies;
        level->open += body.open;
        level->late += body.late;
    }
    std::sort(levels.begin(), levels.end(),
              [](const LevelLoad& one, const LevelLoad& other) { return one.level < other.level; });
    return levels;
}

DispatchBoard dispatch_board(db::Tx& tx, const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    const auto calendar = calendar::load(tx);
    DispatchBoard board;
    board.arrivals = lines(tx, select_arrivals, cx.moment, actor.account, actor.duty, actor.organisation);
    for (const auto& row : tx.all<OfferRow>(select_offers, actor.account, actor.duty, actor.organisation)) {
        OfferLine& line = board.offers.emplace_back();
        fill_line(line, row, cx.moment);
        line.to_name = row.to_name.value_or("");
        line.offered_at = row.offered_at;
        line.binding = row.binding;
        line.answer_by_at = row.answer_by_at;
        if (row.answer_by_at)
            line.working = working_spans(cx.moment, *row.answer_by_at, cx.config.working_from_minutes,
                                         cx.config.working_to_minutes, *calendar);
    }
    board.load = tx.all<BodyLoad>(select_load, actor.organisation, cx.moment);
    board.levels = summed(board.load);
    if (board.load.size() > 40) board.load.resize(40);
    board.returns_before_backstop = tx.maybe<std::int64_t>(select_threshold).value_or(0);
    return board;
}

}  // namespace hemu::boards
