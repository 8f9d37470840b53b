#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include <algorithm>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <stdexcept>

#include "binding.hpp"
#include "drawing.hpp"

namespace hemu::pdf {

namespace {

constexpr double side = points(20), top = points(15), bottom = points(18), caption_room = points(9);

struct Frame {
    long long width = 0;
    long long height = 0;
    int components = 0;
};

/// ITU T.81, annex B: segments of a marker and a length, until the first frame.
Frame frame_of(std::string_view jpeg) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(jpeg[at]); };
    if (jpeg.size() < 4 || byte(0) != 0xff || byte(1) != 0xd8) throw std::runtime_error("no JPEG");
    for (std::size_t at = 2; at + 9 < jpeg.size();) {
        const unsigned marker = byte(at + 1);
        if (byte(at) != 0xff) break;
        if (marker >= 0xc0 && marker <= 0xc2)
            return {byte(at + 7) << 8 | byte(at + 8), byte(at + 5) << 8 | byte(at + 6), byte(at + 9)};
        at += 2 + (std::size_t{byte(at + 2)} << 8 | byte(at + 3));
    }
    throw std::runtime_error("a JPEG without a frame");
}

QPDFObjectHandle image_of(QPDF& file, const std::string& jpeg, const Frame& frame) {
    if (frame.width <= 0 || frame.height <= 0 || (frame.components != 1 && frame.components != 3))
        throw std::runtime_error("a JPEG that no paper shows");
    auto image = QPDFObjectHandle::newStream(&file);
    image.replaceStreamData(jpeg, QPDFObjectHandle::newName("/DCTDecode"), QPDFObjectHandle::newNull());
    auto about = QPDFObjectHandle::parse(
        fmt::format("<< /Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /{} /BitsPerComponent 8 >>",
                    frame.width, frame.height, frame.components == 1 ? "DeviceGray" : "DeviceRGB"));
    for (const auto& [key, value] : about.getDictAsMap()) image.getDict().replaceKey(key, value);
    return image;
}

/// In the middle of a room, never larger than 72 pixels an inch.
std::string placed(const Frame& frame, std::string_view caption, const std::string& name, double below,
                   double height) {
    const double room_width = a4_width - 2 * side, room_height = height - caption_room;
    const auto wide = static_cast<double>(frame.width), high = static_cast<double>(frame.height);
    const double scale = std::min({room_width / wide, room_height / high, 1.0});
    const double y = below + caption_room + (room_height - high * scale) / 2;
    return fmt::format("q {:.2f} 0 0 {:.2f} {:.2f} {:.2f} cm {} Do Q\n", wide * scale, high * scale,
                       (a4_width - wide * scale) / 2, y, name) +
           drawn(caption, 10.5, side, y - points(5.5), room_width);
}

}  // namespace

std::string photo_pages(const std::vector<Photo>& photos) {
    QPDF file;
    file.emptyPDF();
    const double height = (a4_height - top - bottom) / static_cast<double>(photos_a_page);
    for (std::size_t first = 0; first < photos.size(); first += photos_a_page) {
        auto page = file.makeIndirectObject(QPDFObjectHandle::parse(fmt::format(
            "<< /Type /Page /MediaBox [0 0 {:.2f} {:.2f}] /Resources << /XObject << >> >> >>", a4_width, a4_height)));
        std::string content;
        for (std::size_t at = first; at < std::min(first + photos_a_page, photos.size()); ++at) {
            const Frame frame = frame_of(photos[at].jpeg);
            const std::string name = fmt::format("/Photo{}", at);
            page.getKey("/Resources").getKey("/XObject").replaceKey(name, image_of(file, photos[at].jpeg, frame));
            const double row = static_cast<double>(at - first);
            content += placed(frame, photos[at].caption, name, a4_height - top - height * (row + 1), height);
        }
        page.replaceKey("/Contents", QPDFObjectHandle::newStream(&file, content));
        QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(page), false);
    }
    return bytes_of(file);
}

}  // namespace hemu::pdf
