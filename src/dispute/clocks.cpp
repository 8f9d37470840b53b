#include "clocks.hpp"

#include "calendar.hpp"
#include "clock_store.hpp"

namespace hemu::dispute {

struct Clock;

static const db::Statement select_rules{"dispute.clock_rules", R"(
    SELECT code, valid_from, name_zh, name_en, concerns, started_by, met_by, applies_to, amount, unit, roll_forward,
           pause_reasons, extension, on_expiry, basis, certainty
      FROM clock_rule)"};

static std::mutex rules_guard;
static std::shared_ptr<const std::vector<ClockRule>> kept_rules;
static std::optional<LegalDate> kept_for;

std::vector<ClockRule> read_clock_rules(db::Tx& tx) { return tx.all<ClockRule>(select_rules); }

std::shared_ptr<const std::vector<ClockRule>> clock_rules(db::Tx& tx, std::optional<LegalDate> today) {
    {
        const std::lock_guard lock(rules_guard);
        if (kept_rules && (!today || kept_for == today)) return kept_rules;
    }
    auto read = std::make_shared<const std::vector<ClockRule>>(read_clock_rules(tx));
    if (read->empty()) return read;
    const std::lock_guard lock(rules_guard);
    kept_rules = read;
    kept_for = today;
    return read;
}

void forget_rules() {
    const std::lock_guard lock(rules_guard);
    kept_rules.reset();
}

struct ClockRow {
    std::string id;
    std::string code;
    LegalDate rule_valid_from;
    std::string state;
    Instant started_at;
    Instant due_at;
    Instant soon_at;
    std::optional<LegalDate> extended_to_on;
    std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(ClockRow, (),
                      (id, code, rule_valid_from, state, started_at, due_at, soon_at, extended_to_on, ended_at))

static const db::Statement select_clocks{"dispute.clocks", R"(
    SELECT id, code, rule_valid_from, state, started_at, due_at, soon_at, extended_to_on, ended_at
      FROM dispute_clock
     WHERE dispute_id = $1
     ORDER BY ended_at IS NOT NULL, due_at, id)"};

struct PauseRow {
    std::string clock_id;
    std::string reason;
    Instant from_at;
    std::optional<Instant> to_at;
};
BOOST_DESCRIBE_STRUCT(PauseRow, (), (clock_id, reason, from_at, to_at))

static const db::Statement select_pauses{"dispute.clock_pauses", R"(
    SELECT p.clock_id, p.reason, p.from_at, p.to_at
      FROM clock_pause p JOIN dispute_clock c ON c.id = p.clock_id
     WHERE c.dispute_id = $1
     ORDER BY p.from_at, p.id)"};

static std::vector<Pause> pauses_of(const std::vector<PauseRow>& rows, std::string_view clock_id) {
    std::vector<Pause> pauses;
    for (const PauseRow& row : rows) {
        if (row.clock_id != clock_id) continue;
        pauses.push_back(
            {row.reason, legal_date(row.from_at), row.to_at ? std::optional(legal_date(*row.to_at)) : std::nullopt});
    }
    return pauses;
}

using Rules = std::shared_ptr<const std::vector<ClockRule>>;

static const ClockRule* find_rule(const Rules& rules, const ClockRow& clock) {
    for (const ClockRule& rule : *rules)
        if (rule.code == clock.code && rule.valid_from == clock.rule_valid_from) return &rule;
    return nullptr;
}

/// The version under which the clock began. Another server may have begun it under one that is not known here yet.
static const ClockRule& rule_of(db::Tx& tx, Rules& rules, const ClockRow& clock) {
    if (const ClockRule* rule = find_rule(rules, clock)) return *rule;
    forget_rules();
    rules = clock_rules(tx);
    if (const ClockRule* rule = find_rule(rules, clock)) return *rule;
    throw std::logic_error("clock without rule: " + clock.code);
}

// A period that runs already is not begun anew: a court's thirty days go on when another body takes the dispute.
static const db::Statement insert_clock{"dispute.insert_clock", R"(
    INSERT INTO dispute_clock (id, dispute_id, code, rule_valid_from, concerns, state, started_at, due_at, soon_at,
                               reminded_percent)
    SELECT $1, $2, $3, $4, $5, 'running', $6, $7, $8, 0
     WHERE NOT EXISTS (SELECT 1 FROM dispute_clock c
                        WHERE c.dispute_id = $2 AND c.code = $3 AND c.concerns = 'staff' AND c.ended_at IS NULL))"};

void save_clocks(db::Tx& tx, const Dispute& dispute, const std::vector<StartedClock>& clocks, Instant moment) {
    for (const StartedClock& clock : clocks)
        tx.run(insert_clock, Id<Clock>::fresh(moment), dispute.id, clock.rule.code, clock.rule.valid_from,
               clock.rule.concerns, clock.started_at, clock.due_at, clock.soon_at);
}

static const db::Statement meet_clock{"dispute.meet_clock", R"(
    UPDATE dispute_clock SET state = 'met', ended_at = $3
     WHERE dispute_id = $1 AND code = $2 AND ended_at IS NULL)"};

static const db::Statement end_staff_clocks{"dispute.end_staff_clocks", R"(
    UPDATE dispute_clock SET state = 'ended', ended_at = $2
     WHERE dispute_id = $1 AND concerns = 'staff' AND ended_at IS NULL)"};

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

static bool ends_everything(std::string_view kind) { return kind == "close" || kind == "merge"; }

/// From when the period is counted when this kind of event starts the clock.
static Instant beginning(const ClockRule& rule, const Dispute& dispute, std::string_view kind, Instant moment) {
    const std::string_view mark = mark_of(rule.started_by, kind);
    if (mark == "register") return dispute.registered_at;
    if (mark == "effective" && dispute.effective_on) return start_of(*dispute.effective_on);
    return moment;
}

static bool starts(const ClockRule& rule, std::string_view kind, const ClockSubject& subject) {
    return lists(rule.started_by, kind) && applies(rule, subject);
}

static ClockSubject subject_of(const Dispute& dispute, std::vector<std::string> flags) {
    ClockSubject subject;
    subject.national_type = dispute.national_type;
    if (dispute.difficulty) subject.difficulty = std::string(json::enum_word(*dispute.difficulty));
    subject.channel = json::enum_word(dispute.channel);
    subject.flags = std::move(flags);
    return subject;
}

static std::vector<StartedClock> started_by(db::Tx& tx, const Dispute& dispute, std::string_view kind,
                                            const ClockSubject& subject, Instant moment) {
    std::vector<StartedClock> clocks;
    for (const ClockRule& rule : in_force(*clock_rules(tx, legal_date(moment)), legal_date(moment))) {
        if (!starts(rule, kind, subject)) continue;
        const auto calendar = calendar::load(tx);
        const Instant started_at = beginning(rule, dispute, kind, moment);
        const Instant due_at = due(rule, started_at, {}, std::nullopt, legal_date(moment), *calendar);
        clocks.push_back({rule, started_at, due_at, soon_at(started_at, due_at, *calendar)});
    }
    return clocks;
}

std::vector<StartedClock> clocks_of_registration(db::Tx& tx, Dispute& fresh, const std::vector<std::string>& flags,
                                                 const identity::Context& cx) {
    auto clocks = started_by(tx, fresh, "register", subject_of(fresh, flags), cx.moment);
    const StartedClock* next = nullptr;
    for (const StartedClock& clock : clocks) {
        if (clock.rule.concerns != "staff") continue;
        if (!next || std::tie(clock.due_at, clock.rule.code) < std::tie(next->due_at, next->rule.code)) next = &clock;
    }
    if (next) {
        fresh.due_at = next->due_at;
        fresh.due_soon_at = next->soon_at;
        fresh.due_code = next->rule.code;
    }
    return clocks;
}

void run_clocks(db::Tx& tx, Dispute& dispute, const Event& event, const identity::Context& cx) {
    auto rules = clock_rules(tx);
    bool changed = false;
    bool flags_matter = false;
    for (const ClockRule& rule : *rules) {
        if (lists(rule.met_by, event.kind)) {
            tx.run(meet_clock, dispute.id, rule.code, cx.moment);
            changed = true;
        }
        flags_matter =
            flags_matter || (lists(rule.started_by, event.kind) && rule.applies_to.find("flag") != std::string::npos);
    }
    if (ends_everything(event.kind)) {
        tx.run(end_staff_clocks, dispute.id, cx.moment);
        changed = true;
    }
    const auto subject = subject_of(dispute, flags_matter ? flags_of(tx, dispute) : std::vector<std::string>());
    const auto started = started_by(tx, dispute, event.kind, subject, cx.moment);
    save_clocks(tx, dispute, started, cx.moment);
    if (changed || !started.empty()) tx.run(refresh_due, dispute.id, far_away);
}

ClockMood listed_mood(State state, std::optional<Instant> due_at, std::optional<Instant> due_soon_at,
                      Instant moment) {
    if (state == State::paused) return ClockMood::paused;
    return due_at && due_soon_at ? mood_of(false, *due_soon_at, *due_at, moment) : ClockMood::fine;
}

static std::int64_t days_between(LegalDate from, LegalDate to) {
    return to.days_since_epoch() - from.days_since_epoch();
}

std::vector<ClockView> clocks_of(db::Tx& tx, const Dispute& dispute, Instant moment, std::string_view language) {
    auto later_rows = tx.later<ClockRow>(select_clocks, dispute.id);
    auto later_pauses = tx.later<PauseRow>(select_pauses, dispute.id);
    const auto calendar = calendar::load(tx);
    const auto rows = later_rows.all();
    const auto pause_rows = later_pauses.all();
    auto rules = clock_rules(tx);
    const LegalDate today = legal_date(moment);
    std::vector<ClockView> views;
    for (const ClockRow& row : rows) {
        const ClockRule& rule = rule_of(tx, rules, row);
        const auto pauses = pauses_of(pause_rows, row.id);
        const bool paused = row.state == "paused";
        const Instant due_at =
            paused ? due(rule, row.started_at, pauses, row.extended_to_on, today, *calendar) : row.due_at;
        ClockView view;
        view.id = row.id;
        view.code = row.code;
        view.name = language == "en" ? rule.name_en : rule.name_zh;
        view.state = row.state;
        view.mood = mood_of(paused, row.soon_at, due_at, row.ended_at.value_or(moment));
        view.started_at = row.started_at;
        view.due_at = due_at;
        view.ended_at = row.ended_at;
        view.days_left = days_between(today, legal_date(due_at));
        view.explanation =
            explain(rule, row.started_at, pauses, row.extended_to_on, due_at, today, *calendar, language);
        view.basis = rule.basis;
        view.certainty = rule.certainty;
        views.push_back(std::move(view));
    }
    return views;
}

static std::vector<ClockRow> clocks_in(db::Tx& tx, const Dispute& dispute, std::string_view state) {
    auto rows = tx.all<ClockRow>(select_clocks, dispute.id);
    std::erase_if(rows, [&](const ClockRow& row) { return row.state != state; });
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
    tx.run(refresh_due, dispute.id, far_away);
}

static const db::Statement close_pause{"dispute.close_pause",
                                       "UPDATE clock_pause SET to_at = $2 WHERE clock_id = $1 AND to_at IS NULL"};

static const db::Statement move_clock{"dispute.move_clock", R"(
    UPDATE dispute_clock SET state = 'running', due_at = $2, soon_at = $3, extended_to_on = $4 WHERE id = $1)"};

void resume_clocks(db::Tx& tx, Dispute& dispute, Instant moment) {
    const auto paused = clocks_in(tx, dispute, "paused");
    auto pause_rows = tx.all<PauseRow>(select_pauses, dispute.id);
    for (PauseRow& pause : pause_rows)
        if (!pause.to_at) pause.to_at = moment;
    auto rules = clock_rules(tx);
    const auto calendar = calendar::load(tx);
    for (const ClockRow& row : paused) {
        const Instant due_at = due(rule_of(tx, rules, row), row.started_at, pauses_of(pause_rows, row.id),
                                   row.extended_to_on, legal_date(moment), *calendar);
        tx.run(close_pause, row.id, moment);
        tx.run(move_clock, row.id, due_at, soon_at(row.started_at, due_at, *calendar), row.extended_to_on);
    }
    tx.run(refresh_due, dispute.id, far_away);
}

Verdict why_not_extend(db::Tx& tx, const Dispute& dispute, LegalDate new_end_on) {
    auto rules = clock_rules(tx);
    for (const ClockRow& row : clocks_in(tx, dispute, "running")) {
        if (rule_of(tx, rules, row).extension.empty()) continue;
        if (end_of(new_end_on) <= row.due_at)
            return Verdict::refused(Fault::invalid, "extension_not_later", "new_end_on");
        return {};
    }
    return Verdict::refused(Fault::conflict, "no_clock_to_extend");
}

void extend_clock(db::Tx& tx, Dispute& dispute, LegalDate new_end_on, Instant) {
    auto rules = clock_rules(tx);
    const auto calendar = calendar::load(tx);
    const Instant due_at = end_of(new_end_on);
    for (const ClockRow& row : clocks_in(tx, dispute, "running")) {
        if (rule_of(tx, rules, row).extension.empty() || due_at <= row.due_at) continue;
        tx.run(move_clock, row.id, due_at, soon_at(row.started_at, due_at, *calendar), new_end_on);
    }
    tx.run(refresh_due, dispute.id, far_away);
}

static const db::Statement insert_agreed_clock{"dispute.insert_agreed_clock", R"(
    INSERT INTO dispute_clock (id, dispute_id, code, rule_valid_from, concerns, state, started_at, due_at, soon_at,
                               extended_to_on, reminded_percent)
    VALUES ($1, $2, $3, $4, $5, 'running', $6, $7, $8, $9, 0))"};

void run_until(db::Tx& tx, Dispute& dispute, std::string_view code, std::optional<LegalDate> on, Instant moment) {
    tx.run(meet_clock, dispute.id, code, moment);
    const auto rules = in_force(*clock_rules(tx, legal_date(moment)), legal_date(moment));
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [&](const ClockRule& one) { return one.code == code; });
    if (on && rule != rules.end()) {
        const Instant due_at = end_of(*on);
        tx.run(insert_agreed_clock, Id<Clock>::fresh(moment), dispute.id, code, rule->valid_from, rule->concerns,
               moment, due_at, soon_at(moment, due_at, *calendar::load(tx)), on);
    }
    tx.run(refresh_due, dispute.id, far_away);
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

static const db::Statement select_due{"dispute.due_clocks", R"(
    SELECT c.id, c.dispute_id, c.code, c.started_at, c.due_at, c.reminded_percent, r.on_expiry
      FROM dispute_clock c
      JOIN clock_rule r ON r.code = c.code AND r.valid_from = c.rule_valid_from
     WHERE c.state = 'running' AND c.due_at < $1 AND c.concerns = 'staff' AND c.late_at IS NULL
     ORDER BY c.due_at, c.id
     LIMIT $2)"};

std::vector<DueClock> due_clocks(db::Tx& tx, Instant until, std::int64_t limit) {
    return tx.all<DueClock>(select_due, until, limit);
}

static const db::Statement update_reminded{"dispute.mark_reminded",
                                           "UPDATE dispute_clock SET reminded_percent = $2 WHERE id = $1"};

void mark_reminded(db::Tx& tx, const DueClock& clock, std::int64_t percent) {
    tx.run(update_reminded, clock.id, percent);
}

static const db::Statement update_late{"dispute.mark_late", "UPDATE dispute_clock SET late_at = $2 WHERE id = $1"};

void mark_late(db::Tx& tx, const DueClock& clock, Instant moment) { tx.run(update_late, clock.id, moment); }

static const db::Statement insert_rule{"dispute.insert_clock_rule", R"(
    INSERT INTO clock_rule (code, valid_from, name_zh, name_en, concerns, started_by, met_by, applies_to, amount, unit,
                            roll_forward, pause_reasons, extension, on_expiry, basis, certainty)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (code, valid_from) DO NOTHING)"};

static void save_rule(db::Tx& tx, const ClockRule& rule) {
    tx.run(insert_rule, rule.code, rule.valid_from, rule.name_zh, rule.name_en, rule.concerns, rule.started_by,
           rule.met_by, rule.applies_to, rule.amount, rule.unit, rule.roll_forward, rule.pause_reasons,
           rule.extension, rule.on_expiry, rule.basis, rule.certainty);
}

void load_clock_rules(db::Tx& tx, std::string_view file) {
    for (const ClockRule& rule : json::read<std::vector<ClockRule>>(file)) save_rule(tx, rule);
    tx.after_commit([] { forget_rules(); });
}

static const db::Statement delete_rule{"dispute.delete_clock_rule",
                                       "DELETE FROM clock_rule WHERE code = $1 AND valid_from = $2"};

void set_clock_amount(db::Tx& tx, const std::string& code, std::int64_t amount, LegalDate valid_from,
                      LegalDate today) {
    std::optional<ClockRule> rule;
    for (ClockRule& one : in_force(read_clock_rules(tx), today))
        if (one.code == code) rule = std::move(one);
    if (!rule) throw Refusal(Fault::not_found, "not_found");
    if (!may_change(*rule)) throw Refusal(Fault::conflict, "clock_rule_is_fixed");
    Verdict verdict;
    if (!is_sensible(rule->unit, amount)) verdict.add("amount", "out_of_range");
    if (valid_from <= today) verdict.add("valid_from", "in_the_past");
    refuse_if(verdict);
    tx.run(delete_rule, code, valid_from);
    rule->amount = amount;
    rule->valid_from = valid_from;
    save_rule(tx, *rule);
    tx.after_commit([] { forget_rules(); });
}

}  // namespace hemu::dispute
