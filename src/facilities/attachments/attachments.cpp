#include "attachments.hpp"

#include "auditing.hpp"
#include "citizens.hpp"
#include "log.hpp"
#include "reading.hpp"
#include "rules.hpp"
#include "search.hpp"
#include "shelf.hpp"
#include "text.hpp"

namespace hemu::attachments {

using dispute::Dispute;
using dispute::State;
using identity::Actor;
using identity::Context;
using identity::Duty;

static constexpr std::size_t most_uploads = 20;
static constexpr std::chrono::hours uploads_stay{7 * 24};

static const search::Source names{search::Where::attachment, "attachment", "name", "removed_at IS NULL"};

void refuse_shelved(const Dispute& dispute) {
    if (dispute.state == State::archived || dispute.state == State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
}

static const std::string attachment_columns =
    "SELECT id, name, kind, media_type, size_bytes, digest, added_by_name, party_id, added_at, removed_at,"
    " removed_by_name, removal_reason, taken_back FROM attachment";

static const db::Statement select_attachments{"attachments.of_dispute", attachment_columns + R"(
     WHERE dispute_id = $1
     ORDER BY removed_at IS NOT NULL, added_at DESC, id DESC)"};

static const std::string upload_columns =
    "SELECT id, name, kind, size_bytes, offset_bytes, made_at, attachment_id FROM attachment_upload";

static const db::Statement select_uploads{"attachments.uploads", upload_columns + R"(
     WHERE COALESCE(dispute_id, application_id) = $1 AND made_by_id = $2 AND attachment_id IS NULL
     ORDER BY made_at, id)"};

AttachmentList attachments_of(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    auto items = tx.later<AttachmentView>(select_attachments, dispute.id);
    auto uploads = tx.later<UploadView>(select_uploads, dispute.id, actor.account);
    return {items.all(), uploads.all()};
}

/// The dispute or the application.
struct Kept;
static Id<Kept> kept_at(const Place& place) {
    return {place.dispute_id ? place.dispute_id->bytes : place.application_id.value().bytes};
}

struct Maker;
static Id<Maker> maker_of(const Place& place, const Actor& actor) {
    if (place.application_id) return {place.application_id->bytes};
    return {place.party_id ? place.party_id->bytes : actor.account.bytes};
}

static const db::Statement select_own{"attachments.own", attachment_columns + R"(
     WHERE added_by_id = $1 AND COALESCE(dispute_id, application_id) = $2 AND removed_at IS NULL
     ORDER BY added_at, id)"};

AttachmentList own_files(db::Tx& tx, const Place& place) {
    auto items = tx.later<AttachmentView>(select_own, maker_of(place, {}), kept_at(place));
    auto uploads = tx.later<UploadView>(select_uploads, kept_at(place), maker_of(place, {}));
    return {items.all(), uploads.all()};
}

/// The dispute that staff may see; a party's right is his pass, which the route has looked at.
static Dispute dispute_at(db::Tx& tx, const Place& place, const Actor& actor) {
    if (!place.party_id) return dispute::find(tx, *place.dispute_id, actor);
    auto found = dispute::load(tx, *place.dispute_id);
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return *found;
}

static const db::Statement insert_upload{"attachments.begin", R"(
    INSERT INTO attachment_upload (id, dispute_id, application_id, name, kind, size_bytes, offset_bytes, made_by_id,
                                   made_at, touched_at)
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $8))"};

UploadView begin_upload(db::Tx& tx, const Place& place, const UploadForm& form, const Context& cx) {
    const bool by_staff = !place.party_id && !place.application_id;
    refuse_if(why_not_upload(form, by_staff));
    if (place.dispute_id) refuse_shelved(dispute_at(tx, place, cx.actor));
    const auto maker = maker_of(place, cx.actor);
    if (tx.all<UploadView>(select_uploads, kept_at(place), maker).size() >= most_uploads)
        throw Refusal(Fault::too_many, "too_many_uploads");
    if (!by_staff) refuse_too_much(tx, place, form.size_bytes);
    const UploadView upload{
        Id<Upload>::fresh(cx.moment), clean_name(form.name), form.kind, form.size_bytes, 0, cx.moment, std::nullopt};
    tx.run(insert_upload, upload.id, place.dispute_id, place.application_id, upload.name, upload.kind,
           upload.size_bytes, maker, cx.moment);
    return upload;
}

static const db::Statement select_upload{"attachments.upload", upload_columns + " WHERE id = $1 AND dispute_id = $2"};

static const db::Statement select_own_upload{"attachments.own_upload", upload_columns + R"(
     WHERE id = $1 AND COALESCE(dispute_id, application_id) = $2 AND made_by_id = $3)"};

static UploadView found_or_refused(std::optional<UploadView> found) {
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return *found;
}

UploadView upload_of(db::Tx& tx, const Dispute& dispute, Id<Upload> id) {
    return found_or_refused(tx.maybe<UploadView>(select_upload, id, dispute.id));
}

UploadView own_upload(db::Tx& tx, const Context& cx, const Place& place, Id<Upload> id) {
    if (place.dispute_id) dispute_at(tx, place, cx.actor);
    return found_or_refused(tx.maybe<UploadView>(select_own_upload, id, kept_at(place), maker_of(place, cx.actor)));
}

static const db::Statement move_offset{"attachments.move_offset", R"(
    UPDATE attachment_upload SET offset_bytes = $3, touched_at = $4 WHERE id = $1 AND offset_bytes = $2)"};

static const db::Statement finish_upload{"attachments.finish", R"(
    UPDATE attachment_upload SET attachment_id = $2, offset_bytes = size_bytes, touched_at = $3
     WHERE id = $1 AND attachment_id IS NULL AND made_by_id = $4)"};

static const db::Statement insert_attachment{"attachments.insert", R"(
    INSERT INTO attachment (id, dispute_id, application_id, party_id, name, kind, media_type, size_bytes, digest,
                            added_by_id, added_by_name, added_at, taken_back)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, FALSE))"};

