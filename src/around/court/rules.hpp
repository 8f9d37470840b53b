// Decisions of this folder over values alone.
#pragma once
#include "court.hpp"
#include "organisations.hpp"

namespace hemu::court {

/// What the check list is made of. applied_on: the day of the joint application, today while there is none.
struct Matter {
    std::string national_type;
    std::optional<std::string> local_type;
    std::optional<agreements::AgreementView> agreement;
    std::optional<LegalDate> effective_on;
    LegalDate applied_on;
    std::optional<LegalDate> last_day_on;
    organisations::OrganisationKind body_kind = organisations::OrganisationKind::people_committee;
    bool invited_by_court = false;
    std::size_t party_count = 2;
    std::vector<CheckCode> confirmed;
};

/// Thirty days from the day of effect, not counting it (PML art. 33; CPL art. 85, 205).
LegalDate last_day(LegalDate effective_on, const WorkingCalendar&);

/// Every point in the order of CheckCode.
std::vector<ConfirmationCheck> checks_of(const Matter&);

/// What a court would find unclear or forbidden in the words of the agreement; nothing here blocks.
std::vector<WordingMark> wording_of(const agreements::AgreementView&, std::size_t party_count);

/// What is known of the file for the list of materials.
struct FileFacts {
    bool applied_in_writing = false;  ///< the dispute came by an application
    bool agreement_sealed = false;
    bool session_recorded = false;
    bool notice_given = false;
    bool from_court = false;
    bool letter_kept = false;  ///< the court's letter is in the register
};
std::vector<MaterialView> materials_of(const FileFacts&, const std::optional<ConfirmationForm>&,
                                       const std::vector<dispute::PartyView>&,
                                       const std::vector<attachments::AttachmentView>&);

/// Where the courts and the case lie. domicile is said by a person.
struct CourtSeat {
    CourtId id;
    std::string name;
    organisations::OrganisationLevel level = organisations::OrganisationLevel::county;
    std::string place_code;
};
BOOST_DESCRIBE_STRUCT(CourtSeat, (), (id, name, level, place_code))
std::vector<CourtProposal> courts_for(const std::vector<CourtSeat>&, std::string_view body_place,
                                      std::string_view matter_place, const std::optional<CourtId>& inviting);

/// Refusals: court_id court_not_competent, ground ground_does_not_hold; applicants[i] unknown, twice; papers[i].
Verdict why_not_prepare(const ConfirmationForm&, const std::vector<CourtProposal>&,
                        const std::vector<dispute::PartyView>&, const std::vector<attachments::AttachmentView>&);

/// Everything that is missing before it may be handed in, by field.
std::vector<FieldMark> lacking_of(const std::vector<ConfirmationCheck>&, const std::vector<MaterialView>&,
                                  const std::optional<ConfirmationForm>&, const std::vector<dispute::PartyView>&);

Verdict why_not_hand_in(const std::vector<FieldMark>& lacking, LegalDate applied_on, const ConfirmationForm&,
                        std::optional<LegalDate> last_day_on, LegalDate today);

std::vector<ConfirmationMove> moves_of(const std::optional<ConfirmationView>&, bool in_effect);
std::vector<BenchMove> bench_moves_of(ConfirmationState);
/// Whether the court may still do this. Refusal conflict confirmation_not_here.
Verdict why_not_bench(ConfirmationState, BenchMove);

/// The days that the law gives a court now: acceptance 3; decision 15 by the rule of 2011 and 30 by the special
/// procedure, or until its president extended it.
std::vector<LegalDate> court_days(ConfirmationState, std::optional<LegalDate> received_on,
                                  std::optional<LegalDate> accepted_on, std::optional<LegalDate> extended_until_on,
                                  const WorkingCalendar&);

/// The last day for performing: that of the last instalment, without any the day of effect (CPL art. 250).
std::optional<LegalDate> performance_end(const agreements::AgreementView&, std::optional<LegalDate> effective_on);

/// Reasons for not accepting (art. 355) and for rejecting (art. 358) are different ones.
bool declines(CourtReason);
bool rejects(CourtReason);

}  // namespace hemu::court
