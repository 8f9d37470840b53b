#include "lines.hpp"

namespace hemu::boards {

// Whom the actor mediates for: named on the dispute as one of its mediators, and it is open.
static const std::string own_cases = R"(
      FROM dispute_person x JOIN dispute d ON d.id = x.dispute_id)";
static const std::string is_own =
    " x.account_id = $1 AND x.role IN ('mediator', 'presiding_mediator') AND x.until_at IS NULL AND ";

struct SessionRow : LineRow {
    Instant planned_at;
    std::string place;
    std::string mode;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (LineRow), (planned_at, place, mode))

static const db::Statement select_sessions{
    "boards.sessions",
    "SELECT " + line_columns() + ", s.planned_at, s.place, s.mode" + own_cases + R"(
      JOIN handling_session s ON s.dispute_id = d.id AND s.revision = d.revision
     WHERE)" +
        is_own + R"(x.closed = FALSE AND s.held_from IS NULL AND s.planned_at >= $4 AND s.planned_at < $5 AND)" +
        dispute::visible_sql() + R"(
     ORDER BY s.planned_at, d.id)"};

static const db::Statement select_calls{"boards.calls", "SELECT " + line_columns() + own_cases + R"(
      JOIN dispute_clock c ON c.dispute_id = d.id AND c.code = 'CONTACT' AND c.ended_at IS NULL
     WHERE)" + is_own + "x.closed = FALSE AND" + dispute::visible_sql() +
                                                            R"(
     ORDER BY d.queue_at, d.id LIMIT 60)"};

static const db::Statement select_papers{"boards.papers", "SELECT " + line_columns() + own_cases + R"(
     WHERE)" + is_own + "x.closed = FALSE AND d.state = 'agreed' AND" +
                                                              dispute::visible_sql() + R"(
     ORDER BY d.queue_at, d.id LIMIT 60)"};

struct VisitRow : LineRow {
    LegalDate planned_on;
};
BOOST_DESCRIBE_STRUCT(VisitRow, (LineRow), (planned_on))

static const db::Statement select_visits{"boards.visits", "SELECT " + line_columns() + ", v.planned_on" + own_cases +
                                                              R"(
      JOIN evaluation_visit v ON v.dispute_id = d.id AND v.revision = d.revision
     WHERE)" + is_own + R"(v.visited_on IS NULL AND v.planned_on <= $4 AND d.state <> 'archived' AND)" +
                                                              dispute::visible_sql() + R"(
     ORDER BY v.planned_on, d.id LIMIT 60)"};

struct PartyRow {
    Id<dispute::Dispute> dispute_id;
    std::string id;
    std::string name;
    std::string side;
    std::optional<std::string> language;
    std::string help;
    std::string needs;
    dispute::Secrecy secrecy = dispute::Secrecy::normal;
};
BOOST_DESCRIBE_STRUCT(PartyRow, (), (dispute_id, id, name, side, language, help, needs, secrecy))

static const std::string party_columns = R"(
    SELECT p.dispute_id, p.id, p.name, p.side, p.language, p.help, p.needs, d.secrecy
      FROM dispute_party p JOIN dispute d ON d.id = p.dispute_id
     WHERE p.dispute_id = $1 AND p.removed_at IS NULL)";

/// Lists keep the names of private and restricted disputes to themselves.
static PartyLine shown(PartyRow&& row) {
    if (row.secrecy != dispute::Secrecy::normal) return {row.dispute_id, row.id, "", row.side, std::nullopt, {}, ""};
    return {row.dispute_id,          row.id,
            std::move(row.name),     row.side,
            std::move(row.language), json::read<std::vector<std::string>>(row.help),
            std::move(row.needs)};
}

static const db::Statement select_parties{"boards.parties", party_columns + " ORDER BY p.position"};

static const db::Statement select_unsigned{"boards.unsigned_parties", party_columns + R"(
       AND p.side <> 'third_party'
       AND NOT EXISTS (SELECT 1 FROM closing_signature g
                        WHERE g.dispute_id = p.dispute_id AND g.revision = d.revision AND g.party_id = p.id
                          AND g.replaced_at IS NULL)
     ORDER BY p.position)"};

/// Parties of these cases; all are asked for at once.
static std::vector<PartyLine> parties_of(db::Tx& tx, const db::Statement& statement,
                                         const std::set<Id<dispute::Dispute>>& ids) {
    std::vector<db::Later<PartyRow>> asked;
    for (const auto& id : ids) asked.push_back(tx.later<PartyRow>(statement, id));
    std::vector<PartyLine> parties;
    for (auto& later : asked)
        for (PartyRow& party : later.all()) parties.push_back(shown(std::move(party)));
    return parties;
}

template <class Line>
static void gather_ids(std::set<Id<dispute::Dispute>>& ids, const std::vector<Line>& lines) {
    for (const Line& line : lines) ids.insert(line.id);
}

DayBoard day_board(db::Tx& tx, const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    const LegalDate today = legal_date(cx.moment);
    DayBoard board;
    for (const auto& row : tx.all<SessionRow>(select_sessions, actor.account, actor.duty, actor.organisation,
                                              start_of(today), start_of(today + 2))) {
        SessionLine& line = board.sessions.emplace_back();
        fill_line(line, row, cx.moment);
        line.planned_at = row.planned_at;
        line.place = row.place;
        line.mode = row.mode;
    }
    board.calls = lines(tx, select_calls, cx.moment, actor.account, actor.duty, actor.organisation);
    board.papers = lines(tx, select_papers, cx.moment, actor.account, actor.duty, actor.organisation);
    for (const auto& row :
         tx.all<VisitRow>(select_visits, actor.account, actor.duty, actor.organisation, today + 2)) {
        VisitLine& line = board.visits.emplace_back();
        fill_line(line, row, cx.moment);
        line.planned_on = row.planned_on;
    }
    std::set<Id<dispute::Dispute>> to_meet;
    gather_ids(to_meet, board.sessions);
    gather_ids(to_meet, board.calls);
    gather_ids(to_meet, board.visits);
    board.parties = parties_of(tx, select_parties, to_meet);
    std::set<Id<dispute::Dispute>> to_sign;
    gather_ids(to_sign, board.papers);
    board.unsigned_parties = parties_of(tx, select_unsigned, to_sign);
    return board;
}

}  // namespace hemu::boards
