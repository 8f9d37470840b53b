// 图片 Pictures as people bring them, made smaller: for lists, for the dossier, for a look.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::picture {

/// Pictures with more are not decoded: a few bytes may claim to be gigabytes.
inline constexpr std::int64_t most_pixels = 64'000'000;

/// What is drawn over a picture of this size, in rows: 0xAARRGGBB, the colours multiplied by the alpha.
using Overlay = std::function<std::vector<std::uint32_t>(int width, int height)>;

/// The picture as JPEG, at most `longest_side` pixels wide and high, never larger than it was; upright, on white, and
/// without what its camera wrote into it (place, device). quality: 1 to 100. media_type: of JPEG, PNG, GIF, WebP or
/// HEIC; nothing for another, and for what cannot be read, is cut off, or has more than most_pixels. One at a time in
/// the whole program, since a picture is up to 256 MB while it is read.
std::optional<std::string> jpeg_of(std::string_view bytes, std::string_view media_type, int longest_side, int quality,
                                   const Overlay& = {});

/// What the QR codes in a picture say, in no order; however the picture is turned.
std::vector<std::string> codes_in(std::string_view bytes, std::string_view media_type);

}  // namespace hemu::picture
