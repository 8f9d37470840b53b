#include "rules.hpp"

#include "text.hpp"

namespace hemu::handling {

using dispute::Difficulty;
using dispute::Side;
using dispute::State;
using dispute::Way;

static bool blank(std::string_view words) { return text::trim(words).empty(); }

template <class T>
static bool contains(const std::vector<T>& list, const T& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

static Verdict why_not_known(const std::vector<PartyId>& given, const Parties& parties, std::string_view field) {
    for (const PartyId id : given)
        if (std::none_of(parties.begin(), parties.end(), [&](const PartyFacts& party) { return party.id == id; }))
            return Verdict::refused(Fault::invalid, "party_not_found", std::string(field));
    return {};
}

static bool are_all(const std::vector<PartyId>& given, const Parties& parties) {
    return std::all_of(parties.begin(), parties.end(),
                       [&](const PartyFacts& party) { return contains(given, party.id); });
}

Verdict why_not_all(const std::vector<PartyId>& given, const Parties& parties, std::string_view field,
                    std::string_view code) {
    if (!are_all(given, parties)) return Verdict::refused(Fault::invalid, std::string(code), std::string(field));
    return why_not_known(given, parties, field);
}

static Verdict why_no_respondent(const Parties& parties) {
    const bool has = std::any_of(parties.begin(), parties.end(),
                                 [](const PartyFacts& party) { return party.side == Side::respondent; });
    return has ? Verdict{} : Verdict::refused(Fault::conflict, "respondent_missing");
}

Verdict why_not_mediate(const Parties& parties) {
    const bool unwilling = std::any_of(parties.begin(), parties.end(), [](const PartyFacts& party) {
        return party.willing == dispute::Willingness::unwilling;
    });
    return unwilling ? Verdict::refused(Fault::conflict, "party_unwilling") : why_no_respondent(parties);
}

Verdict why_not_begin(const OpeningForm& form, const Parties& parties, LegalDate today) {
    Verdict verdict;
    if (today < form.notice_given_on) verdict.add("notice_given_on", "in_the_future");
    verdict.add(why_not_all(form.given_to, parties, "given_to", "notice_not_to_all"));
    return verdict;
}

Verdict why_not_notice(const OpeningForm& form, const Parties& parties, LegalDate today) {
    Verdict verdict;
    if (today < form.notice_given_on) verdict.add("notice_given_on", "in_the_future");
    if (form.given_to.empty()) verdict.add("given_to", "missing");
    verdict.add(why_not_known(form.given_to, parties, "given_to"));
    return verdict;
}

Verdict why_not_plan(const SessionForm& form) {
    Verdict verdict;
    if (blank(form.place)) verdict.add("place", "missing");
    if (form.participants.size() > 60) verdict.add("participants", "too_many");
    return verdict;
}

Verdict why_not_record(const SessionRecordForm& form, bool held_before, Instant moment) {
    Verdict verdict = why_not_plan(form);
    if (!form.held_from && !form.held_to && !form.record) {
        if (held_before) verdict.add("held_from", "session_held_already");
        return verdict;
    }
    if (!form.held_from) verdict.add("held_from", "missing");
    if (!form.held_to) verdict.add("held_to", "missing");
    if (form.held_from && moment < *form.held_from) verdict.add("held_from", "in_the_future");
    if (form.held_to && moment < *form.held_to) verdict.add("held_to", "in_the_future");
    if (form.held_from && form.held_to && *form.held_to < *form.held_from) verdict.add("held_to", "before_begin");
    if (form.participants.empty()) verdict.add("participants", "missing");
    if (blank(form.record.value_or(""))) verdict.add("record", "missing");
    return verdict;
}

bool at_work(State state) { return state == State::assigned || state == State::mediating || state == State::paused; }

Verdict why_not_record_in(State state, bool held) {
    if (held && state == State::assigned) return Verdict::refused(Fault::conflict, "notice_first");
    const bool open = held ? State::mediating <= state && state <= State::terminated : at_work(state);
    return open ? Verdict{} : Verdict::refused(Fault::conflict, "not_in_this_state");
}

Verdict why_not_investigation(const InvestigationForm& form, LegalDate today) {
    Verdict verdict;
    if (today < form.on) verdict.add("on", "in_the_future");
    if (blank(form.place)) verdict.add("place", "missing");
    if (blank(form.asked_person)) verdict.add("asked_person", "missing");
    if (blank(form.content)) verdict.add("content", "missing");
    return verdict;
}

Verdict why_not_undisputed(const UndisputedForm& form, const Parties& parties) {
    Verdict verdict;
    if (blank(form.facts)) verdict.add("facts", "missing");
    verdict.add(why_not_all(form.agreed_by, parties, "agreed_by", "consent_of_all_needed"));
    return verdict;
}

Verdict why_not_agree(const Ground& ground) {
    const Verdict alone = why_no_respondent(ground.parties);
    if (!alone.fine()) return alone;
    if (!are_all(ground.told, ground.parties)) return Verdict::refused(Fault::conflict, "notice_not_to_all");
    return ground.session_recorded ? Verdict{} : Verdict::refused(Fault::conflict, "session_record_missing");
}

Verdict why_not_extend(const ExtensionForm& form, const Parties& parties, bool committee_needed, identity::Duty duty,
                       LegalDate today) {
    if (committee_needed && duty != identity::Duty::head)
        return Verdict::refused(Fault::forbidden, "committee_must_agree");
    Verdict verdict = why_not_all(form.consents, parties, "consents", "consent_of_all_needed");
    if (today < form.consent_on) verdict.add("consent_on", "in_the_future");
    return verdict;
}

Verdict why_not_terminate(const TerminationForm& form, bool period_over) {
    Verdict verdict;
    if (form.reason == TerminationReason::T03 && !period_over) verdict.add("reason", "period_not_over");
    if (form.routes.empty()) verdict.add("routes", "ways_missing");
    if (form.reason == TerminationReason::T11 && !form.routes.empty() && !contains(form.routes, Way::police))
        verdict.add("routes", "way_police_missing");
    if (blank(form.words)) verdict.add("words", "missing");
    return verdict;
}

Verdict why_not_at_once(const dispute::Dispute& dispute, const Parties& parties) {
    if (dispute.difficulty && *dispute.difficulty > Difficulty::general)
        return Verdict::refused(Fault::conflict, "not_simple");
    const Verdict oral = agreements::why_not_oral(dispute);
    return oral.fine() ? why_not_mediate(parties) : oral;
}

Verdict why_not_on_the_spot(const OnTheSpot& form, const std::vector<dispute::PartyView>& parties) {
    Verdict verdict;
    if (blank(form.facts)) verdict.add("facts", "missing");
    verdict.add(agreements::why_not_terms(form.terms, agreements::AgreementShape::oral, parties));
    return verdict;
}

Verdict why_not_hands(bool mediates, const dispute::Dispute& dispute, const identity::Actor& actor) {
    const bool head = actor.duty == identity::Duty::head && actor.organisation == dispute.holder_id;
    return mediates || head ? Verdict{} : Verdict::refused(Fault::forbidden, "not_on_this_dispute");
}

}  // namespace hemu::handling
