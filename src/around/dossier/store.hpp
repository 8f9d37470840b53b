// What is read of a case for its papers.
#pragma once
#include "assignment.hpp"
#include "closing.hpp"
#include "dispute.hpp"
#include "documents.hpp"
#include "evaluation.hpp"
#include "facts.hpp"
#include "handling.hpp"
#include "supervision.hpp"

namespace hemu::dossier {

struct AdviceView {
    Id<AdviceView> id;
    std::string addressee;
    std::string problem;
    std::string advice;
    LegalDate reply_by_on;
    LegalDate written_on;
};
BOOST_DESCRIBE_STRUCT(AdviceView, (), (id, addressee, problem, advice, reply_by_on, written_on))

/// Writes a letter of advice, as an event. Refusals: conflict not_in_this_state in the archive or merged; invalid by
/// field missing, too_long, in_the_past.
void advise(db::Tx&, dispute::Dispute&, const AdviceForm&, const identity::Context&);
std::vector<AdviceView> advice_of(db::Tx&, const dispute::Dispute&);

struct CaseRuling {
    std::string id;
    Id<identity::Organisation> court_id;
    RulingFacts facts;
};

/// A case as it was read once: what all its papers say, and what single papers are of.
struct CaseRead {
    CaseFacts facts;
    std::vector<handling::MediationSessionView> sessions;
    std::vector<handling::InvestigationView> inquiries;
    std::vector<evaluation::VisitView> visits;
    std::vector<handling::ExtensionView> extensions;
    std::vector<assignment::OfferView> offers;
    std::vector<supervision::OrderView> orders;
    std::vector<PaymentFacts> payments;
    std::vector<AdviceView> advice;
    std::vector<MediatorFacts> mediators;
    std::vector<CaseRuling> rulings;
    std::vector<closing::VolumeItem> items;      ///< what the file holds and lacks
    std::vector<documents::Template> templates;  ///< valid on the day of reading
};

/// clear: as papers have to say who the parties are (PML art. 29); whoever makes one is audited. A list needs no more
/// than masked.
enum class Numbers { masked, clear };
CaseRead read_case(db::Tx&, const dispute::Dispute&, Numbers, const identity::Context&);

/// What the journal tells of the case's course: days, registrar, refusal, passing on, confirmation.
void add_course(db::Tx&, const dispute::Dispute&, CaseFacts&);
/// An agreement as papers say it, with the parties' names of the facts.
AgreementFacts agreement_facts(const agreements::AgreementView&, const CaseFacts&);
/// What courts ruled about the case's agreements, in the order of their editions.
std::vector<CaseRuling> rulings_of(db::Tx&, const dispute::Dispute&, const CaseFacts&);
/// Files of the case: evidence, and copies of each party's identity papers.
void add_files(db::Tx&, const dispute::Dispute&, const identity::Context&, CaseFacts&);
/// 卷内目录 in the order of the ministry, and what has to be there and is not (domain facts 3.2). From everything
/// else.
void add_contents(const CaseRead&, CaseFacts&);

/// The papers that the case can have today.
std::vector<CasePaper> papers_of(const CaseRead&);

/// Lets the case speak of the first thing of a kind, for whoever tries a template.
void show_first(CaseRead&, std::string_view about);

/// In the archive a file stands as it was bound; a merged case has none. Refusal conflict not_in_this_state.
void refuse_shelved(const dispute::Dispute&);

/// The body whose seal a paper bears. Refusal not_found paper_not_found.
Id<identity::Organisation> issuer_of(const CaseRead&, const dispute::Dispute&, std::string_view code,
                                     const std::optional<std::string>& about);
/// A court's paper is made by its judges alone, and they make no other. Refusals: forbidden paper_of_the_court;
/// not_found paper_not_found.
void refuse_maker(const CaseRead&, const dispute::Dispute&, std::string_view code,
                  const std::optional<std::string>& about, const identity::Actor&);

/// One of them filled. about: as the list of papers names it. Refusals: not_found paper_not_found; conflict
/// paper_lacks with a field for each need.
pdf::Paper make_paper(CaseRead&, std::string_view code, const std::optional<std::string>& about,
                      const identity::Context&);
/// The same with the paper's own number, where it bears one: the body whose seal it bears gives it with the first
/// making.
pdf::Paper make_numbered_paper(db::Tx&, const dispute::Dispute&, CaseRead&, std::string_view code,
                               const std::optional<std::string>& about, const identity::Context&);
/// The same with its own number if it has one; it is given none.
pdf::Paper paper_as_it_stands(db::Tx&, const dispute::Dispute&, CaseRead&, std::string_view code,
                              const std::optional<std::string>& about, const identity::Context&);

}  // namespace hemu::dossier
