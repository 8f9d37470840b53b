// What a picture's head says, read before anything is decoded.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace hemu::picture {

enum class Format { jpeg, png, gif, webp, heic };
std::optional<Format> format_of(std::string_view media_type);

/// Orientation as in EXIF, 1 to 8: how the picture must be turned to stand upright; 1 when nothing says it.
struct Head {
    std::int64_t width = 0;
    std::int64_t height = 0;
    int orientation = 1;
};

/// Of the largest picture within, where there are several. Nothing when the head is not of this format, the file is
/// cut off, or reading it would cost far more than its size says.
std::optional<Head> head_of(std::string_view bytes, Format);

}  // namespace hemu::picture
