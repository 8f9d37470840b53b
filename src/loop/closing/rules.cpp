#include "rules.hpp"

#include "text.hpp"

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

static bool is_over_with_agreement(State state) { return state == State::performed || state == State::breached; }

/// Whether mediation has begun in this revision: from there its papers are due.
static bool has_begun(const FileState& file) {
    return file.notice_given || file.session_recorded || file.agreement || is_over_with_agreement(file.state) ||
           file.state == State::mediating || file.state == State::paused || file.state == State::agreed ||
           file.state == State::performing;
}

namespace {

/// The items as they come; what the gate asks for it asks once there was an agreement to perform.
class Items {
  public:
    explicit Items(bool gate_stands) : gate_stands_(gate_stands) {}

    void add(VolumePart part, bool must, std::int64_t count) { add(part, must, count, must && count == 0); }
    void add(VolumePart part, bool must, std::int64_t count, bool lacking) {
        all.push_back({part, must, count, lacking, false, std::nullopt, std::nullopt});
    }
    void add_to_gate(VolumePart part, bool must, std::int64_t count, bool there) {
        add(part, must, count, must && !there);
        all.back().before_closing = gate_stands_ && must;
    }

    std::vector<VolumeItem> all;

  private:
    bool gate_stands_;
};

}  // namespace

std::vector<VolumeItem> items_of(const FileState& file) {
    const FileCounts& counts = file.counts;
    const bool begun = has_begun(file);
    const bool over = is_over_with_agreement(file.state);
    const bool simple = file.difficulty.value_or(Difficulty::simple) == Difficulty::simple;
    const bool visit_due = !simple && (over || (file.agreement && file.state == State::closed));
    Items items(over);
    items.add(VolumePart::application, true, 1);
    items.add_to_gate(VolumePart::rights_notice, begun, counts.told, file.notice_given);
    items.add(VolumePart::identity, begun, counts.identities);
    items.add(VolumePart::power, counts.principals > 0, counts.principals,
              file.powers_to_come > 0 && counts.power_files == 0);
    items.add(VolumePart::investigation, false, counts.investigations);
    items.add(VolumePart::evidence, false, counts.evidence);
    items.add_to_gate(VolumePart::session_record, begun, counts.records, file.session_recorded);
    items.add_to_gate(VolumePart::agreement, file.agreement || (begun && !file.terminated), file.agreement ? 1 : 0,
                      file.agreement);
    items.add_to_gate(VolumePart::signatures, file.written, counts.signatures, file.all_signed);
    items.add_to_gate(VolumePart::seal, file.written, file.sealed ? 1 : 0, file.sealed);
    const bool ended = file.terminated || file.turned_away;
    items.add(VolumePart::ending, ended, ended ? 1 : 0);
    items.add_to_gate(VolumePart::performance, file.state == State::performed, counts.performances,
                      file.all_performed);
    items.add_to_gate(VolumePart::visit, visit_due, counts.visits, file.visited);
    items.add(VolumePart::confirmation, false, counts.confirmations);
    // What is missing for good has to be told in the file.
    const bool lacks = std::any_of(items.all.begin(), items.all.end(),
                                   [](const VolumeItem& one) { return one.lacking && !one.before_closing; });
    items.add(VolumePart::file_note, lacks, counts.explanations);
    items.add(VolumePart::back_cover, true, 1);
    return items.all;
}

std::vector<std::string> missing_before_closing(const std::vector<VolumeItem>& items) {
    std::vector<std::string> missing;
    for (const VolumeItem& item : items)
        if (item.lacking && item.before_closing) missing.emplace_back(json::enum_word(item.part));
    return missing;
}

static constexpr std::size_t longest_explanation = 500;

Verdict why_not_explain(const ExplanationForm& form, const std::vector<VolumeItem>& items, State state) {
    if (state == State::archived || state == State::merged)
        return Verdict::refused(Fault::conflict, "not_in_this_state");
    Verdict verdict;
    if (text::length(form.words) > longest_explanation) verdict.add("words", "too_long");
    const auto item =
        std::find_if(items.begin(), items.end(), [&](const VolumeItem& one) { return one.part == form.part; });
    const bool brought = item != items.end() && !item->before_closing &&
                         (item->lacking || (!item->must && item->count == 0) || item->explanation);
    if (!brought || form.part == VolumePart::file_note) verdict.add("part", "not_missing");
    return verdict;
}

static bool is_one_of(std::string_view type, std::initializer_list<std::string_view> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

static Retention retention_of(std::int64_t setting) {
    return setting >= 3 ? Retention::permanent : setting == 2 ? Retention::long_ : Retention::short_;
}

RetentionProposal propose_retention(const RetentionGrounds& grounds, const RetentionSettings& settings) {
    const bool land = is_one_of(grounds.national_type, {"03", "07", "08"});
    const bool major = grounds.difficulty && *grounds.difficulty >= Difficulty::major;
    const bool large = grounds.agreed_fen.amount >= settings.large_amount_yuan * 100;
    const std::vector<std::tuple<std::string_view, bool, std::int64_t>> asked = {
        {"without_agreement", !grounds.agreement, settings.class_without_agreement},
        {"with_agreement", grounds.agreement, settings.class_with_agreement},
        {"land_and_houses", land && grounds.agreement, settings.class_land_and_houses},
        {"family", grounds.national_type == "01", settings.class_family},
        {"major", major, settings.class_major},
        {"minors", grounds.minors, settings.class_minors},
        {"death", grounds.death, settings.class_death},
        {"large_amount", grounds.agreement && large, settings.class_large_amount},
    };
    RetentionProposal proposal;
    for (const auto& [ground, holds, setting] : asked)
        if (holds) proposal.retention = std::max(proposal.retention, retention_of(setting));
    for (const auto& [ground, holds, setting] : asked)
        if (holds && retention_of(setting) == proposal.retention) proposal.grounds.emplace_back(ground);
    return proposal;
}

std::optional<LegalDate> disposal_day(Retention retention, LegalDate archived_on, const RetentionSettings& settings) {
    if (retention == Retention::permanent) return std::nullopt;
    const auto years = retention == Retention::long_ ? settings.retention_long_years : settings.retention_short_years;
    return add_months(archived_on, static_cast<int>(years) * 12);
}

Verdict why_not_retention(const ArchiveForm& form, Retention proposed) {
    const bool shorter = form.retention && *form.retention < proposed;
    if (shorter && text::trim(form.reason.value_or("")).empty())
        return Verdict::refused(Fault::invalid, "missing", "reason");
    return {};
}

Verdict why_not_result(CaseResult result, const Dispute& dispute) {
    const bool agreed = dispute.state == State::performed || dispute.state == State::breached;
    const bool in_part = dispute.result == std::optional<std::string>("partial");
    const bool fits = agreed ? result != CaseResult::failed && (result != CaseResult::success || !in_part)
                             : result == CaseResult::failed;
    return fits ? Verdict{} : Verdict::refused(Fault::invalid, "result_does_not_fit", "result");
}

}  // namespace hemu::closing
