#include "attachments.hpp"

#include "admission.hpp"
#include "auditing.hpp"
#include "citizens.hpp"
#include "contents.hpp"
#include "hidden.hpp"
#include "log.hpp"
#include "organisations.hpp"
#include "reading.hpp"
#include "rules.hpp"
#include "search.hpp"
#include "shelf.hpp"
#include "showing.hpp"
#include "text.hpp"

namespace hemu::attachments {

using dispute::Dispute;
using dispute::State;
using identity::Actor;
using identity::Context;
using identity::Duty;

static constexpr std::size_t most_uploads = 20;
static constexpr identity::Duties keeping{Duty::clerk, Duty::head, Duty::dispatcher};
static constexpr std::chrono::hours uploads_stay{7 * 24};

static const search::Source names{search::Where::attachment, "attachment", "name",
                                  "removed_at IS NULL AND audience IN ('office', 'joint')"};

void refuse_shelved(const Dispute& dispute) {
    if (dispute.state == State::archived || dispute.state == State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
}

/// Of the dispute $1, what the actor $2 with duty $3 at the body $4 may see.
static const std::string seen_attachments = attachment_columns + R"(
      JOIN dispute d ON d.id = a.dispute_id
     WHERE a.dispute_id = $1 AND)" + seen_sql("$2", "$3", "$4");

static const db::Statement select_attachments{"attachments.of_dispute", seen_attachments + R"(
     ORDER BY a.removed_at IS NOT NULL, a.added_at DESC, a.id DESC)"};

// What is not true of a row may also be unknown.
static const db::Statement select_hidden{"attachments.hidden", R"(
    SELECT a.id FROM attachment a JOIN dispute d ON d.id = a.dispute_id
     WHERE a.dispute_id = $1 AND )" + seen_sql("$2", "$3", "$4") + " IS NOT TRUE"};

std::set<std::string> hidden_from(db::Tx& tx, Id<Dispute> dispute, const Actor& actor) {
    std::set<std::string> ids;
    for (const auto& id :
         tx.all<Id<Attachment>>(select_hidden, dispute, actor.account, actor.duty, actor.organisation))
        ids.insert(to_text(id));
    return ids;
}

static const std::string upload_columns =
    "SELECT a.id, a.name, a.kind, a.size_bytes, a.offset_bytes, a.made_at, a.attachment_id, a.audience"
    " FROM attachment_upload a";

static const db::Statement select_uploads{"attachments.uploads", upload_columns + R"(
     WHERE COALESCE(a.dispute_id, a.application_id) = $1 AND a.made_by_id = $2 AND a.attachment_id IS NULL
     ORDER BY a.made_at, a.id)"};

/// Its mediators, and who keeps the file at the holder.
static bool may_change(const Dispute& dispute, const Chooser& chooser, const Actor& actor) {
    return chooser.mediates || (dispute.holder_id == actor.organisation && keeping.contains(actor.duty));
}

AttachmentList attachments_of(db::Tx& tx, const Dispute& dispute, const Actor& actor) {
    auto items =
        tx.later<AttachmentView>(select_attachments, dispute.id, actor.account, actor.duty, actor.organisation);
    auto uploads = tx.later<UploadView>(select_uploads, dispute.id, actor.account);
    const Chooser chooser{.side = {}, .applies = false, .mediates = dispute::is_mediator(tx, dispute, actor.account)};
    AttachmentList list{items.all(), uploads.all(), choices_of(chooser), may_change(dispute, chooser, actor)};
    for (AttachmentView& one : list.items) one.marked = is_marked(dispute.secrecy, one.audience, one.media_type);
    mark_same(list.items);
    return list;
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
     WHERE a.added_by_id = $1 AND COALESCE(a.dispute_id, a.application_id) = $2 AND a.removed_at IS NULL
     ORDER BY a.added_at, a.id)"};

AttachmentList own_files(db::Tx& tx, const Place& place) {
    auto items = tx.later<AttachmentView>(select_own, maker_of(place, {}), kept_at(place));
    auto uploads = tx.later<UploadView>(select_uploads, kept_at(place), maker_of(place, {}));
    AttachmentList list{items.all(), uploads.all(), {}, false};
    mark_same(list.items);
    return list;
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
                                   made_at, touched_at, audience)
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $8, $9))"};

