// What files of people without an account need beside those of staff.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// The beginning of a statement that reads AttachmentView out of `attachment a`.
inline const std::string attachment_columns =
    "SELECT a.id, a.name, a.kind, a.media_type, a.size_bytes, a.digest, a.added_by_name, a.party_id, a.added_at,"
    " a.removed_at, a.removed_by_name, a.removal_reason, a.taken_back, a.audience, a.audience_reason,"
    " CAST(NULL AS uuid) AS same_as, FALSE AS marked FROM attachment a";

/// What the journal proves of a file. party_id: of the party who added it.
struct FileContent {
    Id<Attachment> attachment_id;
    AttachmentKind kind = AttachmentKind::evidence;
    std::int64_t size_bytes = 0;
    std::string digest;
    std::optional<Id<dispute::Party>> party_id;
};
BOOST_DESCRIBE_STRUCT(FileContent, (), (attachment_id, kind, size_bytes, digest, party_id))

/// Refusal conflict not_in_this_state: what is in the archive takes no more files.
void refuse_shelved(const dispute::Dispute&);
/// Refusals conflict too_many_files, too_many_megabytes: with another file of this size there would be more than the
/// city's settings allow.
void refuse_too_much(db::Tx&, const Place&, std::int64_t more_bytes);

/// Takes a content that no row names out of every store that is set up: while contents move there are two. Alone with
/// it, so that nobody can be about to name it.
void take_off_unnamed(db::Tx&, const config::Config&, const std::string& digest);

/// An upload of the caller's own. Refusal not_found.
UploadView own_upload(db::Tx&, const identity::Context&, const Place&, Id<Upload>);
/// A file of an applicant's own, or one that a party may see; nobody else's is found.
AttachmentView own_file(db::Tx&, const Place&, Id<Attachment>);
Opened open_own(const http::Request&, const identity::Context&, const PlaceOf&, Id<Attachment>);
/// A file that is there and that the actor may see.
AttachmentView seen_file(db::Tx&, Id<dispute::Dispute>, Id<Attachment>, const identity::Context&);

}  // namespace hemu::attachments
