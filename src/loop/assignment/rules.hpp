// Handing over, pure: routing order, backstop, recusal, shares.
#pragma once
#include "assignment.hpp"

namespace hemu::assignment {

struct Settings {
    std::int64_t returns_before_backstop = 2;
};

/// What of a dispute routing looks at.
struct Routed {
    std::optional<dispute::Difficulty> difficulty;
    std::vector<std::string> flags;
};

/// A body that serves the place, with what this dispute knows about it.
struct Possible {
    organisations::Server server;
    std::int64_t open_cases = 0;
    bool referral_target = false;
    bool returned_before = false;
};

/// The level a dispute of the place asks for: village; township when difficult or across villages; county when major
/// or across townships; city when across counties. Source: Several Rules on joint mediation; routing order is a
/// default.
organisations::OrganisationLevel wanted_level(const Routed&);

/// Candidates in routing order with reasons: referral target, industry committee, committee of the place and level,
/// then higher levels, lower ones, other procedures. Among equals the nearer area, then the one with fewer open
/// cases.
std::vector<CandidateView> ranked(const Routed&, const std::vector<Possible>&);

/// The body an offer goes to, as far as the rules look.
struct OfferTarget {
    bool known = false;
    bool open = false;
    bool mediates = false;
    bool returned_before = false;
};
bool is_backstop(std::int64_t return_count, const Settings&);
Verdict why_not_offer(const OfferTarget&, std::int64_t return_count, identity::Duty, const Settings&);

/// The offer that waits for an answer or was taken.
struct OpenOffer {
    std::string id;
    Id<identity::Organisation> organisation_id;
    Id<identity::Organisation> from_organisation_id;
    bool binding = false;
};
BOOST_DESCRIBE_STRUCT(OpenOffer, (), (id, organisation_id, from_organisation_id, binding))

Verdict why_not_answer(const std::optional<OpenOffer>&, const identity::Actor&);
Verdict why_not_hand_back(const OpenOffer&, const ReturnForm&);

/// One mediator is the rule; two or more, one of them presiding, for difficult and major disputes or when a party
/// asks (invited-mediation rule art. 13, online rule art. 11). Each is asked for grounds to step aside; who has one
/// steps aside unless both sides keep him after he disclosed it (invited-mediation rule art. 15, online rule art.
/// 13). here: the accounts that mediate at the lead or a helping body.
Verdict why_not_mediators(const MediatorsForm&, std::optional<dispute::Difficulty>,
                          const std::vector<Id<identity::Account>>& here);

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
