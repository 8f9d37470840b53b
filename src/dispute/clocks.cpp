#include "clocks.hpp"

#include "calendar.hpp"
#include "clock_rows.hpp"

namespace hemu::dispute {

// A period that runs already is not begun anew: a court's thirty days go on when another body takes the dispute.
static const db::Statement insert_clock{"dispute.insert_clock", R"(
    INSERT INTO dispute_clock (id, dispute_id, code, rule_valid_from, concerns, state, started_at, due_at, soon_at,
                               reminded_percent)
    SELECT $1, $2, $3, $4, $5, 'running', $6, $7, $8, 0
     WHERE NOT EXISTS (SELECT 1 FROM dispute_clock c
                        WHERE c.dispute_id = $2 AND c.code = $3 AND c.ended_at IS NULL))"};

void save_clocks(db::Tx& tx, const Dispute& dispute, const std::vector<StartedClock>& clocks, Instant moment) {
    for (const StartedClock& clock : clocks)
        tx.run(insert_clock, Id<Clock>::fresh(moment), dispute.id, clock.rule.code, clock.rule.valid_from,
               clock.rule.concerns, clock.started_at, clock.due_at, clock.soon_at);
}

// A reopening meets nothing; it ends what belonged to the old agreement.
static const db::Statement meet_clock{"dispute.meet_clock", R"(
    UPDATE dispute_clock SET state = $4, ended_at = $3
     WHERE dispute_id = $1 AND code = $2 AND ended_at IS NULL)"};

static const db::Statement end_staff_clocks{"dispute.end_staff_clocks", R"(
    UPDATE dispute_clock SET state = 'ended', ended_at = $2
     WHERE dispute_id = $1 AND concerns = 'staff' AND ended_at IS NULL)"};

bool ends_everything(std::string_view kind) { return kind == "close" || kind == "merge"; }

Instant beginning(const ClockRule& rule, const Dispute& dispute, std::string_view kind, std::string_view content,
                  Instant moment) {
    const std::string_view mark = mark_of(rule.started_by, kind);
    if (mark.empty()) return moment;
    if (mark == "register") return dispute.registered_at;
    if (mark == "effective") return dispute.effective_on ? start_of(*dispute.effective_on) : moment;
    return named_moment(content, mark).value_or(moment);
}

static bool starts(const ClockRule& rule, std::string_view kind, const ClockSubject& subject) {
    return lists(rule.started_by, kind) && applies(rule, subject);
}

ClockSubject subject_of(const Dispute& dispute, std::vector<std::string> flags) {
    ClockSubject subject;
    subject.national_type = dispute.national_type;
    if (dispute.difficulty) subject.difficulty = std::string(json::enum_word(*dispute.difficulty));
    subject.channel = json::enum_word(dispute.channel);
    subject.flags = std::move(flags);
    return subject;
}

static std::vector<StartedClock> started_by(db::Tx& tx, const Dispute& dispute, std::string_view kind,
                                            std::string_view content, const ClockSubject& subject, Instant moment) {
    const auto rules = clock_rules(tx, legal_date(moment));
    if (std::none_of(rules->begin(), rules->end(), [&](const auto& rule) { return lists(rule.started_by, kind); }))
        return {};
    std::vector<StartedClock> clocks;
    for (const ClockRule* rule : starting(*rules, legal_date(moment))) {
        if (!starts(*rule, kind, subject)) continue;
        const auto calendar = calendar::load(tx);
        const Instant started_at = beginning(*rule, dispute, kind, content, moment);
        const Instant due_at = due(*rule, started_at, {}, std::nullopt, legal_date(moment), *calendar);
        clocks.push_back({*rule, started_at, due_at, soon_at(started_at, due_at, *calendar)});
    }
    return clocks;
}

std::vector<StartedClock> clocks_of_registration(db::Tx& tx, Dispute& fresh, const std::vector<std::string>& flags,
                                                 const identity::Context& cx) {
    auto clocks = started_by(tx, fresh, "register", "", subject_of(fresh, flags), cx.moment);
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

/// The codes that this kind of event meets; a preset that was never adopted has no clock to meet.
static std::set<std::string_view> met_by(const std::vector<ClockRule>& rules, std::string_view kind) {
    std::set<std::string_view> codes;
    for (const ClockRule& rule : rules)
        if (rule.standing != "preset" && lists(rule.met_by, kind)) codes.insert(rule.code);
    return codes;
}

static bool flags_matter(const std::vector<ClockRule>& rules, std::string_view kind) {
    return kind == "grading" || std::any_of(rules.begin(), rules.end(), [&](const ClockRule& rule) {
               return rule.applies_to.find("flag") != std::string::npos && lists(rule.started_by, kind);
           });
}

void run_clocks(db::Tx& tx, Dispute& dispute, const Event& event, const identity::Context& cx) {
    auto rules = clock_rules(tx);
    bool changed = false;
    for (const std::string_view code : met_by(*rules, event.kind)) {
        tx.run(meet_clock, dispute.id, code, cx.moment, event.kind == "reopen" ? "ended" : "met");
        changed = true;
    }
    if (ends_everything(event.kind)) {
        tx.run(end_staff_clocks, dispute.id, cx.moment);
        changed = true;
    }
    changed = move_as_told(tx, dispute, event, rules) || changed;
    const auto subject =
        subject_of(dispute, flags_matter(*rules, event.kind) ? flags_of(tx, dispute) : std::vector<std::string>());
    if (event.kind == "grading") {
        follow_grading(tx, dispute, subject, cx.moment);
        changed = true;
    }
    const auto started = started_by(tx, dispute, event.kind, event.content, subject, cx.moment);
    save_clocks(tx, dispute, started, cx.moment);
    if (changed || !started.empty()) keep_next_due(tx, dispute);
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
    auto later_rows = later_clock_rows(tx, dispute);
    auto later_pauses = later_pause_rows(tx, dispute);
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
        const auto extended = extension_of(row);
        const LegalDate counted_to = row.ended_at ? legal_date(*row.ended_at) : today;
        const Instant due_at =
            paused ? due(rule, row.started_at, pauses, extended, counted_to, *calendar) : row.due_at;
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
        view.explanation = explain(rule, row.started_at, pauses, extended, due_at, counted_to, *calendar, language);
        view.concerns = row.concerns;
        view.basis = rule.basis;
        view.certainty = rule.certainty;
        views.push_back(std::move(view));
    }
    return views;
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

}  // namespace hemu::dispute