static const db::Statement delete_upload{"attachments.drop", "DELETE FROM attachment_upload WHERE id = $1"};

static const db::Statement select_party_name{"attachments.party_name",
                                             "SELECT name FROM dispute_party WHERE id = $1"};

/// Applicants are named once their application is sent.
static std::string adder_name(db::Tx& tx, const Place& place, const Context& cx) {
    if (place.application_id) return "";
    if (!place.party_id) return cx.actor.name;
    return tx.maybe<std::string>(select_party_name, *place.party_id).value_or("");
}

/// The bytes are on disk before the row names them; whoever repeats the last piece finds it done.
static UploadView finish(const Context& cx, const Shelf& shelf, const Place& place, UploadView upload) {
    const std::string content = shelf.pieces(upload.id);
    const std::string_view media_type = media_type_of(content);
    if (media_type.empty()) {
        drop_upload(cx, place, upload.id);
        throw Refusal(Fault::unsupported, "file_unsupported");
    }
    const std::string digest = crypto::to_hex(crypto::sm3(content));
    const ShelfHold held = shelf.hold(digest);
    shelf.keep(digest, content);
    const auto id = Id<Attachment>::fresh(cx.moment);
    const auto maker = maker_of(place, cx.actor);
    cx.db.transact([&](db::Tx& tx) {
        auto found = place.dispute_id ? std::optional(dispute_at(tx, place, cx.actor)) : std::nullopt;
        if (found) refuse_shelved(*found);
        if (tx.changed(finish_upload, upload.id, id, cx.moment, maker) == 0) return;
        tx.run(insert_attachment, id, place.dispute_id, place.application_id, place.party_id, upload.name,
               upload.kind, media_type, upload.size_bytes, digest, maker, adder_name(tx, place, cx), cx.moment);
        if (!found) return;
        search::add(tx, found->id, upload.name);
        dispute::record(tx, *found, "attachment", place.party_id ? access::as_party(cx, *found) : cx,
                        FileContent{id, upload.kind, upload.size_bytes, digest, place.party_id});
    });
    shelf.drop_pieces(upload.id);
    return cx.db.read([&](db::Tx& tx) { return own_upload(tx, cx, place, upload.id); });
}

