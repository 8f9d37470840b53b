#include "auditing.hpp"
#include "mediators.hpp"

namespace hemu::mediators {

using identity::Duty;

static http::Reply list_mediators(const http::Request& request, const identity::Context& cx) {
    Id<identity::Organisation> organisation;
    if (const auto text = request.query("organisation"); text && !text->empty()) {
        const auto id = Id<identity::Organisation>::parse(*text);
        if (!id) throw Refusal(Fault::invalid, "invalid", {{"organisation", "not_an_id"}});
        organisation = *id;
    }
    const auto field = request.query("field").value_or("");

    return cx.db.read([&](db::Tx& tx) { return http::ok(list(tx, organisation, field, legal_date(cx.moment))); });
}

static http::Reply show_profile(const http::Request& request, const identity::Context& cx) {
    const auto account = request.path_id<identity::Account>("account");
    return cx.db.read([&](db::Tx& tx) {
        const auto profile = profile_of(tx, account);
        if (!profile) throw Refusal(Fault::not_found, "not_found");
        return http::ok(*profile);
    });
}

/// The head of the body where he mediates, or an administrator, keeps the profile.
static http::Reply save_profile(const http::Request& request, const identity::Context& cx) {
    const auto account = request.path_id<identity::Account>("account");
    const auto form = request.body<MediatorForm>();

    return cx.db.transact([&](db::Tx& tx) {
        if (!may_keep(tx, cx.actor, account, legal_date(cx.moment))) throw Refusal(Fault::not_found, "not_found");
        save(tx, account, form);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::mediator, "change", to_text(account)));
        return http::ok(form);
    });
}

static http::Reply list_warnings(const http::Request& request, const identity::Context& cx) {
    const auto id = request.path_id<identity::Organisation>("organisation");
    return cx.db.read([&](db::Tx& tx) { return http::ok(committee_warnings(tx, id, legal_date(cx.moment))); });
}

const identity::Routes routes = {
    identity::get<identity::None, std::vector<Mediator>>(
        "/api/mediators", identity::staff | identity::administrators, list_mediators,
        "Mediators in their present posts",
        {{"organisation", "query", "", "string", "uuid"},
         {"field", "query", "works in this dispute type, or in all"}}),
    identity::get<identity::None, MediatorForm>("/api/mediators/{account}", {Duty::head, Duty::system_administrator},
                                                show_profile, "A mediator's profile"),
    identity::put<MediatorForm, MediatorForm>("/api/mediators/{account}", {Duty::head, Duty::system_administrator},
                                              save_profile, "Keep a mediator's profile"),
    identity::get<identity::None, std::vector<CommitteeWarning>>(
        "/api/organisations/{organisation}/warnings", {Duty::head, Duty::dispatcher, Duty::system_administrator},
        list_warnings, "What the law asks of a committee and this one lacks"),
};

}  // namespace hemu::mediators
