#include <charconv>

#include "attachments.hpp"
#include "rules.hpp"

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

static http::Reply begin(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<UploadForm>();
    return cx.db.transact(
        [&](db::Tx& tx) { return http::created(begin_upload(tx, dispute::find(tx, id, cx.actor), form, cx)); });
}

/// What tus 1.0 tells of an upload in every answer.
static http::Reply told(http::Reply reply, const UploadView& upload) {
    reply.headers.push_back({"Tus-Resumable", "1.0.0"});
    reply.headers.push_back({"Upload-Offset", std::to_string(upload.offset_bytes)});
    reply.headers.push_back({"Upload-Length", std::to_string(upload.size_bytes)});
    reply.headers.push_back({"Cache-Control", "no-store"});
    return reply;
}

static UploadView asked_upload(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        return upload_of(tx, dispute::find(tx, id, cx.actor), request.path_id<Upload>("upload"));
    });
}

static http::Reply show_upload(const http::Request& request, const Context& cx) {
    const UploadView upload = asked_upload(request, cx);
    return told(http::ok(upload), upload);
}

static http::Reply append(const http::Request& request, const Context& cx) {
    asked_upload(request, cx);  // whatever is wrong with the piece, what is not there is not there
    if (request.header("Content-Type") != "application/offset+octet-stream")
        throw Refusal(Fault::unsupported, "piece_expected");
    const auto text = request.header("Upload-Offset").value_or("");
    std::int64_t offset = -1;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
    if (error != std::errc() || rest != text.data() + text.size() || offset < 0)
        throw Refusal(Fault::invalid, "invalid", {{"Upload-Offset", "missing"}});
    const auto upload = take_piece(cx, request.path_id<Dispute>("dispute"), request.path_id<Upload>("upload"), offset,
                                   request.body_text);
    return told(http::no_content(), upload);
}

static http::Reply drop(const http::Request& request, const Context& cx) {
    drop_upload(cx, request.path_id<Dispute>("dispute"), request.path_id<Upload>("upload"));
    return http::with_header(http::no_content(), "Tus-Resumable", "1.0.0");
}

/// A name in any letters for a header (RFC 6266, RFC 8187).
static std::string disposition_of(const AttachmentView& attachment) {
    std::string name;
    for (const char letter : attachment.name) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) || letter == '.' || letter == '-' || letter == '_')
            name += letter;
        else
            name += fmt::format("%{:02X}", byte);
    }
    return fmt::format("{}; filename*=UTF-8''{}", is_shown(attachment.media_type) ? "inline" : "attachment", name);
}

static http::Reply open_content(const http::Request& request, const Context& cx) {
    Opened opened =
        open_attachment(request, cx, request.path_id<Dispute>("dispute"), request.path_id<Attachment>("attachment"));
    http::Reply reply;
    reply.content_type = opened.attachment.media_type;
    reply.headers = {{"Content-Disposition", disposition_of(opened.attachment)},
                     {"Cache-Control", "private, no-store"},
                     {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"}};
    reply.body = std::move(opened.content);
    return reply;
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

static const std::vector<http::Parameter> piece_headers = {
    {"Upload-Offset", "header", "where the piece begins", "integer", "", true},
    {"Content-Type", "header", "application/offset+octet-stream", "string", "", true}};

const identity::Routes routes = {
    identity::get<None, AttachmentList>("/api/disputes/{dispute}/attachments", identity::staff, list,
                                        "Files of a dispute, and the caller's that are coming in"),
    identity::get<None, None>("/api/disputes/{dispute}/attachments/{attachment}/content", identity::staff,
                              open_content, "What is in a file; audited")
        .with_output_type("application/octet-stream")
        .with_status(200),
    identity::post<RemovalForm, CaseHead>("/api/disputes/{dispute}/attachments/{attachment}/removal", identity::staff,
                                          remove, "Take a file out of the list"),
    identity::post<UploadForm, UploadView>("/api/disputes/{dispute}/uploads", identity::staff, begin,
                                           "Announce a file; its bytes follow by the tus protocol"),
    identity::get<None, UploadView>("/api/disputes/{dispute}/uploads/{upload}", identity::staff, show_upload,
                                    "How much of a file is here (tus: HEAD)"),
    identity::patch<None, None>("/api/disputes/{dispute}/uploads/{upload}", identity::staff, append,
                                "The next piece of a file (tus)", piece_headers)
        .with_body_limit(largest_piece),
    identity::del<None, None>("/api/disputes/{dispute}/uploads/{upload}", identity::staff, drop,
                              "Give an upload up (tus)"),
};

}  // namespace hemu::attachments
