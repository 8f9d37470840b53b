#include "picture.hpp"

#include <png.h>

#include <memory>
#include <mutex>
#include <vector>

#include "heads.hpp"
#include "jpeg.hpp"
#include "opening.hpp"

namespace hemu::picture {

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

/// Rows of pixels as libgd has them: 0xAARRGGBB, alpha from 0, seen, to 127, seen through.
struct Raster {
    int width = 0, height = 0;
    std::vector<const int*> rows;
    std::shared_ptr<void> owner;
};

/// By libpng itself, since libgd lets it warn on stderr.
static std::optional<Raster> decoded_png(std::string_view bytes) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size())) return std::nullopt;
    image.format = PNG_FORMAT_BGRA;
    const auto pixels = std::make_shared<std::vector<std::uint32_t>>(std::size_t{image.width} * image.height);
    if (!png_image_finish_read(&image, nullptr, pixels->data(), 0, nullptr)) return std::nullopt;
    for (std::uint32_t& pixel : *pixels) pixel = (pixel & 0xffffff) | (gdAlphaTransparent - (pixel >> 25)) << 24;
    Raster raster{static_cast<int>(image.width), static_cast<int>(image.height), {}, pixels};
    for (std::size_t y = 0; y < image.height; ++y)
        raster.rows.push_back(reinterpret_cast<const int*>(pixels->data() + y * image.width));
    return raster;
}

static std::optional<Raster> decoded(std::string_view bytes, Format format, int longest_side) {
    if (format == Format::png) return decoded_png(bytes);
    const auto decode = format == Format::jpeg   ? gdImageCreateFromJpegPtr
                        : format == Format::gif  ? gdImageCreateFromGifPtr
                        : format == Format::webp ? gdImageCreateFromWebpPtr
                                                 : gdImageCreateFromHeifPtr;
    Image image(format == Format::jpeg ? decoded_jpeg(bytes, longest_side) : nullptr);
    // It is only read.
    if (!image) image.reset(decode(static_cast<int>(bytes.size()), const_cast<char*>(bytes.data())));
    if (!image || (!gdImageTrueColor(image.get()) && !gdImagePaletteToTrueColor(image.get()))) return std::nullopt;
    Raster raster{image->sx, image->sy, {image->tpixels, image->tpixels + image->sy}, nullptr};
    raster.owner = std::shared_ptr<gdImage>(std::move(image));
    return raster;
}

/// The mean of the pixels in [left, right) by [top, bottom), on white.
static int mean(const Raster& raster, int left, int right, int top, int bottom) {
    const int first = raster.rows[static_cast<std::size_t>(top)][left];
    if (right - left == 1 && bottom - top == 1 && gdTrueColorGetAlpha(first) == gdAlphaOpaque) return first;
    std::uint64_t red = 0, green = 0, blue = 0, weight = 0;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x) {
            const int pixel = raster.rows[static_cast<std::size_t>(y)][x];
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

static Image made_small(const Raster& raster, int longest_side, int orientation) {
    const int longest = std::max(raster.width, raster.height), side = std::min(longest, longest_side);
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(static_cast<std::int64_t>(length) * side / longest));
    };
    const int width = scaled(raster.width), height = scaled(raster.height);
    const bool lies = orientation >= 5;
    Image small(gdImageCreateTrueColor(lies ? height : width, lies ? width : height));
    if (!small) return nullptr;
    const auto from = [](int at, int length, int of) {
        return static_cast<int>(static_cast<std::int64_t>(at) * of / length);
    };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto [to_x, to_y] = upright(orientation, x, y, width, height);
            small->tpixels[to_y][to_x] = mean(raster, from(x, width, raster.width), from(x + 1, width, raster.width),
                                              from(y, height, raster.height), from(y + 1, height, raster.height));
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

Image opened(std::string_view bytes, std::string_view media_type, int longest_side) {
    const auto format = format_of(media_type);
    if (!format || bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return nullptr;
    const auto head = head_of(bytes, *format);
    if (!head || head->width < 1 || head->height < 1 || head->width > most_pixels / head->height) return nullptr;
    const std::lock_guard alone(one_at_a_time());
    be_quiet();
    const auto raster = decoded(bytes, *format, longest_side);
    if (!raster || raster->width < 1 || raster->height < 1) return nullptr;
    return made_small(*raster, std::max(1, longest_side), head->orientation);
}

std::optional<std::string> jpeg_of(std::string_view bytes, std::string_view media_type, int longest_side, int quality,
                                   const Overlay& overlay) {
    const Image image = opened(bytes, media_type, longest_side);
    if (!image) return std::nullopt;
    if (overlay) draw_over(*image, overlay);
    int size = 0;
    const std::unique_ptr<void, Free> jpeg(gdImageJpegPtr(image.get(), &size, quality));
    if (!jpeg) return std::nullopt;
    return std::string(static_cast<const char*>(jpeg.get()), static_cast<std::size_t>(size));
}

}  // namespace hemu::picture
