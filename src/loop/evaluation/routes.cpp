#include "evaluation.hpp"

namespace hemu::evaluation {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duty;

static http::Reply show(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) { return http::ok(evaluation_of(tx, dispute::find(tx, id, cx.actor))); });
}

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

const identity::Routes routes = {
    identity::get<None, EvaluationView>("/api/disputes/{dispute}/evaluation", identity::staff, show,
                                        "Visits and satisfaction"),
    identity::post<VisitForm, CaseHead>("/api/disputes/{dispute}/visits",
                                        {Duty::mediator, Duty::head, Duty::clerk, Duty::dispatcher},
                                        doing<VisitForm, visit>, "Record a return visit"),
};

}  // namespace hemu::evaluation
