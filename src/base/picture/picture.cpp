#include "picture.hpp"

#include <gd.h>

#include <memory>
#include <mutex>
#include <vector>

#include "heads.hpp"
#include "jpeg.hpp"

namespace hemu::picture {

struct Destroy {
    void operator()(gdImage* image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImage, Destroy>;

struct Free {
    void operator()(void* bytes) const { gdFree(bytes); }
};

static std::mutex& one_at_a_time() {
    static std::mutex mutex;
    return mutex;
}

/// Broken pictures are nothing that a server's log wants to hear of.
static void be_quiet() {
    static const bool once = (gdSetErrorMethod([](int, const char*, va_list) {}), true);
    (void)once;
}

static Image decoded(std::string_view bytes, Format format) {
    using Decode = gdImagePtr (*)(int, void*);
    const auto decode = [&]() -> Decode {
        switch (format) {
            case Format::jpeg:
                return gdImageCreateFromJpegPtr;
            case Format::png:
                return gdImageCreateFromPngPtr;
            case Format::gif:
                return gdImageCreateFromGifPtr;
            case Format::webp:
                return gdImageCreateFromWebpPtr;
            case Format::heic:
                return gdImageCreateFromHeifPtr;
        }
        return nullptr;
    }();
    // It is only read.
    Image image(decode(static_cast<int>(bytes.size()), const_cast<char*>(bytes.data())));
    if (image && !gdImageTrueColor(image.get()) && !gdImagePaletteToTrueColor(image.get())) return nullptr;
    return image;
}

/// The mean of the pixels in [left, right) by [top, bottom), on white.
static int mean(const gdImage& image, int left, int right, int top, int bottom) {
    std::uint64_t red = 0, green = 0, blue = 0, weight = 0;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x) {
            const int pixel = image.tpixels[y][x];
            const auto seen = static_cast<std::uint64_t>(gdAlphaTransparent - gdTrueColorGetAlpha(pixel));
            const std::uint64_t white = 255 * (gdAlphaTransparent - seen);
            red += static_cast<std::uint64_t>(gdTrueColorGetRed(pixel)) * seen + white;
            green += static_cast<std::uint64_t>(gdTrueColorGetGreen(pixel)) * seen + white;
            blue += static_cast<std::uint64_t>(gdTrueColorGetBlue(pixel)) * seen + white;
            weight += gdAlphaTransparent;
        }
    return gdTrueColor(static_cast<int>(red / weight), static_cast<int>(green / weight),
                       static_cast<int>(blue / weight));
}

/// Where the pixel (x, y) of a picture of this width and height stands once it is upright.
static std::pair<int, int> upright(int orientation, int x, int y, int width, int height) {
    const int from_right = width - 1 - x, from_below = height - 1 - y;
    switch (orientation) {
        case 2:
            return {from_right, y};
        case 3:
            return {from_right, from_below};
        case 4:
            return {x, from_below};
        case 5:
            return {y, x};
        case 6:
            return {from_below, x};
        case 7:
            return {from_below, from_right};
        case 8:
            return {y, from_right};
        default:
            return {x, y};
    }
}

static Image made_small(const gdImage& image, int longest_side, int orientation) {
    const int longest = std::max(image.sx, image.sy), side = std::min(longest, longest_side);
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(static_cast<std::int64_t>(length) * side / longest));
    };
    const int width = scaled(image.sx), height = scaled(image.sy);
    const bool lies = orientation >= 5;
    Image small(gdImageCreateTrueColor(lies ? height : width, lies ? width : height));
    if (!small) return nullptr;
    const auto from = [](int at, int length, int of) {
        return static_cast<int>(static_cast<std::int64_t>(at) * of / length);
    };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto [to_x, to_y] = upright(orientation, x, y, width, height);
            small->tpixels[to_y][to_x] = mean(image, from(x, width, image.sx), from(x + 1, width, image.sx),
                                              from(y, height, image.sy), from(y + 1, height, image.sy));
        }
    return small;
}

static void draw_over(gdImage& image, const Overlay& overlay) {
    const auto pixels = overlay(image.sx, image.sy);
    std::size_t at = 0;
    for (int y = 0; y < image.sy; ++y)
        for (int x = 0; x < image.sx; ++x, ++at) {
            const std::uint32_t above = pixels.at(at), through = 255 - (above >> 24);
            if (above == 0) continue;
            const auto below = static_cast<std::uint32_t>(image.tpixels[y][x]);
            const auto part = [&](int shift) {
                const std::uint32_t sum = (above >> shift & 0xff) + (below >> shift & 0xff) * through / 255;
                return std::min<std::uint32_t>(sum, 255) << shift;
            };
            image.tpixels[y][x] = static_cast<int>(part(16) | part(8) | part(0));
        }
}

std::optional<std::string> jpeg_of(std::string_view bytes, std::string_view media_type, int longest_side, int quality,
                                   const Overlay& overlay) {
    const auto format = format_of(media_type);
    if (!format || bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return std::nullopt;
    const auto head = head_of(bytes, *format);
    if (!head || head->width < 1 || head->height < 1 || head->width > most_pixels / head->height) return std::nullopt;
    const std::lock_guard alone(one_at_a_time());
    be_quiet();
    Image image(*format == Format::jpeg ? decoded_jpeg(bytes, longest_side) : nullptr);
    if (!image) image = decoded(bytes, *format);
    if (image) image = made_small(*image, std::max(1, longest_side), head->orientation);
    if (!image) return std::nullopt;
    if (overlay) draw_over(*image, overlay);
    int size = 0;
    const std::unique_ptr<void, Free> jpeg(gdImageJpegPtr(image.get(), &size, quality));
    if (!jpeg) return std::nullopt;
    return std::string(static_cast<const char*>(jpeg.get()), static_cast<std::size_t>(size));
}

}  // namespace hemu::picture
