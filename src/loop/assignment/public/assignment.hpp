// 交 Hand over: offer to a body, take or return it, pass it up or down, mediators with recusal asked, lead and
// helpers. Verbs: offer accepted→offered, take offered→taken, return offered,taken→accepted, assign taken→assigned,
// receive taken,assigned,mediating,paused→taken.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dispute.hpp"
#include "organisations.hpp"
#include "parties.hpp"
#include "routing.hpp"

namespace hemu::assignment {

extern const dispute::Verb offer_verb;
extern const dispute::Verb take_verb;
extern const dispute::Verb return_verb;
extern const dispute::Verb assign_verb;
extern const dispute::Verb receive_verb;
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
    returned_before,
    body_is_party  ///< nobody mediates his own matter
};
BOOST_DESCRIBE_ENUM(RoutingReason, referral_target, industry_field, serves_place, level_for_difficulty,
                    level_for_area, higher_level, below_level, other_procedure, returned_before, body_is_party)

/// steps: where the routing order puts it, compared before the score. score: its weighed parts, 0 to 100.
struct CandidateView {
    Id<identity::Organisation> organisation_id;
    std::string name;
    organisations::OrganisationKind kind = organisations::OrganisationKind::people_committee;
    organisations::OrganisationLevel level = organisations::OrganisationLevel::village;
    std::vector<RoutingReason> reasons;
    std::int64_t open_cases = 0;
    std::vector<std::int64_t> steps;
    std::int64_t score = 0;
    std::vector<RoutingScore> scores;
};
BOOST_DESCRIBE_STRUCT(CandidateView, (),
                      (organisation_id, name, kind, level, reasons, open_cases, steps, score, scores))

/// Bodies that could take the dispute, best first, by the weights of this day.
std::vector<CandidateView> candidates_for(db::Tx&, const dispute::Dispute&, LegalDate today);

