// 附件 Files of a dispute: evidence, identity papers, powers, photographs. They come in pieces by the tus protocol,
// so that a broken line costs one piece, and rest sealed under the digest of their content, written and synced before
// the row that names them. Staff, parties and applicants bring them; who has no account sees his own.
#pragma once
#include <functional>

#include "access.hpp"
#include "audience.hpp"
#include "dispute.hpp"
#include "jobs.hpp"

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

/// audience: of staff office when nothing is said, caucus by mediators of the case alone; of a party his side or
/// joint, his side when nothing is said; an applicant chooses none.
struct UploadForm {
    std::string name;  ///< as the file is called at its owner's
    AttachmentKind kind = AttachmentKind::evidence;
    std::int64_t size_bytes = 0;
    std::optional<Audience> audience = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(UploadForm, (), (name, kind, size_bytes, audience))

/// A file that is coming in.
struct UploadView {
    Id<Upload> id;
    std::string name;
    AttachmentKind kind = AttachmentKind::evidence;
    std::int64_t size_bytes = 0;
    std::int64_t offset_bytes = 0;  ///< how much of it is here
    Instant made_at;
    std::optional<Id<Attachment>> attachment_id;  ///< once it is here whole
    Audience audience = Audience::office;
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (id, name, kind, size_bytes, offset_bytes, made_at, attachment_id, audience))

/// party_id: the party who added it; absent when staff did. same_as: an older file of the list with the same content.
struct AttachmentView {
    Id<Attachment> id;
    std::string name;
    AttachmentKind kind = AttachmentKind::evidence;
    std::string media_type;
    std::int64_t size_bytes = 0;
    std::string digest;  ///< SM3 of the content, hex
    std::string added_by_name;
    std::optional<Id<dispute::Party>> party_id;
    Instant added_at;
    std::optional<Instant> removed_at;
    std::optional<std::string> removed_by_name;
    std::optional<std::string> removal_reason;
    bool taken_back = false;  ///< by the party who had added it; nothing of its content is left
    Audience audience = Audience::office;
    std::optional<std::string> audience_reason;  ///< why it was changed last
    std::optional<Id<Attachment>> same_as;
    bool marked = false;  ///< opened with the reader's name, office and the time across it
};
BOOST_DESCRIBE_STRUCT(AttachmentView, (),
                      (id, name, kind, media_type, size_bytes, digest, added_by_name, party_id, added_at, removed_at,
                       removed_by_name, removal_reason, taken_back, audience, audience_reason, same_as, marked))

/// A file as its party sees it. in_record: the mediation has rested on it, so that it stays in the file.
struct PartyFile : AttachmentView {
    bool in_record = false;
};
BOOST_DESCRIBE_STRUCT(PartyFile, (AttachmentView), (in_record))

/// shared: of others, for all or for his side.
struct PartyFiles {
    std::vector<PartyFile> items;
    std::vector<AttachmentView> shared;
    std::vector<UploadView> uploads;
};
BOOST_DESCRIBE_STRUCT(PartyFiles, (), (items, shared, uploads))

struct AttachmentList {
    std::vector<AttachmentView> items;  ///< newest first, removed ones last
    std::vector<UploadView> uploads;    ///< of the caller, not whole yet
    std::vector<Audience> choices;      ///< for whom the caller may bring a file or, with may_change, show one
    bool may_change = false;
};
BOOST_DESCRIBE_STRUCT(AttachmentList, (), (items, uploads, choices, may_change))

/// Every file of the dispute that the actor may see, and his uploads. Whoever shows, sends or binds files takes them
/// from here.
AttachmentList attachments_of(db::Tx&, const dispute::Dispute&, const identity::Actor&);

/// Where a file goes and who brings it: to a dispute, somebody with an account or one of its parties; or an applicant
/// to his application that is not sent yet.
struct Place {
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<Id<access::Application>> application_id;

