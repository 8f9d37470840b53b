#include "rules.hpp"

namespace hemu::closing {

using dispute::Difficulty;
using dispute::Dispute;
using dispute::PartyView;
using dispute::State;

using dispute::AgentKind;
using dispute::AgentView;

static bool has_guardian(const PartyView& party) {
    return std::any_of(party.agents.begin(), party.agents.end(),
                       [](const AgentView& agent) { return agent.kind == AgentKind::guardian; });
}

static bool is_for(const SignatureView& signature, const PartyView& party) {
    const bool guarded = has_guardian(party);
    if (signature.party_id == std::optional(party.id) && !guarded) return true;
    return signature.agent_id && std::any_of(party.agents.begin(), party.agents.end(), [&](const AgentView& agent) {
               return agent.id == *signature.agent_id && (!guarded || agent.kind == AgentKind::guardian);
           });
}

bool has_signed(const PartyView& party, const std::vector<SignatureView>& signatures) {
    return std::any_of(signatures.begin(), signatures.end(),
                       [&](const SignatureView& signature) { return is_for(signature, party); });
}

std::optional<LegalDate> effect_date(const std::vector<PartyView>& parties,
                                     const std::vector<SignatureView>& signatures,
                                     std::optional<LegalDate> sealed_on) {
    if (!sealed_on || parties.empty()) return std::nullopt;
    LegalDate last = *sealed_on;
    bool mediator = false;
    for (const SignatureView& signature : signatures) {
        last = std::max(last, signature.signed_on);
        mediator = mediator || signature.mediator;
    }
    const bool everybody = std::all_of(parties.begin(), parties.end(),
                                       [&](const PartyView& party) { return has_signed(party, signatures); });
    return mediator && everybody ? std::optional(last) : std::nullopt;
}

bool ink_needed(const Dispute& dispute) {
    if (dispute.national_type != "01") return false;
    if (!dispute.local_type) return true;
    return *dispute.local_type == "0101" || *dispute.local_type == "0102" || *dispute.local_type == "0104";
}

static Verdict wrong_signer(std::string code) { return Verdict::refused(Fault::invalid, std::move(code), "signer"); }

static Verdict why_not_agent(const std::string& agent_id, const std::vector<PartyView>& parties) {
    for (const PartyView& party : parties)
        for (const AgentView& agent : party.agents) {
            if (agent.id != agent_id) continue;
            if (agent.kind == AgentKind::guardian) return {};
            if (has_guardian(party)) return wrong_signer("guardian_must_sign");
            const bool may =
                std::find(agent.powers.begin(), agent.powers.end(), "attend_and_sign") != agent.powers.end();
            return may ? Verdict{} : wrong_signer("agent_may_not_sign");
        }
    return wrong_signer("unknown_signer");
}

static Verdict why_not_signer(const Signer& signer, const Signing& signing) {
    if (signer.mediator.value_or(false))
        return signing.mediates ? Verdict{} : Verdict::refused(Fault::forbidden, "not_on_this_dispute");
    if (signer.agent_id) return why_not_agent(*signer.agent_id, signing.parties);
    for (const PartyView& party : signing.parties)
        if (signer.party_id == std::optional(party.id))
            return has_guardian(party) ? wrong_signer("guardian_must_sign") : Verdict{};
    return wrong_signer("unknown_signer");
}

static bool signed_already(const Signer& signer, const std::vector<SignatureView>& signatures) {
    return std::any_of(signatures.begin(), signatures.end(), [&](const SignatureView& signature) {
        if (signer.mediator.value_or(false)) return signature.mediator;
        if (signer.agent_id) return signature.agent_id == signer.agent_id;
        return signature.party_id == signer.party_id && !signature.agent_id;
    });
}

Verdict why_not_sign(const SignatureForm& form, const Dispute& dispute, const Signing& signing, LegalDate today) {
    // Who joined after the beginning is told his rights before anybody signs (PML art. 23).
    const bool all_told = std::all_of(signing.parties.begin(), signing.parties.end(), [&](const PartyView& party) {
        return std::find(signing.told.begin(), signing.told.end(), party.id) != signing.told.end();
    });
    if (!all_told) return Verdict::refused(Fault::conflict, "notice_not_to_all");
    Verdict verdict = why_not_signer(form.signer, signing);
    if (verdict.fine() && signed_already(form.signer, signing.signatures)) verdict.add("signer", "signed_already");
    if (form.manner == Manner::electronic && ink_needed(dispute)) verdict.add("manner", "ink_needed");
    if (today < form.signed_on) verdict.add("signed_on", "in_the_future");
    return verdict;
}

std::vector<std::string> missing_before_closing(const FileState& file) {
    std::vector<std::string> missing;
    const bool mediated = file.state == State::performed || file.state == State::breached;
    if (!mediated) return missing;
    if (!file.notice_given) missing.emplace_back("rights_notice");
    if (!file.session_recorded) missing.emplace_back("session_record");
    if (!file.agreement) missing.emplace_back("agreement");
    if (file.written && !file.all_signed) missing.emplace_back("signatures");
    if (file.written && !file.sealed) missing.emplace_back("seal");
    if (file.state == State::performed && !file.all_performed) missing.emplace_back("performance");
    const bool simple = file.difficulty.value_or(Difficulty::simple) == Difficulty::simple;
    if (!simple && !file.visited) missing.emplace_back("visit");
    return missing;
}

Verdict why_not_result(CaseResult result, const Dispute& dispute) {
    const bool agreed = dispute.state == State::performed || dispute.state == State::breached;
    const bool in_part = dispute.result == std::optional<std::string>("partial");
    const bool fits = agreed ? result != CaseResult::failed && (result != CaseResult::success || !in_part)
                             : result == CaseResult::failed;
    return fits ? Verdict{} : Verdict::refused(Fault::invalid, "result_does_not_fit", "result");
}

}  // namespace hemu::closing
