#pragma once
#include "handling.hpp"

namespace hemu::handling {

/// What the rules ask of a party; no name, no number.
struct PartyFacts {
    PartyId id;
    dispute::Side side = dispute::Side::applicant;
    dispute::Willingness willing = dispute::Willingness::unknown;
};
BOOST_DESCRIBE_STRUCT(PartyFacts, (), (id, side, willing))
using Parties = std::vector<PartyFacts>;

/// Every party must be in the list, and nobody else (PML art. 23, 24; consents: Invited Mediation Provisions art.
/// 27).
Verdict why_not_all(const std::vector<PartyId>& given, const Parties&, std::string_view field, std::string_view code);

/// Both sides are known and nobody refuses (Several Rules art. 20; PML art. 17).
Verdict why_not_mediate(const Parties&);

Verdict why_not_begin(const OpeningForm&, const Parties&, LegalDate today);
Verdict why_not_notice(const OpeningForm&, const Parties&, LegalDate today);

/// A plan needs a place; a record needs its times in order, who was there and what was said (PML art. 27; domain
/// facts 3.1 D08). What was held stays held.
Verdict why_not_plan(const SessionForm&);
Verdict why_not_record(const SessionRecordForm&, bool held_before, Instant moment);

/// Sessions are planned, people asked and facts written down from the naming of mediators to the agreement.
bool at_work(dispute::State);
/// A session's record follows the session and may be written until the case is closed; before the rights notice no
/// session is held (domain facts 2.8).
Verdict why_not_record_in(dispute::State, bool held);

Verdict why_not_investigation(const InvestigationForm&, LegalDate today);
Verdict why_not_undisputed(const UndisputedForm&, const Parties&);

/// What stands in the file before an agreement.
struct Ground {
    Parties parties;
    std::vector<PartyId> told;
    bool session_recorded = false;
};
/// An agreement is reached in mediation: both sides there, each told its rights (PML art. 23), at least one session
/// held and recorded (PML art. 27), without which the case could never be closed.
Verdict why_not_agree(const Ground&);

/// Consent of all and, where the law wants it, the committee's through its head (Medical Dispute Regulation art. 38).
Verdict why_not_extend(const ExtensionForm&, const Parties&, bool committee_needed, identity::Duty, LegalDate today);

/// PML art. 26: the parties are told their other ways, whatever ended the mediation; art. 25: what may be a crime
/// goes to the police. "Period over" is said of a period that is over.
Verdict why_not_terminate(const TerminationForm&, bool period_over);

/// Simple or ungraded, nothing that the law wants in writing, both sides known and willing.
Verdict why_not_at_once(const dispute::Dispute&, const Parties&);
Verdict why_not_on_the_spot(const OnTheSpot&, const std::vector<dispute::PartyView>&);

/// Only who mediates, or the head of the body that holds it.
Verdict why_not_hands(bool mediates, const dispute::Dispute&, const identity::Actor&);

}  // namespace hemu::handling
