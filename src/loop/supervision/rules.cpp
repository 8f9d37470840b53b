#include "rules.hpp"

#include <algorithm>
#include <array>

namespace hemu::supervision {

using dispute::State;

bool in_working_hours(Instant moment, const Settings& settings, const WorkingCalendar& calendar) {
    if (!calendar.is_working_day(legal_date(moment))) return false;
    const std::int64_t minute = legal_hour(moment) * 60 + legal_minute(moment);
    return minute >= settings.day_starts_minute && minute < settings.day_ends_minute;
}

Instant next_morning(Instant moment, const Settings& settings, const WorkingCalendar& calendar) {
    const auto starts = [&](LegalDate day) {
        return start_of(calendar.roll_forward(day)) + std::chrono::minutes(settings.day_starts_minute);
    };
    const Instant first = starts(legal_date(moment));
    return moment < first ? first : starts(legal_date(moment) + 1);
}

std::int64_t percent_passed(Instant started_at, Instant due_at, std::chrono::microseconds paused, Instant moment) {
    if (moment >= due_at) return 100;
    const std::int64_t period = (due_at - started_at - paused).count();
    const std::int64_t passed = (moment - started_at - paused).count();
    // An agreed new end may come so early that the pauses fill the period.
    if (period <= 0 || passed <= 0) return 0;
    return std::min<std::int64_t>(99, passed * 100 / period);
}

std::int64_t reminder_owed(std::int64_t percent, std::int64_t reminded_percent, const Settings& settings) {
    const std::array<std::int64_t, 3> steps = {100, settings.second_reminder_percent,
                                               settings.first_reminder_percent};
    for (const std::int64_t step : steps)
        if (percent >= step) return step > reminded_percent ? step : 0;
    return 0;
}

std::int64_t level_owed(Instant late_since, Instant moment, bool at_once, const Settings& settings,
                        const WorkingCalendar& calendar) {
    if (moment < late_since || settings.escalate_after_working_days <= 0) return 0;
    const std::int64_t days = calendar.working_days_between(legal_date(late_since), legal_date(moment));
    const std::int64_t level = days / settings.escalate_after_working_days + (at_once ? 1 : 0);
    return std::min(level, settings.most_levels);
}

static bool is_over(State state) {
    switch (state) {
        case State::merged:
        case State::closed:
        case State::archived:
            return true;
        default:
            return false;
    }
}

static bool blank(std::string_view words) { return words.find_first_not_of(" \t\r\n") == std::string_view::npos; }

Verdict why_not_order(const OrderForm& form, const dispute::Dispute& dispute, LegalDate today) {
    if (is_over(dispute.state)) return Verdict::refused(Fault::conflict, "dispute_is_over");
    Verdict verdict;
    if (blank(form.demand)) verdict.add("demand", "missing");
    if (form.demand.size() > 6000) verdict.add("demand", "too_long");
    if (form.reply_by_on < today) verdict.add("reply_by_on", "in_the_past");
    return verdict;
}

Verdict why_not_words(std::string_view words) {
    Verdict verdict;
    if (blank(words)) verdict.add("words", "missing");
    if (words.size() > 6000) verdict.add("words", "too_long");
    return verdict;
}

Verdict why_not_move(OrderState state, OrderMove move) {
    switch (move) {
        case OrderMove::reply:
            if (state == OrderState::open || state == OrderState::reopened) return {};
            return Verdict::refused(Fault::conflict, "order_not_open");
        case OrderMove::reopen:
            if (state == OrderState::replied) return {};
            return Verdict::refused(Fault::conflict, "order_not_replied");
        case OrderMove::close:
            if (state != OrderState::closed) return {};
            return Verdict::refused(Fault::conflict, "order_is_closed");
    }
    return {};
}

OrderState after(OrderMove move) {
    switch (move) {
        case OrderMove::reply:
            return OrderState::replied;
        case OrderMove::reopen:
            return OrderState::reopened;
        case OrderMove::close:
            return OrderState::closed;
    }
    return OrderState::open;
}

}  // namespace hemu::supervision
