#include "lines.hpp"

namespace hemu::boards {

// $4 now, $5 since when returns are counted. Soon and late as the list of supervision and the queues have them.
static const db::Statement select_bodies{"boards.supervised_bodies", R"(
    WITH held AS (
        SELECT d.holder_id, count(*) AS open,
               count(CASE WHEN d.queue_at > $4 AND d.due_soon_at <= $4 THEN 1 END) AS soon,
               count(CASE WHEN d.queue_at <= $4 THEN 1 END) AS late, min(d.queue_at) AS first_at
          FROM organisation_scope s JOIN dispute d ON d.holder_id = s.under_id
         WHERE s.over_id = $3 AND d.closed_at IS NULL AND)" + dispute::visible_sql() +
                                                                         R"(
         GROUP BY d.holder_id),
    asked AS (
        SELECT r.to_organisation_id, count(CASE WHEN r.state = 'open' THEN 1 END) AS waiting,
               count(CASE WHEN r.state = 'replied' THEN 1 END) AS replied,
               count(CASE WHEN r.state = 'reopened' THEN 1 END) AS reopened
          FROM organisation_scope s JOIN supervision_order r ON r.to_organisation_id = s.under_id
          JOIN dispute d ON d.id = r.dispute_id
         WHERE s.over_id = $3 AND r.state <> 'closed' AND)" + dispute::visible_sql() +
                                                                         R"(
         GROUP BY r.to_organisation_id),
    given_back AS (
        SELECT a.organisation_id, count(*) AS returns
          FROM organisation_scope s JOIN assignment_offer a ON a.organisation_id = s.under_id
          JOIN dispute d ON d.id = a.dispute_id
         WHERE s.over_id = $3 AND a.state = 'returned' AND a.answered_at >= $5 AND)" +
                                                                         dispute::visible_sql() +
                                                                         R"(
         GROUP BY a.organisation_id),
    urged AS (
        SELECT u.organisation_id, count(*) AS urges
          FROM organisation_scope s JOIN case_home_ask u ON u.organisation_id = s.under_id AND u.kind = 'urge'
          JOIN dispute d ON d.id = u.dispute_id
         WHERE s.over_id = $3 AND u.made_at >= $5 AND)" + dispute::visible_sql() +
                                                                         R"(
         GROUP BY u.organisation_id)
    SELECT o.id, o.name, o.kind, o.level, coalesce(h.open, 0) AS open, coalesce(h.soon, 0) AS soon,
           coalesce(h.late, 0) AS late, h.first_at, 0 AS worst_days, coalesce(q.waiting, 0) AS orders_open,
           coalesce(q.replied, 0) AS orders_replied, coalesce(q.reopened, 0) AS orders_reopened,
           coalesce(g.returns, 0) AS returns, coalesce(u.urges, 0) AS urges
      FROM organisation_scope s
      JOIN organisation o ON o.id = s.under_id
      LEFT JOIN held h ON h.holder_id = o.id
      LEFT JOIN asked q ON q.to_organisation_id = o.id
      LEFT JOIN given_back g ON g.organisation_id = o.id
      LEFT JOIN urged u ON u.organisation_id = o.id
     WHERE s.over_id = $3 AND (h.open > 0 OR q.to_organisation_id IS NOT NULL OR g.returns > 0 OR u.urges > 0)
     ORDER BY late DESC, soon DESC, open DESC, o.name)"};

struct BodyRow : SupervisedBody {
    std::optional<Instant> first_at;
};
BOOST_DESCRIBE_STRUCT(BodyRow, (SupervisedBody), (first_at))

static Instant returns_since(Instant moment) { return start_of(legal_date(moment) + -(days_of_returns - 1)); }

std::vector<SupervisedBody> supervised_bodies(db::Tx& tx, const identity::Context& cx) {
    std::vector<SupervisedBody> bodies;
    for (const BodyRow& row : tx.all<BodyRow>(select_bodies, cx.actor.account, cx.actor.duty, cx.actor.organisation,
                                              cx.moment, returns_since(cx.moment))) {
        SupervisedBody& body = bodies.emplace_back(row);
        if (row.late > 0 && row.first_at)
            body.worst_days = legal_date(cx.moment).days_since_epoch() - legal_date(*row.first_at).days_since_epoch();
    }
    return bodies;
}

static const db::Statement select_given_back{"boards.given_back", "SELECT " + line_columns() + R"(
      FROM dispute d
     WHERE d.id IN (SELECT a.dispute_id FROM assignment_offer a
                     WHERE a.organisation_id = $4 AND a.state = 'returned' AND a.answered_at >= $5) AND)" +
                                                                      dispute::visible_sql() + R"(
     ORDER BY d.id DESC LIMIT 200)"};

std::vector<CaseLine> given_back_by(db::Tx& tx, Id<identity::Organisation> body, const identity::Context& cx) {
    return lines(tx, select_given_back, cx.moment, cx.actor.account, cx.actor.duty, cx.actor.organisation, body,
                 returns_since(cx.moment));
}

static const db::Statement select_urged{"boards.urged", "SELECT " + line_columns() + R"(
      FROM dispute d
     WHERE d.id IN (SELECT u.dispute_id FROM case_home_ask u
                     WHERE u.organisation_id = $4 AND u.kind = 'urge' AND u.made_at >= $5) AND)" +
                                                            dispute::visible_sql() + R"(
     ORDER BY d.id DESC LIMIT 200)"};

std::vector<CaseLine> urged_at(db::Tx& tx, Id<identity::Organisation> body, const identity::Context& cx) {
    return lines(tx, select_urged, cx.moment, cx.actor.account, cx.actor.duty, cx.actor.organisation, body,
                 returns_since(cx.moment));
}

}  // namespace hemu::boards
