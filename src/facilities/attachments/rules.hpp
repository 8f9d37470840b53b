// What may come in as a file.
#pragma once
#include "attachments.hpp"

namespace hemu::attachments {

/// Everything wrong with the form. Records of the mediation are staff's.
Verdict why_not_upload(const UploadForm&, bool by_staff);

/// The name without folders and control characters, its blanks trimmed.
std::string clean_name(std::string_view);

/// The type by what the bytes begin with, never by the name; empty when it is none that the desk takes: pictures,
/// PDF, sound, film, plain text, office documents.
std::string_view media_type_of(std::string_view content);

/// Shown in the browser instead of saved: what cannot run anything.
bool is_shown(std::string_view media_type);

}  // namespace hemu::attachments
