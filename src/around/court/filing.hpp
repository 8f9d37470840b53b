// 速裁立案 When mediation fails, or an agreement is not confirmed or not kept, the case becomes papers for a suit
// without being typed again: the fast-track judges sit in the centre.
#pragma once
#include "packages.hpp"

namespace hemu::court {

struct Filing;

enum class FilingState { brought, filed, declined };
BOOST_DESCRIBE_ENUM(FilingState, brought, filed, declined)

/// request, facts: what the claimant wants to change of what the register has.
struct FilingForm {
    CourtId court_id;
    LegalDate brought_on;
    std::optional<std::string> request;
    std::optional<std::string> facts;
};
BOOST_DESCRIBE_STRUCT(FilingForm, (), (court_id, brought_on, request, facts))

/// file_by_on: seven days (CPL art. 126).
struct FilingView {
    Id<Filing> id;
    Id<Dispute> dispute_id;
    std::string number;
    CourtId court_id;
    std::string court_name;
    FilingState state = FilingState::brought;
    LegalDate brought_on;
    LegalDate file_by_on;
    std::optional<LegalDate> decided_on;
    std::optional<std::string> case_number;
    std::optional<std::string> court_words;
};
BOOST_DESCRIBE_STRUCT(FilingView, (),
                      (id, dispute_id, number, court_id, court_name, state, brought_on, file_by_on, decided_on,
                       case_number, court_words))

/// With what the register would fill in, for the page.
struct FilingDesk {
    bool may_bring = false;
    std::string request;
    std::string facts;
    std::vector<CourtProposal> courts;
    std::optional<FilingView> filing;
};
BOOST_DESCRIBE_STRUCT(FilingDesk, (), (may_bring, request, facts, courts, filing))

/// case_number: of a filed suit; words: why it is not filed.
struct FilingDecisionForm {
    bool filed = true;
    LegalDate decided_on;
    std::optional<std::string> case_number;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(FilingDecisionForm, (), (filed, decided_on, case_number, words))

/// A suit came of this revision of the dispute, and the court has not said no.
bool is_brought(db::Tx&, const Dispute&);
FilingDesk filing_desk(db::Tx&, const Dispute&, const Context&);
/// Refusals: conflict not_in_this_state; invalid court_id court_unknown, brought_on in_the_future, request missing.
void bring_suit(db::Tx&, Dispute&, const FilingForm&, const Context&);
std::vector<FilingView> filings_at(db::Tx&, const Context&);
/// Refusals: not_found; conflict filed_already; invalid case_number missing, words missing.
void decide_filing(db::Tx&, Id<Filing>, const FilingDecisionForm&, const Context&);

}  // namespace hemu::court
