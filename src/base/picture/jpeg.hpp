// JPEG, of which libjpeg needs to decode no more than is shown: a photograph in a quarter of gd's time.
#pragma once
#include <gd.h>

#include <string_view>

namespace hemu::picture {

/// A half, quarter or eighth of the picture, where that is still at least as long as is asked for. Nothing when it
/// cannot be read, or has the four inks of printers.
gdImagePtr decoded_jpeg(std::string_view bytes, int longest_side);

}  // namespace hemu::picture
