// A paper of the case begins to be signed: who signs it follows from the paper and the case.
#include "signing_start.hpp"

#include "closing.hpp"
#include "organisations.hpp"
#include "parties.hpp"

namespace hemu::dossier {

using dispute::Dispute;
using identity::Context;
using signing::PlannedSigner;
using signing::SignerRole;

static bool may_sign(const dispute::AgentView& agent) {
    return agent.kind == dispute::AgentKind::guardian ||
           std::find(agent.powers.begin(), agent.powers.end(), "attend_and_sign") != agent.powers.end();
}

static const dispute::AgentView* guardian_of(const dispute::PartyView& party) {
    for (const auto& agent : party.agents)
        if (agent.kind == dispute::AgentKind::guardian) return &agent;
    return nullptr;
}

/// Who signs for a party: his guardian, the agent who was chosen, or he himself.
static PlannedSigner signer_for(const dispute::PartyView& party, const PartyFacts& facts, const StartForm& form) {
    PlannedSigner signer;
    signer.party_id = party.id;
    signer.name = party.name;
    signer.label = facts.side;
    signer.marks = {facts.side + party.name + "（", party.name + "（"};
    const dispute::AgentView* agent = guardian_of(party);
    for (const auto& one : party.agents)
        if (std::find(form.agents.begin(), form.agents.end(), one.id) != form.agents.end() && !agent) agent = &one;
    if (!agent) return signer;
    if (!may_sign(*agent)) throw Refusal(Fault::invalid, "invalid", {{"agents", "agent_may_not_sign"}});
    signer.role = SignerRole::agent;
    signer.agent_id = agent->id;
    signer.name = agent->name;
    signer.label = fmt::format("{}{}的代理人", facts.side, party.name);
    return signer;
}

static bool is_chosen(const StartForm& form, const dispute::PartyView& party) {
    return !form.parties || std::find(form.parties->begin(), form.parties->end(), party.id) != form.parties->end();
}

static std::vector<PlannedSigner> signers_of(const CaseRead& read, const std::vector<dispute::PartyView>& parties,
                                             const StartForm& form) {
    std::vector<PlannedSigner> signers;
    for (std::size_t at = 0; at < parties.size() && at < read.facts.parties.size(); ++at)
        if (is_chosen(form, parties[at])) signers.push_back(signer_for(parties[at], read.facts.parties[at], form));
    if (form.mediator) {
        PlannedSigner mediator;
        mediator.role = SignerRole::mediator;
        mediator.name = read.facts.presiding;
        mediator.label = "人民调解员";
        mediator.marks = {"人民调解员（", "调解员（"};
        signers.push_back(std::move(mediator));
    }
    return signers;
}

/// A ruling ends with its judge's name and the day, on which the court's seal comes.
static PlannedSigner judge_of(const CaseRuling& ruling) {
    PlannedSigner judge;
    judge.role = SignerRole::judge;
    judge.name = ruling.facts.judge;
    judge.label = "审判员";
    return judge;
}

/// The seal completes every paper: without it nothing proves that nobody changed it.
static PlannedSigner keeper_of(const std::string& issuer, const std::string& mark) {
    PlannedSigner keeper;
    keeper.role = SignerRole::keeper;
    keeper.name = issuer;
    keeper.label = "印章保管人";
    keeper.marks = {mark};
    return keeper;
}

void refuse_start(db::Tx& tx, const Dispute& dispute, std::string_view code, const StartForm& form,
                  const Context& cx) {
    refuse_shelved(dispute);
    if (code != closing::agreement_paper) return;
    if (dispute.state != dispute::State::agreed) throw Refusal(Fault::conflict, "not_in_this_state");
    const auto closing = closing::closing_of(tx, dispute, cx);
    if (!closing.signatures.empty() || closing.seal) throw Refusal(Fault::conflict, "already_signed");
    if (form.parties || !form.mediator) throw Refusal(Fault::invalid, "invalid", {{"parties", "agreement_by_all"}});
}

signing::SigningPlan plan_of(db::Tx& tx, const Dispute& dispute, const CaseRead& read, const CasePaper& paper,
                             const StartForm& form, const Context& cx) {
    signing::SigningPlan plan;
    plan.code = paper.code;
    plan.about = paper.about;
    plan.title = paper.title;
    plan.issuer = issuer_of(read, dispute, paper.code, paper.about);
    plan.in_order = form.in_order;
    plan.ends_on = form.ends_on;
    const std::string issuer = organisations::name_of(tx, plan.issuer);
    const auto ruling = std::find_if(read.rulings.begin(), read.rulings.end(),
                                     [&](const CaseRuling& one) { return one.id == paper.about; });
    if (ruling != read.rulings.end()) {
        plan.signers = {judge_of(*ruling), keeper_of(issuer, ruling->facts.signed_on)};
    } else {
        plan.ink_only = closing::closing_of(tx, dispute, cx).ink_needed;
        plan.signers = signers_of(read, dispute::parties_of(tx, dispute, cx), form);
        plan.signers.push_back(keeper_of(issuer, issuer + "（盖章"));
    }
    plan.replaces = signing::replaced_by(tx, dispute, paper.code, paper.about);
    return plan;
}

}  // namespace hemu::dossier
