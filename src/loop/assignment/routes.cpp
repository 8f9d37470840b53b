#include "store.hpp"

namespace hemu::assignment {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duties;
using identity::Duty;

static http::Reply head_reply(http::Reply reply, const Dispute& dispute) {
    return http::with_version(std::move(reply), dispute.version);
}

static http::Reply candidates(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto found = dispute::find(tx, id, cx.actor);
        return http::ok(candidates_for(tx, found, legal_date(cx.moment)));
    });
}

/// The centre offers an accepted dispute to a body.
static http::Reply offer_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<OfferForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        offer(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply take_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        take(tx, found, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply return_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<ReturnForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        hand_back(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply assign_mediators(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<MediatorsForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        assign(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply change_mediators(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<MediatorsForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        refuse_if(dispute::why_outdated(found, request.if_match()));
        replace_mediators(tx, found, form, cx);
        return head_reply(http::ok(dispute::head_of(found)), found);
    });
}

static http::Reply invite_helper(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<HelperForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        add_helper(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply dismiss_helper(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto body = request.path_id<identity::Organisation>("organisation");
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        end_helper(tx, found, body, cx);
        return head_reply(http::ok(dispute::head_of(found)), found);
    });
}

static http::Reply show_assignment(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto found = dispute::find(tx, id, cx.actor);
        return head_reply(http::ok(assignment_of(tx, found)), found);
    });
}

static const Duties offerers = {Duty::dispatcher, Duty::clerk};
static const Duties takers = {Duty::head, Duty::mediator};
static const Duties assigners = {Duty::head, Duty::dispatcher};

const identity::Routes routes = {
    identity::get<None, std::vector<CandidateView>>("/api/disputes/{dispute}/candidates", offerers, candidates,
                                                    "Bodies that could take the dispute, best first"),
    identity::post<OfferForm, CaseHead>("/api/disputes/{dispute}/offers", offerers, offer_dispute,
                                        "Offer an accepted dispute to a body"),
    identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/takeover", takers, take_dispute,
                                            "The offered body takes the dispute"),
    identity::post<ReturnForm, CaseHead>("/api/disputes/{dispute}/return", takers, return_dispute,
                                         "The body hands the dispute back with a reason"),
    identity::post<MediatorsForm, CaseHead>("/api/disputes/{dispute}/mediators", assigners, assign_mediators,
                                            "Name the mediators of a taken dispute"),
    identity::put<MediatorsForm, CaseHead>("/api/disputes/{dispute}/mediators", assigners, change_mediators,
                                           "Name other mediators"),
    identity::post<HelperForm, CaseHead>("/api/disputes/{dispute}/helpers", assigners, invite_helper,
                                         "Ask another body to help"),
    identity::del<None, CaseHead>("/api/disputes/{dispute}/helpers/{organisation}", assigners, dismiss_helper,
                                  "A body helps no longer"),
    identity::get<None, AssignmentView>("/api/disputes/{dispute}/assignment", identity::staff, show_assignment,
                                        "Offers, mediators and helpers"),
};

}  // namespace hemu::assignment
