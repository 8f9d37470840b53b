// What is read of a case for its papers.
#pragma once
#include "dispute.hpp"
#include "documents.hpp"
#include "evaluation.hpp"
#include "facts.hpp"
#include "handling.hpp"

namespace hemu::dossier {

/// A case as it was read once: what all its papers say, and what single papers are of.
struct CaseRead {
    CaseFacts facts;
    std::vector<handling::MediationSessionView> sessions;
    std::vector<handling::InvestigationView> inquiries;
    std::vector<evaluation::VisitView> visits;
};

/// clear: as papers have to say who the parties are (PML art. 29); whoever makes one is audited. A list needs no more
/// than masked.
enum class Numbers { masked, clear };
CaseRead read_case(db::Tx&, const dispute::Dispute&, Numbers, const identity::Context&);

/// The papers that the case can have today.
std::vector<CasePaper> papers_of(const CaseRead&, LegalDate today);

/// One of them filled. Refusals: not_found paper_not_found; conflict paper_lacks with a field for each need.
pdf::Paper make_paper(CaseRead&, std::string_view code, const std::optional<std::string>& about,
                      const identity::Context&);

}  // namespace hemu::dossier
