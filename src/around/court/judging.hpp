// 裁判结果 Judgments over agreements, as courts and committees tell them (Ningbo art. 25-26; domain facts 2.15, 4.5).
// Verb: annul performing,breached→terminated.
#pragma once
#include "feedback.hpp"

namespace hemu::court {

extern const dispute::Verb annul_verb;

/// court_id: left out by a judge, his own. reason: when it was not upheld.
struct JudgmentForm {
    std::optional<CourtId> court_id;
    CourtOutcome outcome = CourtOutcome::upheld;
    LegalDate judged_on;
    std::string court_number;
    std::optional<CourtReason> reason;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(JudgmentForm, (), (court_id, outcome, judged_on, court_number, reason, words))

/// Everything wrong with the form but for the court.
Verdict why_not_judgment(const JudgmentForm&, LegalDate today);
/// Annulled and void: nothing is left to be performed. Upheld and changed end nothing.
bool ends_agreement(CourtOutcome);

struct CourtChoice {
    CourtId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(CourtChoice, (), (id, name))

struct JudgmentsView {
    bool may_tell = false;
    std::vector<CourtChoice> courts;
    std::vector<FeedbackLine> told;  ///< judgments alone, the newest first
};
BOOST_DESCRIBE_STRUCT(JudgmentsView, (), (may_tell, courts, told))
JudgmentsView judgments_of(db::Tx&, const Dispute&, const Context&);

/// By a judge to whom the case is open, or by those who work on it. Refusals: as why_not_judgment; invalid court_id
/// court_unknown, court_number number_taken; conflict agreement_missing.
void tell_judgment(db::Tx&, Dispute&, const JudgmentForm&, const Context&);

}  // namespace hemu::court
