#include "auditing.hpp"
#include "routes_parts.hpp"
#include "store.hpp"
#include "store_disposals.hpp"

namespace hemu::archive {

using dispute::CaseHead;
using http::None;
using identity::Duty;

static http::Reply list_holds(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(holds_of(tx, dispute::find(tx, id, cx.actor))); });
}

template <void (*deed)(db::Tx&, Dispute&, const LegalHoldForm&, const Context&)>
static http::Reply holding(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<LegalHoldForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute dispute = dispute::find(tx, id, cx.actor);
        deed(tx, dispute, form, cx);
        return http::with_version(http::created(dispute::head_of(dispute)), dispute.version);
    });
}

static http::Reply list_disposals(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(disposal_list(tx, cx)); });
}

struct ProposedDisposal {
    Id<Disposal> id;
};
BOOST_DESCRIBE_STRUCT(ProposedDisposal, (), (id))

static http::Reply propose(const http::Request& request, const Context& cx) {
    const auto form = request.body<DisposalForm>();
    return cx.db.transact(
        [&](db::Tx& tx) { return http::created(ProposedDisposal{propose_disposal(tx, form, cx)}); });
}

template <void (*deed)(db::Tx&, Id<Disposal>, const DisposalStepForm&, const Context&)>
static http::Reply step(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Disposal>("disposal");
    const auto form = request.body<DisposalStepForm>();
    return cx.db.transact([&](db::Tx& tx) {
        deed(tx, id, form, cx);
        return http::no_content();
    });
}

static http::Reply print_certificate(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Disposal>("disposal");
    const auto paper = cx.db.read([&](db::Tx& tx) { return certificate(tx, id, cx); });
    return http::text(pdf::print(paper).bytes, std::string(pdf::media_type));
}

static constexpr identity::Duties holders{Duty::head, Duty::dispatcher, Duty::supervisor, Duty::judge};
static constexpr identity::Duties archivists{Duty::head, Duty::clerk};
static constexpr identity::Duties appraisers{Duty::head, Duty::clerk, Duty::mediator};
static constexpr identity::Duties approvers{Duty::head, Duty::dispatcher, Duty::supervisor, Duty::leader};
static constexpr identity::Duties readers{Duty::clerk,      Duty::mediator,   Duty::head,
                                          Duty::dispatcher, Duty::supervisor, Duty::leader};

identity::Routes disposal_routes() {
    return {
        identity::get<None, LegalHoldList>("/api/disputes/{dispute}/holds", identity::staff, list_holds,
                                           "Legal holds on the case's file"),
        identity::post<LegalHoldForm, CaseHead>("/api/disputes/{dispute}/holds", holders, holding<hold>,
                                                "Keep the file from being disposed of"),
        identity::post<LegalHoldForm, CaseHead>("/api/disputes/{dispute}/hold_lifted", holders, holding<lift_hold>,
                                                "Lift the hold"),
        identity::get<None, DisposalList>("/api/disposals", readers, list_disposals,
                                          "Disposals of the archive, or of archives below, with their files"),
        identity::post<DisposalForm, ProposedDisposal>("/api/disposals", archivists, propose,
                                                       "Propose the files of a year whose day is over"),
        identity::post<DisposalStepForm, None>("/api/disposals/{disposal}/appraisal", appraisers,
                                               step<appraise_disposal>, "Give the opinion of who appraises"),
        identity::post<DisposalStepForm, None>("/api/disposals/{disposal}/approval", approvers,
                                               step<approve_disposal>,
                                               "Approve: the head of the archive, then the centre"),
        identity::post<DisposalStepForm, None>("/api/disposals/{disposal}/end", approvers, step<end_disposal>,
                                               "Give it up, with a reason"),
        identity::post<None, None>("/api/disposals/{disposal}/certificate", readers, print_certificate,
                                   "The certificate of destruction, as PDF")
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
    };
}

}  // namespace hemu::archive
