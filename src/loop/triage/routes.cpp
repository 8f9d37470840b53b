#include "organisations.hpp"
#include "store.hpp"

namespace hemu::triage {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duty;

static http::Reply head_reply(http::Reply reply, const Dispute& dispute) {
    return http::with_version(std::move(reply), dispute.version);
}

/// A person accepts a registered dispute and grades it.
static http::Reply accept_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<Acceptance>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        // It grades too: who names the version that he read overwrites nobody's grading.
        if (const auto version = request.if_match()) refuse_if(dispute::why_outdated(found, version));
        accept(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply refuse_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<Refused>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        refuse(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply redirect_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<Redirection>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        redirect(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply grade_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<dispute::Grading>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        refuse_if(dispute::why_outdated(found, request.if_match()));
        grade(tx, found, form, cx);
        return head_reply(http::ok(dispute::head_of(found)), found);
    });
}

/// The assessment sheet: the grading as it stands, what was checked, what the rules propose, and how it was turned
/// away.
struct AssessmentView {
    dispute::Grading grading;
    bool risk_confirmed = false;
    std::optional<Checks> checks;
    Suggestion suggestion;
    std::optional<RefusalView> refusal;
    std::optional<RedirectionView> redirection;
};
BOOST_DESCRIBE_STRUCT(AssessmentView, (), (grading, risk_confirmed, checks, suggestion, refusal, redirection))

static dispute::Grading grading_of(db::Tx& tx, const Dispute& found) {
    return {found.national_type,
            found.local_type,
            found.difficulty.value_or(dispute::Difficulty::simple),
            found.risk,
            found.secrecy,
            found.people_count,
            found.amount_fen,
            dispute::flags_of(tx, found)};
}

static http::Reply assessment(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto found = dispute::find(tx, id, cx.actor);
        const AssessmentView view{grading_of(tx, found), found.risk_confirmed,
                                  checks_of(tx, found),  suggestion_for(tx, found, legal_date(cx.moment)),
                                  refusal_of(tx, found), redirection_of(tx, found)};
        return head_reply(http::ok(view), found);
    });
}

static const identity::Duties triagers = {Duty::clerk, Duty::dispatcher, Duty::head};
static const identity::Duties graders = {Duty::clerk, Duty::dispatcher, Duty::head, Duty::mediator};
static const identity::Duties readers = {Duty::clerk,      Duty::dispatcher, Duty::head, Duty::mediator,
                                         Duty::supervisor, Duty::leader,     Duty::judge};

const identity::Routes routes = {
    identity::post<Acceptance, CaseHead>("/api/disputes/{dispute}/acceptance", triagers, accept_dispute,
                                         "Accept a registered dispute and grade it"),
    identity::post<Refused, CaseHead>("/api/disputes/{dispute}/refusal", triagers, refuse_dispute,
                                      "Refuse to mediate and tell the lawful ways"),
    identity::post<Redirection, CaseHead>("/api/disputes/{dispute}/redirection", triagers, redirect_dispute,
                                          "Pass the dispute to another body or way"),
    identity::put<dispute::Grading, CaseHead>("/api/disputes/{dispute}/grading", graders, grade_dispute,
                                              "Grade an open dispute anew"),
    identity::get<None, AssessmentView>("/api/disputes/{dispute}/assessment", readers, assessment,
                                        "Grading, checks and what the rules propose"),
};

}  // namespace hemu::triage
