#include "assignment.hpp"

#include <algorithm>

#include "desk.hpp"
#include "mediators.hpp"

namespace hemu::assignment {

using dispute::BodyRole;
using dispute::Dispute;
using dispute::PersonRole;
using dispute::State;
using identity::Context;
using identity::Duty;
using OrganisationId = Id<identity::Organisation>;
using AccountId = Id<identity::Account>;

const dispute::Verb offer_verb{"offer", {State::accepted}, State::offered, {Duty::dispatcher, Duty::clerk}};
const dispute::Verb take_verb{"take", {State::offered}, State::taken, {Duty::head, Duty::mediator}};
static Verdict why_not_return(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor) {
    return why_not_answer(standing_offer(tx, dispute), actor);
}
const dispute::Verb return_verb{
    "return", {State::offered, State::taken}, State::accepted, {Duty::head, Duty::mediator}, why_not_return};
static Verdict why_not_assign(db::Tx&, const Dispute& dispute, const identity::Actor& actor) {
    return why_not_name(dispute, actor);
}
const dispute::Verb assign_verb{
    "assign", {State::taken}, State::assigned, {Duty::head, Duty::dispatcher}, why_not_assign};

template <class T>
static bool contains(const std::vector<T>& list, const T& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

struct OfferContent {
    OrganisationId organisation_id;
    bool binding = false;
    std::vector<Id<dispute::Party>> agreed_by;
};
BOOST_DESCRIBE_STRUCT(OfferContent, (), (organisation_id, binding, agreed_by))

OfferTarget target_of(db::Tx& tx, const Dispute& dispute, OrganisationId id, LegalDate today) {
    const auto body = organisations::find(tx, id);
    if (!body) return {};
    return {true, organisations::is_open(*body, today), organisations::mediates(body->kind),
            contains(returned_by(tx, dispute), id), is_party(tx, dispute, body->name)};
}

struct OfferRow;

using PartyIds = std::vector<Id<dispute::Party>>;

/// Those who agreed or chose, who must be all of both sides; nobody when it was not up to them.
static PartyIds agreed(db::Tx& tx, const Dispute& dispute, const std::optional<PartyIds>& who,
                       std::string_view field) {
    if (!who || who->empty()) return {};
    refuse_if(why_not_all_sides(*who, parties_at(tx, dispute), field));
    return *who;
}

void offer(db::Tx& tx, Dispute& dispute, const OfferForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, offer_verb, cx.actor));
    const Settings chosen = settings(tx);
    refuse_if(why_not_offer(target_of(tx, dispute, form.organisation_id, legal_date(cx.moment)), dispute.return_count,
                            cx.actor.duty, chosen));
    const PartyIds agreed_by = agreed(tx, dispute, form.agreed_by, "agreed_by");
    OpenOffer offer{to_text(Id<OfferRow>::fresh(cx.moment)),
                    form.organisation_id,
                    dispute.holder_id,
                    is_backstop(dispute.return_count, chosen),
                    std::nullopt,
                    std::nullopt,
                    std::nullopt};
    if (!agreed_by.empty()) offer.agreed_by.emplace(agreed_by);
    const auto event =
        dispute::advance(tx, dispute, offer_verb, cx, OfferContent{form.organisation_id, offer.binding, agreed_by});
    if (form.words && !form.words->empty()) dispute::add_note(tx, dispute, event, *form.words, cx.moment);
    save_offer(tx, dispute, offer, cx);
    keep_routing(tx, dispute, offer, cx.moment);
    // The offered body holds it while it thinks: its head must see a private dispute and its queue must show it.
    dispute::give_body(tx, dispute, form.organisation_id, BodyRole::offered, cx.moment);
    dispute::set_holder(tx, dispute, form.organisation_id);
    dispute::give_person(tx, dispute, cx.actor.account, PersonRole::dispatcher, cx.moment);
}

struct TakeContent {
    OrganisationId organisation_id;
};
BOOST_DESCRIBE_STRUCT(TakeContent, (), (organisation_id))

void take(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(dispute::why_not(dispute, take_verb, cx.actor));
    const auto offer = standing_offer(tx, dispute);
    refuse_if(why_not_answer(offer, cx.actor));
    dispute::advance(tx, dispute, take_verb, cx, TakeContent{offer->organisation_id});
    answer_offer(tx, *offer, OfferState::taken, std::nullopt, cx);
    dispute::end_body(tx, dispute, offer->organisation_id, BodyRole::offered, cx.moment);
    dispute::give_body(tx, dispute, offer->organisation_id, BodyRole::lead, cx.moment);
    dispute::set_holder(tx, dispute, offer->organisation_id);
}

