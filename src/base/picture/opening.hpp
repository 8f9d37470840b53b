#pragma once
#include <gd.h>

#include <memory>
#include <string_view>

namespace hemu::picture {

struct Destroy {
    void operator()(gdImage* image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImage, Destroy>;

/// Upright, on white, at most so long; nothing as jpeg_of says.
Image opened(std::string_view bytes, std::string_view media_type, int longest_side);

}  // namespace hemu::picture
