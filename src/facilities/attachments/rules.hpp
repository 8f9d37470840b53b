// What may come in as a file.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Everything wrong with the form. Records of the mediation are staff's.
Verdict why_not_upload(const UploadForm&, bool by_staff);

/// The name without folders and control characters, its blanks trimmed.
std::string clean_name(std::string_view);

/// Where a piece begins, as tus says it: digits alone.
std::optional<std::int64_t> offset_in(std::string_view header);

/// Has the mediation rested on a file that came at `added_at`? From the first act in the record after it came,
/// `used_at` being the latest one, or once the case is over it belongs to the papers that are kept in the file
/// (People's Mediation Law art. 27; Personal Information Protection Law art. 47: kept as long as the law demands it).
bool is_in_record(dispute::State, Instant added_at, std::optional<Instant> used_at);

}  // namespace hemu::attachments
