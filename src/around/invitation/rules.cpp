#include "rules.hpp"

#include <cmath>

#include "text.hpp"

namespace hemu::invitation {

using dispute::State;
using dispute::Willingness;

dispute::Willingness willing_after(std::optional<InvitationAnswer> answer) {
    if (!answer || *answer == InvitationAnswer::later) return Willingness::unknown;
    return *answer == InvitationAnswer::agree ? Willingness::willing : Willingness::unwilling;
}

bool may_invite(State state) { return State::accepted <= state && state <= State::paused; }

bool is_over(State state) {
    switch (state) {
        case State::merged:
        case State::refused:
        case State::redirected:
        case State::withdrawn:
        case State::performed:
        case State::terminated:
        case State::closed:
        case State::archived:
            return true;
        default:
            return false;
    }
}

bool may_answer(State state, bool session_was_held) { return may_invite(state) && !session_was_held; }

static constexpr std::size_t longest_reason = 500;
static constexpr std::size_t longest_statement = 5'000;
static constexpr std::size_t longest_name = 50;
static constexpr std::size_t most_away = 20;

Verdict why_not_answer(const AnswerForm& form, LegalDate today, const Settings& settings) {
    Verdict verdict;
    if (form.answer == InvitationAnswer::later) {
        if (!form.until_on)
            verdict.add("until_on", "missing");
        else if (*form.until_on <= today)
            verdict.add("until_on", "in_the_past");
        else if (*form.until_on - today > settings.most_days_to_think)
            verdict.add("until_on", "too_far");
    }
    if (text::length(form.reason.value_or("")) > longest_reason) verdict.add("reason", "too_long");
    return verdict;
}

Verdict why_not_noted(const NotedAnswer& form, LegalDate today, const Settings& settings) {
    Verdict verdict = why_not_answer(form, today, settings);
    if (form.way != EntryWay::phone && form.way != EntryWay::window && form.way != EntryWay::visit)
        verdict.add("way", "unknown_word");
    if (text::length(form.said_by.value_or("")) > longest_name) verdict.add("said_by", "too_long");
    if (form.said_on && today < *form.said_on) verdict.add("said_on", "in_the_future");
    return verdict;
}

static void check_speaker(const Speaker& speaker, Verdict& verdict) {
    if (text::trim(speaker.name).empty()) verdict.add("speaker.name", "missing");
    if (text::length(speaker.name) > longest_name) verdict.add("speaker.name", "too_long");
    if (text::length(speaker.relation.value_or("")) > longest_name) verdict.add("speaker.relation", "too_long");
    if (speaker.phone && !text::is_phone(*speaker.phone)) verdict.add("speaker.phone", "phone_wrong");
}

Verdict why_not_account(const OwnSide& form) {
    Verdict verdict;
    if (text::length(form.statement) > longest_statement) verdict.add("statement", "too_long");
    if (form.days_away.size() > most_away) verdict.add("days_away", "too_many");
    for (std::size_t i = 0; i < form.days_away.size(); ++i)
        if (form.days_away[i].to_on < form.days_away[i].from_on)
            verdict.add(fmt::format("days_away[{}].to_on", i), "term_reversed");
    if (form.language && !dispute::is_language(*form.language)) verdict.add("language", "unknown_word");
    for (std::size_t i = 0; i < form.help.size(); ++i)
        if (!dispute::is_help(form.help[i])) verdict.add(fmt::format("help[{}]", i), "unknown_word");
    if (form.speaker) check_speaker(*form.speaker, verdict);
    return verdict;
}

bool tells_names(dispute::Secrecy secrecy) { return secrecy == dispute::Secrecy::normal; }

bool may_read_reason(const identity::Actor& actor, const dispute::Dispute& dispute, bool is_mediator) {
    return is_mediator || actor.organisation == dispute.holder_id;
}

Instant remind_at(LegalDate until_on, const Settings& settings) {
    return start_of(until_on + -settings.remind_before_days) + std::chrono::hours(9);
}

Interval interval_of(std::int64_t count, std::int64_t of) {
    if (of <= 0) return {};
    constexpr double z = 1.96;
    const auto n = static_cast<double>(of);
    const double share = static_cast<double>(count) / n;
    const double middle = share + z * z / (2 * n);
    const double reach = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    const double whole = 1 + z * z / n;
    const auto thousandths = [](double value) {
        return static_cast<std::int64_t>(std::llround(std::clamp(value, 0.0, 1.0) * 1000));
    };
    return {thousandths((middle - reach) / whole), thousandths((middle + reach) / whole)};
}

/// 32 bits: with the 39 of the code a guess hits nothing, however often it is tried.
static std::string proof_of(std::string_view code, const crypto::Keys& keys) {
    return keys.search_digest(access::code_digest(keys, code), "invitation_link").substr(0, 8);
}

std::string link_code(const std::string& code, const crypto::Keys& keys) {
    return fmt::format("{}-{}", code, proof_of(code, keys));
}

bool is_our_link(std::string_view code, std::string_view proof, const crypto::Keys& keys) {
    return crypto::equal_secrets(proof, proof_of(code, keys));
}

}  // namespace hemu::invitation
