#include "handling.hpp"

#include "clocks.hpp"
#include "editions.hpp"
#include "store.hpp"

namespace hemu::handling {

using agreements::AgreementForm;
using agreements::AgreementShape;
using dispute::Dispute;
using dispute::State;
using identity::Actor;
using identity::Context;
using identity::Duties;
using identity::Duty;

static constexpr Duties mediating{Duty::mediator, Duty::head};

static Verdict may_begin(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    const Verdict hands = why_not_in_hand(tx, dispute, actor);
    return hands.fine() ? why_not_mediate(party_facts(tx, dispute)) : hands;
}

static Verdict may_agree(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    const Verdict hands = why_not_in_hand(tx, dispute, actor);
    return hands.fine() ? why_not_agree(ground_of(tx, dispute)) : hands;
}

static Verdict may_agree_orally(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    const Verdict oral = agreements::why_not_oral(dispute);
    return oral.fine() ? may_agree(tx, dispute, actor) : oral;
}

/// An agreement that everybody signed does not fail because nobody signs its change: that is dropped.
static Verdict may_terminate(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    const Verdict hands = why_not_in_hand(tx, dispute, actor);
    const bool is_change = dispute.state == State::agreed && agreements::edition_of(tx, dispute) > 1;
    return hands.fine() && is_change ? Verdict::refused(Fault::conflict, "earlier_agreement_stands") : hands;
}

const dispute::Verb begin_verb{"begin", {State::assigned}, State::mediating, mediating, may_begin};
const dispute::Verb pause_verb{"pause", {State::mediating}, State::paused, mediating, why_not_in_hand};
const dispute::Verb resume_verb{"resume", {State::paused}, State::mediating, mediating, why_not_in_hand};
const dispute::Verb agree_verb{"agree", {State::mediating}, State::agreed, mediating, may_agree};
const dispute::Verb agree_orally_verb{
    "agree_orally", {State::mediating}, State::performing, mediating, may_agree_orally};
const dispute::Verb terminate_verb{"terminate",
                                   {State::assigned, State::mediating, State::paused, State::agreed},
                                   State::terminated,
                                   mediating,
                                   may_terminate};

struct BegunContent {
    LegalDate notice_given_on;
    NoticeForm notice_form = NoticeForm::oral;
    std::vector<PartyId> given_to;
};
BOOST_DESCRIBE_STRUCT(BegunContent, (), (notice_given_on, notice_form, given_to))

static BegunContent content_of(const OpeningForm& form) {
    return {form.notice_given_on, form.notice_form, form.given_to};
}

void begin(db::Tx& tx, Dispute& dispute, const OpeningForm& form, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, begin_verb, cx.actor));
    refuse_if(why_not_begin(form, party_facts(tx, dispute), legal_date(cx.moment)));
    const auto event = dispute::advance(tx, dispute, begin_verb, cx, content_of(form));
    note_words(tx, dispute, event, form.words, cx.moment);
    save_notice(tx, dispute, form.notice_given_on, form.notice_form, form.given_to, cx.moment);
}

void give_notice(db::Tx& tx, Dispute& dispute, const OpeningForm& form, const Context& cx) {
    if (dispute.state < State::mediating || State::agreed < dispute.state)
        throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_in_hand(tx, dispute, cx.actor));
    refuse_if(why_not_notice(form, party_facts(tx, dispute), legal_date(cx.moment)));
    const auto event = dispute::record(tx, dispute, "rights_notice", cx, content_of(form));
    note_words(tx, dispute, event, form.words, cx.moment);
    save_notice(tx, dispute, form.notice_given_on, form.notice_form, form.given_to, cx.moment);
}

struct PausedContent {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PausedContent, (), (reason))

void pause(db::Tx& tx, Dispute& dispute, const PauseForm& form, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, pause_verb, cx.actor));
    refuse_if(dispute::why_not_pause(tx, dispute, form.reason));
    dispute::advance(tx, dispute, pause_verb, cx, PausedContent{form.reason});
    dispute::pause_clocks(tx, dispute, form.reason, cx.moment);
    save_pause(tx, dispute, form.reason, cx.moment);
}

void resume(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, resume_verb, cx.actor));
    dispute::advance(tx, dispute, resume_verb, cx, json::Nothing{});
    dispute::resume_clocks(tx, dispute, cx.moment);
    end_pause(tx, dispute, cx.moment);
}