struct ReturnContent {
    OrganisationId organisation_id;
    ReturnReason reason = ReturnReason::other;
    std::int64_t returns = 0;
};
BOOST_DESCRIBE_STRUCT(ReturnContent, (), (organisation_id, reason, returns))

static void end_helpers(db::Tx& tx, const Dispute& dispute, Instant moment) {
    for (const HelperView& helper : helpers_of(tx, dispute))
        dispute::end_body(tx, dispute, helper.organisation_id, BodyRole::helper, moment);
    end_all_helpers(tx, dispute, moment);
}

void hand_back(db::Tx& tx, Dispute& dispute, const ReturnForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, return_verb, cx.actor));
    const auto offer = standing_offer(tx, dispute);
    refuse_if(why_not_answer(offer, cx.actor));
    refuse_if(why_not_hand_back(*offer, form));
    const std::int64_t returns = dispute.return_count + 1;
    const auto event =
        dispute::advance(tx, dispute, return_verb, cx, ReturnContent{offer->organisation_id, form.reason, returns});
    if (!form.words.empty()) dispute::add_note(tx, dispute, event, form.words, cx.moment);
    answer_offer(tx, *offer, OfferState::returned, form.reason, cx);
    dispute::set_return_count(tx, dispute, returns);
    dispute::end_body(tx, dispute, offer->organisation_id, BodyRole::offered, cx.moment);
    dispute::end_body(tx, dispute, offer->organisation_id, BodyRole::lead, cx.moment);
    end_helpers(tx, dispute, cx.moment);
    dispute::set_holder(tx, dispute, offer->from_organisation_id);
}

struct MediatorsContent {
    AccountId presiding_id;
    std::vector<AccountId> others;
    bool grounds_disclosed = false;
    std::vector<Id<dispute::Party>> chosen_by;
};
BOOST_DESCRIBE_STRUCT(MediatorsContent, (), (presiding_id, others, grounds_disclosed, chosen_by))

static MediatorsContent content_of(const MediatorsForm& form) {
    const bool disclosed = std::any_of(form.recusal.begin(), form.recusal.end(),
                                       [](const RecusalForm& answer) { return answer.relation != Relation::none; });
    return {form.presiding_id, form.others, disclosed, form.chosen_by.value_or(PartyIds{})};
}

std::vector<AccountId> mediators_here(db::Tx& tx, const Dispute& dispute, LegalDate today) {
    std::vector<OrganisationId> bodies = {dispute.holder_id};
    for (const HelperView& helper : helpers_of(tx, dispute)) bodies.push_back(helper.organisation_id);
    std::vector<AccountId> accounts;
    for (const OrganisationId body : bodies)
        for (const auto& mediator : mediators::list(tx, body, "", today)) accounts.push_back(mediator.account_id);
    return accounts;
}

static PersonRole role_of(bool presiding) {
    return presiding ? PersonRole::presiding_mediator : PersonRole::mediator;
}

static bool stays(const MediatorsForm& form, const Named& named) {
    return named.presiding ? named.account_id == form.presiding_id : contains(form.others, named.account_id);
}

/// Ends who is not named any more or changes his role, adds who is new; rows of those who stay are left alone.
static void name_mediators(db::Tx& tx, Dispute& dispute, const MediatorsForm& form, const Context& cx) {
    std::vector<AccountId> staying;
    for (const Named& named : named_now(tx, dispute)) {
        if (stays(form, named)) {
            staying.push_back(named.account_id);
            continue;
        }
        end_mediator(tx, named, form.reason.value_or(""), cx.moment);
        dispute::end_person(tx, dispute, named.account_id, role_of(named.presiding), cx.moment);
    }
    for (const RecusalForm& answer : form.recusal) {
        if (contains(staying, answer.account_id)) continue;
        const bool presiding = answer.account_id == form.presiding_id;
        save_mediator(tx, dispute, answer, presiding, form.chosen_by, cx.moment);
        dispute::give_person(tx, dispute, answer.account_id, role_of(presiding), cx.moment);
    }
    dispute::set_handler(tx, dispute, form.presiding_id);
}

