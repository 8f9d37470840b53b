// How the end of a period was found, in Chinese and English.
#include <fmt/format.h>

#include "clock_counting.hpp"

namespace hemu::dispute {

struct Phrase {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
};

template <std::size_t size>
static std::string_view words_for(const Phrase (&phrases)[size], std::string_view code, bool chinese) {
    for (const Phrase& phrase : phrases)
        if (phrase.code == code) return chinese ? phrase.zh : phrase.en;
    return chinese ? phrases[0].zh : phrases[0].en;
}

static constexpr Phrase reasons[] = {{"", "中止", "a pause"},
                                     {"appraisal", "鉴定", "appraisal"},
                                     {"expert_consultation", "专家咨询", "expert consultation"},
                                     {"sham_suspected", "涉嫌虚假调解", "suspected sham mediation"},
                                     {"hearing", "听证", "a hearing"}};

static constexpr Phrase extenders[] = {
    {"both", "经双方同意延长", "extended with the consent of both sides"},
    {"committee_and_both", "经调委会和双方同意延长", "extended with the consent of the committee and both sides"},
    {"court_president", "经院长批准延长", "extended by the court’s president"},
    {"court", "经法院同意延长", "extended with the court’s consent"},
    {"unit_head", "经单位负责人批准延长", "extended by the unit’s head"},
    {"commission_head", "经仲裁委员会主任批准延长", "extended by the head of the arbitration commission"}};

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

static std::string minute_text(Instant moment) {
    return fmt::format("{} {:02}:{:02}", to_text(legal_date(moment)), legal_hour(moment), legal_minute(moment));
}

static std::string in_hours(const ClockRule& rule, Instant started_at, Instant due_at, bool chinese) {
    const Instant from = first_full_hour(started_at);
    const std::string counted_from = fmt::format("{:02}:00", legal_hour(from));
    return chinese ? fmt::format("自{}起{}小时（自次时{}起算），至{}止。", minute_text(started_at), rule.amount,
                                 counted_from, minute_text(due_at))
                   : fmt::format("{} {} from {} (counted from the next hour, {}), until {}.", rule.amount,
                                 unit_words(rule.unit, rule.amount, false), minute_text(started_at), counted_from,
                                 minute_text(due_at));
}

static std::string counted(const ClockRule& rule, LegalDate start, bool chinese) {
    const std::int64_t amount = std::abs(rule.amount);
    const std::string unit = unit_words(rule.unit, amount, chinese);
    if (rule.amount < 0)
        return chinese ? fmt::format("{}之前{}{}（当日不计）", to_text(start), amount, unit)
                       : fmt::format("{} {} before {} (that day not counted)", amount, unit, to_text(start));
    return chinese ? fmt::format("自{}起{}{}（当日不计）", to_text(start), amount, unit)
                   : fmt::format("{} {} from {} (that day not counted)", amount, unit, to_text(start));
}

static std::string month_end(const ClockRule& rule, LegalDate start, bool chinese) {
    const LegalDate end = add_months(start, static_cast<int>(rule.amount));
    if (rule.unit != ClockUnit::month || end.day() == start.day()) return {};
    return chinese ? fmt::format("，{}年{}月无{}日，取月末", end.year(), end.month(), start.day())
                   : fmt::format(", the month’s last day since {}-{:02} has no day {}", end.year(), end.month(),
                                 start.day());
}

static std::string paused(const std::vector<Pause>& pauses, LegalDate today, bool chinese) {
    std::string words;
    for (const Pause& pause : pauses) {
        const std::int64_t days = pause.to_on.value_or(std::max(pause.from_on, today)) - pause.from_on;
        const std::string_view reason = words_for(reasons, pause.reason, chinese);
        words += chinese ? fmt::format("，因{}暂停{}日", reason, days)
                         : fmt::format(", paused {} {} for {}", days, days == 1 ? "day" : "days", reason);
    }
    return words;
}

static std::string moved_on(const ClockRule& rule, LegalDate end, const WorkingCalendar& calendar, bool chinese) {
    if (rolled(rule, end, calendar) == end) return {};
    if (rule.amount < 0)
        return chinese ? fmt::format("，{}为节假日而提前", to_text(end))
                       : fmt::format(", moved back because {} is a day off", to_text(end));
    return chinese ? fmt::format("，{}为节假日而顺延", to_text(end))
                   : fmt::format(", moved on because {} is a day off", to_text(end));
}

static std::string extended_words(const ClockRule& rule, const Extended& extended, const std::vector<Pause>& later,
                                  LegalDate today, const WorkingCalendar& calendar, bool chinese) {
    const auto by = extending(rule);
    std::string words(chinese ? "，" : ", ");
    words += words_for(extenders, by ? by->who : "", chinese);
    if (later.empty()) return words;
    words += chinese ? fmt::format("至{}", to_text(extended.to_on)) : fmt::format(" to {}", to_text(extended.to_on));
    words += paused(later, today, chinese);
    const LegalDate end = moved_end(rule, extended, later, today, calendar);
    return end == extended.to_on ? words : words + moved_on(rule, end, calendar, chinese);
}

std::string explain(const ClockRule& rule, Instant started_at, const std::vector<Pause>& pauses,
                    std::optional<Extended> extended, Instant due_at, LegalDate today,
                    const WorkingCalendar& calendar, std::string_view language) {
    const bool chinese = language != "en";
    if (rule.unit == ClockUnit::agreed)
        return chinese ? fmt::format("按所定日期至{}止。", to_text(legal_date(due_at)))
                       : fmt::format("Until {}, the day that was set.", to_text(legal_date(due_at)));
    if (rule.unit == ClockUnit::hour && !extended) return in_hours(rule, started_at, due_at, chinese);
    const LegalDate start = legal_date(started_at);
    const auto later = extended ? pauses_since(pauses, extended->since_on) : std::vector<Pause>{};
    const std::vector<Pause> before(pauses.begin(), pauses.end() - static_cast<std::ptrdiff_t>(later.size()));
    std::string words =
        counted(rule, start, chinese) + month_end(rule, start, chinese) + paused(before, today, chinese);
    words += extended ? extended_words(rule, *extended, later, today, calendar, chinese)
                      : moved_on(rule, plain_end(rule, start, pauses, today, calendar), calendar, chinese);
    return words + (chinese ? fmt::format("，至{}止。", to_text(legal_date(due_at)))
                            : fmt::format(", until {}.", to_text(legal_date(due_at))));
}

}  // namespace hemu::dispute
