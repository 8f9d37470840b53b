#include "lines.hpp"

namespace hemu::boards {

/// Cases that the actor's body holds, in one state.
static std::string held_in(const std::string& condition) {
    return "SELECT " + line_columns() + " FROM dispute d WHERE d.holder_id = $3 AND " + condition + " AND" +
           dispute::visible_sql() + " ORDER BY d.queue_at, d.id LIMIT 60";
}

static const db::Statement select_to_take{"boards.to_take", held_in("d.closed_at IS NULL AND d.state = 'offered'")};
// What another level asks this body to take on; its lead holds it until then.
static const db::Statement select_passed_here{"boards.passed_here", "SELECT " + line_columns() + R"(
      FROM dispute_body b JOIN dispute d ON d.id = b.dispute_id
     WHERE b.organisation_id = $3 AND b.role = 'offered' AND b.until_at IS NULL AND b.closed = FALSE
       AND d.holder_id <> $3 AND)" + dispute::visible_sql() + " ORDER BY d.queue_at, d.id LIMIT 60"};
static const db::Statement select_to_assign{"boards.to_assign", held_in("d.closed_at IS NULL AND d.state = 'taken'")};
// Every party of either side and a mediator have signed; the committee's seal is missing.
static const db::Statement select_to_seal{"boards.to_seal", held_in(R"(d.closed_at IS NULL AND d.state = 'agreed'
       AND NOT EXISTS (SELECT 1 FROM closing_seal l WHERE l.dispute_id = d.id AND l.revision = d.revision AND l.replaced_at IS NULL)
       AND EXISTS (SELECT 1 FROM closing_signature m
                    WHERE m.dispute_id = d.id AND m.revision = d.revision AND m.mediator_id IS NOT NULL
                      AND m.replaced_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM dispute_party p
                        WHERE p.dispute_id = d.id AND p.removed_at IS NULL AND p.side <> 'third_party'
                          AND NOT EXISTS (SELECT 1 FROM closing_signature g
                                           WHERE g.dispute_id = d.id AND g.revision = d.revision AND g.party_id = p.id
                                             AND g.replaced_at IS NULL)))")};
// What was closed long ago and never archived is found too: the newest first.
static const db::Statement select_to_archive{
    "boards.to_archive",
    "SELECT " + line_columns() +
        " FROM dispute d WHERE d.holder_id = $3 AND d.state = 'closed' AND d.closed_at > $4 AND" +
        dispute::visible_sql() + " ORDER BY d.closed_at DESC, d.id LIMIT 60"};

static const db::Statement select_ageing{"boards.ageing", R"(
    SELECT count(CASE WHEN d.registered_on > $2 THEN 1 END) AS days_7,
           count(CASE WHEN d.registered_on <= $2 AND d.registered_on > $3 THEN 1 END) AS days_15,
           count(CASE WHEN d.registered_on <= $3 AND d.registered_on > $4 THEN 1 END) AS days_30,
           count(CASE WHEN d.registered_on <= $4 THEN 1 END) AS older
      FROM dispute d WHERE d.holder_id = $1 AND d.closed_at IS NULL)"};

static const db::Statement select_staff{"boards.staff", R"(
    SELECT a.id, a.name, count(d.id) AS open, count(CASE WHEN d.queue_at < $3 THEN 1 END) AS late,
           min(d.registered_at) AS oldest_at
      FROM post p
      JOIN account a ON a.id = p.account_id
      LEFT JOIN dispute d ON d.handler_id = a.id AND d.closed_at IS NULL AND d.holder_id = $1
     WHERE p.organisation_id = $1 AND p.duty IN ('mediator', 'head') AND p.ended_at IS NULL AND p.from_on <= $2
       AND (p.to_on IS NULL OR p.to_on >= $2)
     GROUP BY a.id, a.name
     ORDER BY count(d.id) DESC, a.name)"};

CommitteeBoard committee_board(db::Tx& tx, const identity::Context& cx) {
    const identity::Actor& actor = cx.actor;
    const LegalDate today = legal_date(cx.moment);
    const auto held = [&](const db::Statement& statement) {
        return lines(tx, statement, cx.moment, actor.account, actor.duty, actor.organisation);
    };
    CommitteeBoard board;
    board.to_take = held(select_to_take);
    for (CaseLine& line : held(select_passed_here)) board.to_take.push_back(std::move(line));
    board.to_assign = held(select_to_assign);
    board.to_seal = held(select_to_seal);
    board.to_archive =
        lines(tx, select_to_archive, cx.moment, actor.account, actor.duty, actor.organisation, start_of(today + -90));
    board.ageing = tx.one<Ageing>(select_ageing, actor.organisation, today + -7, today + -15, today + -30);
    board.staff = tx.all<StaffLoad>(select_staff, actor.organisation, today, cx.moment);
    return board;
}

}  // namespace hemu::boards
