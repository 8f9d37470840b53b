// What somebody who was asked says, himself or to staff.
#pragma once
#include "inviting.hpp"

namespace hemu::invitation {

/// What the invited reads. Refusal not_found not_invited: an applicant, or nobody's invitation.
InvitationView view_for(db::Tx&, const dispute::Dispute&, Id<dispute::Party>, const identity::Context&);

/// Refusals: those of why_not_account; conflict answer_is_settled when the dispute is over.
void add_account(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const OwnSide&, const identity::Context&);

/// By this number he is reached from now on. Refusal conflict phone_not_confirmed.
void take_phone(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const OwnPhone&, const identity::Context&);

InvitationsView desk_view(db::Tx&, const dispute::Dispute&, const identity::Context&);

}  // namespace hemu::invitation
