#include "clock_counting.hpp"

namespace hemu::dispute {

/// A pause that begins on the last day still stops the period, so its first day is left out and the day of going on
/// is counted; when it begins with the period, whose first day is not counted anyhow, the other way round.
static bool is_paused(LegalDate day, LegalDate start, const std::vector<Pause>& pauses, LegalDate today) {
    return std::any_of(pauses.begin(), pauses.end(), [&](const Pause& pause) {
        const LegalDate to = pause.to_on.value_or(std::max(pause.from_on, today));
        return pause.from_on == start ? start < day && day <= to : pause.from_on <= day && day < to;
    });
}

static LegalDate count_days(LegalDate start, std::int64_t amount, bool working_days_only,
                            const std::vector<Pause>& pauses, LegalDate today, const WorkingCalendar& calendar) {
    LegalDate day = start;
    for (std::int64_t counted = 0; counted < amount;) {
        day = day + 1;
        if (is_paused(day, start, pauses, today)) continue;
        if (working_days_only && !calendar.is_working_day(day)) continue;
        ++counted;
    }
    return day;
}

static LegalDate count_back(LegalDate start, std::int64_t amount, bool working_days_only,
                            const WorkingCalendar& calendar) {
    LegalDate day = start;
    for (std::int64_t counted = 0; counted < amount;) {
        day = day + -1;
        if (!working_days_only || calendar.is_working_day(day)) ++counted;
    }
    return day;
}

LegalDate plain_end(const ClockRule& rule, LegalDate start, const std::vector<Pause>& pauses, LegalDate today,
                    const WorkingCalendar& calendar) {
    const bool working = rule.unit == ClockUnit::working_day;
    switch (rule.unit) {
        case ClockUnit::hour:
        case ClockUnit::agreed:
            return start;
        case ClockUnit::day:
        case ClockUnit::working_day:
            if (rule.amount < 0) return count_back(start, -rule.amount, working, calendar);
            return count_days(start, rule.amount, working, pauses, today, calendar);
        case ClockUnit::month: {
            const LegalDate end = add_months(start, static_cast<int>(rule.amount));
            return end < start ? end : count_days(start, end - start, false, pauses, today, calendar);
        }
    }
    return start;
}

LegalDate rolled(const ClockRule& rule, LegalDate end, const WorkingCalendar& calendar) {
    if (!rule.roll_forward) return end;
    if (rule.amount >= 0) return calendar.roll_forward(end);
    while (!calendar.is_working_day(end)) end = end + -1;
    return end;
}

/// What was left of the extended period when it was agreed is counted on after the pauses that came later.
LegalDate moved_end(const ClockRule& rule, const Extended& extended, const std::vector<Pause>& pauses,
                    LegalDate today, const WorkingCalendar& calendar) {
    const auto later = pauses_since(pauses, extended.since_on);
    if (later.empty() || extended.to_on <= extended.since_on) return extended.to_on;
    const bool working = rule.unit == ClockUnit::working_day;
    const std::int64_t left = working ? calendar.working_days_between(extended.since_on, extended.to_on)
                                      : extended.to_on - extended.since_on;
    return std::max(extended.to_on, count_days(extended.since_on, left, working, later, today, calendar));
}

std::vector<Pause> pauses_since(const std::vector<Pause>& pauses, LegalDate day) {
    std::vector<Pause> later;
    for (const Pause& pause : pauses)
        if (day <= pause.from_on) later.push_back(pause);
    return later;
}

Instant first_full_hour(Instant moment) {
    constexpr std::int64_t hour = std::chrono::microseconds(std::chrono::hours(1)).count();
    return {(moment.microseconds / hour + 1) * hour};
}

Instant due(const ClockRule& rule, Instant started_at, const std::vector<Pause>& pauses,
            std::optional<Extended> extended, LegalDate today, const WorkingCalendar& calendar) {
    if (extended) {
        const LegalDate end = moved_end(rule, *extended, pauses, today, calendar);
        return end_of(end == extended->to_on ? end : rolled(rule, end, calendar));
    }
    if (rule.unit == ClockUnit::hour) return first_full_hour(started_at) + std::chrono::hours(rule.amount);
    return end_of(rolled(rule, plain_end(rule, legal_date(started_at), pauses, today, calendar), calendar));
}

Instant soon_at(Instant started_at, Instant due_at, const WorkingCalendar& calendar) {
    const auto period = std::chrono::microseconds(due_at.microseconds - started_at.microseconds);
    const Instant last_fifth = due_at + (-period / 5);
    LegalDate day = legal_date(due_at);
    for (int working_days = 0; working_days < 2;) {
        if (calendar.is_working_day(day)) ++working_days;
        if (working_days < 2) day = day + -1;
    }
    // A period that is counted back from a day to come has no beginning.
    if (due_at < started_at) return start_of(day);
    return std::max(started_at, std::min(last_fifth, start_of(day)));
}

ClockMood mood_of(bool paused, Instant soon, Instant due_at, Instant moment) {
    if (paused) return ClockMood::paused;
    if (due_at < moment) return ClockMood::late;
    return moment < soon ? ClockMood::fine : ClockMood::soon;
}

static std::vector<std::string_view> split(std::string_view words, char by) {
    std::vector<std::string_view> parts;
    while (!words.empty()) {
        const auto end = std::min(words.find(by), words.size());
        if (end > 0) parts.push_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return parts;
}

static bool holds(std::string_view condition, const ClockSubject& subject) {
    const auto equals = condition.find('=');
    const bool negated = equals > 0 && condition[equals - 1] == '!';
    const auto name = condition.substr(0, equals - (negated ? 1 : 0));
    bool found = false;
    for (const auto value : split(condition.substr(equals + 1), ',')) {
        if (name == "type") found = found || subject.national_type == value;
        if (name == "difficulty") found = found || subject.difficulty == std::string(value);
        if (name == "channel") found = found || subject.channel == value;
        if (name == "flag")
            found = found || std::find(subject.flags.begin(), subject.flags.end(), value) != subject.flags.end();
    }
    return found != negated;
}

bool applies(const ClockRule& rule, const ClockSubject& subject) {
    const auto conditions = split(rule.applies_to, ' ');
    return std::all_of(conditions.begin(), conditions.end(),
                       [&](std::string_view condition) { return holds(condition, subject); });
}

bool may_change(const ClockRule& rule) {
    return (rule.certainty == "default" || rule.certainty == "unsure") && rule.unit != ClockUnit::agreed;
}

bool is_sensible(ClockUnit unit, std::int64_t amount) {
    if (amount < 1) return false;
    switch (unit) {
        case ClockUnit::hour:
            return amount <= 24 * 366;
        case ClockUnit::day:
            return amount <= 366;
        case ClockUnit::working_day:
            return amount <= 250;
        case ClockUnit::month:
            return amount <= 36;
        case ClockUnit::agreed:
            return false;
    }
    return false;
}

/// The listed word with this kind before its mark, with the mark; empty when it is not listed.
static std::string_view listed(std::string_view words, std::string_view kind) {
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        const std::string_view word = words.substr(0, end);
        if (word.substr(0, word.find('@')) == kind) return word;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return {};
}

bool lists(std::string_view words, std::string_view word) { return !listed(words, word).empty(); }

std::string_view mark_of(std::string_view words, std::string_view word) {
    const std::string_view found = listed(words, word);
    const auto at = found.find('@');
    return at == found.npos ? std::string_view{} : found.substr(at + 1);
}

std::optional<Instant> named_moment(std::string_view content, std::string_view mark) {
    boost::system::error_code fault;
    const auto value = boost::json::parse(content, fault);
    if (fault || !value.is_object()) return std::nullopt;
    const auto* named = value.as_object().if_contains(mark);
    if (!named || !named->is_string()) return std::nullopt;
    const std::string_view text = named->as_string();
    if (const auto date = parse_date(text)) return start_of(*date);
    return parse_instant(text);
}

bool has_start(const ClockRule& rule) { return !rule.started_by.empty() && rule.started_by.front() != '?'; }

std::vector<const ClockRule*> newest(const std::vector<ClockRule>& rules, LegalDate on) {
    std::map<std::string_view, const ClockRule*> found;
    for (const ClockRule& rule : rules) {
        if (on < rule.valid_from) continue;
        const ClockRule*& kept = found[rule.code];
        if (!kept || kept->valid_from < rule.valid_from) kept = &rule;
    }
    std::vector<const ClockRule*> chosen;
    for (const auto& [code, rule] : found) chosen.push_back(rule);
    return chosen;
}

std::vector<const ClockRule*> starting(const std::vector<ClockRule>& rules, LegalDate on) {
    auto chosen = newest(rules, on);
    std::erase_if(chosen, [](const ClockRule* rule) { return rule->standing != "in_force"; });
    std::set<std::string_view> replaced;
    for (const ClockRule* rule : chosen)
        for (const auto code : split(rule->replaces, ' ')) replaced.insert(code);
    std::erase_if(chosen, [&](const ClockRule* rule) { return replaced.contains(rule->code); });
    return chosen;
}

std::vector<ClockRule> in_force(const std::vector<ClockRule>& rules, LegalDate on) {
    std::vector<ClockRule> chosen;
    for (const ClockRule* rule : starting(rules, on)) chosen.push_back(*rule);
    return chosen;
}

std::optional<Extending> extending(const ClockRule& rule) {
    if (rule.extension.empty()) return std::nullopt;
    const std::string_view words = rule.extension;
    const auto at = std::min(words.find('@'), words.size());
    const auto plus = std::min(words.find('+'), at);
    Extending found{words.substr(0, plus), std::nullopt, words.substr(std::min(at + 1, words.size()))};
    if (plus < at) found.most = std::stoll(std::string(words.substr(plus + 1, at - plus - 1)));
    return found;
}

bool extended_by_consent(const ClockRule& rule) {
    const auto found = extending(rule);
    return found && (found->who == "both" || found->who == "committee_and_both");
}

std::vector<std::string> common_pause_reasons(const std::vector<ClockRule>& rules) {
    std::optional<std::vector<std::string>> common;
    for (const ClockRule& rule : rules) {
        if (rule.pause_reasons.empty()) continue;
        if (!common) {
            common.emplace();
            for (const auto reason : split(rule.pause_reasons, ' ')) common->emplace_back(reason);
        }
        std::erase_if(*common, [&](const std::string& reason) { return !lists(rule.pause_reasons, reason); });
    }
    return common.value_or(std::vector<std::string>{});
}

bool ends_mediation(const ClockRule& rule) {
    const bool over =
        rule.on_expiry == "terminate_t03" || rule.on_expiry == "deemed_failed" || rule.on_expiry == "return_to_court";
    // What is only asked or answered within a time is not met by an agreement; mediating is.
    return over && lists(rule.met_by, "agree");
}

}  // namespace hemu::dispute
