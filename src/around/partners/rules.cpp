#include "outgoing.hpp"

#include <algorithm>
#include <map>

namespace hemu::partners {

using exchange::Matter;
using exchange::MessageKind;
using exchange::PartnerKind;

static bool is_agreed(const std::vector<std::string>& agreed, const std::string& code) {
    return agreed.empty() || std::find(agreed.begin(), agreed.end(), code) != agreed.end();
}

static void check_consent(Verdict& verdict, const Referral& form, const Matter& matter, LegalDate today) {
    if (!form.consent) {
        if (matter.needs_consent) verdict.add("consent", "missing");
        return;
    }
    if (form.consent->given_by.empty()) verdict.add("consent.given_by", "missing");
    if (form.consent->given_on > today) verdict.add("consent.given_on", "in_the_future");
}

static void check_days(Verdict& verdict, const Referral& form, LegalDate today) {
    if (form.received_on && *form.received_on > today) verdict.add("received_on", "in_the_future");
    if (form.letter_on && *form.letter_on > today) verdict.add("letter_on", "in_the_future");
    if (form.deadline_on && *form.deadline_on < today) verdict.add("deadline_on", "in_the_past");
}

Verdict why_not_referral(const Referral& form, PartnerKind kind, const std::vector<std::string>& agreed,
                         LegalDate today) {
    Verdict verdict;
    const Matter* matter = exchange::find_matter(form.matter);
    if (!matter || matter->kind != kind || !is_agreed(agreed, form.matter))
        verdict.add("matter", "unknown_word");
    else
        check_consent(verdict, form, *matter, today);
    check_days(verdict, form, today);
    return verdict;
}

intake::Registration registration_of(const Referral& form, const Matter& matter, const std::string& reference) {
    intake::Registration registration;
    registration.source = matter.source;
    registration.channel = matter.channel;
    registration.source_reference = reference;
    registration.narrative = form.narrative;
    registration.request = form.request;
    registration.national_type = form.national_type;
    registration.local_type = form.local_type;
    registration.place_code = form.place_code;
    registration.occurred_on = form.occurred_on;
    registration.people_count = form.people_count;
    registration.amount_fen = form.amount_fen;
    registration.flags = form.flags;
    registration.parties = form.parties;
    // Known parties are rows of our register, which a partner does not name.
    for (dispute::PartyForm& party : registration.parties) party.known_as.reset();
    return registration;
}

static const exchange::PartnerEvent* find_event(std::string_view kind) {
    const auto& all = exchange::partner_events();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.kind == kind; });
    return found == all.end() ? nullptr : &*found;
}

/// Days that may lie ahead: a new end, a session, the end of performance.
static bool may_be_ahead(std::string_view field) {
    return field == "until_on" || field == "session_on" || field == "performance_ends_on";
}

static void check_day(Verdict& verdict, const exchange::PartnerEvent& event, const PartnerTold& told,
                      LegalDate today) {
    if (event.field.ends_with("_on") && !told.on) verdict.add("on", "missing");
    if (event.field.ends_with("_at") && !told.at) verdict.add("at", "missing");
    if (told.on && *told.on > today && !may_be_ahead(event.field)) verdict.add("on", "in_the_future");
    if (told.at && legal_date(*told.at) > today) verdict.add("at", "in_the_future");
}

Verdict why_not_told(const PartnerTold& told, std::optional<PartnerKind> partner, LegalDate today) {
    Verdict verdict;
    const auto* event = find_event(told.kind);
    if (!event || (partner && !exchange::may_tell(*partner, *event)))
        verdict.add("kind", "unknown_word");
    else
        check_day(verdict, *event, told, today);
    return verdict;
}

std::string event_content(const PartnerTold& told) {
    const auto* event = find_event(told.kind);
    if (!event || event->field.empty()) return "{}";
    std::map<std::string, std::string> content;
    content[event->field] = event->field.ends_with("_at") ? to_json_text(told.at.value()) : to_text(told.on.value());
    return json::write(content);
}

Verdict why_not_come_back(const Matter* matter, dispute::State state, std::int64_t times_before) {
    using dispute::State;
    Verdict verdict;
    const bool has_outcome = state == State::closed || state == State::archived || state == State::performing ||
                             state == State::performed || state == State::breached || state == State::terminated ||
                             state == State::refused || state == State::redirected || state == State::withdrawn;
    if (!matter || !matter->is_order)
        verdict.add("kind", "unknown_word");
    else if (!has_outcome)
        verdict.add("kind", "not_in_this_state");
    else if (times_before > 0)
        verdict.add("kind", "came_back_already");
    return verdict;
}

Tells tells(std::string_view kind) {
    static const std::map<std::string_view, Tells> all = {
        {"accept", Tells::acceptance},   {"refuse", Tells::refusal},     {"redirect", Tells::refusal},
        {"offer", Tells::progress},      {"take", Tells::progress},      {"return", Tells::progress},
        {"assign", Tells::progress},     {"begin", Tells::progress},     {"pause", Tells::progress},
        {"resume", Tells::progress},     {"extension", Tells::progress}, {"merge", Tells::progress},
        {"reopen", Tells::progress},     {"agree", Tells::progress},     {"withdraw", Tells::result},
        {"agree_orally", Tells::result}, {"take_effect", Tells::result}, {"settle_at_once", Tells::result},
        {"terminate", Tells::result},    {"perform", Tells::result},     {"breach", Tells::result},
        {"close", Tells::result},        {"visit", Tells::visit},
    };
    const auto found = all.find(kind);
    return found == all.end() ? Tells::nothing : found->second;
}

bool gives_back(std::string_view kind) {
    return kind == "terminate" || kind == "refuse" || kind == "redirect" || kind == "withdraw";
}

Verdict why_not_message(MessageKind kind, const PartnerKind* partner, const std::string& content, LegalDate today) {
    try {
        if (kind == MessageKind::referral) {
            const auto form = json::read<Referral>(content);
            const Matter* matter = exchange::find_matter(form.matter);
            const PartnerKind of = partner ? *partner : matter ? matter->kind : PartnerKind::other;
            Verdict verdict = why_not_referral(form, of, {}, today);
            if (matter) verdict.add(intake::why_not_register(registration_of(form, *matter, "1"), true, today));
            verdict.add(dispute::why_not_parties(form.parties, today));
            return verdict;
        }
        if (kind == MessageKind::event) {
            const std::optional<PartnerKind> of = partner ? std::optional(*partner) : std::nullopt;
            return why_not_told(json::read<PartnerTold>(content), of, today);
        }
        if (const auto answer = json::enum_from_word<AnswerKind>(json::enum_word(kind)))
            return why_not_answer(*answer, json::read<PartnerAnswer>(content), nullptr,
                                  partner ? std::optional(*partner) : std::nullopt, today);
    } catch (const Refusal& refusal) {
        Verdict verdict = Verdict::refused(refusal.fault, refusal.code);
        verdict.fields = refusal.fields;
        return verdict;
    }
    Verdict verdict;
    if (kind != MessageKind::materials && kind != MessageKind::test) verdict.add("kind", "unknown_word");
    return verdict;
}

}  // namespace hemu::partners
