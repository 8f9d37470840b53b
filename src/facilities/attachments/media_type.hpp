// What the bytes of a file are: by libmagic and an allow list, never by the name.
#pragma once
#include <string_view>

namespace hemu::attachments {

/// One of both. refusal: file_unsupported; file_has_macros; file_encrypted, which nobody could read or scan.
struct MediaType {
    std::string_view type;
    std::string_view refusal;
};

/// Pictures, PDF, sound, film, plain text, office documents. Reads no more of an archive than its directory.
MediaType media_type_of(std::string_view content);

/// Shown in the browser instead of saved: what cannot run anything.
bool is_shown(std::string_view media_type);

}  // namespace hemu::attachments
