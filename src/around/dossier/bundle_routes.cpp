#include "auditing.hpp"
#include "bundle.hpp"
#include "contents.hpp"
#include "package.hpp"
#include "reading.hpp"
#include "routes_parts.hpp"

namespace hemu::dossier {

using dispute::Dispute;
using identity::Context;
using identity::Duty;
using identity::None;

/// Page numbers are those of the papers in clear; nothing of them is shown.
static http::Reply show_contents(const http::Request& request, const Context& cx) {
    auto plan = cx.db.read([&](db::Tx& tx) {
        return plan_bundle(tx, dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor), cx);
    });
    return http::ok(contents_of_bundle(std::move(plan), cx));
}

/// Numbers and addresses of every party, and every file, are opened with it (PIPL art. 51).
static BundlePlan audited_plan(db::Tx& tx, const http::Request& request, const Context& cx) {
    const Dispute dispute = dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor);
    dispute::refuse_unlent(tx, dispute, cx.actor, cx.moment);
    auto plan = plan_bundle(tx, dispute, cx);
    for (const PartyFacts& party : plan.read.facts.parties)
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "bundle", party.id,
                                             {"identity_number", "phone", "address"}));
    for (const BundleSource& source : plan.sources)
        if (source.line.attachment_id)
            audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "open_attachment",
                                                 to_text(*source.line.attachment_id), {"content"}));
    return plan;
}

http::Reply file_reply(std::string bytes, std::string_view media_type, std::string_view name) {
    http::Reply reply;
    reply.content_type = media_type;
    reply.headers = {{"Content-Disposition", attachments::disposition("inline", name)},
                     {"Cache-Control", "private, no-store"}};
    reply.shared_body = std::make_shared<const std::string>(std::move(bytes));
    return reply;
}

static http::Reply print_bundle(const http::Request& request, const Context& cx) {
    auto plan = cx.db.transact([&](db::Tx& tx) { return audited_plan(tx, request, cx); });
    const std::string name = plan.read.facts.number + " 整卷.pdf";
    return file_reply(make_bundle(plan, cx).bytes, pdf::media_type, name);
}

static http::Reply pack_bundle(const http::Request& request, const Context& cx) {
    auto plan = cx.db.transact([&](db::Tx& tx) { return audited_plan(tx, request, cx); });
    const std::string name = plan.read.facts.number + " 整卷.zip";
    return file_reply(package_of_bundle(std::move(plan), cx), exchange::package_media_type, name);
}

identity::Routes bundle_routes() {
    static constexpr identity::Duties workers = {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};
    return {
        identity::get<None, BundleContents>("/api/disputes/{dispute}/bundle", workers, show_contents,
                                            "What the whole file of the case holds, and on which pages"),
        identity::get<None, None>("/api/disputes/{dispute}/bundle/pdf", workers, print_bundle,
                                  "The whole file as one PDF, with bookmarks and page numbers; audited")
            .with_output_type(std::string(pdf::media_type)),
        identity::get<None, None>("/api/disputes/{dispute}/bundle/package", workers, pack_bundle,
                                  "The same with each paper and file by itself and contents for programs; audited")
            .with_output_type(std::string(exchange::package_media_type)),
    };
}

}  // namespace hemu::dossier