/// agreed_by: the parties who agreed on this body, all of both sides (they may choose another committee, which may
/// decline: Ningbo regulation art. 18).
struct OfferForm {
    Id<identity::Organisation> organisation_id;
    std::optional<std::string> words;
    std::optional<std::vector<Id<dispute::Party>>> agreed_by = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(OfferForm, (), (organisation_id, words, agreed_by))

/// Offers an accepted dispute to a body. After two returns (setting) the centre names the lead: the offer is binding
/// and only a dispatcher makes it. How all bodies stood is kept with it. Refusals: invalid organisation_unknown,
/// organisation_closed, not_a_mediating_body, returned_before, body_is_party, both_sides_needed, party_not_found;
/// forbidden centre_names_lead; not_in_this_state.
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

enum class PassDirection { up, down };
BOOST_DESCRIBE_ENUM(PassDirection, up, down)

/// Why the lead passes a dispute up (上报): the first five; down (下沉): the next two; parties_ask and other either
/// way.
enum class PassReason {
    too_difficult,
    across_places,
    mediation_failed,
    risk_rising,
    capacity,
    nearer_to_parties,
    simpler,
    parties_ask,
    other
};
BOOST_DESCRIBE_ENUM(PassReason, too_difficult, across_places, mediation_failed, risk_rising, capacity,
                    nearer_to_parties, simpler, parties_ask, other)

struct PassForm {
    Id<identity::Organisation> organisation_id;
    PassReason reason = PassReason::other;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(PassForm, (), (organisation_id, reason, words))

/// The lead asks a body of a higher or lower level to take the dispute on, and leads until it does; that body sees it
/// meanwhile. After two returns a dispatcher's is binding. Refusals: invalid (organisation_unknown,
/// organisation_closed, not_a_mediating_body, same_level, reason_for_other_direction, body_is_party, missing);
/// conflict passed_already, not_in_this_state; forbidden not_your_body.
void pass_on(db::Tx&, dispute::Dispute&, const PassForm&, const identity::Context&);
/// The asked body takes it: it leads, the mediators before step down, their rights end. Refusals: forbidden
/// not_offered_to_your_body; not_in_this_state.
void receive(db::Tx&, dispute::Dispute&, const identity::Context&);
/// It declines, which counts as a return. Refusals: conflict offer_is_binding; forbidden not_offered_to_your_body.
void decline_passing(db::Tx&, dispute::Dispute&, const ReturnForm&, const identity::Context&);
/// The lead takes it back while nobody has answered. Refusals: not_found passing_not_found; forbidden not_your_body.
void revoke_passing(db::Tx&, dispute::Dispute&, const identity::Context&);
/// A reaction: what was agreed, ended or given back is asked of no other level any more.
void follow(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);

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

/// several_requested: a party asks for more than one mediator. reason: why mediators are replaced. chosen_by: the
/// parties who chose them (People's Mediation Law art. 19); absent: the committee named them.
struct MediatorsForm {
    Id<identity::Account> presiding_id;
    std::vector<Id<identity::Account>> others;
    std::vector<RecusalForm> recusal;
    std::optional<bool> several_requested;
    std::optional<std::string> reason;
    std::optional<std::vector<Id<dispute::Party>>> chosen_by;
};
BOOST_DESCRIBE_STRUCT(MediatorsForm, (), (presiding_id, others, recusal, several_requested, reason, chosen_by))

/// What speaks against a mediator. kin_declared: he has said what he is to a party · judged_it: named as a judge on
/// it · same_name: a party or an agent has his name · same_village: he lives where it arose · mediated_before: an
/// earlier try of his ended without agreement or he was replaced · objected: a party asked for another.
enum class Conflict { kin_declared, judged_it, same_name, same_village, mediated_before, objected };
BOOST_DESCRIBE_ENUM(Conflict, kin_declared, judged_it, same_name, same_village, mediated_before, objected)

/// blocks: he may be named only if both sides keep him after he disclosed it; others are shown and asked about.
struct ConflictView {
    Conflict conflict = Conflict::same_village;
    bool blocks = false;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(ConflictView, (), (conflict, blocks, basis))

/// A mediator of the lead or a helping body, as he is proposed for the dispute.
struct MediatorProposal {
    Id<identity::Account> account_id;
    std::string name;
    std::string organisation_name;
    std::optional<std::int64_t> grade;
    bool field_named = false;  ///< this kind of dispute is among his fields; without fields he works in all
    std::int64_t open_cases = 0;
    bool speaks = true;  ///< the languages that the parties asked for
    std::vector<ConflictView> conflicts;
};
BOOST_DESCRIBE_STRUCT(MediatorProposal, (),
                      (account_id, name, organisation_name, grade, field_named, open_cases, speaks, conflicts))

/// Best first: nothing that blocks, the languages, the field, for a difficult dispute the grade, fewer conflicts,
/// fewer open cases.
std::vector<MediatorProposal> proposals_for(db::Tx&, const dispute::Dispute&, LegalDate today);

struct DeclarationForm {
    Id<identity::Account> account_id;
    Relation relation = Relation::none;
};
BOOST_DESCRIBE_STRUCT(DeclarationForm, (), (account_id, relation))

/// What a mediator is to a party, said by himself or noted by his head. Refusals: invalid not_a_mediator_here;
/// forbidden declares_for_himself.
void declare_relation(db::Tx&, dispute::Dispute&, const DeclarationForm&, const identity::Context&);

/// Whether a mediator is named whom a party could want replaced (online mediation rule art. 14).
bool may_object(db::Tx&, const dispute::Dispute&);
/// Keeps that this party asked for others than those named now. Where one party's word is enough
/// (assignment_setting withdraw_when_asked) they cannot be named again; elsewhere it is shown to who names.
void object_to_mediators(db::Tx&, const dispute::Dispute&, Id<dispute::Party>, Instant moment);

/// Names the mediators of a taken dispute. Refusals: invalid (second_mediator_needed, recusal_not_asked,
/// must_step_aside, party_objected, not_a_mediator_here, named_twice, both_sides_needed, party_not_found); forbidden not_your_body;
/// not_in_this_state.
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

enum class OfferState { open, taken, returned, revoked };
BOOST_DESCRIBE_ENUM(OfferState, open, taken, returned, revoked)

/// direction: the lead passed it up or down. agreed_by: the parties who agreed on the body. rank, score: how it stood
/// among all when it was offered.
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
    std::optional<PassDirection> direction;
    std::optional<PassReason> pass_reason;
    std::vector<Id<dispute::Party>> agreed_by;
    std::optional<std::int64_t> rank;
    std::optional<std::int64_t> score;
};
BOOST_DESCRIBE_STRUCT(OfferView, (),
                      (organisation_id, organisation_name, binding, state, offered_at, offered_by, answered_at,
                       answered_by, return_reason, direction, pass_reason, agreed_by, rank, score))

struct MediatorView {
    Id<identity::Account> account_id;
    std::string name;
    bool presiding = false;
    Relation relation = Relation::none;
    bool kept_by_consent = false;
    Instant since_at;
    std::optional<Instant> until_at;
    std::vector<Id<dispute::Party>> chosen_by;
};
BOOST_DESCRIBE_STRUCT(MediatorView, (),
                      (account_id, name, presiding, relation, kept_by_consent, since_at, until_at, chosen_by))

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
