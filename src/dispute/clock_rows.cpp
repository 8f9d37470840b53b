#include "clock_rows.hpp"

namespace hemu::dispute {

static const db::Statement select_clocks{"dispute.clocks", R"(
    SELECT id, code, rule_valid_from, concerns, state, started_at, due_at, soon_at, extended_to_on, extended_on,
           ended_at
      FROM dispute_clock
     WHERE dispute_id = $1
     ORDER BY ended_at IS NOT NULL, due_at, id)"};

db::Later<ClockRow> later_clock_rows(db::Tx& tx, const Dispute& dispute) {
    return tx.later<ClockRow>(select_clocks, dispute.id);
}

std::vector<ClockRow> clock_rows(db::Tx& tx, const Dispute& dispute) {
    return tx.all<ClockRow>(select_clocks, dispute.id);
}

std::optional<Extended> extension_of(const ClockRow& row) {
    if (!row.extended_to_on) return std::nullopt;
    return Extended{*row.extended_to_on, row.extended_on.value_or(legal_date(row.started_at))};
}

static const db::Statement select_pauses{"dispute.clock_pauses", R"(
    SELECT p.clock_id, p.reason, p.from_at, p.to_at
      FROM clock_pause p JOIN dispute_clock c ON c.id = p.clock_id
     WHERE c.dispute_id = $1
     ORDER BY p.from_at, p.id)"};

db::Later<PauseRow> later_pause_rows(db::Tx& tx, const Dispute& dispute) {
    return tx.later<PauseRow>(select_pauses, dispute.id);
}

std::vector<Pause> pauses_of(const std::vector<PauseRow>& rows, std::string_view clock_id) {
    std::vector<Pause> pauses;
    for (const PauseRow& row : rows) {
        if (row.clock_id != clock_id) continue;
        pauses.push_back(
            {row.reason, legal_date(row.from_at), row.to_at ? std::optional(legal_date(*row.to_at)) : std::nullopt});
    }
    return pauses;
}

static const ClockRule* find_rule(const Rules& rules, const ClockRow& clock) {
    for (const ClockRule& rule : *rules)
        if (rule.code == clock.code && rule.valid_from == clock.rule_valid_from) return &rule;
    return nullptr;
}

// Another server may have begun the clock under a version that is not known here yet.
const ClockRule& rule_of(db::Tx& tx, Rules& rules, const ClockRow& clock) {
    if (const ClockRule* rule = find_rule(rules, clock)) return *rule;
    forget_rules();
    rules = clock_rules(tx);
    if (const ClockRule* rule = find_rule(rules, clock)) return *rule;
    throw std::logic_error("clock without rule: " + clock.code);
}

static const db::Statement refresh_due{"dispute.refresh_due", R"(
    UPDATE dispute
       SET due_at = (SELECT c.due_at FROM dispute_clock c
                      WHERE c.dispute_id = $1 AND c.state = 'running' AND c.concerns = 'staff'
                      ORDER BY c.due_at, c.code LIMIT 1),
           due_soon_at = (SELECT c.soon_at FROM dispute_clock c
                           WHERE c.dispute_id = $1 AND c.state = 'running' AND c.concerns = 'staff'
                           ORDER BY c.due_at, c.code LIMIT 1),
           queue_at = coalesce((SELECT c.due_at FROM dispute_clock c
                                 WHERE c.dispute_id = $1 AND c.state = 'running' AND c.concerns = 'staff'
                                 ORDER BY c.due_at, c.code LIMIT 1), $2),
           due_code = (SELECT c.code FROM dispute_clock c
                        WHERE c.dispute_id = $1 AND c.state = 'running' AND c.concerns = 'staff'
                        ORDER BY c.due_at, c.code LIMIT 1)
     WHERE id = $1)"};

void keep_next_due(db::Tx& tx, const Dispute& dispute) { tx.run(refresh_due, dispute.id, far_away); }

static const db::Statement insert_row{"dispute.insert_clock_row", R"(
    INSERT INTO dispute_clock (id, dispute_id, code, rule_valid_from, concerns, state, started_at, due_at, soon_at,
                               extended_to_on, extended_on, reminded_percent)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0))"};

static const db::Statement insert_pause_row{"dispute.insert_pause_row", R"(
    INSERT INTO clock_pause (id, clock_id, reason, from_at, to_at) VALUES ($1, $2, $3, $4, $5))"};

void insert_clock_row(db::Tx& tx, const Dispute& dispute, const StartedClock& clock,
                      const std::vector<PauseRow>& pauses, std::optional<Extended> extended, Instant moment) {
    const auto id = Id<Clock>::fresh(moment);
    const bool paused = std::any_of(pauses.begin(), pauses.end(), [](const PauseRow& pause) { return !pause.to_at; });
    tx.run(insert_row, id, dispute.id, clock.rule.code, clock.rule.valid_from, clock.rule.concerns,
           paused ? "paused" : "running", clock.started_at, clock.due_at, clock.soon_at,
           extended ? std::optional(extended->to_on) : std::nullopt,
           extended ? std::optional(extended->since_on) : std::nullopt);
    for (const PauseRow& pause : pauses)
        tx.run(insert_pause_row, Id<Pause>::fresh(moment), id, pause.reason, pause.from_at, pause.to_at);
}

}  // namespace hemu::dispute
