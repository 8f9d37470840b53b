#include "routing_rules.hpp"

#include <algorithm>
#include <tuple>

namespace hemu::assignment {

using dispute::Difficulty;
using organisations::OrganisationKind;
using organisations::OrganisationLevel;

static bool has(const std::vector<std::string>& flags, std::string_view flag) {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

/// 0 village, 1 township, 2 county, 3 city.
static int rank_of(OrganisationLevel level) { return 3 - static_cast<int>(level); }

static OrganisationLevel level_for_difficulty(const Routed& routed) {
    const Difficulty difficulty = routed.difficulty.value_or(Difficulty::simple);
    if (difficulty >= Difficulty::major) return OrganisationLevel::county;
    return difficulty == Difficulty::difficult ? OrganisationLevel::town : OrganisationLevel::village;
}

static OrganisationLevel level_for_area(const Routed& routed) {
    if (has(routed.flags, "cross_county")) return OrganisationLevel::city;
    if (has(routed.flags, "cross_township")) return OrganisationLevel::county;
    return has(routed.flags, "cross_village") ? OrganisationLevel::town : OrganisationLevel::village;
}

OrganisationLevel wanted_level(const Routed& routed) {
    const OrganisationLevel difficulty = level_for_difficulty(routed);
    const OrganisationLevel area = level_for_area(routed);
    return rank_of(difficulty) >= rank_of(area) ? difficulty : area;
}

static bool is_other_procedure(OrganisationKind kind) {
    return kind == OrganisationKind::administrative_body || kind == OrganisationKind::commercial_body;
}

static bool is_industry(const Possible& possible) {
    return possible.server.kind == OrganisationKind::industry_committee && possible.server.field_served;
}

/// The committee or centre of a level, and a room in the house that the dispute comes from; other rooms, studios and
/// firms' committees come behind them.
static bool is_general(const Possible& possible) {
    const OrganisationKind kind = possible.server.kind;
    return kind == OrganisationKind::people_committee || kind == OrganisationKind::mediation_centre ||
           kind == OrganisationKind::governance_centre || possible.in_house_of_source;
}

/// Industry disputes go to the county's committee of the field, across counties to the city's; others by level.
static OrganisationLevel level_for(const Routed& routed, const Possible& possible) {
    if (!is_industry(possible)) return wanted_level(routed);
    return level_for_area(routed) == OrganisationLevel::city ? OrganisationLevel::city : OrganisationLevel::county;
}

static int group_of(const Possible& possible, int distance) {
    if (possible.returned_before || possible.is_party) return 6;
    if (possible.referral_target) return 0;
    if (is_other_procedure(possible.server.kind)) return 5;
    if (is_industry(possible)) return 1;
    return distance == 0 ? 2 : distance > 0 ? 3 : 4;
}

static std::vector<RoutingReason> reasons_for(const Routed& routed, const Possible& possible, int distance) {
    std::vector<RoutingReason> reasons;
    if (possible.referral_target) reasons.push_back(RoutingReason::referral_target);
    if (is_industry(possible)) reasons.push_back(RoutingReason::industry_field);
    if (is_other_procedure(possible.server.kind)) reasons.push_back(RoutingReason::other_procedure);
    if (distance == 0 && !is_industry(possible)) {
        reasons.push_back(RoutingReason::serves_place);
        const int wanted = rank_of(wanted_level(routed));
        if (wanted > 0 && wanted == rank_of(level_for_difficulty(routed)))
            reasons.push_back(RoutingReason::level_for_difficulty);
        if (wanted > 0 && wanted == rank_of(level_for_area(routed))) reasons.push_back(RoutingReason::level_for_area);
    }
    if (distance > 0) reasons.push_back(RoutingReason::higher_level);
    if (distance < 0) reasons.push_back(RoutingReason::below_level);
    if (possible.returned_before) reasons.push_back(RoutingReason::returned_before);
    if (possible.is_party) reasons.push_back(RoutingReason::body_is_party);
    return reasons;
}

/// Division codes have 4 digits for a city, 6 for a county, 9 for a township, 12 for a village.
static constexpr std::array<std::size_t, 4> code_lengths = {4, 6, 9, 12};

static std::int64_t levels_of(std::string_view code) {
    return std::count_if(code_lengths.begin(), code_lengths.end(),
                         [&](std::size_t length) { return code.size() >= length; });
}

static std::int64_t levels_shared(std::string_view one, std::string_view other) {
    return std::count_if(code_lengths.begin(), code_lengths.end(), [&](std::size_t length) {
        return one.size() >= length && other.size() >= length && one.substr(0, length) == other.substr(0, length);
    });
}

static std::int64_t share(std::int64_t have, std::int64_t of, std::int64_t of_nothing) {
    return of > 0 ? 100 * have / of : of_nothing;
}

/// What a part says of a body, its weight left open.
static RoutingScore part_of(RoutingPart part, const Routed& routed, const Possible& body,
                            std::int64_t cases_per_mediator) {
    const auto score = [&](std::int64_t points, std::int64_t have, std::int64_t of) {
        return RoutingScore{part, std::clamp<std::int64_t>(points, 0, 100), 0, have, of};
    };
    switch (part) {
        case RoutingPart::field:
            return score(body.server.field_served ? 100 : 50, body.server.field_served ? 1 : 0, 1);
        case RoutingPart::area: {
            const auto levels = levels_of(body.server.area_code);
            return score(25 * levels, levels, 4);
        }
        case RoutingPart::distance: {
            const auto levels = levels_shared(body.server.place_code, routed.place_code);
            return score(25 * levels, levels, 4);
        }
        case RoutingPart::load: {
            const auto capacity = body.mediators * cases_per_mediator;
            return score(100 - share(body.open_cases, capacity, 100), body.open_cases, capacity);
        }
        case RoutingPart::outcome:
            // Two settled of four are taken for granted, so that few cases say little.
            return score(share(body.settled + 2, body.ended + 4, 50), body.settled, body.ended);
        case RoutingPart::needs:
            return score(share(body.languages_spoken, body.languages_asked, 100), body.languages_spoken,
                         body.languages_asked);
        case RoutingPart::stationed: {
            const bool is_room = body.server.kind == OrganisationKind::stationed_room;
            return score(body.in_house_of_source ? 100
                         : is_room               ? 0
                                                 : 50,
                         body.in_house_of_source ? 1 : 0, is_room ? 1 : 0);
        }
        case RoutingPart::recusal:
            return score(body.is_party ? 0 : share(body.free_mediators, body.mediators, 100), body.free_mediators,
                         body.mediators);
    }
    return {};
}

/// In the order of RoutingPart.
static std::vector<std::int64_t> listed(const RoutingWeights& weights) {
    std::vector<std::int64_t> all;
    boost::mp11::mp_for_each<boost::describe::describe_members<RoutingWeights, boost::describe::mod_public>>(
        [&](auto member) { all.push_back(weights.*member.pointer); });
    return all;
}

std::int64_t weighed(const std::vector<std::int64_t>& points, const RoutingWeights& weights) {
    const auto all = listed(weights);
    std::int64_t sum = 0;
    std::int64_t whole = 0;
    for (std::size_t i = 0; i < std::min(points.size(), all.size()); ++i) {
        sum += points[i] * all[i];
        whole += all[i];
    }
    return whole > 0 ? (sum + whole / 2) / whole : 0;
}

static std::vector<RoutingScore> scores_of(const Routed& routed, const Possible& possible,
                                           const RoutingWeights& weights, std::int64_t cases_per_mediator) {
    std::vector<RoutingScore> scores;
    const auto all = listed(weights);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<RoutingPart>>([&](auto part) {
        RoutingScore& score = scores.emplace_back(part_of(part.value, routed, possible, cases_per_mediator));
        score.weight = all[scores.size() - 1];
    });
    return scores;
}

static std::vector<std::int64_t> points_of(const CandidateView& view) {
    std::vector<std::int64_t> points;
    for (const RoutingScore& score : view.scores) points.push_back(score.points);
    return points;
}

std::vector<CandidateView> ranked(const Routed& routed, const std::vector<Possible>& possibles,
                                  const RoutingWeights& weights, std::int64_t cases_per_mediator) {
    std::vector<CandidateView> views;
    for (const Possible& possible : possibles) {
        const organisations::Server& server = possible.server;
        const int distance = rank_of(server.level) - rank_of(level_for(routed, possible));
        CandidateView& view = views.emplace_back();
        view.organisation_id = server.id;
        view.name = server.name;
        view.kind = server.kind;
        view.level = server.level;
        view.reasons = reasons_for(routed, possible, distance);
        view.open_cases = possible.open_cases;
        view.steps = {group_of(possible, distance), std::abs(distance), is_general(possible) ? 0 : 1};
        view.scores = scores_of(routed, possible, weights, cases_per_mediator);
        view.score = weighed(points_of(view), weights);
    }
    std::stable_sort(views.begin(), views.end(), [](const CandidateView& one, const CandidateView& other) {
        return std::tie(one.steps, other.score, one.open_cases, one.organisation_id) <
               std::tie(other.steps, one.score, other.open_cases, other.organisation_id);
    });
    return views;
}

std::vector<KeptCandidate> kept(const std::vector<CandidateView>& views) {
    std::vector<KeptCandidate> all;
    for (const CandidateView& view : views)
        all.push_back({view.organisation_id, view.steps, points_of(view), view.open_cases});
    return all;
}

Id<identity::Organisation> first_of(const std::vector<KeptCandidate>& candidates, const RoutingWeights& weights) {
    const KeptCandidate* first = nullptr;
    std::int64_t best = 0;
    for (const KeptCandidate& one : candidates) {
        const std::int64_t score = weighed(one.points, weights);
        if (!first ||
            std::tie(one.steps, best, one.open, one.id) < std::tie(first->steps, score, first->open, first->id)) {
            first = &one;
            best = score;
        }
    }
    return first->id;
}

Verdict why_not_weights(const RoutingWeights& weights) {
    Verdict verdict;
    std::int64_t whole = 0;
    boost::mp11::mp_for_each<boost::describe::describe_members<RoutingWeights, boost::describe::mod_public>>(
        [&](auto member) {
            const std::int64_t weight = weights.*member.pointer;
            if (weight < 0 || weight > 100) verdict.add(std::string("weights.") + member.name, "out_of_range");
            whole += weight;
        });
    if (verdict.fine() && whole == 0) verdict.add("weights.field", "nothing_counts");
    return verdict;
}

}  // namespace hemu::assignment
