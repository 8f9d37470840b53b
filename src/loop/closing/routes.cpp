#include "closing.hpp"

namespace hemu::closing {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duties;
using identity::Duty;

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(closing_of(tx, dispute::find(tx, id, cx.actor), cx)); });
}

/// Reads the form, finds the dispute, does the deed and answers with the new head.
template <class Form, void (*deed)(db::Tx&, Dispute&, const Form&, const Context&)>
static http::Reply doing(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<Form>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        deed(tx, found, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

/// Recorded by hand: signed on paper, in another way than by the paper itself.
static void sign_by_hand(db::Tx& tx, Dispute& dispute, const SignatureForm& form, const Context& cx) {
    refuse_beside_signing(tx, dispute);
    sign(tx, dispute, form, cx);
}

static void seal_by_hand(db::Tx& tx, Dispute& dispute, const SealForm& form, const Context& cx) {
    refuse_beside_signing(tx, dispute);
    seal(tx, dispute, form, cx);
}

static http::Reply check(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const Dispute found = dispute::find(tx, id, cx.actor);
        const auto newest = closing_of(tx, found, cx).archives;
        ArchiveChecks checks;
        for (const ArchiveView& one : newest)
            if (!one.disposed_on) checks.items.push_back(check_archive(tx, found, one.revision, cx));
        return http::ok(checks);
    });
}

static constexpr Duties handlers{Duty::mediator, Duty::head, Duty::clerk};

const identity::Routes routes = {
    identity::get<None, ClosingView>("/api/disputes/{dispute}/closing", identity::staff, show,
                                     "Signatures, seal, performance, what is missing before closing"),
    identity::post<SignatureForm, CaseHead>("/api/disputes/{dispute}/signatures", handlers,
                                            doing<SignatureForm, sign_by_hand>, "Record an act of signing"),
    identity::post<SealForm, CaseHead>("/api/disputes/{dispute}/seal", Duty::head, doing<SealForm, seal_by_hand>,
                                       "Affix the committee's seal"),
    identity::post<agreements::PerformanceForm, CaseHead>("/api/disputes/{dispute}/performance", handlers,
                                                          doing<agreements::PerformanceForm, perform>,
                                                          "Record what was performed"),
    identity::post<BreachForm, CaseHead>("/api/disputes/{dispute}/breach", handlers, doing<BreachForm, breach>,
                                         "Record that a term was not performed"),
    identity::post<ClosingForm, CaseHead>("/api/disputes/{dispute}/closing",
                                          {Duty::mediator, Duty::head, Duty::clerk, Duty::dispatcher},
                                          doing<ClosingForm, close>, "Close the case"),
    identity::post<ArchiveForm, CaseHead>("/api/disputes/{dispute}/archive", {Duty::head, Duty::clerk},
                                          doing<ArchiveForm, archive>, "Put the file into the archive"),
    identity::get<None, ArchiveChecks>("/api/disputes/{dispute}/archive_check", identity::staff, check,
                                       "Whether every filed version is still what was filed"),
    identity::post<ExplanationForm, CaseHead>("/api/disputes/{dispute}/file_note", handlers,
                                              doing<ExplanationForm, explain>,
                                              "Say why something is missing in the file"),
    identity::post<ReopeningForm, CaseHead>("/api/disputes/{dispute}/reopening", {Duty::head, Duty::dispatcher},
                                            doing<ReopeningForm, reopen>, "Reopen as a new revision"),
};

}  // namespace hemu::closing
