#include <algorithm>

#include "outgoing.hpp"
#include "text.hpp"

namespace hemu::partners {

using dispute::Dispute;
using dispute::PartyForm;
using dispute::PartyKind;
using dispute::PartyView;
using dispute::Side;
using dispute::State;
using exchange::ConsentOf;
using exchange::OutMatter;
using exchange::PartnerKind;

template <class T, class U>
static bool holds(const std::vector<T>& all, const U& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

static const PartyView* party_with(const std::vector<PartyView>& parties, Id<dispute::Party> id) {
    const auto found = std::find_if(parties.begin(), parties.end(), [&](const auto& one) { return one.id == id; });
    return found == parties.end() ? nullptr : &*found;
}

static void check_words(Verdict& verdict, const char* field, const std::string& words) {
    if (text::trim(words).empty()) verdict.add(field, "blank");
    if (text::length(words) > 4000) verdict.add(field, "too_long");
}

/// Firms have no personal data; of people those must agree whom the matter asks (PIPL art. 23).
static bool must_agree(ConsentOf consent, const PartyView& party) {
    if (consent == ConsentOf::none || party.kind != PartyKind::natural) return false;
    return consent == ConsentOf::all || party.side == Side::applicant;
}

static void check_parties(Verdict& verdict, const ReferOutForm& form, const OutMatter& matter,
                          const std::vector<PartyView>& parties) {
    if (form.parties.empty()) verdict.add("parties", "missing");
    const auto agreed = form.consent_by.value_or(std::vector<Id<dispute::Party>>{});
    bool asks = false;
    for (std::size_t i = 0; i < form.parties.size(); ++i) {
        const PartyView* party = party_with(parties, form.parties[i]);
        const std::string field = fmt::format("parties[{}]", i);
        if (!party)
            verdict.add(field, "party_not_found");
        else if (must_agree(matter.consent, *party) && !holds(agreed, party->id))
            verdict.add(field, "consent_of_party_missing");
        asks = asks || (party && party->side == Side::applicant);
    }
    if (matter.consent == ConsentOf::applicant && !form.parties.empty() && !asks)
        verdict.add("parties", "applicant_missing");
}

Verdict why_not_refer_out(const ReferOutForm& form, std::optional<PartnerKind> partner, const Dispute& dispute,
                          const std::vector<PartyView>& parties, LegalDate today) {
    Verdict verdict;
    if (dispute.state == State::closed || dispute.state == State::archived || dispute.state == State::merged)
        return Verdict::refused(Fault::conflict, "not_in_this_state");
    check_words(verdict, "facts", form.facts);
    check_words(verdict, "request", form.request);
    const OutMatter* matter = exchange::find_out_matter(form.matter);
    if (!matter) {
        verdict.add("matter", "unknown_word");
        return verdict;
    }
    if (holds(matter->barred_types, dispute.national_type)) verdict.add("matter", "matter_not_for_type");
    if (!partner || !holds(matter->partners, *partner)) verdict.add("partner_id", "partner_does_not_take_it");
    if (form.urgent.value_or(false) && !may_be_urgent(*matter)) verdict.add("urgent", "urgent_not_for_matter");
    check_parties(verdict, form, *matter, parties);
    const bool consents = form.consent_by && !form.consent_by->empty();
    if (consents && !form.consent_on) verdict.add("consent_on", "missing");
    if (form.consent_on && *form.consent_on > today) verdict.add("consent_on", "in_the_future");
    return verdict;
}

PartyForm passed_on(const PartyView& party, bool in_full) {
    PartyForm form;
    form.side = party.side;
    form.kind = party.kind;
    form.name = party.name;
    form.address = party.address;
    form.legal_representative = party.legal_representative;
    if (!in_full && party.kind == PartyKind::natural) return form;
    form.identity_kind = party.identity_kind;
    form.identity_number = party.identity_number;
    form.phone = party.phone;
    form.birth_on = party.birth_on;
    form.sex = party.sex;
    form.language = party.language;
    if (!party.help.empty()) form.help = party.help;
    return form;
}

bool may_be_urgent(const OutMatter& matter) { return !matter.on_accepted_urgently.empty(); }

bool fits(const OutMatter& matter, const Dispute& dispute, const std::vector<std::string>& flags) {
    if (holds(matter.barred_types, dispute.national_type)) return false;
    return std::any_of(matter.fits.begin(), matter.fits.end(), [&](const std::string& one) {
        if (one == "type=" + dispute.national_type) return true;
        if (one == "state=" + std::string(json::enum_word(dispute.state))) return true;
        return one.starts_with("flag=") && holds(flags, one.substr(5));
    });
}

static void check_order(Verdict& verdict, AnswerKind kind, const OutRow& out) {
    const bool is_open = out.state == OutState::sent || out.state == OutState::accepted;
    if (!is_open || (kind == AnswerKind::acceptance && out.state != OutState::sent))
        verdict.add("kind", "not_in_this_state");
}

static void check_day(Verdict& verdict, AnswerKind kind, const PartnerAnswer& answer, const OutRow* out,
                      LegalDate today) {
    if (!answer.on && kind != AnswerKind::progress) verdict.add("on", "missing");
    if (answer.on && *answer.on > today) verdict.add("on", "in_the_future");
    if (answer.on && out && *answer.on < out->sent_on) verdict.add("on", "too_early");
    if (answer.at && legal_date(*answer.at) > today) verdict.add("at", "in_the_future");
    if (answer.due_on && answer.on && *answer.due_on < *answer.on) verdict.add("due_on", "too_early");
}

bool is_consent_of_insurer(const OutRow& row, AnswerKind kind, const PartnerAnswer& answer) {
    return row.matter == "insurer_call" && kind == AnswerKind::result &&
           (answer.result == "solved" || answer.result == "partly");
}

Verdict why_not_answer(AnswerKind kind, const PartnerAnswer& answer, const OutRow* out,
                       std::optional<PartnerKind> partner, LegalDate today) {
    Verdict verdict;
    if (out) check_order(verdict, kind, *out);
    check_day(verdict, kind, answer, out, today);
    if (kind == AnswerKind::refusal && !exchange::is_in(exchange::out_refusals(), answer.reason.value_or("")))
        verdict.add("reason", answer.reason ? "unknown_word" : "missing");
    if (kind == AnswerKind::result && !exchange::is_in(exchange::out_results(), answer.result.value_or("")))
        verdict.add("result", answer.result ? "unknown_word" : "missing");
    if (out && is_consent_of_insurer(*out, kind, answer) && answer.amount_fen.value_or(Fen{}).amount <= 0)
        verdict.add("amount_fen", "missing");
    if (kind == AnswerKind::progress && answer.event)
        for (const FieldFault& fault : why_not_told({*answer.event, answer.on, answer.at}, partner, today).fields)
            verdict.add(fault.field == "kind" ? "event" : fault.field, fault.code);
    return verdict;
}

OutRow answered(OutRow row, AnswerKind kind, const PartnerAnswer& answer, LegalDate today) {
    const LegalDate on = answer.on.value_or(today);
    if (answer.number) row.partner_number = answer.number;
    if (kind == AnswerKind::progress) return row;
    if (!row.answered_on) row.answered_on = on;
    if (kind == AnswerKind::acceptance) {
        row.state = OutState::accepted;
        return row;
    }
    row.finished_on = on;
    row.state = kind == AnswerKind::refusal ? OutState::refused : OutState::finished;
    if (kind == AnswerKind::refusal) row.refusal = answer.reason;
    if (kind == AnswerKind::result) row.result = answer.result;
    if (kind == AnswerKind::result) row.amount_fen = answer.amount_fen;
    return row;
}

std::string event_of(const OutMatter& matter, const OutRow& row, AnswerKind kind, const PartnerAnswer& answer) {
    switch (kind) {
        case AnswerKind::acceptance:
            return row.urgent && may_be_urgent(matter) ? matter.on_accepted_urgently : matter.on_accepted;
        case AnswerKind::refusal:
            return matter.on_refused;
        case AnswerKind::progress:
            return answer.event.value_or("");
        case AnswerKind::result:
            return answer.result == "solved" || answer.result == "partly" ? matter.on_result : "";
    }
    return {};
}

}  // namespace hemu::partners