UploadView take_piece(const Context& cx, const Place& place, Id<Upload> id, std::int64_t offset,
                      std::string_view bytes) {
    const Shelf shelf(cx.config.data_dir, cx.keys);
    UploadView upload = cx.db.read([&](db::Tx& tx) { return own_upload(tx, cx, place, id); });
    if (upload.attachment_id && offset == upload.size_bytes && bytes.empty()) return upload;
    if (offset != upload.offset_bytes || upload.attachment_id) throw Refusal(Fault::conflict, "offset_wrong");
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (offset + size > upload.size_bytes) throw Refusal(Fault::too_large, "file_too_large");
    shelf.write_piece(id, offset, bytes);
    // The last piece counts once the attachment stands: a client that is told of all its bytes asks no more.
    if (offset + size == upload.size_bytes) return finish(cx, shelf, place, upload);
    cx.db.transact([&](db::Tx& tx) {
        if (tx.changed(move_offset, id, offset, offset + size, cx.moment) == 0)
            throw Refusal(Fault::conflict, "offset_wrong");
    });
    upload.offset_bytes = offset + size;
    return upload;
}

void drop_upload(const Context& cx, const Place& place, Id<Upload> id) {
    cx.db.transact([&](db::Tx& tx) {
        own_upload(tx, cx, place, id);
        tx.run(delete_upload, id);
    });
    Shelf(cx.config.data_dir, cx.keys).drop_pieces(id);
}

Id<Attachment> add_file(db::Tx& tx, Dispute& dispute, std::string_view name, AttachmentKind kind,
                        std::string_view content, const Context& cx) {
    const auto size = static_cast<std::int64_t>(content.size());
    refuse_if(why_not_upload({std::string(name), kind, size}, true));
    refuse_shelved(dispute);
    const std::string_view media_type = media_type_of(content);
    if (media_type.empty()) throw Refusal(Fault::unsupported, "file_unsupported");
    const std::string digest = crypto::to_hex(crypto::sm3(content));
    const Shelf shelf(cx.config.data_dir, cx.keys);
    // Held until the transaction is over, which names it.
    tx.kept<std::vector<std::unique_ptr<ShelfHold>>>().emplace_back(new ShelfHold(shelf.hold(digest)));
    shelf.keep(digest, content);
    const auto id = Id<Attachment>::fresh(cx.moment);
    const std::optional<Id<access::Application>> no_application;
    const std::optional<Id<dispute::Party>> no_party;
    const std::string clean = clean_name(name);
    tx.run(insert_attachment, id, dispute.id, no_application, no_party, clean, kind, media_type, size, digest,
           cx.actor.account, cx.actor.name, cx.moment);
    search::add(tx, dispute.id, clean);
    dispute::record(tx, dispute, "attachment", cx, FileContent{id, kind, size, digest, std::nullopt});
    return id;
}

static const db::Statement select_attachment{"attachments.one",
                                             attachment_columns + " WHERE id = $1 AND dispute_id = $2"};

std::string content_on_shelf(const std::string& digest, const Context& cx) {
    try {
        return Shelf(cx.config.data_dir, cx.keys).content(digest);
    } catch (const std::exception& error) {
        log::error("attachment_damaged", {{"digest", digest}, {"why", error.what()}});
        throw Refusal(Fault::unavailable, "file_damaged");
    }
}

static std::string content_of(const Context& cx, const AttachmentView& attachment) {
    return content_on_shelf(attachment.digest, cx);
}

Opened open_attachment(const http::Request& request, const Context& cx, Id<Dispute> dispute, Id<Attachment> id) {
    Opened opened;
    // Papers of identity lie among them: opening one is opening personal data (PIPL art. 51).
    opened.attachment = cx.db.transact([&](db::Tx& tx) {
        dispute::refuse_unlent(tx, dispute::find(tx, dispute, cx.actor), cx.actor, cx.moment);
        auto found = tx.maybe<AttachmentView>(select_attachment, id, dispute);
        if (!found || found->removed_at) throw Refusal(Fault::not_found, "not_found");
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "open_attachment", to_text(id),
                                             {"content"}));
        return *found;
    });
    opened.content = content_of(cx, opened.attachment);
    return opened;
}

static const db::Statement select_own_one{"attachments.own_one", attachment_columns + R"(
     WHERE id = $1 AND added_by_id = $2 AND COALESCE(dispute_id, application_id) = $3 AND removed_at IS NULL)"};

