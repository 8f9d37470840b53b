#include "handling.hpp"
#include "rules.hpp"
#include "store.hpp"
#include "text.hpp"

namespace hemu::handling {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duties;
using identity::Duty;

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

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

/// The sealed class: what one side said in confidence. The journal says only that there is a note.
static http::Reply add_caucus_note(const http::Request& request, const Context& cx) {
    const auto session = request.path_id<MediationSession>("session");
    const auto form = request.body<CaucusForm>();
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) {
        if (!dispute::is_mediator(tx, found, cx.actor.account))
            throw Refusal(Fault::forbidden, "not_on_this_dispute");
        if (!has_session(tx, found, session)) throw Refusal(Fault::not_found, "session_not_found");
        save_caucus_note(tx, found, session, form.words, cx);
        dispute::record(tx, found, "caucus_note", cx, Nothing{});
    });
}

struct InvestigationContent {
    LegalDate on;
};
BOOST_DESCRIBE_STRUCT(InvestigationContent, (), (on))

static http::Reply add_investigation(const http::Request& request, const Context& cx) {
    const auto form = request.body<InvestigationForm>();
    refuse_if(why_not_investigation(form, legal_date(cx.moment)));
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) {
        save_investigation(tx, found, form, cx.moment);
        dispute::record(tx, found, "investigation", cx, InvestigationContent{form.on});
    });
}

struct UndisputedContent {
    std::vector<PartyId> agreed_by;
};
BOOST_DESCRIBE_STRUCT(UndisputedContent, (), (agreed_by))

static http::Reply add_undisputed(const http::Request& request, const Context& cx) {
    const auto form = request.body<UndisputedForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) {
        refuse_if(why_not_undisputed(form, dispute::parties_of(tx, found, cx)));
        save_undisputed(tx, found, form, cx.moment);
        dispute::record(tx, found, "undisputed_facts", cx, UndisputedContent{form.agreed_by});
    });
}

static http::Reply pause_mediation(const http::Request& request, const Context& cx) {
    const auto form = request.body<PauseForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) { pause(tx, found, form, cx); });
}

static http::Reply resume_mediation(const http::Request& request, const Context& cx) {
    request.body<Nothing>();
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

struct RewrittenContent {
    std::int64_t terms = 0;
};
BOOST_DESCRIBE_STRUCT(RewrittenContent, (), (terms))

static const db::Statement count_signatures{"handling.count_signatures", R"(
    SELECT count(*) AS count FROM closing_signature WHERE dispute_id = $1 AND revision = $2)"};

/// A written agreement may be changed until the first signature.
static http::Reply rewrite(const http::Request& request, const Context& cx) {
    const auto form = request.body<agreements::AgreementForm>();
    return on_dispute(request, cx, [&](db::Tx& tx, Dispute& found) {
        refuse_if(dispute::why_outdated(found, request.if_match()));
        if (found.state != dispute::State::agreed) throw Refusal(Fault::conflict, "not_in_this_state");
        if (tx.one<std::int64_t>(count_signatures, found.id, found.revision) > 0)
            throw Refusal(Fault::conflict, "already_signed");
        refuse_if(agreements::why_not_agreement(form, found));
        agreements::replace(tx, found, form, cx.moment);
        dispute::record(tx, found, "agreement_rewritten", cx,
                        RewrittenContent{static_cast<std::int64_t>(form.terms.size())});
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
    identity::post<SessionForm, CaseHead>("/api/disputes/{dispute}/sessions", mediating, add_session,
                                          "Plan a session"),
    identity::put<SessionRecordForm, CaseHead>("/api/disputes/{dispute}/sessions/{session}", mediating, write_session,
                                               "Change a planned session or write its record"),
    identity::post<CaucusForm, CaseHead>("/api/disputes/{dispute}/sessions/{session}/caucus_notes", Duty::mediator,
                                         add_caucus_note, "Seal a note of a separate talk"),
    identity::post<InvestigationForm, CaseHead>("/api/disputes/{dispute}/investigations", mediating,
                                                add_investigation, "Add an investigation record"),
    identity::post<UndisputedForm, CaseHead>("/api/disputes/{dispute}/undisputed_facts", mediating, add_undisputed,
                                             "Record facts that nobody disputes"),
    identity::post<PauseForm, CaseHead>("/api/disputes/{dispute}/pause", mediating, pause_mediation,
                                        "Pause for a reason that the clock rule allows"),
    identity::post<Nothing, CaseHead>("/api/disputes/{dispute}/resumption", mediating, resume_mediation,
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
