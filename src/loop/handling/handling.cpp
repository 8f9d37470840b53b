#include "handling.hpp"

#include "clocks.hpp"
#include "rules.hpp"
#include "store.hpp"
#include "text.hpp"

namespace hemu::handling {

using agreements::AgreementForm;
using agreements::AgreementShape;
using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duties;
using identity::Duty;

static constexpr Duties mediating{Duty::mediator, Duty::head};

const dispute::Verb begin_verb{"begin", {State::assigned}, State::mediating, mediating};
const dispute::Verb pause_verb{"pause", {State::mediating}, State::paused, mediating};
const dispute::Verb resume_verb{"resume", {State::paused}, State::mediating, mediating};
const dispute::Verb agree_verb{"agree", {State::mediating}, State::agreed, mediating};
const dispute::Verb agree_orally_verb{"agree_orally", {State::mediating}, State::performing, mediating};
const dispute::Verb terminate_verb{
    "terminate", {State::assigned, State::mediating, State::paused, State::agreed}, State::terminated, mediating};
const dispute::Verb settle_at_once_verb{"settle_at_once",
                                        {State::registered, State::accepted, State::taken, State::assigned},
                                        State::performed,
                                        {Duty::mediator, Duty::head, Duty::clerk}};

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

static void check_hands(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    refuse_if(why_not_hands(dispute::is_mediator(tx, dispute, cx.actor.account), dispute, cx.actor));
}

static void note_words(db::Tx& tx, const Dispute& dispute, Id<dispute::Event> event,
                       const std::optional<std::string>& words, Instant moment) {
    if (words && !text::trim(*words).empty()) dispute::add_note(tx, dispute, event, *words, moment);
}

struct BegunContent {
    LegalDate notice_given_on;
    NoticeForm notice_form = NoticeForm::oral;
    std::vector<PartyId> given_to;
};
BOOST_DESCRIBE_STRUCT(BegunContent, (), (notice_given_on, notice_form, given_to))

void begin(db::Tx& tx, Dispute& dispute, const OpeningForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, begin_verb, cx.actor));
    check_hands(tx, dispute, cx);
    refuse_if(why_not_begin(form, dispute::parties_of(tx, dispute, cx), legal_date(cx.moment)));
    const auto event = dispute::advance(tx, dispute, begin_verb, cx,
                                        BegunContent{form.notice_given_on, form.notice_form, form.given_to});
    note_words(tx, dispute, event, form.words, cx.moment);
    save_notice(tx, dispute, form.notice_given_on, form.notice_form, form.given_to, cx.moment);
}

struct SessionContent {
    std::string session_id;
    Instant planned_at;
    SessionMode mode = SessionMode::joint;
    std::optional<Instant> held_from;
    std::optional<Instant> held_to;
};
BOOST_DESCRIBE_STRUCT(SessionContent, (), (session_id, planned_at, mode, held_from, held_to))

static void check_at_work(const Dispute& dispute) {
    const bool at_work =
        dispute.state == State::assigned || dispute.state == State::mediating || dispute.state == State::paused;
    if (!at_work) throw Refusal(Fault::conflict, "not_in_this_state");
}

Id<MediationSession> plan_session(db::Tx& tx, Dispute& dispute, const SessionForm& form, const Context& cx) {
    check_at_work(dispute);
    check_hands(tx, dispute, cx);
    refuse_if(why_not_plan(form));
    const auto id = Id<MediationSession>::fresh(cx.moment);
    SessionRecordForm planned;
    static_cast<SessionForm&>(planned) = form;
    save_session(tx, dispute, id, planned);
    dispute::record(tx, dispute, "session_planned", cx,
                    SessionContent{to_text(id), form.planned_at, form.mode, std::nullopt, std::nullopt});
    return id;
}

void record_session(db::Tx& tx, Dispute& dispute, Id<MediationSession> id, const SessionRecordForm& form,
                    std::int64_t version, const Context& cx) {
    check_at_work(dispute);
    check_hands(tx, dispute, cx);
    refuse_if(why_not_record(form, cx.moment));
    if (!has_session(tx, dispute, id)) throw Refusal(Fault::not_found, "session_not_found");
    if (!update_session(tx, dispute, id, form, version))
        throw Refusal(Fault::precondition_failed, "version_outdated");
    dispute::record(tx, dispute, form.held_from ? "session_held" : "session_changed", cx,
                    SessionContent{to_text(id), form.planned_at, form.mode, form.held_from, form.held_to});
}

struct PausedContent {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PausedContent, (), (reason))

void pause(db::Tx& tx, Dispute& dispute, const PauseForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, pause_verb, cx.actor));
    check_hands(tx, dispute, cx);
    refuse_if(dispute::why_not_pause(tx, dispute, form.reason));
    dispute::advance(tx, dispute, pause_verb, cx, PausedContent{form.reason});
    dispute::pause_clocks(tx, dispute, form.reason, cx.moment);
    save_pause(tx, dispute, form.reason, cx.moment);
}

void resume(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(dispute::why_not(dispute, resume_verb, cx.actor));
    check_hands(tx, dispute, cx);
    dispute::advance(tx, dispute, resume_verb, cx, Nothing{});
    dispute::resume_clocks(tx, dispute, cx.moment);
    end_pause(tx, dispute, cx.moment);
}