static const db::Statement select_side{"attachments.side", "SELECT side FROM dispute_party WHERE id = $1"};

static Audience chosen_audience(db::Tx& tx, const Place& place, const std::optional<Dispute>& dispute,
                                const UploadForm& form, const Actor& actor) {
    Chooser chooser;
    if (place.party_id) chooser.side = tx.one<dispute::Side>(select_side, *place.party_id);
    chooser.applies = place.application_id.has_value();
    chooser.mediates = dispute && !place.party_id && dispute::is_mediator(tx, *dispute, actor.account);
    refuse_if(why_not_audience(chooser, form.audience));
    return form.audience.value_or(usual_audience(chooser));
}

UploadView begin_upload(db::Tx& tx, const Place& place, const UploadForm& form, const Context& cx) {
    const bool by_staff = !place.party_id && !place.application_id;
    refuse_if(why_not_upload(form, by_staff));
    const auto dispute = place.dispute_id ? std::optional(dispute_at(tx, place, cx.actor)) : std::nullopt;
    if (dispute) refuse_shelved(*dispute);
    const Audience audience = chosen_audience(tx, place, dispute, form, cx.actor);
    const auto maker = maker_of(place, cx.actor);
    if (tx.all<UploadView>(select_uploads, kept_at(place), maker).size() >= most_uploads)
        throw Refusal(Fault::too_many, "too_many_uploads");
    if (!by_staff) refuse_too_much(tx, place, form.size_bytes);
    const UploadView upload{Id<Upload>::fresh(cx.moment),
                            clean_name(form.name),
                            form.kind,
                            form.size_bytes,
                            0,
                            cx.moment,
                            std::nullopt,
                            audience};
    tx.run(insert_upload, upload.id, place.dispute_id, place.application_id, upload.name, upload.kind,
           upload.size_bytes, maker, cx.moment, audience);
    return upload;
}

static const db::Statement select_upload{"attachments.upload", upload_columns + R"(
      JOIN dispute d ON d.id = a.dispute_id
     WHERE a.id = $5 AND a.dispute_id = $1 AND)" + seen_sql("$2", "$3", "$4", "a.made_by_id")};

static const db::Statement select_own_upload{"attachments.own_upload", upload_columns + R"(
     WHERE a.id = $1 AND COALESCE(a.dispute_id, a.application_id) = $2 AND a.made_by_id = $3)"};

static UploadView found_or_refused(std::optional<UploadView> found) {
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return *found;
}

UploadView upload_of(db::Tx& tx, const Dispute& dispute, Id<Upload> id, const Actor& actor) {
    return found_or_refused(
        tx.maybe<UploadView>(select_upload, dispute.id, actor.account, actor.duty, actor.organisation, id));
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
                            added_by_id, added_by_name, added_at, taken_back, audience)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, FALSE, $13))"};

static const db::Statement delete_upload{"attachments.drop", "DELETE FROM attachment_upload WHERE id = $1"};

static const db::Statement select_party_name{"attachments.party_name",
                                             "SELECT name FROM dispute_party WHERE id = $1"};

/// Applicants are named once their application is sent.
static std::string adder_name(db::Tx& tx, const Place& place, const Context& cx) {
    if (place.application_id) return "";
    if (!place.party_id) return cx.actor.name;
    return tx.maybe<std::string>(select_party_name, *place.party_id).value_or("");
}

