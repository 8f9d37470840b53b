// 专家库 Experts outside the committees: a pool of the city, and who of it was invited to a dispute (People's
// Mediation Law art. 20: with the parties' consent).
#pragma once
#include "assignment.hpp"

namespace hemu::assignment {

extern const identity::Routes expert_routes;

struct Expert;

/// fields: dispute types he knows; empty: all. to_on: his last day.
struct ExpertForm {
    std::string name;
    std::string unit;
    std::string title;
    std::vector<std::string> fields;
    LegalDate from_on;
    std::optional<LegalDate> to_on;
};
BOOST_DESCRIBE_STRUCT(ExpertForm, (), (name, unit, title, fields, from_on, to_on))

struct ExpertView : ExpertForm {
    Id<Expert> id;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ExpertView, (ExpertForm), (id, version))

/// Those who know the type (empty: everybody), by name; `on`: who is in the pool on this day only.
std::vector<ExpertView> experts(db::Tx&, std::string_view type, std::optional<LegalDate> on);
/// Refusals: invalid (missing, field_twice, term_reversed).
ExpertView add_expert(db::Tx&, const ExpertForm&, Instant moment);
/// Refusals: not_found expert_not_found; version_outdated; those of add_expert.
ExpertView change_expert(db::Tx&, Id<Expert>, std::int64_t version, const ExpertForm&);

/// The same grounds to step aside as a mediator's (Medical Dispute Regulation art. 37). agreed_by: all of both sides.
struct InviteExpertForm {
    Id<Expert> expert_id;
    std::string task;
    bool grounds_asked = false;
    Relation relation = Relation::none;
    std::optional<bool> kept_by_consent;
    std::vector<Id<dispute::Party>> agreed_by;
};
BOOST_DESCRIBE_STRUCT(InviteExpertForm, (), (expert_id, task, grounds_asked, relation, kept_by_consent, agreed_by))

/// Refusals: invalid (expert_not_found, expert_left, invited_already, recusal_not_asked, must_step_aside,
/// both_sides_needed, party_not_found, missing); forbidden not_your_body; conflict not_in_this_state.
void invite_expert(db::Tx&, dispute::Dispute&, const InviteExpertForm&, const identity::Context&);
/// Refusals: not_found expert_not_found; forbidden not_your_body.
void dismiss_expert(db::Tx&, dispute::Dispute&, Id<Expert>, const identity::Context&);

/// same_name: a party or an agent has his name, which is shown and asked about.
struct InvitedExpert {
    Id<Expert> expert_id;
    std::string name;
    std::string unit;
    std::string title;
    std::string task;
    Relation relation = Relation::none;
    bool kept_by_consent = false;
    std::vector<Id<dispute::Party>> agreed_by;
    bool same_name = false;
    Instant since_at;
};
BOOST_DESCRIBE_STRUCT(InvitedExpert, (),
                      (expert_id, name, unit, title, task, relation, kept_by_consent, agreed_by, same_name, since_at))
std::vector<InvitedExpert> invited_experts(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::assignment