void extend(db::Tx& tx, Dispute& dispute, const ExtensionForm& form, const Context& cx) {
    check_at_work(dispute);
    check_hands(tx, dispute, cx);
    refuse_if(why_not_all(form.consents, dispute::parties_of(tx, dispute, cx), "consents", "consent_of_all_needed"));
    if (legal_date(cx.moment) < form.consent_on)
        throw Refusal(Fault::invalid, "invalid", {{"consent_on", "in_the_future"}});
    refuse_if(dispute::why_not_extend(tx, dispute, form.new_end_on));
    dispute::extend_clock(tx, dispute, form.new_end_on, cx.moment);
    save_extension(tx, dispute, form, cx.moment);
    dispute::record(tx, dispute, "extension", cx, form);
}

struct AgreedContent {
    AgreementShape form = AgreementShape::written;
    agreements::Scope scope = agreements::Scope::full;
    std::int64_t terms = 0;
    std::int64_t amount_fen = 0;
};
BOOST_DESCRIBE_STRUCT(AgreedContent, (), (form, scope, terms, amount_fen))

static AgreedContent content_of(const AgreementForm& form) {
    AgreedContent content{form.form, form.scope, static_cast<std::int64_t>(form.terms.size()), 0};
    for (const auto& term : form.terms) content.amount_fen += term.amount_fen.value_or(Fen{}).amount;
    return content;
}

void agree(db::Tx& tx, Dispute& dispute, const AgreementForm& form, const Context& cx) {
    const bool oral = form.form == AgreementShape::oral;
    const dispute::Verb& verb = oral ? agree_orally_verb : agree_verb;
    refuse_if(dispute::why_not(dispute, verb, cx.actor));
    check_hands(tx, dispute, cx);
    refuse_if(agreements::why_not_agreement(form, dispute));
    agreements::save(tx, dispute, form, cx.moment);
    // PML art. 30: an oral agreement takes effect when it is reached; a written one when signed and sealed (art. 29).
    dispute::set_outcome(tx, dispute, form.scope == agreements::Scope::full ? "success" : "partial",
                         oral ? "oral" : "written", oral ? std::optional(legal_date(cx.moment)) : std::nullopt);
    dispute::advance(tx, dispute, verb, cx, content_of(form));
    if (oral) agreements::watch_performance(tx, dispute, cx.moment);
}

struct TerminatedContent {
    TerminationReason reason = TerminationReason::T02;
    std::vector<dispute::Way> routes;
};
BOOST_DESCRIBE_STRUCT(TerminatedContent, (), (reason, routes))

void terminate(db::Tx& tx, Dispute& dispute, const TerminationForm& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, terminate_verb, cx.actor));
    check_hands(tx, dispute, cx);
    refuse_if(why_not_terminate(form));
    dispute::set_outcome(tx, dispute, "failed", std::nullopt, std::nullopt);
    const auto event = dispute::advance(tx, dispute, terminate_verb, cx, TerminatedContent{form.reason, form.routes});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
    save_termination(tx, dispute, form, cx.moment);
}

static AgreementForm register_entry(const OnTheSpot& form) {
    AgreementForm agreement;
    agreement.form = AgreementShape::oral;
    agreement.facts = form.facts;
    agreement.points = form.facts;
    agreement.responsibility = form.words.value_or("");
    agreement.terms = form.terms;
    agreement.copies = 1;
    return agreement;
}

static SessionRecordForm session_now(const OnTheSpot& form, const std::vector<dispute::PartyView>& parties,
                                     const Context& cx) {
    SessionRecordForm session;
    session.planned_at = cx.moment;
    session.held_from = cx.moment;
    session.held_to = cx.moment;
    session.record = form.facts;
    for (const auto& party : parties) session.participants.push_back(party.name);
    session.participants.push_back(cx.actor.name);
    return session;
}

void settle_at_once(db::Tx& tx, Dispute& dispute, const OnTheSpot& form, const Context& cx) {
    refuse_if(dispute::why_not(dispute, settle_at_once_verb, cx.actor));
    const auto parties = dispute::parties_of(tx, dispute, cx);
    refuse_if(why_not_at_once(form, dispute, parties));
    std::vector<PartyId> everybody;
    for (const auto& party : parties) everybody.push_back(party.id);
    save_notice(tx, dispute, legal_date(cx.moment), NoticeForm::oral, everybody, cx.moment);
    save_session(tx, dispute, Id<MediationSession>::fresh(cx.moment), session_now(form, parties, cx));
    const AgreementForm agreement = register_entry(form);
    agreements::save(tx, dispute, agreement, cx.moment);
    agreements::PerformanceForm performed;
    performed.performed_on = legal_date(cx.moment);
    performed.proof = agreements::Proof::statement;
    agreements::perform(tx, dispute, performed, cx);
    dispute::give_person(tx, dispute, cx.actor.account, dispute::PersonRole::mediator, cx.moment);
    dispute::set_handler(tx, dispute, cx.actor.account);
    dispute::set_outcome(tx, dispute, "success", "oral", legal_date(cx.moment));
    dispute::advance(tx, dispute, settle_at_once_verb, cx, content_of(agreement));
}

HandlingView handling_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    HandlingView view = records_of(tx, dispute);
    view.agreement = agreements::find(tx, dispute);
    if (cx.actor.duty == Duty::mediator && dispute::is_mediator(tx, dispute, cx.actor.account))
        view.caucus_notes = caucus_notes_of(tx, dispute, cx.keys);
    return view;
}

}  // namespace hemu::handling
