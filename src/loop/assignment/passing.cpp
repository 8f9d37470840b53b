// 上报、下沉 The lead passes a dispute to another level: it leads on until that body takes it.
#include "desk.hpp"

namespace hemu::assignment {

using dispute::BodyRole;
using dispute::Dispute;
using dispute::PersonRole;
using dispute::State;
using identity::Context;
using identity::Duty;
using OrganisationId = Id<identity::Organisation>;

/// Only a body that was asked has it before it.
static Verdict why_not_receive(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor) {
    return why_not_answer(open_passing(tx, dispute), actor);
}

const dispute::Verb receive_verb{"receive",
                                 {State::taken, State::assigned, State::mediating, State::paused},
                                 State::taken,
                                 {Duty::head, Duty::mediator},
                                 why_not_receive};

/// Heads of the asked body see a private dispute, too, before it is theirs; heads who are named otherwise stay so.
static std::vector<Id<identity::Account>> heads_of(db::Tx& tx, OrganisationId body, Instant moment) {
    std::vector<Id<identity::Account>> heads;
    for (const auto& colleague : organisations::staff_of(tx, body, legal_date(moment)))
        if (colleague.duty == Duty::head) heads.push_back(colleague.account_id);
    return heads;
}

static void give_sight(db::Tx& tx, const Dispute& dispute, OrganisationId body, Instant moment) {
    dispute::give_body(tx, dispute, body, BodyRole::offered, moment);
    if (dispute.secrecy == dispute::Secrecy::normal) return;
    for (const auto head : heads_of(tx, body, moment))
        dispute::give_person(tx, dispute, head, PersonRole::dispatcher, moment);
}

static void end_sight(db::Tx& tx, const Dispute& dispute, OrganisationId body, Instant moment) {
    dispute::end_body(tx, dispute, body, BodyRole::offered, moment);
    if (dispute.secrecy == dispute::Secrecy::normal) return;
    for (const auto head : heads_of(tx, body, moment))
        dispute::end_person(tx, dispute, head, PersonRole::dispatcher, moment);
}

static OpenOffer passing_of(db::Tx& tx, const Dispute& dispute) {
    auto passing = open_passing(tx, dispute);
    if (!passing) throw Refusal(Fault::not_found, "passing_not_found");
    return *passing;
}

struct OfferRow;

struct PassContent {
    OrganisationId organisation_id;
    PassDirection direction = PassDirection::up;
    PassReason reason = PassReason::other;
    bool binding = false;
};
BOOST_DESCRIBE_STRUCT(PassContent, (), (organisation_id, direction, reason, binding))

void pass_on(db::Tx& tx, Dispute& dispute, const PassForm& form, const Context& cx) {
    if (!may_pass(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_name(dispute, cx.actor));
    Passing passing;
    passing.target = target_of(tx, dispute, form.organisation_id, legal_date(cx.moment));
    passing.from = organisations::get(tx, dispute.holder_id).level;
    if (passing.target.known) passing.to = organisations::get(tx, form.organisation_id).level;
    passing.open_already = open_passing(tx, dispute).has_value();
    refuse_if(why_not_pass(form, passing));
    const PassDirection direction = direction_of(passing);
    const bool binding = cx.actor.duty == Duty::dispatcher && is_backstop(dispute.return_count, settings(tx));
    ++dispute.version;
    const auto event = dispute::record(tx, dispute, direction == PassDirection::up ? "passed_up" : "passed_down", cx,
                                       PassContent{form.organisation_id, direction, form.reason, binding});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
    save_offer(tx, dispute,
               {to_text(Id<OfferRow>::fresh(cx.moment)), form.organisation_id, dispute.holder_id, binding, direction,
                form.reason, std::nullopt},
               cx);
    give_sight(tx, dispute, form.organisation_id, cx.moment);
}

struct BodyContent {
    OrganisationId organisation_id;
};
BOOST_DESCRIBE_STRUCT(BodyContent, (), (organisation_id))

/// Mediators of the lead before step down.
static void release_mediators(db::Tx& tx, const Dispute& dispute, Instant moment) {
    for (const Named& named : named_now(tx, dispute)) {
        end_mediator(tx, named, "", moment);
        dispute::end_person(tx, dispute, named.account_id,
                            named.presiding ? PersonRole::presiding_mediator : PersonRole::mediator, moment);
    }
}

void receive(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, receive_verb, cx.actor));
    const OpenOffer passing = passing_of(tx, dispute);
    const OrganisationId before = dispute.holder_id;
    dispute::advance(tx, dispute, receive_verb, cx, BodyContent{passing.organisation_id});
    answer_offer(tx, passing, OfferState::taken, std::nullopt, cx);
    release_mediators(tx, dispute, cx.moment);
    if (end_helper_row(tx, dispute, passing.organisation_id, cx.moment) > 0)
        dispute::end_body(tx, dispute, passing.organisation_id, BodyRole::helper, cx.moment);
    end_sight(tx, dispute, passing.organisation_id, cx.moment);
    dispute::end_body(tx, dispute, before, BodyRole::lead, cx.moment);
    dispute::give_body(tx, dispute, passing.organisation_id, BodyRole::lead, cx.moment);
    dispute::set_holder(tx, dispute, passing.organisation_id);
}

struct DeclineContent {
    OrganisationId organisation_id;
    ReturnReason reason = ReturnReason::other;
    std::int64_t returns = 0;
};
BOOST_DESCRIBE_STRUCT(DeclineContent, (), (organisation_id, reason, returns))

void decline_passing(db::Tx& tx, Dispute& dispute, const ReturnForm& form, const Context& cx) {
    const auto passing = open_passing(tx, dispute);
    refuse_if(why_not_answer(passing, cx.actor));
    refuse_if(why_not_hand_back(*passing, form));
    const std::int64_t returns = dispute.return_count + 1;
    ++dispute.version;
    const auto event = dispute::record(tx, dispute, "passing_declined", cx,
                                       DeclineContent{passing->organisation_id, form.reason, returns});
    if (!form.words.empty()) dispute::add_note(tx, dispute, event, form.words, cx.moment);
    answer_offer(tx, *passing, OfferState::returned, form.reason, cx);
    dispute::set_return_count(tx, dispute, returns);
    end_sight(tx, dispute, passing->organisation_id, cx.moment);
}

/// Takes back what nobody has answered, with the rights that came with it.
static void end_passing(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    const auto passing = open_passing(tx, dispute);
    if (!passing) return;
    answer_offer(tx, *passing, OfferState::revoked, std::nullopt, cx);
    end_sight(tx, dispute, passing->organisation_id, cx.moment);
}

void follow(db::Tx& tx, const Dispute& dispute, const dispute::Event& event, const Context& cx) {
    if (event.from_state && may_pass(*event.from_state) && !may_pass(event.to_state)) end_passing(tx, dispute, cx);
}

void revoke_passing(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(why_not_name(dispute, cx.actor));
    const OpenOffer passing = passing_of(tx, dispute);
    ++dispute.version;
    dispute::record(tx, dispute, "passing_revoked", cx, BodyContent{passing.organisation_id});
    end_passing(tx, dispute, cx);
}

}  // namespace hemu::assignment
