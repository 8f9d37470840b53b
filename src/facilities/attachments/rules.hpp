// What may come in as a file, and for whom.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Everything wrong with the form. Records of the mediation are staff's.
Verdict why_not_upload(const UploadForm&, bool by_staff);

/// Who says for whom a file is: a party of a side, an applicant, or staff.
struct Chooser {
    std::optional<dispute::Side> side;
    bool applies = false;
    bool mediates = false;  ///< this dispute
};
Audience usual_audience(const Chooser&);
std::vector<Audience> choices_of(const Chooser&);
Verdict why_not_audience(const Chooser&, std::optional<Audience> wanted);
/// Of a change: without a reason, to what it is, or to a talk that is not his.
Verdict why_not_change(Audience now, const AudienceForm&, const Chooser&);

/// Marks each file whose content an older one has that is still there, in the list or beside it.
void mark_same(std::vector<AttachmentView>&, const std::vector<AttachmentView>& beside = {});

/// Whether the reader's name stands across what he is shown: pictures and PDF of private and restricted cases, of one
/// side and of the mediators (domain facts 2.18).
bool is_marked(dispute::Secrecy, Audience, std::string_view media_type);

/// The name without folders and control characters, its blanks trimmed.
std::string clean_name(std::string_view);

/// Where a piece begins, as tus says it: digits alone.
std::optional<std::int64_t> offset_in(std::string_view header);

/// Has the mediation rested on a file that came at `added_at`? From the first act in the record after it came,
/// `used_at` being the latest one, or once the case is over it belongs to the papers that are kept in the file
/// (People's Mediation Law art. 27; Personal Information Protection Law art. 47: kept as long as the law demands it).
bool is_in_record(dispute::State, Instant added_at, std::optional<Instant> used_at);

}  // namespace hemu::attachments
