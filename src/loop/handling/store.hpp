#pragma once
#include "rules.hpp"

namespace hemu::handling {

/// The rule of most verbs here: why_not_hands of whoever is named on the dispute.
Verdict why_not_in_hand(db::Tx&, const dispute::Dispute&, const identity::Actor&);
/// Keeps the words beside the event when there are any.
void note_words(db::Tx&, const dispute::Dispute&, Id<dispute::Event>, const std::optional<std::string>& words,
                Instant moment);

/// What the journal says of an agreement.
struct AgreedContent {
    agreements::AgreementShape form = agreements::AgreementShape::written;
    agreements::Scope scope = agreements::Scope::full;
    std::int64_t terms = 0;
    std::int64_t amount_fen = 0;
};
BOOST_DESCRIBE_STRUCT(AgreedContent, (), (form, scope, terms, amount_fen))
AgreedContent agreed_content(const agreements::AgreementForm&);

Parties party_facts(db::Tx&, const dispute::Dispute&);
/// Parties, who was told of them and whether a session is recorded, of the present revision.
Ground ground_of(db::Tx&, const dispute::Dispute&);
/// Whether anybody has signed or the seal is affixed: rows of 结.
bool has_acts_of_signing(db::Tx&, const dispute::Dispute&);

void save_notice(db::Tx&, const dispute::Dispute&, LegalDate given_on, NoticeForm, const std::vector<PartyId>&,
                 Instant moment);
void save_session(db::Tx&, const dispute::Dispute&, Id<MediationSession>, const SessionRecordForm&);
/// Whether the session was held; empty when it is not of this dispute's present revision.
std::optional<bool> was_held(db::Tx&, const dispute::Dispute&, Id<MediationSession>);
/// False when it has another version by now.
bool update_session(db::Tx&, const dispute::Dispute&, Id<MediationSession>, const SessionRecordForm&,
                    std::int64_t version);
void save_caucus_note(db::Tx&, const dispute::Dispute&, Id<MediationSession>, const std::string& words,
                      const identity::Context&);
void save_investigation(db::Tx&, const dispute::Dispute&, const InvestigationForm&, Instant moment);
void save_undisputed(db::Tx&, const dispute::Dispute&, const UndisputedForm&, Instant moment);
void save_pause(db::Tx&, const dispute::Dispute&, std::string_view reason, Instant moment);
void end_pause(db::Tx&, const dispute::Dispute&, Instant moment);
void save_extension(db::Tx&, const dispute::Dispute&, const ExtensionForm&, Instant moment);
void save_termination(db::Tx&, const dispute::Dispute&, const TerminationForm&, Instant moment);

/// Everything but agreement and caucus notes.
HandlingView records_of(db::Tx&, const dispute::Dispute&);
/// In clear; the caller has made sure that the reader mediates this dispute.
std::vector<CaucusView> caucus_notes_of(db::Tx&, const dispute::Dispute&, const crypto::Keys&);

}  // namespace hemu::handling
