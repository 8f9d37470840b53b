// What leaves for a court: kept sealed with its digest, so that it can be shown later what was handed over.
#pragma once
#include "pdf.hpp"
#include "store.hpp"

namespace hemu::court {

/// confirmation: an application of both sides · settled, returned: how a case that a court sent ended · filing: a
/// failed case brought to court.
enum class PackageKind { confirmation, settled, returned, filing };
BOOST_DESCRIBE_ENUM(PackageKind, confirmation, settled, returned, filing)

/// In clear, as the court needs it (SPC interpretation of the CPL art. 354).
struct PackageParty {
    dispute::Side side = dispute::Side::applicant;
    dispute::PartyKind kind = dispute::PartyKind::natural;
    std::string name;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    std::optional<std::string> legal_representative;
    std::vector<std::string> agents;
};
BOOST_DESCRIBE_STRUCT(PackageParty, (),
                      (side, kind, name, identity_number, phone, address, legal_representative, agents))

struct ConfirmationPackage {
    std::string number;
    std::string court_name;
    std::string body_name;
    CourtGround ground = CourtGround::committee_seat;
    ApplicationShape form = ApplicationShape::written;
    LegalDate effective_on;
    LegalDate applied_on;
    std::vector<PackageParty> parties;
    agreements::AgreementView agreement;
    std::vector<MaterialView> materials;
};
BOOST_DESCRIBE_STRUCT(ConfirmationPackage, (),
                      (number, court_name, body_name, ground, form, effective_on, applied_on, parties, agreement,
                       materials))

/// A step of the mediation: what, and on which day. Never what anybody said.
struct CourseStep {
    std::string what;
    LegalDate on;
};
BOOST_DESCRIBE_STRUCT(CourseStep, (), (what, on))

/// How a case went, for the court that sent it and for a suit: course, reason, facts that nobody disputes and all
/// consented to have written down. No offer, no concession, no word of a session (Invited-mediation rule art. 19-21,
/// 26; domain facts 2.18).
struct CourseReport {
    std::vector<CourseStep> course;
    std::optional<std::string> reason;  ///< T01 to T12, or unconfirmed when nobody took it in time
    std::vector<std::string> undisputed;
    std::vector<MaterialPaper> materials;
};
BOOST_DESCRIBE_STRUCT(CourseReport, (), (course, reason, undisputed, materials))

struct EntrustedPackage {
    std::string number;
    std::string court_case_number;
    std::string court_name;
    std::string body_name;
    LegalDate ended_on;
    std::vector<std::string> party_names;
    CourseReport report;
    std::optional<agreements::AgreementView> agreement;  ///< when it was settled
};
BOOST_DESCRIBE_STRUCT(EntrustedPackage, (),
                      (number, court_case_number, court_name, body_name, ended_on, party_names, report, agreement))

struct FilingPackage {
    std::string number;
    std::optional<std::string> court_case_number;
    std::string court_name;
    std::string body_name;
    LegalDate brought_on;
    std::string national_type;
    std::optional<std::string> local_type;
    Fen amount_fen;
    std::string facts;
    std::string request;
    std::vector<PackageParty> parties;
    CourseReport report;
};
BOOST_DESCRIBE_STRUCT(FilingPackage, (),
                      (number, court_case_number, court_name, body_name, brought_on, national_type, local_type,
                       amount_fen, facts, request, parties, report))

CourseReport report_of(db::Tx&, const Dispute&, std::optional<std::string> reason, const Context&);
std::vector<PackageParty> parties_in_clear(db::Tx&, const Dispute&, const Context&);

/// content: the JSON of one of the above.
void keep_package(db::Tx&, const Dispute&, PackageKind, CourtId, const std::string& content, const Context&);

struct KeptPackage {
    Id<Package> id;
    PackageKind kind = PackageKind::confirmation;
    std::string court_name;
    Instant made_at;
    std::string made_by_name;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(KeptPackage, (), (id, kind, court_name, made_at, made_by_name, digest))
/// Newest first.
std::vector<KeptPackage> packages_of(db::Tx&, const Dispute&);
/// Its paper. Refusal not_found when it is of another dispute.
pdf::Paper package_paper(db::Tx&, const Dispute&, Id<Package>, const Context&);

/// 司法确认申请书 of both sides, or of what was handed in.
pdf::Paper confirmation_paper(const ConfirmationPackage&);
/// 调解情况反馈函 to the court that sent the case.
pdf::Paper entrusted_paper(const EntrustedPackage&);
/// 起诉材料: the statement of claim as far as the register knows it.
pdf::Paper filing_paper(const FilingPackage&);

}  // namespace hemu::court
