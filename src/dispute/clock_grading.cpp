#include "calendar.hpp"
#include "clock_rows.hpp"

namespace hemu::dispute {

struct PastEvent {
    Instant happened_at;
    std::string kind;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(PastEvent, (), (happened_at, kind, content))

static const db::Statement select_events{"dispute.events_of_revision", R"(
    SELECT happened_at, kind, content
      FROM dispute_event
     WHERE dispute_id = $1
       AND number >= (SELECT coalesce(max(r.number), 0) FROM dispute_event r
                       WHERE r.dispute_id = $1 AND r.kind = 'reopen')
     ORDER BY number)"};

struct Begun {
    const ClockRule* rule;
    Instant started_at;
};

/// What would run now if the dispute had been what it is now from the beginning of the revision: rules with
/// conditions, in the version of the day on which they were started.
static std::map<std::string_view, Begun> should_run(const std::vector<ClockRule>& rules, const Dispute& dispute,
                                                    const ClockSubject& subject,
                                                    const std::vector<PastEvent>& events) {
    std::map<std::string_view, Begun> running;
    for (const PastEvent& event : events) {
        std::erase_if(running, [&](const auto& one) {
            const ClockRule& rule = *one.second.rule;
            return lists(rule.met_by, event.kind) || (rule.concerns == "staff" && ends_everything(event.kind));
        });
        for (const ClockRule* rule : starting(rules, legal_date(event.happened_at))) {
            if (rule->applies_to.empty() || !lists(rule->started_by, event.kind) || !applies(*rule, subject))
                continue;
            running.try_emplace(rule->code,
                                Begun{rule, beginning(*rule, dispute, event.kind, event.content, event.happened_at)});
        }
    }
    return running;
}

/// The pauses of the dispute since then that the rule knows, each once.
static std::vector<PauseRow> pauses_for(const ClockRule& rule, Instant since, const std::vector<PauseRow>& all) {
    std::vector<PauseRow> found;
    for (const PauseRow& pause : all) {
        const bool known = std::any_of(found.begin(), found.end(), [&](const PauseRow& one) {
            return one.reason == pause.reason && one.from_at == pause.from_at;
        });
        if (!known && since <= pause.from_at && lists(rule.pause_reasons, pause.reason)) found.push_back(pause);
    }
    return found;
}

static std::vector<Pause> on_days(const std::vector<PauseRow>& rows) {
    std::vector<Pause> pauses;
    for (const PauseRow& row : rows)
        pauses.push_back(
            {row.reason, legal_date(row.from_at), row.to_at ? std::optional(legal_date(*row.to_at)) : std::nullopt});
    return pauses;
}

static const db::Statement end_clock{"dispute.end_clock",
                                     "UPDATE dispute_clock SET state = 'ended', ended_at = $2 WHERE id = $1"};

/// Ends what applies no longer. Returns the later end that had been agreed of each way of extending.
static std::map<std::string, Extended> end_unfit(db::Tx& tx, Rules& rules, const std::vector<ClockRow>& rows,
                                                 const ClockSubject& subject, Instant moment) {
    std::map<std::string, Extended> agreed;
    for (const ClockRow& row : rows) {
        const ClockRule& rule = rule_of(tx, rules, row);
        if (row.ended_at || applies(rule, subject)) continue;
        tx.run(end_clock, row.id, moment);
        const auto extended = extension_of(row);
        if (!extended || !extended_by_consent(rule)) continue;
        const auto [found, fresh] = agreed.try_emplace(rule.extension, *extended);
        if (!fresh && found->second.to_on < extended->to_on) found->second = *extended;
    }
    return agreed;
}

void follow_grading(db::Tx& tx, const Dispute& dispute, const ClockSubject& subject, Instant moment) {
    auto later_rows = later_clock_rows(tx, dispute);
    auto later_pauses = later_pause_rows(tx, dispute);
    const auto events = tx.all<PastEvent>(select_events, dispute.id);
    const auto rows = later_rows.all();
    const auto pauses = later_pauses.all();
    const auto calendar = calendar::load(tx);
    auto rules = clock_rules(tx, legal_date(moment));
    const auto agreed = end_unfit(tx, rules, rows, subject, moment);
    for (const auto& [code, begun] : should_run(*rules, dispute, subject, events)) {
        const auto runs = std::any_of(rows.begin(), rows.end(), [&, sought = code](const ClockRow& row) {
            return row.code == sought && !row.ended_at;
        });
        if (runs) continue;
        const auto own = pauses_for(*begun.rule, begun.started_at, pauses);
        const auto days = on_days(own);
        auto due_at = due(*begun.rule, begun.started_at, days, std::nullopt, legal_date(moment), *calendar);
        const auto later_end = agreed.find(begun.rule->extension);
        std::optional<Extended> extended;
        if (later_end != agreed.end() && due_at < end_of(later_end->second.to_on)) extended = later_end->second;
        if (extended) due_at = due(*begun.rule, begun.started_at, days, extended, legal_date(moment), *calendar);
        const Instant soon = soon_at(begun.started_at, due_at, *calendar);
        insert_clock_row(tx, dispute, {*begun.rule, begun.started_at, due_at, soon}, own, extended, moment);
    }
}

}  // namespace hemu::dispute
