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

/// How many there are of the papers that a case can have several of.
struct FileCounts {
    std::int64_t told = 0;  ///< parties who were given the rights notice
    std::int64_t identities = 0;
    std::int64_t principals = 0;  ///< parties who have agents
    std::int64_t power_files = 0;
    std::int64_t investigations = 0;
    std::int64_t evidence = 0;
    std::int64_t records = 0;
    std::int64_t signatures = 0;
    std::int64_t performances = 0;
    std::int64_t visits = 0;
    std::int64_t confirmations = 0;
    std::int64_t explanations = 0;
};

/// What the file holds: how the case went, and how many there are of each paper.
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
    bool terminated = false;
    bool turned_away = false;         ///< refused or passed on
    std::int64_t powers_to_come = 0;  ///< agents who said that they will bring theirs
    FileCounts counts;
};

/// The file item by item (domain facts 2.17, 3.2). A failed or refused dispute needs none of the agreement; a simple
/// one no visit (setting of the city).
std::vector<VolumeItem> items_of(const FileState&);

/// Of those items what must be there before closing: rights_notice, session_record, agreement, signatures, seal,
/// performance, visit. Each of them can still be brought in the state in which it is asked for; what cannot (notice,
/// record, signatures, seal) the verbs before have asked for already.
std::vector<std::string> missing_before_closing(const std::vector<VolumeItem>&);

/// What keeps the case open is brought, not explained; nor is what is there. Refusals: invalid part not_missing;
/// words too_long; conflict not_in_this_state once it is archived.
Verdict why_not_explain(const ExplanationForm&, const std::vector<VolumeItem>&, dispute::State);

/// How long a file is kept is decided by type, agreement and parties (domain facts 2.17): settings of the city, whose
/// names these are. 1 short, 2 long, 3 permanent.
struct RetentionSettings {
    std::int64_t retention_short_years = 5;
    std::int64_t retention_long_years = 10;
    std::int64_t class_without_agreement = 1;
    std::int64_t class_with_agreement = 2;
    std::int64_t class_land_and_houses = 3;
    std::int64_t class_family = 2;
    std::int64_t class_major = 3;
    std::int64_t class_minors = 3;
    std::int64_t class_death = 3;
    std::int64_t class_large_amount = 3;
    std::int64_t large_amount_yuan = 500000;
};
BOOST_DESCRIBE_STRUCT(RetentionSettings, (),
                      (retention_short_years, retention_long_years, class_without_agreement, class_with_agreement,
                       class_land_and_houses, class_family, class_major, class_minors, class_death,
                       class_large_amount, large_amount_yuan))

/// What decides of a case how long its file is kept.
struct RetentionGrounds {
    std::string national_type;
    std::optional<dispute::Difficulty> difficulty;
    bool agreement = false;
    Fen agreed_fen;
    bool minors = false;
    bool death = false;
};
/// The longest class that a ground asks for, and the grounds that ask for it.
RetentionProposal propose_retention(const RetentionGrounds&, const RetentionSettings&);
/// The day after which a file may be disposed of, from the day on which it was archived; none of a permanent one.
std::optional<LegalDate> disposal_day(Retention, LegalDate archived_on, const RetentionSettings&);
/// Longer than the rule says is free, shorter wants a reason. Refusal invalid reason missing.
Verdict why_not_retention(const ArchiveForm&, Retention proposed);

/// What the result must be, given where the dispute ended: without agreement failed, and partial when only a part was
/// agreed.
Verdict why_not_result(CaseResult, const dispute::Dispute&);

}  // namespace hemu::closing
