#include "auditing.hpp"
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

static http::Reply list_weights(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(weights_versions(tx, legal_date(cx.moment))); });
}

static http::Reply make_weights(const http::Request& request, const Context& cx) {
    const auto form = request.body<WeightsForm>();
    return cx.db.transact([&](db::Tx& tx) {
        add_weights(tx, form, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::setting, "change",
                                             "routing_weights from " + to_text(form.valid_from_on), {"weights"}));
        return http::created(weights_versions(tx, legal_date(cx.moment)));
    });
}

struct RoutingReplayForm {
    RoutingWeights weights;
    LegalDate from_on;
    LegalDate to_on;
};
BOOST_DESCRIBE_STRUCT(RoutingReplayForm, (), (weights, from_on, to_on))

/// Counts by body and no case: administrators see none.
static http::Reply preview_weights(const http::Request& request, const Context& cx) {
    const auto form = request.body<RoutingReplayForm>();
    return cx.db.read([&](db::Tx& tx) { return http::ok(replay(tx, form.weights, form.from_on, form.to_on)); });
}

static http::Reply pass_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<PassForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        pass_on(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply receive_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    request.body<json::Nothing>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        receive(tx, found, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static http::Reply decline_dispute(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<ReturnForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        decline_passing(tx, found, form, cx);
        return http::created(dispute::head_of(found));
    });
}

static http::Reply take_back(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        revoke_passing(tx, found, cx);
        return head_reply(http::ok(dispute::head_of(found)), found);
    });
}

static http::Reply show_proposals(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto found = dispute::find(tx, id, cx.actor);
        return http::ok(proposals_for(tx, found, legal_date(cx.moment)));
    });
}

static http::Reply note_relation(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<DeclarationForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        declare_relation(tx, found, form, cx);
        return head_reply(http::created(dispute::head_of(found)), found);
    });
}

static const Duties offerers = {Duty::dispatcher, Duty::clerk};
static const Duties takers = {Duty::head, Duty::mediator};
static const Duties assigners = {Duty::head, Duty::dispatcher};
static const Duties weight_readers =
    identity::administrators | Duties{Duty::dispatcher, Duty::supervisor, Duty::leader};

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
    identity::post<PassForm, CaseHead>("/api/disputes/{dispute}/passing", assigners, pass_dispute,
                                       "The lead asks a body of another level to take the dispute on"),
    identity::del<None, CaseHead>("/api/disputes/{dispute}/passing", assigners, take_back,
                                  "The lead takes that back while nobody has answered"),
    identity::post<json::Nothing, CaseHead>("/api/disputes/{dispute}/passing/acceptance", takers, receive_dispute,
                                            "The asked body takes the dispute on and leads"),
    identity::post<ReturnForm, CaseHead>("/api/disputes/{dispute}/passing/refusal", takers, decline_dispute,
                                         "The asked body declines with a reason"),
    identity::get<None, std::vector<MediatorProposal>>(
        "/api/disputes/{dispute}/mediators/proposals", assigners, show_proposals,
        "Mediators of the lead and helping bodies, best first, with what speaks against them"),
    identity::post<DeclarationForm, CaseHead>("/api/disputes/{dispute}/declarations", {Duty::mediator, Duty::head},
                                              note_relation, "What a mediator is to a party"),
    identity::get<None, std::vector<WeightsVersion>>("/api/routing/weights", weight_readers, list_weights,
                                                     "Weights of the parts of a score, the newest first"),
    identity::post<WeightsForm, std::vector<WeightsVersion>>("/api/routing/weights", Duty::system_administrator,
                                                             make_weights, "Another version, from a day on"),
    identity::post<RoutingReplayForm, RoutingReplay>("/api/routing/replay", Duty::system_administrator,
                                                     preview_weights,
                                                     "How many disputes of a period would have gone elsewhere"),
};

}  // namespace hemu::assignment
