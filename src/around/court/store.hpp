// Applications for confirmation as rows; how a dispute's file looks to the rules.
#pragma once
#include "rules.hpp"

namespace hemu::court {

using dispute::Dispute;
using identity::Context;

/// The row of court_confirmation.
struct ConfirmationRow {
    Id<Confirmation> id;
    Id<Dispute> dispute_id;
    std::int64_t revision = 1;
    std::int64_t edition = 1;  ///< of the agreement
    ConfirmationState state = ConfirmationState::prepared;
    std::int64_t version = 1;
    CourtId court_id;
    CourtGround ground = CourtGround::committee_seat;
    ApplicationShape form = ApplicationShape::written;
    db::Json<std::vector<Applicant>> applicants;
    db::Json<std::vector<CheckCode>> confirmed;
    db::Json<std::vector<MaterialLink>> papers;
    std::optional<LegalDate> applied_on;
    std::optional<LegalDate> received_on;
    db::Json<std::vector<FieldMark>> marks;
    std::optional<std::string> court_words;
    std::optional<std::string> answer_words;
    std::optional<LegalDate> accepted_on;
    std::optional<std::string> case_number;
    std::optional<std::string> judge_name;
    std::optional<LegalDate> extended_until_on;
    std::optional<CourtReason> reason;
    std::optional<LegalDate> ruled_on;
    std::optional<std::string> ruling_number;
    std::optional<LegalDate> performance_ends_on;
    std::optional<LegalDate> enforce_by_on;
    std::optional<LegalDate> enforcement_on;
    db::Json<std::vector<RulingReceipt>> served;
    std::int64_t warnings = 0;  ///< of the wording, when it was handed in
};
BOOST_DESCRIBE_STRUCT(ConfirmationRow, (),
                      (id, dispute_id, revision, edition, state, version, court_id, ground, form, applicants,
                       confirmed, papers, applied_on, received_on, marks, court_words, answer_words, accepted_on,
                       case_number, judge_name, extended_until_on, reason, ruled_on, ruling_number,
                       performance_ends_on, enforce_by_on, enforcement_on, served, warnings))

/// Its columns, of `c`.
std::string confirmation_columns();

/// Of the agreement that stands.
std::optional<ConfirmationRow> confirmation_of(db::Tx&, const Dispute&);
std::optional<ConfirmationRow> confirmation_of(db::Tx&, const Dispute&, std::int64_t edition);
/// Makes it, or writes over what was prepared.
void save_prepared(db::Tx&, const Dispute&, const ConfirmationForm&, const std::optional<ConfirmationRow>&,
                   const Context&);
/// Writes what an act changed; version is the one that was read. received_at and ended_at follow the state.
void save(db::Tx&, const ConfirmationRow&, const Context&);

ConfirmationForm form_of(const ConfirmationRow&);
ConfirmationView view_of(db::Tx&, const ConfirmationRow&);

/// Everything the rules ask of a dispute.
struct Examined {
    std::vector<dispute::PartyView> parties;
    std::vector<attachments::AttachmentView> files;
    std::optional<agreements::AgreementView> agreement;
    std::optional<LegalDate> effective_on;
    std::optional<ConfirmationForm> form;
    std::vector<ConfirmationCheck> checks;
    std::vector<WordingMark> wording;
    std::vector<MaterialView> materials;
    std::optional<LegalDate> last_day_on;
};
/// Of the agreement that the application is about, on the day on which the parties apply.
Examined examine(db::Tx&, const Dispute&, const std::optional<ConfirmationRow>&, LegalDate applied_on,
                 const Context&);

/// Courts that work today, and which of them invited the mediation.
std::vector<CourtProposal> proposals_for(db::Tx&, const Dispute&, LegalDate today);
std::optional<CourtId> inviting_court(db::Tx&, const Dispute&);

/// The court may open the case: its judges are named on what others may not see (domain facts 2.18).
void open_to_court(db::Tx&, const Dispute&, CourtId, Instant moment);

}  // namespace hemu::court
