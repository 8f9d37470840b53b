// 评 Evaluate: return visits, satisfaction. No verbs.
#pragma once
#include "dispute.hpp"
#include "parties.hpp"

namespace hemu::evaluation {

extern const identity::Routes routes;

/// Plans the visits of a dispute that was performed, in the transaction of the event.
void plan_visits(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);

enum class VisitManner { phone, visit, online };
BOOST_DESCRIBE_ENUM(VisitManner, phone, visit, online)
enum class PerformanceFound { performed, partly, not_performed };
BOOST_DESCRIBE_ENUM(PerformanceFound, performed, partly, not_performed)

struct VisitForm {
    LegalDate visited_on;
    VisitManner manner = VisitManner::phone;
    PerformanceFound performance = PerformanceFound::performed;
    bool satisfied = true;
    bool lawsuit = false;
    std::string remaining_risk;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(VisitForm, (), (visited_on, manner, performance, satisfied, lawsuit, remaining_risk, words))

struct VisitView {
    std::string id;
    std::optional<LegalDate> planned_on;
    std::optional<LegalDate> visited_on;
    std::optional<VisitManner> manner;
    std::optional<PerformanceFound> performance;
    std::optional<bool> satisfied;
    std::optional<bool> lawsuit;
    std::optional<std::string> remaining_risk;
    std::optional<std::string> words;
    std::optional<std::string> visitor_name;
};
BOOST_DESCRIBE_STRUCT(VisitView, (),
                      (id, planned_on, visited_on, manner, performance, satisfied, lawsuit, remaining_risk, words,
                       visitor_name))

struct SatisfactionForm {
    std::int64_t score = 0;  ///< 1 to 5
    bool fair = false;
    bool fast = false;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(SatisfactionForm, (), (score, fair, fast, words))

struct SatisfactionView {
    Id<dispute::Party> party_id;
    std::int64_t score = 0;
    bool fair = false;
    bool fast = false;
    std::optional<std::string> words;
    LegalDate given_on;
};
BOOST_DESCRIBE_STRUCT(SatisfactionView, (), (party_id, score, fair, fast, words, given_on))

struct EvaluationView {
    std::vector<VisitView> visits;
    std::vector<SatisfactionView> satisfaction;
};
BOOST_DESCRIBE_STRUCT(EvaluationView, (), (visits, satisfaction))

struct VisitPlanForm {
    LegalDate planned_on;
};
BOOST_DESCRIBE_STRUCT(VisitPlanForm, (), (planned_on))

/// Plans one more visit, besides those that the rules plan. Refusals: invalid planned_on in_the_past; conflict
/// not_in_this_state.
void plan_visit(db::Tx&, dispute::Dispute&, const VisitPlanForm&, const identity::Context&);
/// Records a visit; it fills the next planned one. Refusals: invalid visited_on in_the_future; conflict
/// not_in_this_state before anything was performed or ended.
void visit(db::Tx&, dispute::Dispute&, const VisitForm&, const identity::Context&);

/// What a party thinks, once for each revision. Refusals: invalid score, words; conflict not_in_this_state before it
/// is over, satisfaction_given_already.
void say(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const SatisfactionForm&, const identity::Context&);
bool has_said(db::Tx&, const dispute::Dispute&, Id<dispute::Party>);

EvaluationView evaluation_of(db::Tx&, const dispute::Dispute&);

/// Days after an event on which visits are planned: 7, and 30 for difficult and major ones (defaults of the city; the
/// law names no number, PML art. 31).
std::vector<int> visit_days(std::string_view event_kind, std::optional<dispute::Difficulty>);

}  // namespace hemu::evaluation