Opened open_own(const Context& cx, const PlaceOf& place_of, Id<Attachment> id) {
    const auto found = cx.db.read([&](db::Tx& tx) {
        const Place place = place_of(tx);
        return tx.maybe<AttachmentView>(select_own_one, id, maker_of(place, {}), kept_at(place));
    });
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return {*found, content_of(cx, *found)};
}

struct Adder {
    Id<identity::Account> added_by_id;
    std::optional<Instant> removed_at;
};
BOOST_DESCRIBE_STRUCT(Adder, (), (added_by_id, removed_at))

static const db::Statement select_adder{
    "attachments.adder", "SELECT added_by_id, removed_at FROM attachment WHERE id = $1 AND dispute_id = $2"};

static const db::Statement update_removed{"attachments.remove", R"(
    UPDATE attachment SET removed_at = $2, removed_by_name = $3, removal_reason = $4
     WHERE id = $1 AND removed_at IS NULL)"};

struct RemovalContent {
    Id<Attachment> attachment_id;
};
BOOST_DESCRIBE_STRUCT(RemovalContent, (), (attachment_id))

void remove_attachment(db::Tx& tx, Dispute& dispute, Id<Attachment> id, const RemovalForm& form, const Context& cx) {
    if (text::trim(form.reason).empty()) throw Refusal(Fault::invalid, "invalid", {{"reason", "missing"}});
    refuse_shelved(dispute);
    const auto adder = tx.maybe<Adder>(select_adder, id, dispute.id);
    if (!adder) throw Refusal(Fault::not_found, "not_found");
    if (adder->removed_at) throw Refusal(Fault::conflict, "already_removed");
    const bool arranges = dispute.holder_id == cx.actor.organisation &&
                          (cx.actor.duty == Duty::head || cx.actor.duty == Duty::dispatcher);
    if (adder->added_by_id != cx.actor.account && !arranges) throw Refusal(Fault::forbidden, "not_your_file");
    const auto event = dispute::record(tx, dispute, "attachment_removed", cx, RemovalContent{id});
    dispute::add_note(tx, dispute, event, form.reason, cx.moment);
    tx.run(update_removed, id, cx.moment, cx.actor.name, form.reason);
    search::reindex(tx, dispute.id);
}

/// What a row names: a file, a paper that was signed, a picture of how it was signed.
struct OnShelf {
    std::string id;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(OnShelf, (), (id, digest))

static const db::Statement select_kept{"attachments.kept", R"(
    SELECT id, digest FROM (
        SELECT CAST(id AS text) AS id, digest FROM attachment WHERE taken_back = FALSE
         UNION ALL SELECT CAST(id AS text), digest_sm3 FROM signing_paper
         UNION ALL SELECT CAST(id AS text) || ' completed', completed_sm3 FROM signing_paper WHERE completed_sm3 IS NOT NULL
         UNION ALL SELECT CAST(id AS text), picture_digest FROM signing_signer WHERE picture_digest IS NOT NULL) kept
     WHERE id > $1
     ORDER BY id LIMIT 500)"};

Verified verify(db::Database& database, const config::Config& config, const crypto::Keys& keys) {
    const Shelf shelf(config.data_dir, keys);
    Verified verified;
    for (std::string last;;) {
        const auto rows = database.read([&](db::Tx& tx) { return tx.all<OnShelf>(select_kept, last); });
        if (rows.empty()) return verified;
        for (const OnShelf& row : rows) {
            ++verified.files;
            try {
                shelf.content(row.digest);
            } catch (const std::exception& error) {
                verified.damaged = fmt::format("{}: {}", row.id, error.what());
                return verified;
            }
        }
        last = rows.back().id;
    }
}

static const db::Statement select_stale{
    "attachments.stale", "SELECT id FROM attachment_upload WHERE touched_at < $1 ORDER BY touched_at LIMIT 1000"};

void keep_house(db::Database& database, const config::Config& config, Instant moment) {
    const auto stale =
        database.read([&](db::Tx& tx) { return tx.all<Id<Upload>>(select_stale, moment + -uploads_stay); });
    std::error_code gone;
    for (const Id<Upload>& id : stale) {
        database.transact([&](db::Tx& tx) { tx.run(delete_upload, id); });
        std::filesystem::remove(std::filesystem::path(config.data_dir) / "uploads" / to_text(id), gone);
    }
}

}  // namespace hemu::attachments