    static Place of(Id<dispute::Dispute> dispute) { return {dispute, std::nullopt, std::nullopt}; }
    static Place of(const access::PartyPass& pass) { return {pass.dispute_id, pass.party_id, std::nullopt}; }
    static Place of(Id<access::Application> application) { return {std::nullopt, std::nullopt, application}; }
};

/// What somebody without an account may bring in all: settings of the city.
struct FileLimits {
    std::int64_t most_files = 0;
    std::int64_t most_megabytes = 0;
    std::int64_t largest_megabytes = 0;  ///< of one file
};
BOOST_DESCRIBE_STRUCT(FileLimits, (), (most_files, most_megabytes, largest_megabytes))
FileLimits limits_of_application(db::Tx&);

/// The files of a party or an applicant, and his uploads.
AttachmentList own_files(db::Tx&, const Place&);

/// A party's files of his dispute, and those of others that are for him too.
PartyFiles files_of_party(db::Tx&, const access::PartyPass&);
/// A party takes his own file back, as an event; a job takes its bytes off the disk. Refusals: not_found; conflict
/// file_in_record.
void take_back(db::Tx&, const access::PartyPass&, Id<Attachment>, const identity::Context&);

/// Announces a file. Refusals: invalid name, size_bytes, kind; conflict not_in_this_state when the dispute is in the
/// archive; too_many too_many_uploads; of people without an account conflict too_many_files, too_many_megabytes.
UploadView begin_upload(db::Tx&, const Place&, const UploadForm&, const identity::Context&);
/// Refusal not_found.
UploadView upload_of(db::Tx&, const dispute::Dispute&, Id<Upload>, const identity::Actor&);
/// Takes the piece at the offset of an upload of the caller's own; the last one makes the attachment and, of a
/// dispute, its event. Refusals: not_found; conflict offset_wrong, upload_busy; too_large; those of
/// admission.hpp, and the upload is gone; unavailable scanner_unreachable, file_store_unreachable, upload_elsewhere:
/// the same piece may be sent again.
UploadView take_piece(const identity::Context&, const Place&, Id<Upload>, std::int64_t offset,
                      std::string_view bytes);
void drop_upload(const identity::Context&, const Place&, Id<Upload>);

/// What tus asks of a place, for routes of whoever may say which place it is: it is asked inside the transaction.
using PlaceOf = std::function<Place(db::Tx&)>;
http::Reply answer_begin(const http::Request&, const identity::Context&, const PlaceOf&);
http::Reply answer_upload(const http::Request&, const identity::Context&, const PlaceOf&);
http::Reply answer_piece(const http::Request&, const identity::Context&, const PlaceOf&);
http::Reply answer_drop(const http::Request&, const identity::Context&, const PlaceOf&);
/// What is in a file of one's own.
http::Reply answer_own_content(const http::Request&, const identity::Context&, const PlaceOf&, Id<Attachment>);
/// The four of them below `path`, which ends in /uploads.
identity::Routes upload_routes(const std::string& path, identity::Duties, std::array<identity::Handler, 4>);

/// A file that came whole from somebody without an account here (a partner): kept, and the dispute's with its event.
/// Whoever takes it in has shown it to the scanner (admission.hpp), which waits too long for a transaction. Refusals:
/// those of admitted_type; invalid name; conflict not_in_this_state.
Id<Attachment> add_file(db::Tx&, dispute::Dispute&, std::string_view name, AttachmentKind, std::string_view content,
                        const identity::Context&);
/// What is kept under a digest. Refusals: unavailable file_damaged, file_store_unreachable.
std::string content_on_shelf(const std::string& digest, const identity::Context&);

/// Takes a file back out of an application; a job takes its bytes off the disk. Refusal not_found.
void drop_file(db::Tx&, Id<access::Application>, Id<Attachment>, Instant moment);
/// The application is sent: its files become the dispute's, added by this party, each with its event; what is still
/// coming in goes on as the party's. Returns how many there are.
std::int64_t hand_over(db::Tx&, Id<access::Application>, dispute::Dispute&, Id<dispute::Party>,
                       std::string_view party_name, const identity::Context&);
/// The application is given up: its files and uploads go; a job takes their bytes off the disk.
void drop_files(db::Tx&, Id<access::Application>, Instant moment);
/// Takes off the disk what was dropped and is nobody's any more.
void sweep(db::Database&, const config::Config&, const crypto::Keys&);
std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);

struct Opened {
    AttachmentView attachment;
    std::shared_ptr<const std::string> content;
};
/// The content as the actor is shown it: with his name across what is secret. Opening is audited, further parts of
/// what was opened (Range) are not. Refusals: not_found; conflict file_locked; those of content_on_shelf.
Opened open_attachment(const http::Request&, const identity::Context&, Id<dispute::Dispute>, Id<Attachment>);

/// The content of a file that the actor may see, as he is shown it; for whoever has looked at rights and audit
/// himself.
Opened content_shown(AttachmentView, std::string_view office, const identity::Context&);

struct RemovalForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(RemovalForm, (), (reason))
/// Takes it out of the list, with a reason; what was there stays in the journal and on disk. Refusals: invalid
/// reason; not_found; conflict already_removed, not_in_this_state; forbidden not_your_file: by who added it, or a
/// head or dispatcher of the holder.
void remove_attachment(db::Tx&, dispute::Dispute&, Id<Attachment>, const RemovalForm&, const identity::Context&);

struct AudienceForm {
    Audience audience = Audience::office;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(AudienceForm, (), (audience, reason))
/// Shows it to others than before, as an event. The reason stands with the file, not in the journal's notes, which
/// more people read. Refusals: not_found; invalid reason, audience; conflict already_removed, not_in_this_state;
/// forbidden not_on_this_dispute: by a mediator of the case, or who keeps the file at the holder.
void change_audience(db::Tx&, dispute::Dispute&, Id<Attachment>, const AudienceForm&, const identity::Context&);

/// A body outside the case is handed these files of the dispute (a court with an application): its staff see them
/// from now on, but for those of the mediators, which stay.
void give(db::Tx&, const dispute::Dispute&, const std::vector<Id<Attachment>>&, Id<identity::Organisation>,
          Instant moment);

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
