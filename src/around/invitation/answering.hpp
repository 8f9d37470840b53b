// What somebody who was asked says, himself or to staff.
#pragma once
#include "inviting.hpp"

namespace hemu::invitation {

/// What the invited reads. Refusal not_found not_invited: an applicant, or nobody's invitation.
InvitationView view_for(db::Tx&, const dispute::Dispute&, Id<dispute::Party>, const identity::Context&);

/// His own answer; the same again changes nothing. Refusals: those of why_not_answer; conflict answer_is_settled once
/// a session was held or the dispute has moved on.
void answer_as_party(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const AnswerForm&, const identity::Context&);
/// What he said to staff, as a service record. Refusals: those of why_not_noted; conflict answer_is_settled;
/// not_found party_not_found.
void note_answer(db::Tx&, dispute::Dispute&, const NotedAnswer&, const identity::Context&);

/// Refusals: those of why_not_account; conflict answer_is_settled when the dispute is over.
void add_account(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const OwnSide&, const identity::Context&);

/// By this number he is reached from now on. Refusal conflict phone_not_confirmed.
void take_phone(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const OwnPhone&, const identity::Context&);

InvitationsView desk_view(db::Tx&, const dispute::Dispute&, const identity::Context&);

}  // namespace hemu::invitation
