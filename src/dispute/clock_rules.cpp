#include "clock_rules.hpp"

#include <fmt/format.h>

namespace hemu::dispute {

static bool is_paused(LegalDate day, const std::vector<Pause>& pauses, LegalDate today) {
    return std::any_of(pauses.begin(), pauses.end(), [&](const Pause& pause) {
        return pause.from_on < day && day <= pause.to_on.value_or(std::max(pause.from_on, today));
    });
}

static LegalDate count_days(LegalDate start, std::int64_t amount, bool working_days_only,
                            const std::vector<Pause>& pauses, LegalDate today, const WorkingCalendar& calendar) {
    LegalDate day = start;
    for (std::int64_t counted = 0; counted < amount;) {
        day = day + 1;
        if (is_paused(day, pauses, today)) continue;
        if (working_days_only && !calendar.is_working_day(day)) continue;
        ++counted;
    }
    return day;
}

static int paused_days(const std::vector<Pause>& pauses, LegalDate until, LegalDate today) {
    int days = 0;
    for (const Pause& pause : pauses) {
        const LegalDate end = std::min(pause.to_on.value_or(std::max(pause.from_on, today)), until);
        for (LegalDate day = pause.from_on; day < end; day = day + 1) ++days;
    }
    return days;
}

static LegalDate plain_end(const ClockRule& rule, LegalDate start, const std::vector<Pause>& pauses, LegalDate today,
                           const WorkingCalendar& calendar) {
    switch (rule.unit) {
        case ClockUnit::hour:
        case ClockUnit::agreed:
            return start;
        case ClockUnit::day:
            return count_days(start, rule.amount, false, pauses, today, calendar);
        case ClockUnit::working_day:
            return count_days(start, rule.amount, true, pauses, today, calendar);
        case ClockUnit::month: {
            LegalDate end = add_months(start, static_cast<int>(rule.amount));
            return end + paused_days(pauses, end, today);
        }
    }
    return start;
}

Instant due(const ClockRule& rule, Instant started_at, const std::vector<Pause>& pauses,
            std::optional<LegalDate> extended_to, LegalDate today, const WorkingCalendar& calendar) {
    if (extended_to) return end_of(*extended_to);
    if (rule.unit == ClockUnit::hour) return started_at + std::chrono::hours(rule.amount);
    LegalDate end = plain_end(rule, legal_date(started_at), pauses, today, calendar);
    if (rule.roll_forward) end = calendar.roll_forward(end);
    return end_of(end);
}

Instant soon_at(Instant started_at, Instant due_at, const WorkingCalendar& calendar) {
    const auto period = std::chrono::microseconds(due_at.microseconds - started_at.microseconds);
    const Instant last_fifth = due_at + (-period / 5);
    LegalDate day = legal_date(due_at);
    for (int working_days = 0; working_days < 2;) {
        if (calendar.is_working_day(day)) ++working_days;
        if (working_days < 2) day = day + -1;
    }
    return std::max(started_at, std::min(last_fifth, start_of(day)));
}

ClockMood mood_of(bool paused, Instant soon, Instant due_at, Instant moment) {
    if (paused) return ClockMood::paused;
    if (due_at < moment) return ClockMood::late;
    return moment < soon ? ClockMood::fine : ClockMood::soon;
}

static std::string reason_words(std::string_view reason, bool chinese) {
    if (reason == "appraisal") return chinese ? "鉴定" : "appraisal";
    if (reason == "expert_consultation") return chinese ? "专家咨询" : "expert consultation";
    if (reason == "sham_suspected") return chinese ? "涉嫌虚假调解" : "suspected sham mediation";
    return chinese ? "中止" : "a pause";
}

static std::string unit_words(ClockUnit unit, std::int64_t amount, bool chinese) {
    const bool many = amount != 1;
    switch (unit) {
        case ClockUnit::hour:
            return chinese ? "小时" : many ? "hours" : "hour";
        case ClockUnit::day:
            return chinese ? "日" : many ? "days" : "day";
        case ClockUnit::working_day:
            return chinese ? "个工作日" : many ? "working days" : "working day";
        case ClockUnit::month:
            return chinese ? "个月" : many ? "months" : "month";
        case ClockUnit::agreed:
            return {};
    }
    return {};
}

std::string explain(const ClockRule& rule, Instant started_at, const std::vector<Pause>& pauses,
                    std::optional<LegalDate> extended_to, Instant due_at, LegalDate today,
                    const WorkingCalendar& calendar, std::string_view language) {
    const bool chinese = language != "en";
    if (rule.unit == ClockUnit::agreed)
        return chinese ? fmt::format("按约定至{}止。", to_text(legal_date(due_at)))
                       : fmt::format("As agreed, until {}.", to_text(legal_date(due_at)));
    const LegalDate start = legal_date(started_at);
    std::string words = chinese ? fmt::format("自{}起{}{}（当日不计）", to_text(start), rule.amount,
                                              unit_words(rule.unit, rule.amount, true))
                                : fmt::format("{} {} from {} (that day not counted)", rule.amount,
                                              unit_words(rule.unit, rule.amount, false), to_text(start));
    for (const Pause& pause : pauses) {
        const int days = paused_days({pause}, pause.to_on.value_or(today), today);
        words += chinese ? fmt::format("，因{}暂停{}日", reason_words(pause.reason, true), days)
                         : fmt::format(", paused {} days for {}", days, reason_words(pause.reason, false));
    }
    if (extended_to) {
        words += chinese ? "，经双方同意延长" : ", extended with the consent of both sides";
    } else if (rule.unit != ClockUnit::hour && rule.roll_forward) {
        const LegalDate end = plain_end(rule, start, pauses, today, calendar);
        if (calendar.roll_forward(end) != end)
            words += chinese ? fmt::format("，{}为节假日而顺延", to_text(end))
                             : fmt::format(", moved on because {} is a day off", to_text(end));
    }
    return words + (chinese ? fmt::format("，至{}止。", to_text(legal_date(due_at)))
                            : fmt::format(", until {}.", to_text(legal_date(due_at))));
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

bool lists(std::string_view words, std::string_view word) {
    const auto parts = split(words, ' ');
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return part.substr(0, part.find('@')) == word; });
}

std::string_view mark_of(std::string_view words, std::string_view word) {
    for (const std::string_view part : split(words, ' '))
        if (const auto at = part.find('@'); at != part.npos && part.substr(0, at) == word) return part.substr(at + 1);
    return {};
}

std::vector<ClockRule> in_force(const std::vector<ClockRule>& rules, LegalDate on) {
    std::map<std::string, ClockRule> newest;
    for (const ClockRule& rule : rules) {
        if (on < rule.valid_from) continue;
        const auto found = newest.find(rule.code);
        if (found == newest.end() || found->second.valid_from < rule.valid_from) newest[rule.code] = rule;
    }
    std::vector<ClockRule> chosen;
    for (auto& [code, rule] : newest) chosen.push_back(std::move(rule));
    return chosen;
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
    // What is only asked or answered within a time cannot be extended by the parties; mediating can.
    return over && !rule.extension.empty();
}

}  // namespace hemu::dispute
