// Sessions, caucus notes, investigation records, undisputed facts: events without a verb.
#include "handling.hpp"
#include "notices.hpp"
#include "store.hpp"
#include "text.hpp"

namespace hemu::handling {

using dispute::Dispute;
using identity::Context;

Verdict why_not_in_hand(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor) {
    return why_not_hands(dispute::is_mediator(tx, dispute, actor.account), dispute, actor);
}

void note_words(db::Tx& tx, const Dispute& dispute, Id<dispute::Event> event, const std::optional<std::string>& words,
                Instant moment) {
    if (words && !text::trim(*words).empty()) dispute::add_note(tx, dispute, event, *words, moment);
}

static void check_at_work(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    if (!at_work(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_in_hand(tx, dispute, cx.actor));
}

struct SessionContent {
    std::string session_id;
    Instant planned_at;
    SessionMode mode = SessionMode::joint;
    std::optional<Instant> held_from;
    std::optional<Instant> held_to;
};
BOOST_DESCRIBE_STRUCT(SessionContent, (), (session_id, planned_at, mode, held_from, held_to))

Id<MediationSession> plan_session(db::Tx& tx, Dispute& dispute, const SessionForm& form, const Context& cx) {
    check_at_work(tx, dispute, cx);
    refuse_if(why_not_plan(form));
    const auto id = Id<MediationSession>::fresh(cx.moment);
    SessionRecordForm planned;
    static_cast<SessionForm&>(planned) = form;
    save_session(tx, dispute, id, planned);
    dispute::record(tx, dispute, "session_planned", cx,
                    SessionContent{to_text(id), form.planned_at, form.mode, std::nullopt, std::nullopt});
    notices::Occasion occasion;
    occasion.at = form.planned_at;
    occasion.place = form.place;
    if (cx.moment < form.planned_at)
        notices::tell(tx, dispute, notices::NoticeEvent::session_planned, to_text(id), occasion, cx);
    return id;
}

void record_session(db::Tx& tx, Dispute& dispute, Id<MediationSession> id, const SessionRecordForm& form,
                    std::int64_t version, const Context& cx) {
    refuse_if(why_not_record_in(dispute.state, form.held_from.has_value()));
    refuse_if(why_not_in_hand(tx, dispute, cx.actor));
    const auto held_before = was_held(tx, dispute, id);
    if (!held_before) throw Refusal(Fault::not_found, "session_not_found");
    refuse_if(why_not_record(form, *held_before, cx.moment));
    if (!update_session(tx, dispute, id, form, version))
        throw Refusal(Fault::precondition_failed, "version_outdated");
    dispute::record(tx, dispute, form.held_from && !*held_before ? "session_held" : "session_changed", cx,
                    SessionContent{to_text(id), form.planned_at, form.mode, form.held_from, form.held_to});
}

struct CallContent {
    Id<dispute::Party> party_id;
    bool answered = false;
};
BOOST_DESCRIBE_STRUCT(CallContent, (), (party_id, answered))

void note_call(db::Tx& tx, Dispute& dispute, const CallForm& form, const Context& cx) {
    using dispute::State;
    if (dispute.state == State::closed || dispute.state == State::archived || dispute.state == State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
    const auto parties = dispute::parties_of(tx, dispute, cx);
    if (std::none_of(parties.begin(), parties.end(), [&](const auto& party) { return party.id == form.party_id; }))
        throw Refusal(Fault::invalid, "invalid", {{"party_id", "unknown_party"}});
    const auto event = dispute::record(tx, dispute, "call", cx, CallContent{form.party_id, form.answered});
    note_words(tx, dispute, event, form.words, cx.moment);
}

void add_caucus_note(db::Tx& tx, Dispute& dispute, Id<MediationSession> session, const std::string& words,
                     const Context& cx) {
    if (!dispute::is_mediator(tx, dispute, cx.actor.account)) throw Refusal(Fault::forbidden, "not_on_this_dispute");
    if (!at_work(dispute.state) && dispute.state != dispute::State::agreed)
        throw Refusal(Fault::conflict, "not_in_this_state");
    if (text::trim(words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    if (!was_held(tx, dispute, session)) throw Refusal(Fault::not_found, "session_not_found");
    save_caucus_note(tx, dispute, session, words, cx);
    dispute::record(tx, dispute, "caucus_note", cx, json::Nothing{});
}

struct InvestigationContent {
    LegalDate on;
};
BOOST_DESCRIBE_STRUCT(InvestigationContent, (), (on))

void add_investigation(db::Tx& tx, Dispute& dispute, const InvestigationForm& form, const Context& cx) {
    check_at_work(tx, dispute, cx);
    refuse_if(why_not_investigation(form, legal_date(cx.moment)));
    save_investigation(tx, dispute, form, cx.moment);
    dispute::record(tx, dispute, "investigation", cx, InvestigationContent{form.on});
}

struct UndisputedContent {
    std::vector<PartyId> agreed_by;
};
BOOST_DESCRIBE_STRUCT(UndisputedContent, (), (agreed_by))

void add_undisputed(db::Tx& tx, Dispute& dispute, const UndisputedForm& form, const Context& cx) {
    check_at_work(tx, dispute, cx);
    refuse_if(why_not_undisputed(form, party_facts(tx, dispute)));
    save_undisputed(tx, dispute, form, cx.moment);
    dispute::record(tx, dispute, "undisputed_facts", cx, UndisputedContent{form.agreed_by});
}

}  // namespace hemu::handling
