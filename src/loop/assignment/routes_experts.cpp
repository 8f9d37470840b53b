#include "auditing.hpp"
#include "experts.hpp"

namespace hemu::assignment {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;
using identity::Duties;
using identity::Duty;

/// type: who knows it or everything; all: those who left, too.
static http::Reply list_experts(const http::Request& request, const Context& cx) {
    const auto type = request.query("type").value_or("");
    std::optional<LegalDate> on;
    if (request.query("all").value_or("") != "true") on = legal_date(cx.moment);
    return cx.db.read([&](db::Tx& tx) { return http::ok(experts(tx, type, on)); });
}

static http::Reply make_expert(const http::Request& request, const Context& cx) {
    const auto form = request.body<ExpertForm>();
    return cx.db.transact([&](db::Tx& tx) {
        const ExpertView view = add_expert(tx, form, cx.moment);
        audit::record(tx,
                      identity::entry_of(cx, request, audit::AuditKind::mediator, "create_expert", to_text(view.id)));
        return http::with_version(http::created(view), view.version);
    });
}

static http::Reply edit_expert(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Expert>("expert");
    const auto form = request.body<ExpertForm>();
    const auto version = request.if_match();
    if (!version) throw Refusal(Fault::precondition_required, "version_required");
    return cx.db.transact([&](db::Tx& tx) {
        const ExpertView view = change_expert(tx, id, *version, form);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::mediator, "change_expert", to_text(id)));
        return http::with_version(http::ok(view), view.version);
    });
}

static http::Reply show_invited(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto found = dispute::find(tx, id, cx.actor);
        return http::ok(invited_experts(tx, found));
    });
}

static http::Reply invite(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<InviteExpertForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        invite_expert(tx, found, form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply dismiss(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto expert = request.path_id<Expert>("expert");
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        dismiss_expert(tx, found, expert, cx);
        return http::with_version(http::ok(dispute::head_of(found)), found.version);
    });
}

static const Duties keepers = {Duty::dispatcher, Duty::system_administrator};
static const Duties inviters = {Duty::head, Duty::dispatcher};

const identity::Routes expert_routes = {
    identity::get<None, std::vector<ExpertView>>(
        "/api/experts", identity::staff | Duties{Duty::system_administrator}, list_experts,
        "Experts of the pool, by name",
        {{"type", "query", "who knows this dispute type, or all"}, {"all", "query", "true: also those who left"}}),
    identity::post<ExpertForm, ExpertView>("/api/experts", keepers, make_expert, "Add an expert to the pool"),
    identity::put<ExpertForm, ExpertView>("/api/experts/{expert}", keepers, edit_expert, "Change or end an expert"),
    identity::get<None, std::vector<InvitedExpert>>("/api/disputes/{dispute}/experts", identity::staff, show_invited,
                                                    "Experts who were invited to the dispute"),
    identity::post<InviteExpertForm, CaseHead>("/api/disputes/{dispute}/experts", inviters, invite,
                                               "Invite an expert with the parties' consent"),
    identity::del<None, CaseHead>("/api/disputes/{dispute}/experts/{expert}", inviters, dismiss,
                                  "The expert is asked no longer"),
};

}  // namespace hemu::assignment
