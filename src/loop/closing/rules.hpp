#pragma once
#include "closing.hpp"

namespace hemu::closing {

/// The day on which a written agreement took effect: the last of the acts, when every party (himself or by an agent),
/// a mediator and the committee have signed or sealed; nothing before that. Source: PML art. 29.
std::optional<LegalDate> effect_date(const std::vector<dispute::PartyView>&, const std::vector<SignatureView>&,
                                     std::optional<LegalDate> sealed_on);

/// Whether an act that binds this party is there: of a party with a guardian only the guardian's does (Civil Code
/// art. 23; CPL art. 60).
bool has_signed(const dispute::PartyView&, const std::vector<SignatureView>&);

/// E-Signature Law art. 3: documents on marriage, adoption and inheritance are signed in ink. Family disputes whose
/// local type is not set are taken for such.
bool ink_needed(const dispute::Dispute&);

/// What is there when somebody comes to sign.
struct Signing {
    std::vector<dispute::PartyView> parties;
    std::vector<SignatureView> signatures;
    std::vector<PartyId> told;  ///< who was given the rights notice
    bool mediates = false;      ///< whether the caller is a mediator of the dispute
};
Verdict why_not_sign(const SignatureForm&, const dispute::Dispute&, const Signing&, LegalDate today);

/// What the file holds, for the gate.
struct FileState {
    dispute::State state = dispute::State::performed;
    bool notice_given = false;
    bool session_recorded = false;
    bool agreement = false;
    bool written = false;
    bool all_signed = false;
    bool sealed = false;
    bool all_performed = false;
    bool visited = false;
    std::optional<dispute::Difficulty> difficulty;
};

/// Codes of what must be there before closing (domain facts 2.17, 3.2): rights_notice, session_record, agreement,
/// signatures, seal, performance, visit. A failed or refused dispute needs none of the agreement; a simple one no
/// visit (setting of the city). Each of them can still be brought in the state in which it is asked for; what cannot
/// (notice, record, signatures, seal) the verbs before have asked for already.
std::vector<std::string> missing_before_closing(const FileState&);

/// What the result must be, given where the dispute ended: without agreement failed, and partial when only a part was
/// agreed.
Verdict why_not_result(CaseResult, const dispute::Dispute&);

}  // namespace hemu::closing
