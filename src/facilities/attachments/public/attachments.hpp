// 附件 Files of a dispute: evidence, identity papers, powers, photographs. They come in pieces by the tus protocol,
// so that a broken line costs one piece, and rest sealed under the digest of their content, written and synced before
// the row that names them.
#pragma once
#include "dispute.hpp"

namespace hemu::attachments {

extern const identity::Routes routes;

struct Attachment;
struct Upload;

/// What a file is for. evidence: documents about what happened · identity: papers of a party · power: an agent's
/// power · picture: of the place or the damage · record: signed papers of the mediation, scanned · other
enum class AttachmentKind { evidence, identity, power, picture, record, other };
BOOST_DESCRIBE_ENUM(AttachmentKind, evidence, identity, power, picture, record, other)

inline constexpr std::int64_t largest_file = 50 * 1024 * 1024;
inline constexpr std::int64_t largest_piece = 8 * 1024 * 1024;

struct UploadForm {
    std::string name;  ///< as the file is called at its owner's
    AttachmentKind kind = AttachmentKind::evidence;
    std::int64_t size_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(UploadForm, (), (name, kind, size_bytes))

/// A file that is coming in.
struct UploadView {
    Id<Upload> id;
    std::string name;
    AttachmentKind kind = AttachmentKind::evidence;
    std::int64_t size_bytes = 0;
    std::int64_t offset_bytes = 0;  ///< how much of it is here
    Instant made_at;
    std::optional<Id<Attachment>> attachment_id;  ///< once it is here whole
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (id, name, kind, size_bytes, offset_bytes, made_at, attachment_id))

struct AttachmentView {
    Id<Attachment> id;
    std::string name;
    AttachmentKind kind = AttachmentKind::evidence;
    std::string media_type;
    std::int64_t size_bytes = 0;
    std::string digest;  ///< SM3 of the content, hex
    std::string added_by_name;
    Instant added_at;
    std::optional<Instant> removed_at;
    std::optional<std::string> removed_by_name;
    std::optional<std::string> removal_reason;
};
BOOST_DESCRIBE_STRUCT(AttachmentView, (),
                      (id, name, kind, media_type, size_bytes, digest, added_by_name, added_at, removed_at,
                       removed_by_name, removal_reason))

struct AttachmentList {
    std::vector<AttachmentView> items;  ///< newest first, removed ones last
    std::vector<UploadView> uploads;    ///< of the caller, not whole yet
};
BOOST_DESCRIBE_STRUCT(AttachmentList, (), (items, uploads))

AttachmentList attachments_of(db::Tx&, const dispute::Dispute&, const identity::Actor&);

/// Announces a file. Refusals: invalid name, size_bytes; conflict not_in_this_state when the dispute is in the
/// archive; too_many too_many_uploads.
UploadView begin_upload(db::Tx&, const dispute::Dispute&, const UploadForm&, const identity::Context&);
/// Refusal not_found.
UploadView upload_of(db::Tx&, const dispute::Dispute&, Id<Upload>);
/// Takes the piece at the offset of an upload of the caller's own; the last one makes the attachment and its event.
/// Refusals: not_found; conflict offset_wrong, upload_busy; too_large; unsupported file_unsupported, and the upload
/// is gone.
UploadView take_piece(const identity::Context&, Id<dispute::Dispute>, Id<Upload>, std::int64_t offset,
                      std::string_view bytes);
void drop_upload(const identity::Context&, Id<dispute::Dispute>, Id<Upload>);

struct Opened {
    AttachmentView attachment;
    std::string content;
};
/// The content, which is audited. Refusals: not_found; unavailable file_damaged.
Opened open_attachment(const http::Request&, const identity::Context&, Id<dispute::Dispute>, Id<Attachment>);

struct RemovalForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RemovalForm, (), (reason))
/// Takes it out of the list, with a reason; what was there stays in the journal and on disk. Refusals: invalid
/// reason; not_found; conflict already_removed, not_in_this_state; forbidden not_your_file: by who added it, or a
/// head or dispatcher of the holder.
void remove_attachment(db::Tx&, dispute::Dispute&, Id<Attachment>, const RemovalForm&, const identity::Context&);

/// Whether every row's file is there and whole: how many were looked at, and the first that is not, by its id and the
/// reason.
struct Verified {
    std::int64_t files = 0;
    std::string damaged;
};
Verified verify(db::Database&, const config::Config&, const crypto::Keys&);

/// Uploads that nobody went on with for a week are dropped.
void keep_house(db::Database&, const config::Config&, Instant moment);

}  // namespace hemu::attachments
