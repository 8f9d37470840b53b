#define ZX_USE_UTF8 1  // ZXing: text() is UTF-8
#include <ZXing/ReadBarcode.h>

#include "opening.hpp"
#include "picture.hpp"

namespace hemu::picture {

static constexpr int longest_read = 2600;  // a sheet of A4 at 220 dots an inch

std::vector<std::string> codes_in(std::string_view bytes, std::string_view media_type) {
    const Image image = opened(bytes, media_type, longest_read);
    if (!image) return {};
    std::vector<std::uint8_t> grey;
    grey.reserve(static_cast<std::size_t>(image->sx) * static_cast<std::size_t>(image->sy));
    for (int y = 0; y < image->sy; ++y)
        for (int x = 0; x < image->sx; ++x) {
            const int pixel = image->tpixels[y][x];
            const int light =
                gdTrueColorGetRed(pixel) * 3 + gdTrueColorGetGreen(pixel) * 6 + gdTrueColorGetBlue(pixel);
            grey.push_back(static_cast<std::uint8_t>(light / 10));
        }
    const ZXing::ImageView view(grey.data(), image->sx, image->sy, ZXing::ImageFormat::Lum);
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    std::vector<std::string> contents;
    try {
        for (const ZXing::Result& one : ZXing::ReadBarcodes(view, hints))
            // What has a zero in it is no text, and no database takes it for one.
            if (one.isValid() && one.text().find('\0') == std::string::npos) contents.push_back(one.text());
    } catch (const std::exception&) {
        return {};  // ZXing throws for content that ends too early
    }
    return contents;
}

}  // namespace hemu::picture
