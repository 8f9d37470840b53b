#include "admission.hpp"
#include "citizens.hpp"
#include "media_type.hpp"
#include "rules.hpp"
#include "showing.hpp"

namespace hemu::attachments {

using dispute::CaseHead;
using dispute::Dispute;
using http::None;
using identity::Context;

static http::Reply list(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read(
        [&](db::Tx& tx) { return http::ok(attachments_of(tx, dispute::find(tx, id, cx.actor), cx.actor)); });
}

/// What tus 1.0 tells of an upload in every answer.
static http::Reply told(http::Reply reply, const UploadView& upload) {
    reply.headers.push_back({"Tus-Resumable", "1.0.0"});
    reply.headers.push_back({"Upload-Offset", std::to_string(upload.offset_bytes)});
    reply.headers.push_back({"Upload-Length", std::to_string(upload.size_bytes)});
    reply.headers.push_back({"Cache-Control", "no-store"});
    return reply;
}

http::Reply answer_begin(const http::Request& request, const Context& cx, const PlaceOf& place_of) {
    const auto form = request.body<UploadForm>();
    return cx.db.transact([&](db::Tx& tx) { return http::created(begin_upload(tx, place_of(tx), form, cx)); });
}

/// Where the caller's own upload goes. Whatever is wrong with the request, what is not there is not there.
static Place place_of_upload(const http::Request& request, const Context& cx, const PlaceOf& place_of) {
    return cx.db.read([&](db::Tx& tx) {
        const Place place = place_of(tx);
        own_upload(tx, cx, place, request.path_id<Upload>("upload"));
        return place;
    });
}

http::Reply answer_upload(const http::Request& request, const Context& cx, const PlaceOf& place_of) {
    const auto id = request.path_id<Upload>("upload");
    const UploadView upload = cx.db.read([&](db::Tx& tx) { return own_upload(tx, cx, place_of(tx), id); });
    return told(http::ok(upload), upload);
}

http::Reply answer_piece(const http::Request& request, const Context& cx, const PlaceOf& place_of) {
    const Place place = place_of_upload(request, cx, place_of);
    if (request.header("Content-Type") != "application/offset+octet-stream")
        throw Refusal(Fault::unsupported, "piece_expected");
    const auto offset = offset_in(request.header("Upload-Offset").value_or(""));
    if (!offset) throw Refusal(Fault::invalid, "invalid", {{"Upload-Offset", "missing"}});
    const auto upload = take_piece(cx, place, request.path_id<Upload>("upload"), *offset, request.body_text);
    return told(http::no_content(), upload);
}

http::Reply answer_drop(const http::Request& request, const Context& cx, const PlaceOf& place_of) {
    drop_upload(cx, place_of_upload(request, cx, place_of), request.path_id<Upload>("upload"));
    return http::with_header(http::no_content(), "Tus-Resumable", "1.0.0");
}

static http::Reply open_content(const http::Request& request, const Context& cx) {
    return shown(request, open_attachment(request, cx, request.path_id<Dispute>("dispute"),
                                          request.path_id<Attachment>("attachment")));
}

static http::Reply show_small(const http::Request& request, const Context& cx) {
    const auto file = cx.db.read([&](db::Tx& tx) {
        return seen_file(tx, request.path_id<Dispute>("dispute"), request.path_id<Attachment>("attachment"), cx);
    });
    return shown_small(request, file, cx);
}

http::Reply answer_own_content(const http::Request& request, const Context& cx, const PlaceOf& place_of,
                               Id<Attachment> id) {
    return shown(request, open_own(request, cx, place_of, id));
}

static http::Reply remove(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<RemovalForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        remove_attachment(tx, found, request.path_id<Attachment>("attachment"), form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static http::Reply change(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<AudienceForm>();
    return cx.db.transact([&](db::Tx& tx) {
        Dispute found = dispute::find(tx, id, cx.actor);
        change_audience(tx, found, request.path_id<Attachment>("attachment"), form, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

static const std::vector<http::Parameter>& piece_headers() {
    static const std::vector<http::Parameter> headers = {
        {"Upload-Offset", "header", "where the piece begins", "integer", "", true},
        {"Content-Type", "header", "application/offset+octet-stream", "string", "", true}};
    return headers;
}

identity::Routes upload_routes(const std::string& path, identity::Duties duties,
                               std::array<identity::Handler, 4> handlers) {
    const auto [begin, show, append, drop] = handlers;
    return {
        identity::post<UploadForm, UploadView>(path, duties, begin,
                                               "Announce a file; its bytes follow by the tus protocol"),
        identity::get<None, UploadView>(path + "/{upload}", duties, show, "How much of a file is here (tus: HEAD)"),
        identity::patch<None, None>(path + "/{upload}", duties, append, "The next piece of a file (tus)",
                                    piece_headers())
            .with_body_limit(largest_piece),
        identity::del<None, None>(path + "/{upload}", duties, drop, "Give an upload up (tus)"),
    };
}

static PlaceOf of_staff(const http::Request& request, const Context& cx) {
    return [&](db::Tx& tx) { return Place::of(dispute::find(tx, request.path_id<Dispute>("dispute"), cx.actor).id); };
}

static http::Reply begin(const http::Request& request, const Context& cx) {
    return answer_begin(request, cx, of_staff(request, cx));
}
static http::Reply append(const http::Request& request, const Context& cx) {
    return answer_piece(request, cx, of_staff(request, cx));
}
static http::Reply drop(const http::Request& request, const Context& cx) {
    return answer_drop(request, cx, of_staff(request, cx));
}

/// Whoever will see the file sees how far it is.
static http::Reply show_upload(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto upload = cx.db.read([&](db::Tx& tx) {
        return upload_of(tx, dispute::find(tx, id, cx.actor), request.path_id<Upload>("upload"), cx.actor);
    });
    return told(http::ok(upload), upload);
}

static PlaceOf of_party(const http::Request& request, const Context& cx) {
    return [&](db::Tx& tx) { return Place::of(access::party_of(tx, request, cx)); };
}

static http::Reply begin_as_party(const http::Request& request, const Context& cx) {
    return answer_begin(request, cx, of_party(request, cx));
}
static http::Reply show_as_party(const http::Request& request, const Context& cx) {
    return answer_upload(request, cx, of_party(request, cx));
}
static http::Reply append_as_party(const http::Request& request, const Context& cx) {
    return answer_piece(request, cx, of_party(request, cx));
}
static http::Reply drop_as_party(const http::Request& request, const Context& cx) {
    return answer_drop(request, cx, of_party(request, cx));
}

static http::Reply list_as_party(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(files_of_party(tx, access::party_of(tx, request, cx))); });
}

static http::Reply take_back_as_party(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        take_back(tx, access::party_of(tx, request, cx), request.path_id<Attachment>("attachment"), cx);
        return http::no_content();
    });
}

static http::Reply show_small_as_party(const http::Request& request, const Context& cx) {
    const auto file = cx.db.read([&](db::Tx& tx) {
        return own_file(tx, of_party(request, cx)(tx), request.path_id<Attachment>("attachment"));
    });
    return shown_small(request, file, cx);
}

static http::Reply open_as_party(const http::Request& request, const Context& cx) {
    return answer_own_content(request, cx, of_party(request, cx), request.path_id<Attachment>("attachment"));
}

static http::Reply show_guard(const http::Request&, const Context& cx) { return http::ok(file_guard(cx)); }

static identity::Routes routes_of_staff() {
    identity::Routes all = {
        identity::get<None, AttachmentList>("/api/disputes/{dispute}/attachments", identity::staff, list,
                                            "Files of a dispute, and the caller's that are coming in"),
        identity::get<None, None>("/api/disputes/{dispute}/attachments/{attachment}/content", identity::staff,
                                  open_content, "What is in a file, or by Range a part of it; opening is audited")
            .with_output_type("application/octet-stream")
            .with_status(200),
        identity::get<None, None>("/api/disputes/{dispute}/attachments/{attachment}/thumbnail", identity::staff,
                                  show_small, "A picture in small, for a list")
            .with_output_type("image/jpeg")
            .with_status(200),
        identity::post<RemovalForm, CaseHead>("/api/disputes/{dispute}/attachments/{attachment}/removal",
                                              identity::staff, remove, "Take a file out of the list"),
        identity::get<None, FileGuardView>("/api/files/guard", identity::administrators, show_guard,
                                           "Where files rest, whether a scanner looks at them, and what it found"),
        identity::post<AudienceForm, CaseHead>("/api/disputes/{dispute}/attachments/{attachment}/audience",
                                               identity::staff, change, "Show a file to others than before"),
    };
    for (auto& route :
         upload_routes("/api/disputes/{dispute}/uploads", identity::staff, {begin, show_upload, append, drop}))
        all.push_back(std::move(route));
    return all;
}

/// A hall of people shares one address.
static constexpr identity::Rate for_files{600, 10};

static identity::Routes all_routes() {
    identity::Routes all = routes_of_staff();
    identity::Routes of_parties = {
        identity::get<None, PartyFiles>("/api/citizen/case/attachments", identity::anyone, list_as_party,
                                        "A party's own files, and those of others that are for him too"),
        identity::del<None, None>("/api/citizen/case/attachments/{attachment}", identity::anyone, take_back_as_party,
                                  "A party takes his own file back"),
        identity::get<None, None>("/api/citizen/case/attachments/{attachment}/content", identity::anyone,
                                  open_as_party, "What is in a file that a party sees")
            .with_output_type("application/octet-stream")
            .with_status(200),
        identity::get<None, None>("/api/citizen/case/attachments/{attachment}/thumbnail", identity::anyone,
                                  show_small_as_party, "A picture that a party sees, in small")
            .with_output_type("image/jpeg")
            .with_status(200),
    };
    for (auto& route : upload_routes("/api/citizen/case/uploads", identity::anyone,
                                     {begin_as_party, show_as_party, append_as_party, drop_as_party}))
        of_parties.push_back(std::move(route));
    for (auto& route : of_parties) all.push_back(std::move(route).as_by_pass().with_rate(for_files));
    return all;
}

const identity::Routes routes = all_routes();

}  // namespace hemu::attachments