static void refuse_unfit(db::Tx& tx, const Dispute& dispute, const MediatorsForm& form, const Context& cx) {
    const bool withdraw = settings(tx).withdraw_when_asked;
    refuse_if(why_not_mediators(form, dispute.difficulty, mediators_here(tx, dispute, legal_date(cx.moment)),
                                related_accounts(tx, dispute),
                                withdraw ? objected_accounts(tx, dispute) : std::vector<AccountId>{}));
}

bool may_object(db::Tx& tx, const Dispute& dispute) {
    return may_replace(dispute.state) && !named_now(tx, dispute).empty();
}

void object_to_mediators(db::Tx& tx, const Dispute& dispute, Id<dispute::Party> party, Instant moment) {
    for (const Named& named : named_now(tx, dispute)) save_objection(tx, dispute, named.account_id, party, moment);
}

void assign(db::Tx& tx, Dispute& dispute, const MediatorsForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, assign_verb, cx.actor));
    refuse_if(why_not_name(dispute, cx.actor));
    refuse_unfit(tx, dispute, form, cx);
    agreed(tx, dispute, form.chosen_by, "chosen_by");
    dispute::advance(tx, dispute, assign_verb, cx, content_of(form));
    name_mediators(tx, dispute, form, cx);
}

void replace_mediators(db::Tx& tx, Dispute& dispute, const MediatorsForm& form, const Context& cx) {
    if (!may_replace(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_name(dispute, cx.actor));
    refuse_unfit(tx, dispute, form, cx);
    agreed(tx, dispute, form.chosen_by, "chosen_by");
    // An edit: who read the dispute before has to read it again.
    ++dispute.version;
    const auto event = dispute::record(tx, dispute, "mediators_replaced", cx, content_of(form));
    if (form.reason && !form.reason->empty()) dispute::add_note(tx, dispute, event, *form.reason, cx.moment);
    name_mediators(tx, dispute, form, cx);
}

struct HelperContent {
    OrganisationId organisation_id;
    std::int64_t share_percent = 0;
};
BOOST_DESCRIBE_STRUCT(HelperContent, (), (organisation_id, share_percent))

static HelperFacts helper_facts(db::Tx& tx, const Dispute& dispute, OrganisationId body) {
    HelperFacts facts;
    facts.known = organisations::find(tx, body).has_value();
    facts.is_lead = body == dispute.holder_id;
    for (const HelperView& helper : helpers_of(tx, dispute)) {
        facts.helps_already = facts.helps_already || helper.organisation_id == body;
        facts.shares_given += helper.share_percent;
    }
    return facts;
}

void add_helper(db::Tx& tx, Dispute& dispute, const HelperForm& form, const Context& cx) {
    if (!may_help(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_name(dispute, cx.actor));
    refuse_if(why_not_help(form, helper_facts(tx, dispute, form.organisation_id)));
    dispute::record(tx, dispute, "helper_added", cx, HelperContent{form.organisation_id, form.share_percent});
    save_helper(tx, dispute, form, cx.moment);
    dispute::give_body(tx, dispute, form.organisation_id, BodyRole::helper, cx.moment);
}

void end_helper(db::Tx& tx, Dispute& dispute, OrganisationId body, const Context& cx) {
    refuse_if(why_not_name(dispute, cx.actor));
    if (end_helper_row(tx, dispute, body, cx.moment) == 0) throw Refusal(Fault::not_found, "helper_not_found");
    dispute::record(tx, dispute, "helper_ended", cx, HelperContent{body, 0});
    dispute::end_body(tx, dispute, body, BodyRole::helper, cx.moment);
}

AssignmentView assignment_of(db::Tx& tx, const Dispute& dispute) {
    AssignmentView view{std::nullopt, offers_of(tx, dispute), mediators_of(tx, dispute), helpers_of(tx, dispute)};
    const bool taken = std::any_of(view.offers.begin(), view.offers.end(),
                                   [](const OfferView& offer) { return offer.state == OfferState::taken; });
    if (!taken) return view;
    view.lead = LeadView{dispute.holder_id, organisations::name_of(tx, dispute.holder_id), 100};
    for (const HelperView& helper : view.helpers) view.lead->share_percent -= helper.share_percent;
    return view;
}

}  // namespace hemu::assignment
