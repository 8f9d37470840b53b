#include "triage.hpp"

#include "organisations.hpp"
#include "store.hpp"

namespace hemu::triage {

using dispute::State;
using identity::Duty;

const dispute::Verb accept_verb{
    "accept", {State::registered}, State::accepted, {Duty::clerk, Duty::dispatcher, Duty::head}};
const dispute::Verb refuse_verb{
    "refuse", {State::registered}, State::refused, {Duty::clerk, Duty::dispatcher, Duty::head}};
const dispute::Verb redirect_verb{
    "redirect", {State::registered, State::accepted}, State::redirected, {Duty::clerk, Duty::dispatcher, Duty::head}};

Suggestion suggestion_for(db::Tx& tx, const dispute::Dispute& dispute, LegalDate today) {
    return suggest(facts_of(tx, dispute, today), settings(tx), warning_words(tx));
}

/// The suggestion for the dispute with the grading that a person is about to give it.
static Suggestion suggestion_under(db::Tx& tx, const dispute::Dispute& dispute, const dispute::Grading& grading,
                                   LegalDate today) {
    Facts facts = facts_of(tx, dispute, today);
    facts.national_type = grading.national_type;
    facts.local_type = grading.local_type;
    facts.flags = grading.flags;
    facts.people_count = grading.people_count;
    facts.amount_fen = grading.amount_fen;
    return suggest(facts, settings(tx), warning_words(tx));
}

struct AcceptedContent {
    dispute::Grading grading;
    Checks checks;
    dispute::Difficulty suggested_difficulty = dispute::Difficulty::simple;
    dispute::Risk suggested_risk = dispute::Risk::blue;
};
BOOST_DESCRIBE_STRUCT(AcceptedContent, (), (grading, checks, suggested_difficulty, suggested_risk))

static void keep_words(db::Tx& tx, const dispute::Dispute& dispute, Id<dispute::Event> event,
                       const std::optional<std::string>& words, Instant moment) {
    if (words && !words->empty()) dispute::add_note(tx, dispute, event, *words, moment);
}

void accept(db::Tx& tx, dispute::Dispute& dispute, const Acceptance& form, const identity::Context& cx) {
    refuse_if(dispute::why_not(dispute, accept_verb, cx.actor));
    const Suggestion suggestion = suggestion_under(tx, dispute, form.grading, legal_date(cx.moment));
    refuse_if(why_not_accept(form, parties_seen(tx, dispute), suggestion));
    // The clocks that acceptance starts look at the grading, so it is set first.
    dispute::set_grading(tx, dispute, form.grading);
    const auto event =
        dispute::advance(tx, dispute, accept_verb, cx,
                         AcceptedContent{form.grading, form.checks, suggestion.difficulty, suggestion.risk});
    keep_words(tx, dispute, event, form.words, cx.moment);
    save_assessment(tx, dispute, form.checks, suggestion, cx);
    // Who accepted a private dispute must still find it when it is with another body.
    dispute::give_person(tx, dispute, cx.actor.account, dispute::PersonRole::dispatcher, cx.moment);
}

struct RefusedContent {
    RefusalReason reason = RefusalReason::R08;
    std::vector<Way> routes;
};
BOOST_DESCRIBE_STRUCT(RefusedContent, (), (reason, routes))

void refuse(db::Tx& tx, dispute::Dispute& dispute, const Refused& form, const identity::Context& cx) {
    refuse_if(dispute::why_not(dispute, refuse_verb, cx.actor));
    refuse_if(why_not_refuse(form, dispute.national_type == "15"));
    const auto event = dispute::advance(tx, dispute, refuse_verb, cx, RefusedContent{form.reason, form.routes});
    keep_words(tx, dispute, event, form.words, cx.moment);
    save_refusal(tx, dispute, form, cx);
}

struct RedirectedContent {
    Way to = Way::court;
    std::optional<Id<identity::Organisation>> organisation_id;
    RefusalReason reason = RefusalReason::R06;
};
BOOST_DESCRIBE_STRUCT(RedirectedContent, (), (to, organisation_id, reason))

void redirect(db::Tx& tx, dispute::Dispute& dispute, const Redirection& form, const identity::Context& cx) {
    refuse_if(dispute::why_not(dispute, redirect_verb, cx.actor));
    const bool known = form.organisation_id && organisations::find(tx, *form.organisation_id).has_value();
    refuse_if(why_not_redirect(form, known));
    const auto event = dispute::advance(tx, dispute, redirect_verb, cx,
                                        RedirectedContent{form.to, form.organisation_id, form.reason});
    keep_words(tx, dispute, event, form.words, cx.moment);
    save_redirection(tx, dispute, form, cx);
    if (form.organisation_id)
        dispute::give_body(tx, dispute, *form.organisation_id, dispute::BodyRole::linked, cx.moment);
}

static bool may_be_graded(State state) {
    switch (state) {
        case State::registered:
        case State::accepted:
        case State::offered:
        case State::taken:
        case State::assigned:
        case State::mediating:
        case State::paused:
            return true;
        default:
            return false;
    }
}

void grade(db::Tx& tx, dispute::Dispute& dispute, const dispute::Grading& grading, const identity::Context& cx) {
    if (!may_be_graded(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    Verdict verdict;
    check_grading(grading, "", verdict);
    refuse_if(verdict);
    dispute::set_grading(tx, dispute, grading);
    // An edit: who read the dispute before has to read it again.
    ++dispute.version;
    dispute::record(tx, dispute, "grading", cx, grading);
}

}  // namespace hemu::triage
