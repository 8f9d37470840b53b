#include "rules.hpp"

#include "text.hpp"

namespace hemu::notices {

static constexpr std::size_t longest_message = 500;
static constexpr std::size_t longest_letter = 2'000;
static constexpr std::size_t most_steps = 6;  // a key tells its step in one digit

/// Calls `plain` with text and `name` with what stands in braces; false when a brace is not closed.
template <class Plain, class Name>
static bool walk(std::string_view words, Plain plain, Name name) {
    while (!words.empty()) {
        const auto open = words.find('{');
        plain(words.substr(0, open));
        if (open == words.npos) return true;
        const auto close = words.find('}', open);
        if (close == words.npos) return false;
        name(words.substr(open + 1, close - open - 1));
        words.remove_prefix(close + 1);
    }
    return true;
}

std::vector<std::string> unknown_placeholders(std::string_view words, const std::vector<std::string>& fields) {
    std::vector<std::string> unknown;
    const bool closed = walk(
        words, [](std::string_view) {},
        [&](std::string_view name) {
            if (std::find(fields.begin(), fields.end(), name) == fields.end()) unknown.emplace_back(name);
        });
    if (!closed) unknown.emplace_back("{");
    return unknown;
}

std::string filled_in(std::string_view words, const Facts& facts) {
    std::string text;
    walk(
        words, [&](std::string_view plain) { text += plain; },
        [&](std::string_view name) {
            if (const auto fact = facts.find(std::string(name)); fact != facts.end()) text += fact->second;
        });
    return text;
}

Verdict why_not_words(std::string_view words, NoticeMethod method, const std::vector<std::string>& fields) {
    Verdict verdict;
    const bool is_short = method == NoticeMethod::message || method == NoticeMethod::wechat;
    if (text::trim(words).empty()) verdict.add("words", "missing");
    if (text::length(words) > (is_short ? longest_message : longest_letter)) verdict.add("words", "too_long");
    if (!unknown_placeholders(words, fields).empty()) verdict.add("words", "unknown_placeholder");
    return verdict;
}

static Instant at_minute(LegalDate day, std::int64_t minute) { return start_of(day) + std::chrono::minutes(minute); }

Instant after_quiet_hours(Instant moment, const Settings& settings) {
    const auto from = settings.quiet_from_minute;
    const auto to = settings.quiet_to_minute;
    if (from == to) return moment;
    const LegalDate today = legal_date(moment);
    const std::int64_t minute = legal_hour(moment) * 60 + legal_minute(moment);
    const bool over_midnight = from > to;
    if (over_midnight && minute >= from) return at_minute(today + 1, to);
    if (over_midnight && minute < to) return at_minute(today, to);
    if (!over_midnight && minute >= from && minute < to) return at_minute(today, to);
    return moment;
}

Instant next_morning(Instant moment, const Settings& settings) {
    return after_quiet_hours(at_minute(legal_date(moment) + 1, settings.quiet_to_minute), settings);
}

bool is_electronic(NoticeMethod method) {
    return method == NoticeMethod::message || method == NoticeMethod::wechat || method == NoticeMethod::mail;
}

bool is_by_staff(NoticeMethod method) {
    return method == NoticeMethod::letter || method == NoticeMethod::call || method == NoticeMethod::visit ||
           method == NoticeMethod::window;
}

std::vector<NoticeMethod> usable(const std::vector<NoticeMethod>& ladder, const std::vector<NoticeMethod>& set_up) {
    std::vector<NoticeMethod> left;
    for (const NoticeMethod method : ladder)
        if (is_by_staff(method) || std::find(set_up.begin(), set_up.end(), method) != set_up.end())
            left.push_back(method);
    if (std::none_of(left.begin(), left.end(), is_electronic)) left.clear();
    return left;
}

/// What is told stands on the case page in any case, and nobody can be made to come to the window.
static bool is_no_step(NoticeMethod method) {
    return method == NoticeMethod::inbox || method == NoticeMethod::window;
}

Verdict why_not_ladder(const std::vector<NoticeMethod>& methods) {
    Verdict verdict;
    if (methods.empty()) verdict.add("methods", "missing");
    if (methods.size() > most_steps) verdict.add("methods", "ladder_too_long");
    if (std::any_of(methods.begin(), methods.end(), is_no_step)) verdict.add("methods", "method_is_no_step");
    if (!methods.empty() && std::none_of(methods.begin(), methods.end(), is_electronic))
        verdict.add("methods", "electronic_missing");
    return verdict;
}

bool is_openid(std::string_view text) {
    return text.size() >= 16 && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_' ||
                      c == '-';
           });
}

std::string masked_recipient(const std::string& to) {
    const auto at = to.find('@');
    return at == to.npos ? text::mask_phone(to) : to.substr(0, 1) + "***" + to.substr(at);
}

/// The first delay, four times as long after each further try.
static std::chrono::minutes delay_before(std::int64_t tries, const Settings& settings) {
    constexpr std::int64_t longest = 24 * 60;
    std::int64_t minutes = settings.first_retry_minutes;
    for (std::int64_t i = 1; i < tries && minutes < longest; ++i) minutes *= 4;
    return std::chrono::minutes(std::min(minutes, longest));
}

std::optional<GoingOn> after_failure(const std::vector<NoticeMethod>& ladder, Position at, bool again, Instant moment,
                                     const Settings& settings) {
    if (again && at.tries < settings.tries)
        return GoingOn{at, after_quiet_hours(moment + delay_before(at.tries, settings), settings)};
    const auto next = static_cast<std::size_t>(at.step + 1);
    if (next >= ladder.size()) return std::nullopt;
    const Instant later =
        is_electronic(ladder[next]) ? moment + std::chrono::minutes(settings.second_message_minutes) : moment;
    return GoingOn{{at.step + 1, 0}, after_quiet_hours(later, settings)};
}

std::string masked(std::string words, const Facts& secrets) {
    for (const auto& [name, value] : secrets)
        for (auto at = words.find(value); at != words.npos && !value.empty(); at = words.find(value, at))
            words.replace(at, value.size(), "••••••••");
    return words;
}

bool is_progress(ServiceState from, ServiceState to) {
    if (from == ServiceState::failed || from == ServiceState::read) return false;
    if (to == ServiceState::failed) return from != ServiceState::delivered;
    return to > from && to != ServiceState::sending;
}

}  // namespace hemu::notices
