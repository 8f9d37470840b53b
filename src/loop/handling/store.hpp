#pragma once
#include "handling.hpp"

namespace hemu::handling {

void save_notice(db::Tx&, const dispute::Dispute&, LegalDate given_on, NoticeForm, const std::vector<PartyId>&,
                 Instant moment);
void save_session(db::Tx&, const dispute::Dispute&, Id<MediationSession>, const SessionRecordForm&);
/// False when the session is not of this dispute or has another version.
bool update_session(db::Tx&, const dispute::Dispute&, Id<MediationSession>, const SessionRecordForm&,
                    std::int64_t version);
bool has_session(db::Tx&, const dispute::Dispute&, Id<MediationSession>);
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
