#pragma once
#include "signing.hpp"
#include "store.hpp"

namespace hemu::dossier {

/// about: as the list of papers names it. parties: who sign, all when absent, as an agreement needs. agents: who sign
/// for their parties. in_order: one after the other, in the order of the case.
struct StartForm {
    std::optional<std::string> about;
    LegalDate ends_on;
    bool in_order = false;
    std::optional<std::vector<Id<dispute::Party>>> parties;
    std::vector<std::string> agents;
    bool mediator = true;
};
BOOST_DESCRIBE_STRUCT(StartForm, (), (about, ends_on, in_order, parties, agents, mediator))

struct StartedSigning {
    signing::SignedPaperId id;
    std::string check_code;
    std::string digest_sm3;
};
BOOST_DESCRIBE_STRUCT(StartedSigning, (), (id, check_code, digest_sm3))

/// Refusals: conflict not_in_this_state, already_signed; invalid parties agreement_by_all.
void refuse_start(db::Tx&, const dispute::Dispute&, std::string_view code, const StartForm&,
                  const identity::Context&);

/// Who signs the paper, how, and until when; the site is still to be named. Refusals: conflict signing_open; invalid
/// agents agent_may_not_sign.
signing::SigningPlan plan_of(db::Tx&, const dispute::Dispute&, const CaseRead&, const CasePaper&, const StartForm&,
                             const identity::Context&);

}  // namespace hemu::dossier
