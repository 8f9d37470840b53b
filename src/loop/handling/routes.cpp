#include "handling.hpp"

namespace hemu::handling {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duties;
using identity::Duty;

/// Finds the dispute, lets `work` change it, and answers with its new head.
template <class Work>
static http::Reply on_dispute(const http::Request& request, const Context& cx, Work work) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        work(tx, found);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(handling_of(tx, dispute::find(tx, id, cx.actor), cx)); });
}

static http::Reply open_mediation(const http::Request& request, const Context& cx) {
    const auto form = request.body<OpeningForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { begin(tx, found, form, cx); });
}

static http::Reply tell_rights(const http::Request& request, const Context& cx) {
    const auto form = request.body<OpeningForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { give_notice(tx, found, form, cx); });
}

static http::Reply add_session(const http::Request& request, const Context& cx) {
    const auto form = request.body<SessionForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { plan_session(tx, found, form, cx); });
}

static http::Reply write_session(const http::Request& request, const Context& cx) {
    const auto session = request.path_id<MediationSession>("session");
    const auto form = request.body<SessionRecordForm>();
    const auto version = request.if_match();
    if (!version) throw Refusal(Fault::precondition_required, "version_required");
    return on_dispute(request, cx,
                      [&](db::Tx& tx, Dispute& found) { record_session(tx, found, session, form, *version, cx); });
}

struct CaucusForm {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(CaucusForm, (), (words))

static http::Reply write_caucus_note(const http::Request& request, const Context& cx) {
    const auto session = request.path_id<MediationSession>("session");
    const auto form = request.body<CaucusForm>();
    return on_dispute(request, cx,
                      [&](db::Tx& tx, Dispute& found) { add_caucus_note(tx, found, session, form.words, cx); });
}

static http::Reply write_call(const http::Request& request, const Context& cx) {
    const auto form = request.body<CallForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { note_call(tx, found, form, cx); });
}

static http::Reply write_investigation(const http::Request& request, const Context& cx) {
    const auto form = request.body<InvestigationForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { add_investigation(tx, found, form, cx); });
}

static http::Reply write_undisputed(const http::Request& request, const Context& cx) {
    const auto form = request.body<UndisputedForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { add_undisputed(tx, found, form, cx); });
}

static http::Reply pause_mediation(const http::Request& request, const Context& cx) {
    const auto form = request.body<PauseForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { pause(tx, found, form, cx); });
}

static http::Reply resume_mediation(const http::Request& request, const Context& cx) {
    request.body<json::Nothing>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { resume(tx, found, cx); });
}

static http::Reply extend_period(const http::Request& request, const Context& cx) {
    const auto form = request.body<ExtensionForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { extend(tx, found, form, cx); });
}

static http::Reply conclude(const http::Request& request, const Context& cx) {
    const auto form = request.body<agreements::AgreementForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { agree(tx, found, form, cx); });
}

/// A written agreement may be changed until the first signature.
static http::Reply rewrite(const http::Request& request, const Context& cx) {
    const auto form = request.body<agreements::AgreementForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) {
        refuse_if(dispute::why_outdated(found, request.if_match()));
        rewrite_agreement(tx, found, form, cx);
    });
}

static http::Reply end_mediation(const http::Request& request, const Context& cx) {
    const auto form = request.body<TerminationForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { terminate(tx, found, form, cx); });
}

static http::Reply settle(const http::Request& request, const Context& cx) {
    const auto form = request.body<OnTheSpot>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { settle_at_once(tx, found, form, cx); });
}

static constexpr Duties mediating{Duty::mediator, Duty::head};

const identity::Routes routes = {
    identity::get<None, HandlingView>("/api/disputes/{dispute}/handling", identity::staff, show,
                                      "Sessions, records, pauses and the agreement"),
    identity::post<OpeningForm, CaseHead>("/api/disputes/{dispute}/opening", mediating, open_mediation,
                                          "Give the rights notice and begin"),
    identity::post<OpeningForm, CaseHead>("/api/disputes/{dispute}/notices", mediating, tell_rights,
                                          "Give the rights notice to who joined later"),
    identity::post<SessionForm, CaseHead>("/api/disputes/{dispute}/sessions", mediating, add_session,
                                          "Plan a session"),
    identity::put<SessionRecordForm, CaseHead>("/api/disputes/{dispute}/sessions/{session}", mediating, write_session,
                                               "Change a planned session or write its record"),
    identity::post<CaucusForm, CaseHead>("/api/disputes/{dispute}/sessions/{session}/caucus_notes", mediating,
                                         write_caucus_note, "Seal a note of a separate talk"),
    identity::post<CallForm, CaseHead>("/api/disputes/{dispute}/calls",
                                       {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher}, write_call,
                                       "Note a telephone call to a party, answered or not"),
    identity::post<InvestigationForm, CaseHead>("/api/disputes/{dispute}/investigations", mediating,
                                                write_investigation, "Add an investigation record"),
    identity::post<UndisputedForm, CaseHead>("/api/disputes/{dispute}/undisputed_facts", mediating, write_undisputed,
                                             "Record facts that nobody disputes"),
    identity::post<PauseForm, CaseHead>("/api/disputes/{dispute}/pause", mediating, pause_mediation,
                                        "Pause for a reason that the clock rule allows"),
    identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/resumption", mediating, resume_mediation,
                                            "Go on after a pause"),
    identity::post<ExtensionForm, CaseHead>("/api/disputes/{dispute}/extensions", mediating, extend_period,
                                            "Extend the period with the consent of both sides"),
    identity::post<agreements::AgreementForm, CaseHead>("/api/disputes/{dispute}/agreement", mediating, conclude,
                                                        "Write down the agreement"),
    identity::put<agreements::AgreementForm, CaseHead>("/api/disputes/{dispute}/agreement", mediating, rewrite,
                                                       "Change the agreement before it is signed"),
    identity::post<TerminationForm, CaseHead>("/api/disputes/{dispute}/termination", mediating, end_mediation,
                                              "End the mediation and tell the other ways"),
    identity::post<OnTheSpot, CaseHead>("/api/disputes/{dispute}/on_the_spot",
                                        {Duty::mediator, Duty::head, Duty::clerk}, settle,
                                        "Settle a simple matter in one go"),
};

}  // namespace hemu::handling
