// Clocks that stand still, go on and get a later end.
#include "calendar.hpp"
#include "clock_rows.hpp"
#include "clocks.hpp"

namespace hemu::dispute {

/// Those that bind the body that holds the dispute; partners have their own time.
static std::vector<ClockRow> clocks_in(db::Tx& tx, const Dispute& dispute, std::string_view state) {
    auto rows = clock_rows(tx, dispute);
    std::erase_if(rows, [&](const ClockRow& row) { return row.state != state || row.concerns != "staff"; });
    return rows;
}

static std::vector<ClockRule> running_rules(db::Tx& tx, const Dispute& dispute) {
    auto rules = clock_rules(tx);
    std::vector<ClockRule> running;
    for (const ClockRow& row : clocks_in(tx, dispute, "running")) running.push_back(rule_of(tx, rules, row));
    return running;
}

std::vector<std::string> pause_reasons(db::Tx& tx, const Dispute& dispute) {
    return common_pause_reasons(running_rules(tx, dispute));
}

Verdict why_not_pause(db::Tx& tx, const Dispute& dispute, std::string_view reason) {
    const auto allowed = pause_reasons(tx, dispute);
    if (std::find(allowed.begin(), allowed.end(), reason) != allowed.end()) return {};
    return Verdict::refused(Fault::invalid, "pause_reason_not_allowed", "reason");
}

static const db::Statement insert_pause{"dispute.insert_pause", R"(
    INSERT INTO clock_pause (id, clock_id, reason, from_at, to_at) VALUES ($1, $2, $3, $4, NULL))"};

static const db::Statement update_clock_state{"dispute.pause_clock",
                                              "UPDATE dispute_clock SET state = 'paused' WHERE id = $1"};

// A paused dispute is put aside without a day; the verb that goes on ends it.
static const db::Statement put_aside{
    "dispute.put_aside_paused",
    "UPDATE dispute SET hold_reason = $2, hold_since_at = $3, hold_until_at = $4 WHERE id = $1"};

void pause_clocks(db::Tx& tx, Dispute& dispute, std::string_view reason, Instant moment) {
    auto rules = clock_rules(tx);
    for (const ClockRow& row : clocks_in(tx, dispute, "running")) {
        if (!lists(rule_of(tx, rules, row).pause_reasons, reason)) continue;
        tx.run(update_clock_state, row.id);
        tx.run(insert_pause, Id<Pause>::fresh(moment), row.id, reason, moment);
    }
    tx.run(put_aside, dispute.id, reason, moment, far_away);
    keep_next_due(tx, dispute);
}

static const db::Statement close_pause{"dispute.close_pause",
                                       "UPDATE clock_pause SET to_at = $2 WHERE clock_id = $1 AND to_at IS NULL"};

static const db::Statement move_clock{"dispute.move_clock", R"(
    UPDATE dispute_clock
       SET state = 'running', due_at = $2, soon_at = $3, extended_to_on = $4, extended_on = $5
     WHERE id = $1)"};

static void move(db::Tx& tx, const ClockRow& row, Instant due_at, std::optional<Extended> extended,
                 const WorkingCalendar& calendar) {
    tx.run(move_clock, row.id, due_at, soon_at(row.started_at, due_at, calendar),
           extended ? std::optional(extended->to_on) : std::nullopt,
           extended ? std::optional(extended->since_on) : std::nullopt);
}

/// Ends the open pauses of these clocks, whose ends move by them.
static void go_on(db::Tx& tx, const Dispute& dispute, const std::vector<ClockRow>& clocks, Rules& rules,
                  Instant moment) {
    auto pauses = later_pause_rows(tx, dispute).all();
    for (PauseRow& pause : pauses)
        if (!pause.to_at) pause.to_at = moment;
    const auto calendar = calendar::load(tx);
    for (const ClockRow& row : clocks) {
        const Instant due_at = due(rule_of(tx, rules, row), row.started_at, pauses_of(pauses, row.id),
                                   extension_of(row), legal_date(moment), *calendar);
        tx.run(close_pause, row.id, moment);
        move(tx, row, due_at, extension_of(row), *calendar);
    }
}

void resume_clocks(db::Tx& tx, Dispute& dispute, Instant moment) {
    auto rules = clock_rules(tx);
    go_on(tx, dispute, clocks_in(tx, dispute, "paused"), rules, moment);
    keep_next_due(tx, dispute);
}

Verdict why_not_extend(db::Tx& tx, const Dispute& dispute, LegalDate new_end_on) {
    auto rules = clock_rules(tx);
    for (const ClockRow& row : clocks_in(tx, dispute, "running")) {
        if (!extended_by_consent(rule_of(tx, rules, row))) continue;
        if (end_of(new_end_on) <= row.due_at)
            return Verdict::refused(Fault::invalid, "extension_not_later", "new_end_on");
        return {};
    }
    return Verdict::refused(Fault::conflict, "no_clock_to_extend");
}

void extend_clock(db::Tx& tx, Dispute& dispute, LegalDate new_end_on, Instant moment) {
    auto rules = clock_rules(tx);
    const auto calendar = calendar::load(tx);
    const Instant due_at = end_of(new_end_on);
    for (const ClockRow& row : clocks_in(tx, dispute, "running")) {
        if (!extended_by_consent(rule_of(tx, rules, row)) || due_at <= row.due_at) continue;
        move(tx, row, due_at, Extended{new_end_on, legal_date(moment)}, *calendar);
    }
    keep_next_due(tx, dispute);
}

static const db::Statement meet_agreed{"dispute.meet_agreed_clock", R"(
    UPDATE dispute_clock SET state = 'met', ended_at = $3
     WHERE dispute_id = $1 AND code = $2 AND ended_at IS NULL)"};

void run_until(db::Tx& tx, Dispute& dispute, std::string_view code, std::optional<LegalDate> on, Instant moment) {
    tx.run(meet_agreed, dispute.id, code, moment);
    const auto rules = clock_rules(tx, legal_date(moment));
    for (const ClockRule* rule : starting(*rules, legal_date(moment))) {
        if (!on || rule->code != code) continue;
        const Instant due_at = end_of(*on);
        insert_clock_row(tx, dispute, {*rule, moment, due_at, soon_at(moment, due_at, *calendar::load(tx))}, {},
                         Extended{*on, legal_date(moment)}, moment);
    }
    keep_next_due(tx, dispute);
}

bool extension_needs_committee(db::Tx& tx, const Dispute& dispute) {
    const auto rules = running_rules(tx, dispute);
    return std::any_of(rules.begin(), rules.end(),
                       [](const ClockRule& rule) { return rule.extension == "committee_and_both"; });
}

bool is_period_over(db::Tx& tx, const Dispute& dispute, Instant moment) {
    auto rules = clock_rules(tx);
    const auto rows = clocks_in(tx, dispute, "running");
    return std::any_of(rows.begin(), rows.end(), [&](const ClockRow& row) {
        return row.due_at < moment && ends_mediation(rule_of(tx, rules, row));
    });
}

static std::vector<ClockRow> partner_clocks(db::Tx& tx, const Dispute& dispute, std::string_view state) {
    auto rows = clock_rows(tx, dispute);
    std::erase_if(rows, [&](const ClockRow& row) { return row.state != state || row.concerns != "partner"; });
    return rows;
}

static void pause_partners(db::Tx& tx, const Dispute& dispute, std::string_view reason, Rules& rules,
                           Instant moment) {
    for (const ClockRow& row : partner_clocks(tx, dispute, "running")) {
        if (!lists(rule_of(tx, rules, row).pause_reasons, reason)) continue;
        tx.run(update_clock_state, row.id);
        tx.run(insert_pause, Id<Pause>::fresh(moment), row.id, reason, moment);
    }
}

static void resume_partners(db::Tx& tx, const Dispute& dispute, std::string_view reason, Rules& rules,
                            Instant moment) {
    auto rows = partner_clocks(tx, dispute, "paused");
    std::erase_if(rows, [&](const ClockRow& row) { return !lists(rule_of(tx, rules, row).pause_reasons, reason); });
    go_on(tx, dispute, rows, rules, moment);
}

/// The day that was told, at most as many units later as the rule grants.
static std::optional<LegalDate> granted_end(const ClockRule& rule, const ClockRow& row, const Event& event,
                                            const std::vector<Pause>& pauses, const WorkingCalendar& calendar) {
    const auto told = named_moment(event.content, "until_on");
    const auto most = extending(rule)->most;
    if (!most) return told ? std::optional(legal_date(*told)) : std::nullopt;
    ClockRule longer = rule;
    longer.amount += *most;
    const Instant latest = due(longer, row.started_at, pauses, std::nullopt, legal_date(event.happened_at), calendar);
    return legal_date(told ? std::min(*told, latest) : latest);
}

static bool extend_as_told(db::Tx& tx, const Dispute& dispute, const Event& event, Rules& rules) {
    bool changed = false;
    for (const ClockRow& row : clock_rows(tx, dispute)) {
        const ClockRule& rule = rule_of(tx, rules, row);
        const auto by = extending(rule);
        if (row.state != "running" || !by || by->event != event.kind) continue;
        const auto calendar = calendar::load(tx);
        const auto pauses = pauses_of(later_pause_rows(tx, dispute).all(), row.id);
        const auto end = granted_end(rule, row, event, pauses, *calendar);
        if (!end || end_of(*end) <= row.due_at) continue;
        move(tx, row, end_of(*end), Extended{*end, legal_date(event.happened_at)}, *calendar);
        changed = true;
    }
    return changed;
}

bool move_as_told(db::Tx& tx, const Dispute& dispute, const Event& event, Rules& rules) {
    std::string_view kind = event.kind;
    constexpr std::string_view begun = "_begun";
    constexpr std::string_view ended = "_ended";
    if (kind.ends_with("_extended")) return extend_as_told(tx, dispute, event, rules);
    if (kind.ends_with(begun)) {
        kind.remove_suffix(begun.size());
        pause_partners(tx, dispute, kind, rules, event.happened_at);
    } else if (kind.ends_with(ended)) {
        kind.remove_suffix(ended.size());
        resume_partners(tx, dispute, kind, rules, event.happened_at);
    }
    return false;
}

}  // namespace hemu::dispute
