#pragma once
#include "handling.hpp"

namespace hemu::handling {

/// Every party must be in the list (PML art. 23, 24; consents: Invited Mediation Provisions art. 27).
Verdict why_not_all(const std::vector<PartyId>& given, const std::vector<dispute::PartyView>& parties,
                    std::string_view field, std::string_view code);

Verdict why_not_begin(const OpeningForm&, const std::vector<dispute::PartyView>&, LegalDate today);

/// A plan needs a place; a record needs its times in order and what was said (PML art. 27).
Verdict why_not_plan(const SessionForm&);
Verdict why_not_record(const SessionRecordForm&, Instant moment);

Verdict why_not_investigation(const InvestigationForm&, LegalDate today);
Verdict why_not_undisputed(const UndisputedForm&, const std::vector<dispute::PartyView>&);

/// PML art. 26: the parties are told their other ways, whatever ended the mediation.
Verdict why_not_terminate(const TerminationForm&);

/// Simple or ungraded, both sides known, an agreement in the form that needs no signatures.
Verdict why_not_at_once(const OnTheSpot&, const dispute::Dispute&, const std::vector<dispute::PartyView>&);

/// Only who mediates, or the head of the body that holds it.
Verdict why_not_hands(bool on_the_dispute, const dispute::Dispute&, const identity::Actor&);

}  // namespace hemu::handling
