// Settling a simple matter in one step, with the record that the law asks of every mediation.
#include "handling.hpp"
#include "organisations.hpp"
#include "store.hpp"

namespace hemu::handling {

using agreements::AgreementForm;
using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duty;

/// Once mediators are named it is theirs; before, whoever of the holding body has the parties before him.
static Verdict why_not_mine(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor) {
    if (dispute.state == State::assigned) return why_not_in_hand(tx, dispute, actor);
    if (actor.organisation == dispute.holder_id) return {};
    return Verdict::refused(Fault::forbidden, "not_your_bodys_dispute");
}

static Verdict may_settle(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor) {
    const Verdict mine = why_not_mine(tx, dispute, actor);
    return mine.fine() ? why_not_at_once(dispute, party_facts(tx, dispute)) : mine;
}

const dispute::Verb settle_at_once_verb{"settle_at_once",
                                        {State::registered, State::accepted, State::taken, State::assigned},
                                        State::performed,
                                        {Duty::mediator, Duty::head, Duty::clerk},
                                        may_settle};

static AgreementForm register_entry(const OnTheSpot& form) {
    AgreementForm agreement;
    agreement.form = agreements::AgreementShape::oral;
    agreement.facts = form.facts;
    agreement.points = form.facts;
    agreement.responsibility = form.words.value_or("");
    agreement.terms = form.terms;
    agreement.copies = 1;
    return agreement;
}

static std::string record_of(const OnTheSpot& form) {
    std::string record = form.facts;
    for (const auto& term : form.terms) record += "\n" + term.text;
    if (form.words) record += "\n" + *form.words;
    return record;
}

static SessionRecordForm session_now(const OnTheSpot& form, std::string place,
                                     const std::vector<dispute::PartyView>& parties, const Context& cx) {
    SessionRecordForm session;
    session.planned_at = cx.moment;
    session.place = std::move(place);
    session.held_from = cx.moment;
    session.held_to = cx.moment;
    session.record = record_of(form);
    for (const auto& party : parties) session.participants.push_back(party.name);
    session.participants.push_back(cx.actor.name);
    return session;
}

static void perform_now(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    agreements::PerformanceForm performed;
    performed.performed_on = legal_date(cx.moment);
    performed.proof = agreements::Proof::statement;
    agreements::perform(tx, dispute, performed, cx);
}

void settle_at_once(db::Tx& tx, Dispute& dispute, const OnTheSpot& form, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, settle_at_once_verb, cx.actor));
    const auto parties = dispute::parties_of(tx, dispute, cx);
    refuse_if(why_not_on_the_spot(form, parties));
    std::vector<PartyId> everybody;
    for (const auto& party : parties) everybody.push_back(party.id);
    const std::string place = form.place.value_or(organisations::name_of(tx, cx.actor.organisation));
    save_notice(tx, dispute, legal_date(cx.moment), NoticeForm::oral, everybody, cx.moment);
    save_session(tx, dispute, Id<MediationSession>::fresh(cx.moment), session_now(form, place, parties, cx));
    const AgreementForm agreement = register_entry(form);
    agreements::save(tx, dispute, agreement, cx.moment);
    perform_now(tx, dispute, cx);
    dispute::give_person(tx, dispute, cx.actor.account, dispute::PersonRole::mediator, cx.moment);
    dispute::set_handler(tx, dispute, cx.actor.account);
    dispute::set_outcome(tx, dispute, "success", "oral", legal_date(cx.moment));
    dispute::advance(tx, dispute, settle_at_once_verb, cx, agreed_content(agreement));
}

}  // namespace hemu::handling
