#include "lines.hpp"

namespace hemu::boards {

// Over a dispute `d` and the body `o` that holds it: $1 the actor's body, $2 now, $3 the beginning of the period, $4
// the least id of a dispute that was registered in it (ids hold the time of registration), $5 the class of bodies.
static const std::string closed_in_period = "d.closed_at >= $3 AND d.state IN ('closed', 'archived')";
static const std::string settled = closed_in_period + " AND d.result IN ('success', 'partial')";
static const std::string in_the_period = "(d.closed_at IS NULL OR d.closed_at >= $3)";

static std::string answered(const std::string& more) {
    return in_the_period +
           " AND EXISTS (SELECT 1 FROM assignment_offer a WHERE a.dispute_id = d.id AND a.answered_at >= $3" + more +
           ")";
}

static std::string condition_of(FigureCode code) {
    switch (code) {
        case FigureCode::registered:
            return "d.id >= $4";
        case FigureCode::open:
            return "d.closed_at IS NULL";
        case FigureCode::late:
            return "d.closed_at IS NULL AND d.queue_at < $2";
        case FigureCode::closed:
            return closed_in_period;
        case FigureCode::settled:
            return settled;
        case FigureCode::on_time:
            return closed_in_period +
                   " AND NOT EXISTS (SELECT 1 FROM dispute_clock c WHERE c.dispute_id = d.id AND c.late_at IS NOT "
                   "NULL)";
        case FigureCode::returned:
            return answered(" AND a.state = 'returned'");
        case FigureCode::at_village:
            return settled + " AND o.level = 'village'";
        case FigureCode::at_town:
            return settled + " AND o.level = 'town'";
        case FigureCode::at_county:
            return settled + " AND o.level = 'county'";
        case FigureCode::at_city:
            return settled + " AND o.level = 'city'";
    }
    return "FALSE";
}

/// What a share is a share of; empty for a plain number.
static std::string whole_of(FigureCode code) {
    switch (code) {
        case FigureCode::late:
            return condition_of(FigureCode::open);
        case FigureCode::settled:
            return closed_in_period + " AND d.result IS NOT NULL";
        case FigureCode::on_time:
            return closed_in_period;
        case FigureCode::returned:
            return answered(" AND a.state IN ('taken', 'returned')");
        case FigureCode::at_village:
        case FigureCode::at_town:
        case FigureCode::at_county:
        case FigureCode::at_city:
            return settled;
        default:
            return "";
    }
}

/// A statement says of every parameter of what type it is, whether its condition needs it or not.
static const std::string in_scope = R"(
      FROM organisation_scope s JOIN organisation o ON o.id = s.under_id JOIN dispute d ON d.holder_id = o.id
     WHERE s.over_id = $1 AND CAST($2 AS timestamptz) IS NOT NULL AND CAST($3 AS timestamptz) IS NOT NULL
       AND CAST($4 AS uuid) IS NOT NULL
       AND ($5 = 'everybody'
            OR $5 = CASE o.kind WHEN 'administrative_body' THEN 'administrative'
                                WHEN 'commercial_body' THEN 'commercial'
                                WHEN 'people_committee' THEN 'peoples'
                                WHEN 'industry_committee' THEN 'peoples'
                                WHEN 'enterprise_committee' THEN 'peoples'
                                WHEN 'mediation_centre' THEN 'peoples'
                                WHEN 'stationed_room' THEN 'peoples'
                                WHEN 'personal_studio' THEN 'peoples' ELSE '' END)
       AND )";

struct FigureStatements {
    explicit FigureStatements(FigureCode figure)
        : code(figure),
          count("boards.count_" + word(), "SELECT count(*) AS count" + in_scope + condition_of(figure)),
          rows("boards.rows_" + word(), "SELECT " + line_columns() + in_scope + condition_of(figure) +
                                            " AND d.id < $8 AND" + dispute::visible_sql("$6", "$7", "$1") +
                                            " ORDER BY d.id DESC LIMIT $9") {
        if (!whole_of(figure).empty())
            whole.emplace("boards.whole_of_" + word(), "SELECT count(*) AS count" + in_scope + whole_of(figure));
    }
    std::string word() const { return std::string(json::enum_word(code)); }

    FigureCode code;
    db::Statement count;
    db::Statement rows;
    std::optional<db::Statement> whole;
};

static const std::array statements_of_figures = {
    FigureStatements(FigureCode::registered), FigureStatements(FigureCode::open),
    FigureStatements(FigureCode::late),       FigureStatements(FigureCode::closed),
    FigureStatements(FigureCode::settled),    FigureStatements(FigureCode::on_time),
    FigureStatements(FigureCode::returned),   FigureStatements(FigureCode::at_village),
    FigureStatements(FigureCode::at_town),    FigureStatements(FigureCode::at_county),
    FigureStatements(FigureCode::at_city)};

struct Period {
    Instant begin;
    Id<dispute::Dispute> first_id;
};

static Period period_of(std::int64_t days, Instant moment) {
    const Instant begin = start_of(legal_date(moment) + -(days - 1));
    auto id = Id<dispute::Dispute>::fresh(begin);
    // Nothing but the time of a fresh id: the least one of its millisecond.
    std::fill(id.bytes.begin() + 6, id.bytes.end(), std::uint8_t{0});
    return {begin, id};
}

std::vector<Figure> figures(db::Tx& tx, const FigureScope& scope, const identity::Context& cx) {
    const Period period = period_of(scope.days, cx.moment);
    const auto ask = [&](const db::Statement& statement) {
        return tx.later<std::int64_t>(statement, cx.actor.organisation, cx.moment, period.begin, period.first_id,
                                      scope.bodies);
    };
    std::vector<db::Later<std::int64_t>> counts;
    std::vector<std::optional<db::Later<std::int64_t>>> wholes;
    for (const FigureStatements& figure : statements_of_figures) {
        counts.push_back(ask(figure.count));
        wholes.push_back(figure.whole ? std::optional(ask(*figure.whole)) : std::nullopt);
    }
    std::vector<Figure> all;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        Figure& figure = all.emplace_back();
        figure.code = statements_of_figures[i].code;
        figure.count = counts[i].one();
        if (wholes[i]) figure.of = wholes[i]->one();
    }
    return all;
}

static Id<dispute::Dispute> cursor_in(const std::string& after) {
    if (after.empty()) return *Id<dispute::Dispute>::parse("ffffffff-ffff-ffff-ffff-ffffffffffff");
    const auto id = Id<dispute::Dispute>::parse(after);
    if (!id) throw Refusal(Fault::invalid, "invalid", {{"after", "cursor_wrong"}});
    return *id;
}

FigureRows rows_of(db::Tx& tx, FigureCode code, const FigureScope& scope, const std::string& after,
                   std::int64_t limit, const identity::Context& cx) {
    const Period period = period_of(scope.days, cx.moment);
    const auto& actor = cx.actor;
    FigureRows page;
    page.items = lines(tx, statements_of_figures[static_cast<std::size_t>(code)].rows, cx.moment, actor.organisation,
                       cx.moment, period.begin, period.first_id, scope.bodies, actor.account, actor.duty,
                       cursor_in(after), limit + 1);
    if (static_cast<std::int64_t>(page.items.size()) > limit) {
        page.items.pop_back();
        page.next = to_text(page.items.back().id);
    }
    return page;
}

}  // namespace hemu::boards
