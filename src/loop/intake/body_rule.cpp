#include "body_rule.hpp"

#include <algorithm>
#include <tuple>

#include "rules.hpp"

namespace hemu::intake {

using organisations::OrganisationKind;
using organisations::OrganisationLevel;
using organisations::Server;

RoutingFacts routing_facts(const Registration& form) {
    return {people_of(form), form.flags.value_or(std::vector<std::string>{})};
}

/// 0 village, 1 township, 2 county, 3 city.
static int rank_of(OrganisationLevel level) { return 3 - static_cast<int>(level); }

struct Wanted {
    int rank = 0;
    ProposalReason reason = ProposalReason::serves_place;
};

static Wanted wanted(const RoutingFacts& facts) {
    const auto has = [&](std::initializer_list<std::string_view> flags) {
        return std::any_of(flags.begin(), flags.end(), [&](std::string_view flag) {
            return std::find(facts.flags.begin(), facts.flags.end(), flag) != facts.flags.end();
        });
    };
    if (has({"cross_county"})) return {3, ProposalReason::across_counties};
    if (has({"cross_township"})) return {2, ProposalReason::across_townships};
    // Thirty and ten people, death and serious injury: criteria commonly used (domain facts 4.2).
    if (facts.people_count >= 30 || has({"death", "group_petition", "stability"})) return {2, ProposalReason::major};
    if (has({"cross_village"})) return {1, ProposalReason::across_villages};
    if (facts.people_count >= 10 || has({"serious_injury", "expert_needed", "foreign"}))
        return {1, ProposalReason::difficult};
    return {};
}

static bool is_industry(const Server& server) {
    return server.kind == OrganisationKind::industry_committee && server.field_served;
}

static bool is_general(const Server& server) {
    return server.kind == OrganisationKind::people_committee || server.kind == OrganisationKind::mediation_centre ||
           server.kind == OrganisationKind::governance_centre;
}

/// On the level first, then above, then below; among equals a committee or centre before the governance centre.
static auto order_of(const Server& server, int rank) {
    const int distance = rank_of(server.level) - rank;
    return std::tuple(distance >= 0 ? distance : 10 - distance, server.kind == OrganisationKind::governance_centre,
                      std::string_view(server.name));
}

template <class Suits>
static const Server* best_of(const std::vector<Server>& servers, int rank, Suits suits) {
    const Server* best = nullptr;
    for (const Server& server : servers)
        if (suits(server) && (!best || order_of(server, rank) < order_of(*best, rank))) best = &server;
    return best;
}

std::optional<BodyProposal> propose_body(const RoutingFacts& facts, const std::vector<Server>& servers) {
    const Wanted level = wanted(facts);
    const int industry_rank = level.reason == ProposalReason::across_counties ? 3 : 2;
    if (const Server* industry = best_of(servers, industry_rank, is_industry))
        return BodyProposal{industry->id, industry->name, industry->level, {ProposalReason::industry_field}};
    const Server* general = best_of(servers, level.rank, is_general);
    if (!general) return std::nullopt;
    BodyProposal proposal{general->id, general->name, general->level, {level.reason}};
    if (rank_of(general->level) > level.rank) proposal.reasons.push_back(ProposalReason::nearest_above);
    return proposal;
}

}  // namespace hemu::intake