/// What may not come in leaves nothing here. Who finds the scanner away may send the last piece again.
static std::string_view type_or_dropped(const Context& cx, const Place& place, const UploadView& upload,
                                        std::string_view content) {
    try {
        const std::string_view type = admitted_type(content);
        scan(content, cx);
        return type;
    } catch (const Refusal& refusal) {
        if (refusal.fault == Fault::unsupported) drop_upload(cx, place, upload.id);
        throw;
    }
}

/// The bytes are stored before the row names them; whoever repeats the last piece finds it done.
static UploadView finish(const Context& cx, const Shelf& shelf, const Place& place, UploadView upload) {
    const std::string content = shelf.pieces(upload.id);
    const std::string_view media_type = type_or_dropped(cx, place, upload, content);
    const std::string digest = crypto::to_hex(crypto::sm3(content));
    reaching_store([&] { shelf.keep(digest, content); });
    const auto id = Id<Attachment>::fresh(cx.moment);
    const auto maker = maker_of(place, cx.actor);
    cx.db.transact([&](db::Tx& tx) {
        auto found = place.dispute_id ? std::optional(dispute_at(tx, place, cx.actor)) : std::nullopt;
        if (found) refuse_shelved(*found);
        if (tx.changed(finish_upload, upload.id, id, cx.moment, maker) == 0) return;
        keep_held(tx, shelf, digest, content);
        tx.run(insert_attachment, id, place.dispute_id, place.application_id, place.party_id, upload.name,
               upload.kind, media_type, upload.size_bytes, digest, maker, adder_name(tx, place, cx), cx.moment,
               upload.audience);
        if (!found) return;
        if (is_open(upload.audience)) search::add(tx, found->id, upload.name);
        dispute::record(tx, *found, "attachment", place.party_id ? access::as_party(cx, *found) : cx,
                        FileContent{id, upload.kind, upload.size_bytes, digest, place.party_id});
    });
    shelf.drop_pieces(upload.id);
    return cx.db.read([&](db::Tx& tx) { return own_upload(tx, cx, place, upload.id); });
}

UploadView take_piece(const Context& cx, const Place& place, Id<Upload> id, std::int64_t offset,
                      std::string_view bytes) {
    const Shelf shelf(cx.config, cx.keys);
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
    Shelf(cx.config, cx.keys).drop_pieces(id);
}

Id<Attachment> add_file(db::Tx& tx, Dispute& dispute, std::string_view name, AttachmentKind kind,
                        std::string_view content, const Context& cx) {
    const auto size = static_cast<std::int64_t>(content.size());
    refuse_if(why_not_upload({std::string(name), kind, size}, true));
    refuse_shelved(dispute);
    const std::string_view media_type = admitted_type(content);
    const std::string digest = keep_content(tx, content, cx);
    const auto id = Id<Attachment>::fresh(cx.moment);
    const std::optional<Id<access::Application>> no_application;
    const std::optional<Id<dispute::Party>> no_party;
    const std::string clean = clean_name(name);
    tx.run(insert_attachment, id, dispute.id, no_application, no_party, clean, kind, media_type, size, digest,
           cx.actor.account, cx.actor.name, cx.moment, Audience::office);
    search::add(tx, dispute.id, clean);
    dispute::record(tx, dispute, "attachment", cx, FileContent{id, kind, size, digest, std::nullopt});
    return id;
}

static const db::Statement select_attachment{"attachments.one", seen_attachments + " AND a.id = $5"};

/// What the actor may not see is not there.
static AttachmentView seen_one(db::Tx& tx, Id<Dispute> dispute, Id<Attachment> id, const Actor& actor) {
    auto found =
        tx.maybe<AttachmentView>(select_attachment, dispute, actor.account, actor.duty, actor.organisation, id);
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return *found;
}

