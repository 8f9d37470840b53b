// 交 Hand over: offer to a body, take or return it, mediators with recusal asked, lead and helpers.
// Verbs: offer accepted→offered, take offered→taken, return offered,taken→accepted, assign taken→assigned.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dispute.hpp"
#include "organisations.hpp"

namespace hemu::assignment {

extern const dispute::Verb offer_verb;
extern const dispute::Verb take_verb;
extern const dispute::Verb return_verb;
extern const dispute::Verb assign_verb;
extern const identity::Routes routes;

/// Why a body stands in the list of candidates, in routing order (domain facts 2.5), and what speaks against it.
enum class RoutingReason {
    referral_target,       ///< a body that the dispute was expressly sent to
    industry_field,        ///< an industry committee of this kind of dispute
    serves_place,          ///< the committee of the place
    level_for_difficulty,  ///< difficult: township; major: county
    level_for_area,        ///< several villages: township; several townships: county; several counties: city
    higher_level,          ///< stands above the level that is wanted
    below_level,           ///< stands below it
    other_procedure,       ///< administrative or commercial mediation, which is no people's mediation
    returned_before
};
BOOST_DESCRIBE_ENUM(RoutingReason, referral_target, industry_field, serves_place, level_for_difficulty,
                    level_for_area, higher_level, below_level, other_procedure, returned_before)

struct CandidateView {
    Id<identity::Organisation> organisation_id;
    std::string name;
    organisations::OrganisationKind kind = organisations::OrganisationKind::people_committee;
    organisations::OrganisationLevel level = organisations::OrganisationLevel::village;
    std::vector<RoutingReason> reasons;
    std::int64_t open_cases = 0;
};
BOOST_DESCRIBE_STRUCT(CandidateView, (), (organisation_id, name, kind, level, reasons, open_cases))

/// Bodies that could take the dispute, best first.
std::vector<CandidateView> candidates_for(db::Tx&, const dispute::Dispute&, LegalDate today);

struct OfferForm {
    Id<identity::Organisation> organisation_id;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(OfferForm, (), (organisation_id, words))

/// Offers an accepted dispute to a body. After two returns (setting) the centre names the lead: the offer is binding
/// and only a dispatcher makes it. Refusals: invalid organisation_unknown, organisation_closed, not_a_mediating_body,
/// returned_before; forbidden centre_names_lead; not_in_this_state.
void offer(db::Tx&, dispute::Dispute&, const OfferForm&, const identity::Context&);

/// The offered body takes it and becomes the lead. Refusals: forbidden not_offered_to_your_body; not_in_this_state.
void take(db::Tx&, dispute::Dispute&, const identity::Context&);

enum class ReturnReason { outside_area, outside_field, conflict_of_interest, capacity, missing_information, other };
BOOST_DESCRIBE_ENUM(ReturnReason, outside_area, outside_field, conflict_of_interest, capacity, missing_information,
                    other)

struct ReturnForm {
    ReturnReason reason = ReturnReason::other;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ReturnForm, (), (reason, words))

/// The body hands it back with a reason. Refusals: conflict offer_is_binding; forbidden not_offered_to_your_body.
void hand_back(db::Tx&, dispute::Dispute&, const ReturnForm&, const identity::Context&);

/// Grounds to step aside (invited-mediation rule art. 15; online rule art. 13): close relative of a party or agent,
/// interest in the matter, another relation that may affect fairness.
enum class Relation { none, close_relative, interest, other };
BOOST_DESCRIBE_ENUM(Relation, none, close_relative, interest, other)

struct RecusalForm {
    Id<identity::Account> account_id;
    bool grounds_asked = false;
    Relation relation = Relation::none;
    std::optional<bool> kept_by_consent;
};
BOOST_DESCRIBE_STRUCT(RecusalForm, (), (account_id, grounds_asked, relation, kept_by_consent))

/// several_requested: a party asks for more than one mediator. reason: why mediators are replaced.
struct MediatorsForm {
    Id<identity::Account> presiding_id;
    std::vector<Id<identity::Account>> others;
    std::vector<RecusalForm> recusal;
    std::optional<bool> several_requested;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MediatorsForm, (), (presiding_id, others, recusal, several_requested, reason))

/// Names the mediators of a taken dispute. Refusals: invalid (second_mediator_needed, recusal_not_asked,
/// must_step_aside, not_a_mediator_here, named_twice); forbidden not_your_body; not_in_this_state.
void assign(db::Tx&, dispute::Dispute&, const MediatorsForm&, const identity::Context&);

/// Names other mediators while it is being mediated. Refusals as assign; conflict not_in_this_state.
void replace_mediators(db::Tx&, dispute::Dispute&, const MediatorsForm&, const identity::Context&);

struct HelperForm {
    Id<identity::Organisation> organisation_id;
    std::int64_t share_percent = 0;
    std::string task;
};
BOOST_DESCRIBE_STRUCT(HelperForm, (), (organisation_id, share_percent, task))

/// A body that helps the lead; the lead keeps what the helpers leave of 100, at least 1. Refusals: invalid
/// (organisation_unknown, shares_above_hundred, is_lead_already, helps_already); conflict not_in_this_state.
void add_helper(db::Tx&, dispute::Dispute&, const HelperForm&, const identity::Context&);

/// Refusals: not_found helper_not_found.
void end_helper(db::Tx&, dispute::Dispute&, Id<identity::Organisation>, const identity::Context&);

enum class OfferState { open, taken, returned };
BOOST_DESCRIBE_ENUM(OfferState, open, taken, returned)

struct OfferView {
    Id<identity::Organisation> organisation_id;
    std::string organisation_name;
    bool binding = false;
    OfferState state = OfferState::open;
    Instant offered_at;
    std::string offered_by;
    std::optional<Instant> answered_at;
    std::optional<std::string> answered_by;
    std::optional<ReturnReason> return_reason;
};
BOOST_DESCRIBE_STRUCT(OfferView, (),
                      (organisation_id, organisation_name, binding, state, offered_at, offered_by, answered_at,
                       answered_by, return_reason))

struct MediatorView {
    Id<identity::Account> account_id;
    std::string name;
    bool presiding = false;
    Relation relation = Relation::none;
    bool kept_by_consent = false;
    Instant since_at;
    std::optional<Instant> until_at;
};
BOOST_DESCRIBE_STRUCT(MediatorView, (), (account_id, name, presiding, relation, kept_by_consent, since_at, until_at))

struct HelperView {
    Id<identity::Organisation> organisation_id;
    std::string organisation_name;
    std::int64_t share_percent = 0;
    std::string task;
    Instant since_at;
};
BOOST_DESCRIBE_STRUCT(HelperView, (), (organisation_id, organisation_name, share_percent, task, since_at))

struct LeadView {
    Id<identity::Organisation> organisation_id;
    std::string organisation_name;
    std::int64_t share_percent = 100;
};
BOOST_DESCRIBE_STRUCT(LeadView, (), (organisation_id, organisation_name, share_percent))

/// Offers, mediators and helpers of the present revision.
struct AssignmentView {
    std::optional<LeadView> lead;
    std::vector<OfferView> offers;
    std::vector<MediatorView> mediators;
    std::vector<HelperView> helpers;
};
BOOST_DESCRIBE_STRUCT(AssignmentView, (), (lead, offers, mediators, helpers))
AssignmentView assignment_of(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::assignment
