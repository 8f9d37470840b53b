#include "rules.hpp"

#include <algorithm>
#include <tuple>

namespace hemu::assignment {

using dispute::Difficulty;
using dispute::State;

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
    else if (target.is_party)
        verdict.add("organisation_id", "body_is_party");
    return verdict;
}

Verdict why_not_all_sides(const std::vector<Id<dispute::Party>>& who, const std::vector<PartyAt>& parties,
                          std::string_view field) {
    Verdict verdict;
    const auto among = [](const auto& list, Id<dispute::Party> id, auto id_of) {
        return std::any_of(list.begin(), list.end(), [&](const auto& one) { return id_of(one) == id; });
    };
    for (std::size_t i = 0; i < who.size(); ++i)
        if (!among(parties, who[i], [](const PartyAt& party) { return party.id; }))
            verdict.add(fmt::format("{}[{}]", field, i), "party_not_found");
    const bool all = std::all_of(parties.begin(), parties.end(), [&](const PartyAt& party) {
        return party.side == dispute::Side::third_party ||
               among(who, party.id, [](Id<dispute::Party> id) { return id; });
    });
    if (verdict.fine() && !all) verdict.add(std::string(field), "both_sides_needed");
    return verdict;
}

PassDirection direction_of(const Passing& passing) {
    return static_cast<int>(passing.to) < static_cast<int>(passing.from) ? PassDirection::up : PassDirection::down;
}

static bool fits(PassReason reason, PassDirection direction) {
    switch (reason) {
        case PassReason::too_difficult:
        case PassReason::across_places:
        case PassReason::mediation_failed:
        case PassReason::risk_rising:
        case PassReason::capacity:
            return direction == PassDirection::up;
        case PassReason::nearer_to_parties:
        case PassReason::simpler:
            return direction == PassDirection::down;
        case PassReason::parties_ask:
        case PassReason::other:
            return true;
    }
    return true;
}

Verdict why_not_pass(const PassForm& form, const Passing& passing) {
    if (passing.open_already) return Verdict::refused(Fault::conflict, "passed_already");
    Verdict verdict;
    if (!passing.target.known)
        verdict.add("organisation_id", "organisation_unknown");
    else if (!passing.target.open)
        verdict.add("organisation_id", "organisation_closed");
    else if (!passing.target.mediates)
        verdict.add("organisation_id", "not_a_mediating_body");
    else if (passing.target.is_party)
        verdict.add("organisation_id", "body_is_party");
    else if (passing.from == passing.to)
        verdict.add("organisation_id", "same_level");
    else if (!fits(form.reason, direction_of(passing)))
        verdict.add("reason", "reason_for_other_direction");
    if (form.words.find_first_not_of(" \t\r\n") == std::string::npos) verdict.add("words", "missing");
    return verdict;
}

bool may_pass(State state) { return state == State::taken || may_replace(state); }

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

static void check_recusal(const MediatorsForm& form, const std::vector<Id<identity::Account>>& related,
                          const std::vector<Id<identity::Account>>& withdrawing, Verdict& verdict) {
    std::vector<Id<identity::Account>> named = form.others;
    named.push_back(form.presiding_id);
    for (std::size_t i = 0; i < form.recusal.size(); ++i) {
        const RecusalForm& answer = form.recusal[i];
        const std::string at = fmt::format("recusal[{}].", i);
        if (!contains(named, answer.account_id)) verdict.add(at + "account_id", "not_named");
        if (!answer.grounds_asked) verdict.add(at + "grounds_asked", "recusal_not_asked");
        const bool is_related = answer.relation != Relation::none || contains(related, answer.account_id);
        if (is_related && !answer.kept_by_consent.value_or(false)) verdict.add(at + "relation", "must_step_aside");
        if (contains(withdrawing, answer.account_id)) verdict.add(at + "account_id", "party_objected");
        std::erase(named, answer.account_id);
    }
    if (!named.empty()) verdict.add("recusal", "recusal_not_asked");
}

Verdict why_not_mediators(const MediatorsForm& form, std::optional<Difficulty> difficulty,
                          const std::vector<Id<identity::Account>>& here,
                          const std::vector<Id<identity::Account>>& related,
                          const std::vector<Id<identity::Account>>& withdrawing) {
    Verdict verdict;
    check_named(form, here, verdict);
    check_recusal(form, related, withdrawing, verdict);
    const bool several =
        difficulty.value_or(Difficulty::simple) >= Difficulty::difficult || form.several_requested.value_or(false);
    if (several && form.others.empty()) verdict.add("others", "second_mediator_needed");
    return verdict;
}

std::vector<ConflictView> conflicts_in(const ConflictFacts& facts) {
    static const std::string step_aside = "《关于人民法院特邀调解的规定》第十五条、《人民法院在线调解规则》第十三条";
    static const std::string accepted = "《人民调解法》第二十三条";
    std::vector<ConflictView> found;
    if (facts.declared != Relation::none) found.push_back({Conflict::kin_declared, true, step_aside});
    if (facts.judged) found.push_back({Conflict::judged_it, false, step_aside});
    if (facts.same_name) found.push_back({Conflict::same_name, false, step_aside});
    if (facts.same_village) found.push_back({Conflict::same_village, false, step_aside});
    if (facts.mediated_before) found.push_back({Conflict::mediated_before, false, accepted});
    if (facts.objected)
        found.push_back({Conflict::objected, facts.withdraws_when_asked,
                         facts.withdraws_when_asked ? "《深圳经济特区矛盾纠纷多元化解条例》第二十三条" : accepted});
    return found;
}

static bool is_barred(const MediatorProposal& one) {
    return std::any_of(one.conflicts.begin(), one.conflicts.end(),
                       [](const ConflictView& conflict) { return conflict.blocks; });
}

void order_proposals(std::vector<MediatorProposal>& proposals, std::optional<Difficulty> difficulty) {
    const bool by_grade = difficulty.value_or(Difficulty::simple) >= Difficulty::difficult;
    const auto key = [&](const MediatorProposal& one) {
        const std::int64_t grade = one.grade.value_or(9);
        return std::tuple(is_barred(one), !one.speaks, !one.field_named, by_grade ? grade : 0, one.conflicts.size(),
                          one.open_cases, grade, one.name, one.account_id);
    };
    std::sort(proposals.begin(), proposals.end(),
              [&](const MediatorProposal& one, const MediatorProposal& other) { return key(one) < key(other); });
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