std::string content_on_shelf(const std::string& digest, const Context& cx) {
    try {
        return Shelf(cx.config, cx.keys).content(digest);
    } catch (const outbound::Failure& failure) {
        refuse_unreachable(failure.what());
    } catch (const std::exception& error) {
        log::error("attachment_damaged", {{"digest", digest}, {"why", error.what()}});
        throw Refusal(Fault::unavailable, "file_damaged");
    }
}

static Opened with_content(AttachmentView attachment, const std::string& words, bool in_parts, const Context& cx) {
    Opened opened{std::move(attachment), nullptr};
    opened.content = in_parts && !opened.attachment.marked
                         ? content_at_hand(opened.attachment.digest, cx)
                         : std::make_shared<const std::string>(content_on_shelf(opened.attachment.digest, cx));
    if (!opened.attachment.marked) return opened;
    auto made = marked(*opened.content, opened.attachment.media_type, words);
    opened.attachment.marked = made.has_value();
    if (!made) return opened;
    opened.attachment.media_type = made->media_type;
    opened.content = std::make_shared<const std::string>(std::move(made->content));
    return opened;
}

Opened content_shown(AttachmentView attachment, std::string_view office, const Context& cx) {
    return with_content(std::move(attachment), reader_words(cx.actor.name, office, cx.moment), false, cx);
}

/// Parts behind the first of what was opened a while ago.
static bool is_further_part(const http::Request& request) {
    const auto range = request.header("Range");
    const Asked asked = asked_for(range.value_or(""), std::numeric_limits<std::int64_t>::max());
    return range && (asked.beyond || (asked.part && asked.part->from > 0));
}

AttachmentView seen_file(db::Tx& tx, Id<Dispute> dispute, Id<Attachment> id, const Context& cx) {
    const Dispute found = dispute::find(tx, dispute, cx.actor);
    dispute::refuse_unlent(tx, found, cx.actor, cx.moment);
    auto file = seen_one(tx, dispute, id, cx.actor);
    if (file.removed_at) throw Refusal(Fault::not_found, "not_found");
    refuse_infected(tx, file.digest);
    file.marked = is_marked(found.secrecy, file.audience, file.media_type);
    return file;
}

Opened open_attachment(const http::Request& request, const Context& cx, Id<Dispute> dispute, Id<Attachment> id) {
    const bool goes_on_reading = is_further_part(request) && goes_on(cx.actor.account, id, cx.moment);
    std::string words;
    const auto look = [&](db::Tx& tx) {
        auto file = seen_file(tx, dispute, id, cx);
        if (file.marked)
            words = reader_words(cx.actor.name, organisations::name_of(tx, cx.actor.organisation), cx.moment);
        // Papers of identity lie among them: opening one is opening personal data (PIPL art. 51).
        if (!goes_on_reading)
            audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "open_attachment",
                                                 to_text(id), {"content"}));
        return file;
    };
    auto file = goes_on_reading ? cx.db.read(look) : cx.db.transact(look);
    if (!goes_on_reading) note_opening(cx.actor.account, id, cx.moment);
    return with_content(std::move(file), words, request.header("Range").has_value(), cx);
}

/// An applicant's own, or what a party may see by may_see(side, …).
static const db::Statement select_own_one{"attachments.own_one", attachment_columns + R"(
     WHERE a.id = $1 AND COALESCE(a.dispute_id, a.application_id) = $3 AND a.removed_at IS NULL
       AND (a.added_by_id = $2 OR a.audience = 'joint'
            OR a.audience = (SELECT p.side FROM dispute_party p WHERE p.id = $2)))"};

AttachmentView own_file(db::Tx& tx, const Place& place, Id<Attachment> id) {
    auto found = tx.maybe<AttachmentView>(select_own_one, id, maker_of(place, {}), kept_at(place));
    if (!found) throw Refusal(Fault::not_found, "not_found");
    refuse_infected(tx, found->digest);
    // His own is shown to him as he brought it.
    if (place.party_id && found->party_id != place.party_id)
        found->marked = is_marked(dispute_at(tx, place, {}).secrecy, found->audience, found->media_type);
    return *found;
}

