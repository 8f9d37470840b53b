#include "rules.hpp"

#include "text.hpp"

namespace hemu::handling {

using dispute::Difficulty;
using dispute::PartyView;
using dispute::Side;

Verdict why_not_all(const std::vector<PartyId>& given, const std::vector<PartyView>& parties, std::string_view field,
                    std::string_view code) {
    for (const PartyView& party : parties)
        if (std::find(given.begin(), given.end(), party.id) == given.end())
            return Verdict::refused(Fault::invalid, std::string(code), std::string(field));
    return {};
}

Verdict why_not_begin(const OpeningForm& form, const std::vector<PartyView>& parties, LegalDate today) {
    Verdict verdict;
    if (today < form.notice_given_on) verdict.add("notice_given_on", "in_the_future");
    verdict.add(why_not_all(form.given_to, parties, "given_to", "notice_not_to_all"));
    return verdict;
}

Verdict why_not_plan(const SessionForm& form) {
    Verdict verdict;
    if (text::trim(form.place).empty()) verdict.add("place", "missing");
    if (form.participants.size() > 60) verdict.add("participants", "too_many");
    return verdict;
}

Verdict why_not_record(const SessionRecordForm& form, Instant moment) {
    Verdict verdict = why_not_plan(form);
    if (!form.held_from && !form.record) return verdict;
    if (!form.held_from) verdict.add("held_from", "missing");
    if (!form.held_to) verdict.add("held_to", "missing");
    if (form.held_from && moment < *form.held_from) verdict.add("held_from", "in_the_future");
    if (form.held_from && form.held_to && *form.held_to < *form.held_from) verdict.add("held_to", "before_begin");
    if (text::trim(form.record.value_or("")).empty()) verdict.add("record", "missing");
    return verdict;
}

Verdict why_not_investigation(const InvestigationForm& form, LegalDate today) {
    Verdict verdict;
    if (today < form.on) verdict.add("on", "in_the_future");
    if (text::trim(form.place).empty()) verdict.add("place", "missing");
    if (text::trim(form.asked_person).empty()) verdict.add("asked_person", "missing");
    if (text::trim(form.content).empty()) verdict.add("content", "missing");
    return verdict;
}

Verdict why_not_undisputed(const UndisputedForm& form, const std::vector<PartyView>& parties) {
    Verdict verdict;
    if (text::trim(form.facts).empty()) verdict.add("facts", "missing");
    verdict.add(why_not_all(form.agreed_by, parties, "agreed_by", "consent_of_all_needed"));
    return verdict;
}

Verdict why_not_terminate(const TerminationForm& form) {
    Verdict verdict;
    if (form.routes.empty()) verdict.add("routes", "missing");
    if (text::trim(form.words).empty()) verdict.add("words", "missing");
    return verdict;
}

Verdict why_not_at_once(const OnTheSpot& form, const dispute::Dispute& dispute,
                        const std::vector<PartyView>& parties) {
    if (dispute.difficulty && *dispute.difficulty > Difficulty::general)
        return Verdict::refused(Fault::conflict, "not_simple");
    const bool has_respondent = std::any_of(parties.begin(), parties.end(),
                                            [](const PartyView& party) { return party.side == Side::respondent; });
    if (!has_respondent) return Verdict::refused(Fault::conflict, "respondent_missing");
    Verdict verdict;
    if (form.form == agreements::AgreementShape::written) verdict.add("form", "written_needs_signatures");
    if (agreements::writing_needed(dispute)) verdict.add("form", "writing_needed");
    if (text::trim(form.facts).empty()) verdict.add("facts", "missing");
    if (form.terms.empty()) verdict.add("terms", "missing");
    return verdict;
}

Verdict why_not_hands(bool on_the_dispute, const dispute::Dispute& dispute, const identity::Actor& actor) {
    const bool head = actor.duty == identity::Duty::head && actor.organisation == dispute.holder_id;
    return on_the_dispute || head ? Verdict{} : Verdict::refused(Fault::forbidden, "not_on_this_dispute");
}

}  // namespace hemu::handling
