#include "rules.hpp"

#include <algorithm>
#include <tuple>

namespace hemu::assignment {

using dispute::Difficulty;
using dispute::State;
using organisations::OrganisationKind;
using organisations::OrganisationLevel;

static bool has(const std::vector<std::string>& flags, std::string_view flag) {
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

/// 0 village, 1 township, 2 county, 3 city.
static int rank_of(OrganisationLevel level) {
    switch (level) {
        case OrganisationLevel::village:
            return 0;
        case OrganisationLevel::town:
            return 1;
        case OrganisationLevel::county:
            return 2;
        case OrganisationLevel::city:
            return 3;
    }
    return 0;
}

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

/// The committee or centre of a level; rooms, studios and firms' committees come behind them.
static bool is_general(OrganisationKind kind) {
    return kind == OrganisationKind::people_committee || kind == OrganisationKind::mediation_centre ||
           kind == OrganisationKind::governance_centre;
}

struct Rank {
    int group = 0;
    int level_distance = 0;
    int kind = 0;
    std::size_t area_missing = 0;
    std::int64_t open_cases = 0;
    std::string name;
};

static bool before(const Rank& one, const Rank& other) {
    return std::tie(one.group, one.level_distance, one.kind, one.area_missing, one.open_cases, one.name) <
           std::tie(other.group, other.level_distance, other.kind, other.area_missing, other.open_cases, other.name);
}

/// Industry disputes go to the county's committee of the field, across counties to the city's; others by level.
static OrganisationLevel level_for(const Routed& routed, const Possible& possible) {
    if (!is_industry(possible)) return wanted_level(routed);
    return level_for_area(routed) == OrganisationLevel::city ? OrganisationLevel::city : OrganisationLevel::county;
}

static int group_of(const Possible& possible, int distance) {
    if (possible.returned_before) return 6;
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
    return reasons;
}

std::vector<CandidateView> ranked(const Routed& routed, const std::vector<Possible>& possibles) {
    std::vector<std::pair<Rank, CandidateView>> all;
    for (const Possible& possible : possibles) {
        const organisations::Server& server = possible.server;
        const int distance = rank_of(server.level) - rank_of(level_for(routed, possible));
        const std::size_t nearness = std::min<std::size_t>(12, server.area_code.size());
        all.push_back({{group_of(possible, distance), std::abs(distance), is_general(server.kind) ? 0 : 1,
                        12 - nearness, possible.open_cases, server.name},
                       {server.id, server.name, server.kind, server.level, reasons_for(routed, possible, distance),
                        possible.open_cases}});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& one, const auto& other) { return before(one.first, other.first); });
    std::vector<CandidateView> views;
    for (auto& [rank, view] : all) views.push_back(std::move(view));
    return views;
}

bool is_backstop(std::int64_t return_count, const Settings& settings) {
    return return_count >= settings.returns_before_backstop;
}

Verdict why_not_offer(const OfferTarget& target, std::int64_t return_count, identity::Duty duty,
                      const Settings& settings) {
    const bool backstop = is_backstop(return_count, settings);
    if (backstop && duty != identity::Duty::dispatcher)
        return Verdict::refused(Fault::forbidden, "centre_names_lead");
    Verdict verdict;
    if (!target.known)
        verdict.add("organisation_id", "organisation_unknown");
    else if (!target.open)
        verdict.add("organisation_id", "organisation_closed");
    else if (!target.mediates)
        verdict.add("organisation_id", "not_a_mediating_body");
    else if (target.returned_before && !backstop)
        verdict.add("organisation_id", "returned_before");
    return verdict;
}

Verdict why_not_answer(const std::optional<OpenOffer>& offer, const identity::Actor& actor) {
    if (!offer || offer->organisation_id != actor.organisation)
        return Verdict::refused(Fault::forbidden, "not_offered_to_your_body");
    return {};
}

static bool blank(std::string_view words) { return words.find_first_not_of(" \t\r\n") == std::string_view::npos; }

Verdict why_not_hand_back(const OpenOffer& offer, const ReturnForm& form) {
    if (offer.binding) return Verdict::refused(Fault::conflict, "offer_is_binding");
    Verdict verdict;
    const bool says_nothing = form.reason == ReturnReason::other || form.reason == ReturnReason::missing_information;
    if (says_nothing && blank(form.words)) verdict.add("words", "missing");
    return verdict;
}

static bool contains(const std::vector<Id<identity::Account>>& accounts, Id<identity::Account> account) {
    return std::find(accounts.begin(), accounts.end(), account) != accounts.end();
}

static void check_named(const MediatorsForm& form, const std::vector<Id<identity::Account>>& here, Verdict& verdict) {
    if (!contains(here, form.presiding_id)) verdict.add("presiding_id", "not_a_mediator_here");
    for (std::size_t i = 0; i < form.others.size(); ++i) {
        const std::string at = fmt::format("others[{}]", i);
        if (!contains(here, form.others[i])) verdict.add(at, "not_a_mediator_here");
        const auto end = form.others.begin() + static_cast<std::ptrdiff_t>(i);
        if (form.others[i] == form.presiding_id || std::find(form.others.begin(), end, form.others[i]) != end)
            verdict.add(at, "named_twice");
    }
}

static void check_recusal(const MediatorsForm& form, Verdict& verdict) {
    std::vector<Id<identity::Account>> named = form.others;
    named.push_back(form.presiding_id);
    for (std::size_t i = 0; i < form.recusal.size(); ++i) {
        const RecusalForm& answer = form.recusal[i];
        const std::string at = fmt::format("recusal[{}].", i);
        if (!contains(named, answer.account_id)) verdict.add(at + "account_id", "not_named");
        if (!answer.grounds_asked) verdict.add(at + "grounds_asked", "recusal_not_asked");
        if (answer.relation != Relation::none && !answer.kept_by_consent.value_or(false))
            verdict.add(at + "relation", "must_step_aside");
        std::erase(named, answer.account_id);
    }
    if (!named.empty()) verdict.add("recusal", "recusal_not_asked");
}

Verdict why_not_mediators(const MediatorsForm& form, std::optional<Difficulty> difficulty,
                          const std::vector<Id<identity::Account>>& here) {
    Verdict verdict;
    check_named(form, here, verdict);
    check_recusal(form, verdict);
    const bool several =
        difficulty.value_or(Difficulty::simple) >= Difficulty::difficult || form.several_requested.value_or(false);
    if (several && form.others.empty()) verdict.add("others", "second_mediator_needed");
    return verdict;
}

Verdict why_not_name(const dispute::Dispute& dispute, const identity::Actor& actor) {
    if (actor.duty == identity::Duty::head && actor.organisation != dispute.holder_id)
        return Verdict::refused(Fault::forbidden, "not_your_body");
    return {};
}

bool may_replace(State state) {
    return state == State::assigned || state == State::mediating || state == State::paused;
}

bool may_help(State state) { return state == State::taken || may_replace(state); }

Verdict why_not_help(const HelperForm& form, const HelperFacts& facts) {
    Verdict verdict;
    if (!facts.known)
        verdict.add("organisation_id", "organisation_unknown");
    else if (facts.is_lead)
        verdict.add("organisation_id", "is_lead_already");
    else if (facts.helps_already)
        verdict.add("organisation_id", "helps_already");
    if (form.share_percent < 1 || form.share_percent > 99)
        verdict.add("share_percent", "out_of_range");
    else if (facts.shares_given + form.share_percent > 99)
        verdict.add("share_percent", "shares_above_hundred");
    if (blank(form.task)) verdict.add("task", "missing");
    return verdict;
}

}  // namespace hemu::assignment
