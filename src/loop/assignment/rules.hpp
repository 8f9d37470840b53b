// Handing over, pure: backstop, passing up and down, recusal, shares. The routing order stands in routing_rules.hpp.
#pragma once
#include "assignment.hpp"

namespace hemu::assignment {

struct Settings {
    std::int64_t returns_before_backstop = 2;
    std::int64_t cases_per_mediator = 20;
    bool withdraw_when_asked = false;  ///< one party's word is enough (Shenzhen, domain facts 2.6)
};

/// The body an offer goes to, as far as the rules look.
struct OfferTarget {
    bool known = false;
    bool open = false;
    bool mediates = false;
    bool returned_before = false;
    bool is_party = false;
};
bool is_backstop(std::int64_t return_count, const Settings&);
Verdict why_not_offer(const OfferTarget&, std::int64_t return_count, identity::Duty, const Settings&);

/// The offer that waits for an answer or was taken.
struct OpenOffer {
    std::string id;
    Id<identity::Organisation> organisation_id;
    Id<identity::Organisation> from_organisation_id;
    bool binding = false;
    std::optional<PassDirection> direction;
    std::optional<PassReason> pass_reason;
    std::optional<db::Json<std::vector<Id<dispute::Party>>>> agreed_by;
};
BOOST_DESCRIBE_STRUCT(OpenOffer, (),
                      (id, organisation_id, from_organisation_id, binding, direction, pass_reason, agreed_by))

/// A party by side, for who agrees or chooses.
struct PartyAt {
    Id<dispute::Party> id;
    dispute::Side side = dispute::Side::applicant;
};
BOOST_DESCRIBE_STRUCT(PartyAt, (), (id, side))

/// Who agrees or chooses are all applicants and respondents of the dispute; third parties may be among them. Invalid:
/// party_not_found, both_sides_needed at `field`.
Verdict why_not_all_sides(const std::vector<Id<dispute::Party>>& who, const std::vector<PartyAt>& parties,
                          std::string_view field);

/// Up to a higher level or down to a lower one; the reason fits the direction. Committees have no rank over each
/// other: the asked body may decline. target: what why_not_offer looks at.
struct Passing {
    organisations::OrganisationLevel from = organisations::OrganisationLevel::village;
    organisations::OrganisationLevel to = organisations::OrganisationLevel::village;
    OfferTarget target;
    bool open_already = false;
};
PassDirection direction_of(const Passing&);
Verdict why_not_pass(const PassForm&, const Passing&);
bool may_pass(dispute::State);

Verdict why_not_answer(const std::optional<OpenOffer>&, const identity::Actor&);
Verdict why_not_hand_back(const OpenOffer&, const ReturnForm&);

/// One mediator is the rule; two or more, one of them presiding, for difficult and major disputes or when a party
/// asks (invited-mediation rule art. 13, online rule art. 11). Each is asked for grounds to step aside; who has one
/// steps aside unless both sides keep him after he disclosed it (invited-mediation rule art. 15, online rule art.
/// 13). here: the accounts that mediate at the lead or a helping body; related: those who have declared a relation;
/// withdrawing: those whom one party's word is enough to send away (Settings::withdraw_when_asked).
Verdict why_not_mediators(const MediatorsForm&, std::optional<dispute::Difficulty>,
                          const std::vector<Id<identity::Account>>& here,
                          const std::vector<Id<identity::Account>>& related = {},
                          const std::vector<Id<identity::Account>>& withdrawing = {});

/// What of a mediator and a dispute conflicts are found in.
struct ConflictFacts {
    Relation declared = Relation::none;
    bool judged = false;
    bool same_name = false;
    bool same_village = false;
    bool mediated_before = false;
    bool objected = false;
    bool withdraws_when_asked = false;
};
std::vector<ConflictView> conflicts_in(const ConflictFacts&);
/// Best first.
void order_proposals(std::vector<MediatorProposal>&, std::optional<dispute::Difficulty>);

/// A head names mediators of his own body only.
Verdict why_not_name(const dispute::Dispute&, const identity::Actor&);

bool may_replace(dispute::State);
bool may_help(dispute::State);

struct HelperFacts {
    bool known = false;
    bool is_lead = false;
    bool helps_already = false;
    std::int64_t shares_given = 0;
};
Verdict why_not_help(const HelperForm&, const HelperFacts&);

}  // namespace hemu::assignment