Opened open_own(const http::Request& request, const Context& cx, const PlaceOf& place_of, Id<Attachment> id) {
    std::string words;
    auto file = cx.db.read([&](db::Tx& tx) {
        const Place place = place_of(tx);
        auto found = own_file(tx, place, id);
        if (found.marked) words = reader_words(adder_name(tx, place, cx), "当事人", cx.moment);
        return found;
    });
    return with_content(std::move(file), words, request.header("Range").has_value(), cx);
}

static const db::Statement select_adder{"attachments.adder", "SELECT added_by_id FROM attachment WHERE id = $1"};

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
    const AttachmentView file = seen_one(tx, dispute.id, id, cx.actor);
    if (file.removed_at) throw Refusal(Fault::conflict, "already_removed");
    const bool arranges = dispute.holder_id == cx.actor.organisation &&
                          (cx.actor.duty == Duty::head || cx.actor.duty == Duty::dispatcher);
    if (tx.one<Id<identity::Account>>(select_adder, id) != cx.actor.account && !arranges)
        throw Refusal(Fault::forbidden, "not_your_file");
    const auto event = dispute::record(tx, dispute, "attachment_removed", cx, RemovalContent{id});
    // More people read notes than may know what is one side's.
    if (is_open(file.audience)) dispute::add_note(tx, dispute, event, form.reason, cx.moment);
    tx.run(update_removed, id, cx.moment, cx.actor.name, form.reason);
    search::reindex(tx, dispute.id);
}

static const db::Statement update_audience{"attachments.change_audience", R"(
    UPDATE attachment SET audience = $2, audience_reason = $3 WHERE id = $1 AND removed_at IS NULL)"};

struct AudienceContent {
    Id<Attachment> attachment_id;
    Audience audience = Audience::office;
};
BOOST_DESCRIBE_STRUCT(AudienceContent, (), (attachment_id, audience))

void change_audience(db::Tx& tx, Dispute& dispute, Id<Attachment> id, const AudienceForm& form, const Context& cx) {
    const AttachmentView file = seen_one(tx, dispute.id, id, cx.actor);
    refuse_shelved(dispute);
    if (file.removed_at) throw Refusal(Fault::conflict, "already_removed");
    const Chooser chooser{
        .side = {}, .applies = false, .mediates = dispute::is_mediator(tx, dispute, cx.actor.account)};
    if (!may_change(dispute, chooser, cx.actor)) throw Refusal(Fault::forbidden, "not_on_this_dispute");
    refuse_if(why_not_change(file.audience, form, chooser));
    dispute::record(tx, dispute, "attachment_audience", cx, AudienceContent{id, form.audience});
    tx.must_change(update_audience, id, form.audience, text::trim(form.reason));
    search::reindex(tx, dispute.id);
}

static const db::Statement insert_given{"attachments.give", R"(
    INSERT INTO attachment_given (attachment_id, organisation_id, given_at)
    SELECT a.id, $3, $4 FROM attachment a WHERE a.id = $1 AND a.dispute_id = $2 AND a.audience <> 'caucus'
    ON CONFLICT (attachment_id, organisation_id) DO NOTHING)"};

void give(db::Tx& tx, const Dispute& dispute, const std::vector<Id<Attachment>>& files,
          Id<identity::Organisation> organisation, Instant moment) {
    for (const Id<Attachment>& id : files) tx.run(insert_given, id, dispute.id, organisation, moment);
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
    const Shelf shelf(config, keys);
    Verified verified;
    for (std::string last;;) {
        const auto rows = database.read([&](db::Tx& tx) { return tx.all<OnShelf>(select_kept, last); });
        if (rows.empty()) return verified;
        for (const OnShelf& row : rows) {
            ++verified.files;
            try {
                shelf.content(row.digest);
            } catch (const outbound::Failure&) {
                throw;
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