void extend(db::Tx& tx, Dispute& dispute, const ExtensionForm& form, const Context& cx) {
    if (dispute.state != State::assigned && dispute.state != State::mediating)
        throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_in_hand(tx, dispute, cx.actor));
    refuse_if(why_not_extend(form, party_facts(tx, dispute), dispute::extension_needs_committee(tx, dispute),
                             cx.actor.duty, legal_date(cx.moment)));
    refuse_if(dispute::why_not_extend(tx, dispute, form.new_end_on));
    dispute::extend_clock(tx, dispute, form.new_end_on, cx.moment);
    save_extension(tx, dispute, form, cx.moment);
    dispute::record(tx, dispute, "extension", cx, form);
}

static std::string_view result_of(const AgreementForm& form) {
    return form.scope == agreements::Scope::full ? "success" : "partial";
}

void agree(db::Tx& tx, Dispute& dispute, const AgreementForm& form, const Context& cx) {
    const bool oral = form.form == AgreementShape::oral;
    const dispute::Verb& verb = oral ? agree_orally_verb : agree_verb;
    refuse_if(dispute::why_not_now(tx, dispute, verb, cx.actor));
    refuse_if(agreements::why_not_agreement(form, dispute, dispute::parties_of(tx, dispute, cx)));
    agreements::save(tx, dispute, form, cx.moment);
    // PML art. 30: an oral agreement takes effect when it is reached; a written one when signed and sealed (art. 29).
    dispute::set_outcome(tx, dispute, std::string(result_of(form)), oral ? "oral" : "written",
                         oral ? std::optional(legal_date(cx.moment)) : std::nullopt);
    dispute::advance(tx, dispute, verb, cx, agreed_content(form));
    if (oral) agreements::watch_performance(tx, dispute, cx.moment);
}

struct RewrittenContent {
    std::int64_t terms = 0;
};
BOOST_DESCRIBE_STRUCT(RewrittenContent, (), (terms))

void rewrite_agreement(db::Tx& tx, Dispute& dispute, const AgreementForm& form, const Context& cx) {
    if (dispute.state != State::agreed) throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_in_hand(tx, dispute, cx.actor));
    if (has_acts_of_signing(tx, dispute)) throw Refusal(Fault::conflict, "already_signed");
    Verdict verdict = agreements::why_not_agreement(form, dispute, dispute::parties_of(tx, dispute, cx));
    if (form.form != AgreementShape::written) verdict.add("form", "stays_written");
    refuse_if(verdict);
    agreements::replace(tx, dispute, form, cx.moment);
    dispute::set_outcome(tx, dispute, std::string(result_of(form)), std::nullopt, std::nullopt);
    // An edit: who read the dispute before has to read it again.
    ++dispute.version;
    dispute::record(tx, dispute, "agreement_rewritten", cx,
                    RewrittenContent{static_cast<std::int64_t>(form.terms.size())});
}

struct TerminatedContent {
    TerminationReason reason = TerminationReason::T02;
    std::vector<dispute::Way> routes;
};
BOOST_DESCRIBE_STRUCT(TerminatedContent, (), (reason, routes))

void terminate(db::Tx& tx, Dispute& dispute, const TerminationForm& form, const Context& cx) {
    refuse_if(dispute::why_not_now(tx, dispute, terminate_verb, cx.actor));
    refuse_if(why_not_terminate(form, dispute::is_period_over(tx, dispute, cx.moment)));
    dispute::set_outcome(tx, dispute, "failed", std::nullopt, std::nullopt);
    const auto event = dispute::advance(tx, dispute, terminate_verb, cx, TerminatedContent{form.reason, form.routes});
    dispute::add_note(tx, dispute, event, form.words, cx.moment);
    save_termination(tx, dispute, form, cx.moment);
    end_pause(tx, dispute, cx.moment);
}

HandlingView handling_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    HandlingView view = records_of(tx, dispute);
    view.agreement = agreements::find(tx, dispute);
    if (mediating.contains(cx.actor.duty) && dispute::is_mediator(tx, dispute, cx.actor.account))
        view.caucus_notes = caucus_notes_of(tx, dispute, cx.keys);
    if (dispute.state == State::mediating) view.pause_reasons = dispute::pause_reasons(tx, dispute);
    view.extension_by_head = dispute::extension_needs_committee(tx, dispute);
    return view;
}

}  // namespace hemu::handling
