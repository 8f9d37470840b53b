#include "picture.hpp"

#define ZX_USE_UTF8 1  // ZXing: text() is UTF-8
#include <ZXing/BitMatrix.h>
#include <ZXing/CharacterSet.h>
#include <ZXing/MultiFormatWriter.h>
#include <gd.h>
#include <gmock/gmock.h>

#include <map>
#include <memory>

#include "heads.hpp"
#include "mutations.hpp"

namespace hemu::picture {

using namespace std::string_literals;
using namespace std::string_view_literals;
using Image = std::unique_ptr<gdImage, decltype(&gdImageDestroy)>;

/// Red above left, green above right, blue below left, white below right.
static Image corners(int width, int height) {
    Image image(gdImageCreateTrueColor(width, height), gdImageDestroy);
    const int half = width / 2, middle = height / 2;
    gdImageFilledRectangle(image.get(), 0, 0, half - 1, middle - 1, 0xff0000);
    gdImageFilledRectangle(image.get(), half, 0, width - 1, middle - 1, 0x00ff00);
    gdImageFilledRectangle(image.get(), 0, middle, half - 1, height - 1, 0x0000ff);
    gdImageFilledRectangle(image.get(), half, middle, width - 1, height - 1, 0xffffff);
    return image;
}

template <class... More>
static std::string encoded(void* (*encode)(gdImagePtr, int*, More...), const Image& image, More... more) {
    int size = 0;
    void* bytes = encode(image.get(), &size, more...);
    std::string text(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    gdFree(bytes);
    return text;
}

static std::string jpeg(int width, int height) { return encoded(gdImageJpegPtr, corners(width, height), 95); }

static Image opened(const std::string& bytes) {
    return {gdImageCreateFromJpegPtr(static_cast<int>(bytes.size()), const_cast<char*>(bytes.data())),
            gdImageDestroy};
}

/// The colours of the corners, clockwise from above left: r g b, white is w, anything else a dot.
static std::string corners_of(const std::string& bytes) {
    const Image image = opened(bytes);
    const int right = image->sx - 1 - image->sx / 8, below = image->sy - 1 - image->sy / 8;
    const int left = image->sx / 8, above = image->sy / 8;
    std::string colours;
    for (const auto& [x, y] : {std::pair(left, above), {right, above}, {right, below}, {left, below}}) {
        const int pixel = gdImageGetPixel(image.get(), x, y);
        const auto lit = [&](int shift) { return ((pixel >> shift) & 0xff) > 160; };
        const int bits = lit(16) * 4 + lit(8) * 2 + lit(0);
        colours += bits == 4 ? 'r' : bits == 2 ? 'g' : bits == 1 ? 'b' : bits == 7 ? 'w' : '.';
    }
    return colours;
}

/// An EXIF block that says this orientation, in the order of bytes of a Motorola or an Intel.
static std::string exif(int orientation, bool little_endian) {
    const auto number = [&](int value, int length) {
        std::string bytes(static_cast<std::size_t>(length), '\0');
        for (int i = 0; i < length; ++i)
            bytes[static_cast<std::size_t>(little_endian ? i : length - 1 - i)] = static_cast<char>(value >> 8 * i);
        return bytes;
    };
    return (little_endian ? "II" : "MM") + number(42, 2) + number(8, 4) + number(2, 2) +
           // Another entry first: the width.
           number(0x0100, 2) + number(3, 2) + number(1, 4) + number(60, 2) + number(0, 2) +  //
           number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + number(0, 2) + number(0, 4) +
           "GPS 29.84N 114.32E";
}

static std::string with_exif(const std::string& jpeg, const std::string& exif) {
    const std::string block = std::string("Exif\0\0"sv) + exif;
    const auto length = block.size() + 2;
    return jpeg.substr(0, 2) + "\xFF\xE1" + static_cast<char>(length >> 8) + static_cast<char>(length) + block +
           jpeg.substr(2);
}

TEST(Picture, is_small_and_never_larger_than_it_was) {
    const auto small = jpeg_of(jpeg(640, 400), "image/jpeg", 320, 80);
    ASSERT_TRUE(small);
    EXPECT_EQ(opened(*small)->sx, 320);
    EXPECT_EQ(opened(*small)->sy, 200);
    EXPECT_EQ(corners_of(*small), "rgwb");
    const auto same = jpeg_of(jpeg(60, 40), "image/jpeg", 320, 80);
    EXPECT_EQ(opened(same.value())->sx, 60);
    EXPECT_EQ(opened(jpeg_of(jpeg(2000, 1), "image/jpeg", 100, 80).value())->sy, 1);
}

TEST(Picture, stands_upright_however_the_camera_was_held) {
    static constexpr const char* shown[] = {"rgwb", "grbw", "wbrg", "bwgr", "rbwg", "brgw", "wgrb", "gwbr"};
    for (int orientation = 1; orientation <= 8; ++orientation)
        for (const bool little_endian : {false, true}) {
            const auto bytes = with_exif(jpeg(120, 80), exif(orientation, little_endian));
            const auto made = jpeg_of(bytes, "image/jpeg", 60, 90);
            ASSERT_TRUE(made);
            EXPECT_EQ(corners_of(*made), shown[orientation - 1]) << orientation;
            EXPECT_EQ(opened(*made)->sx, orientation < 5 ? 60 : 40) << orientation;
        }
}

TEST(Picture, keeps_nothing_of_what_the_camera_wrote) {
    const auto made = jpeg_of(with_exif(jpeg(120, 80), exif(6, true)), "image/jpeg", 320, 90).value();
    EXPECT_THAT(made, testing::Not(testing::HasSubstr("Exif")));
    EXPECT_THAT(made, testing::Not(testing::HasSubstr("GPS")));
}

TEST(Picture, is_read_in_each_format) {
    EXPECT_EQ(corners_of(jpeg_of(encoded(gdImagePngPtr, corners(80, 60)), "image/png", 40, 90).value()), "rgwb");
    EXPECT_EQ(corners_of(jpeg_of(encoded(gdImageWebpPtr, corners(80, 60)), "image/webp", 40, 90).value()), "rgwb");
    const Image few = corners(80, 60);
    gdImageTrueColorToPalette(few.get(), 0, 16);
    EXPECT_EQ(corners_of(jpeg_of(encoded(gdImageGifPtr, few), "image/gif", 40, 90).value()), "rgwb");
    const auto heic =
        encoded<int, gdHeifCodec, gdHeifChroma>(gdImageHeifPtrEx, corners(128, 64), 90, GD_HEIF_CODEC_HEVC, "444");
    EXPECT_EQ(corners_of(jpeg_of(heic, "image/heic", 64, 90).value()), "rgwb");
}

TEST(Picture, is_drawn_over) {
    const auto half = [](int width, int height) {
        std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width * height));
        std::fill(pixels.begin(), pixels.begin() + static_cast<std::ptrdiff_t>(pixels.size() / 2), 0xFFFFFFFF);
        return pixels;
    };
    EXPECT_EQ(corners_of(jpeg_of(jpeg(80, 60), "image/jpeg", 80, 95, half).value()), "wwwb");
}

TEST(Picture, turns_what_is_seen_through_white) {
    const Image clear = corners(40, 40);
    gdImageAlphaBlending(clear.get(), 0);
    gdImageSaveAlpha(clear.get(), 1);
    gdImageFilledRectangle(clear.get(), 0, 0, 19, 19, gdTrueColorAlpha(0, 0, 0, gdAlphaTransparent));
    EXPECT_EQ(corners_of(jpeg_of(encoded(gdImagePngPtr, clear), "image/png", 40, 95).value()), "wgwb");
}

TEST(Picture, is_none_when_it_cannot_be_read_and_nothing_is_printed_of_it) {
    testing::internal::CaptureStderr();
    const auto whole = jpeg(200, 200), png = encoded(gdImagePngPtr, corners(200, 200));
    const auto webp = encoded(gdImageWebpPtr, corners(200, 200));
    const auto heic =
        encoded<int, gdHeifCodec, gdHeifChroma>(gdImageHeifPtrEx, corners(128, 64), 90, GD_HEIF_CODEC_HEVC, "444");
    const std::pair<std::string, std::string_view> all[] = {
        {whole, "image/jpeg"}, {png, "image/png"}, {webp, "image/webp"}, {heic, "image/heic"}};
    for (const auto& [bytes, type] : all)
        for (const std::size_t part : {0, 1, 3, 8, 20})
            EXPECT_FALSE(jpeg_of(std::string_view(bytes).substr(0, bytes.size() * part / 21), type, 320, 80))
                << type << " " << part;
    EXPECT_FALSE(jpeg_of(whole, "image/png", 320, 80)) << "not what it says";
    EXPECT_FALSE(jpeg_of("%PDF-1.7", "application/pdf", 320, 80));
    auto damaged = png;
    for (std::size_t at = 60; at < damaged.size() - 20; ++at) damaged[at] = 'x';
    EXPECT_FALSE(jpeg_of(damaged, "image/png", 320, 80));
    for (std::size_t at = 0; at < png.size(); ++at) {
        damaged = png;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        jpeg_of(damaged, "image/png", 320, 80);
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

/// A HEIC file whose picture is put together of others, and says how large it will be in its data alone.
static std::string heic_of_a_grid(std::string_view size) {
    const auto box = [](std::string_view name, std::string_view content) {
        const auto length = content.size() + 8;
        return std::string("\0\0"sv) + static_cast<char>(length >> 8) + static_cast<char>(length) +
               std::string(name) + std::string(content);
    };
    const auto item = box("infe", "\2\0\0\0\0\7\0\0grid\0"sv);
    const auto items = box("iinf", std::string("\0\0\0\0\0\1"sv) + item);
    const auto places = box("iloc", "\1\0\0\0\x44\0\0\1\0\7\0\1\0\0\0\1\0\0\0\0\0\0\0\x0C"sv);
    const auto data = box("idat", std::string("\0\1\x7F\x7F"sv) + std::string(size));
    return box("ftyp", "heic") + box("meta", std::string("\0\0\0\0"sv) + items + places + data);
}

TEST(Picture, of_a_bomb_is_not_begun) {
    const auto head = head_of(heic_of_a_grid("\0\0\x7F\xFF\0\0\x40\0"sv), Format::heic).value();
    EXPECT_EQ(head.width, 0x7FFF);
    EXPECT_EQ(head.height, 0x4000);
    auto png = encoded(gdImagePngPtr, corners(8, 8));
    png.replace(16, 8, "\0\0\xFF\xFF\0\0\xFF\xFF"sv);
    EXPECT_FALSE(jpeg_of(png, "image/png", 320, 80));
    auto picture = jpeg(8, 8);
    const auto frame = picture.find("\xFF\xC0"sv);
    ASSERT_NE(frame, std::string::npos);
    picture.replace(frame + 5, 4, "\xFF\xFF\xFF\xFF"sv);
    EXPECT_FALSE(jpeg_of(picture, "image/jpeg", 320, 80));
    std::string gif = encoded(gdImageGifPtr, corners(8, 8));
    gif.replace(6, 4, "\xFF\xFF\xFF\xFF"sv);
    EXPECT_FALSE(jpeg_of(gif, "image/gif", 320, 80));
    std::string nested =
        "\0\0\0\x08"
        "ftyp"s;
    for (std::size_t left = 4'800'000; left > 0; left -= 12) {
        for (int shift = 24; shift >= 0; shift -= 8) nested += static_cast<char>(left >> shift);
        nested += "meta\0\0\0\0"sv;
    }
    EXPECT_FALSE(jpeg_of(nested, "image/heic", 320, 80));
    auto scans = jpeg(8, 8);
    const std::string scan = "\xFF\xDA";
    std::string many;
    for (int i = 0; i < 200; ++i) many += scan;
    scans.insert(scans.size() - 2, many);
    EXPECT_FALSE(jpeg_of(scans, "image/jpeg", 320, 80));
}

TEST(Picture, that_was_changed_is_read_or_left) {
    const std::pair<std::string, std::string_view> samples[] = {
        {with_exif(jpeg(24, 16), exif(6, true)), "image/jpeg"},
        {encoded(gdImagePngPtr, corners(24, 16)), "image/png"},
        {encoded(gdImageGifPtr, corners(24, 16)), "image/gif"},
        {encoded(gdImageWebpPtr, corners(24, 16)), "image/webp"},
    };
    for (const auto& [sample, type] : samples) {
        int read = 0;
        Mutations pictures({sample}, {"\xFF\xC0", "\xFF\xC2", "\xFF\xDA", "Exif", "IDAT", "PLTE", "VP8X", "ANMF"});
        for (int i = 0; i < 5'000; ++i) {
            const auto made = jpeg_of(pictures.next(), type, 12, 60);
            read += made.has_value();
            EXPECT_TRUE(!made || made->starts_with("\xFF\xD8"));
        }
        EXPECT_GT(read, 0) << type;
    }
}

using ZXing::BitMatrix;
using ZXing::CharacterSet;

/// Its modules, with the margin that belongs to it.
static BitMatrix code_of(const std::string& words, CharacterSet encoding = CharacterSet::UTF8) {
    return ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
        .setEncoding(encoding)
        .setEccLevel(0)
        .setMargin(4)
        .encode(words, 0, 0);
}

static Image drawn(const BitMatrix& code, int scale = 3) {
    Image image(gdImageCreateTrueColor(code.width() * scale, code.height() * scale), gdImageDestroy);
    for (int y = 0; y < image->sy; ++y)
        for (int x = 0; x < image->sx; ++x) image->tpixels[y][x] = code.get(x / scale, y / scale) ? 0 : 0xffffff;
    return image;
}

TEST(Codes, in_pictures_are_read) {
    const Image code = drawn(code_of("H1.一.码"));
    EXPECT_THAT(codes_in(encoded(gdImagePngPtr, code), "image/png"), testing::ElementsAre("H1.一.码"));
    EXPECT_THAT(codes_in(encoded(gdImageJpegPtr, code, 90), "image/jpeg"), testing::ElementsAre("H1.一.码"));
}

TEST(Codes, in_pictures_that_were_changed_are_read_or_left) {
    const Image code = drawn(code_of("https://hemu.example/check/ABCD"), 2);
    const std::pair<std::string, std::string_view> samples[] = {
        {encoded(gdImageJpegPtr, code, 60), "image/jpeg"},
        {encoded(gdImagePngPtr, code), "image/png"},
    };
    for (const auto& [sample, type] : samples) {
        Mutations pictures({sample}, {"\xFF\xC0", "\xFF\xC4", "\xFF\xDA", "\xFF\xDB", "IDAT", "PLTE", "IHDR"});
        std::size_t read = 0;
        for (int i = 0; i < 10'000; ++i) read += codes_in(pictures.next(), type).size();
        EXPECT_GT(read, 0U) << type;
    }
}

/// What ISO/IEC 18004 says of mask and error correction, beside the finder above left.
static std::string format_of(const BitMatrix& code) {
    std::string bits;
    for (int at = 0; at < 6; ++at) bits += code.get(12, 4 + at) ? '1' : '0';
    for (int at = 0; at < 6; ++at) bits += code.get(4 + at, 12) ? '1' : '0';
    return bits;
}

/// Codes of one size and mask, of all modes that are written.
static std::vector<std::vector<BitMatrix>> codes_alike() {
    std::map<std::string, std::vector<BitMatrix>> alike;
    for (int i = 0; i < 60; ++i) {
        const std::string number = std::to_string(100'000 + i * 7'919);
        for (const auto& [words, encoding] : {std::pair(number + number + number, CharacterSet::Unknown),
                                              {"HEMU/CHECK " + number, CharacterSet::Unknown},
                                              {"hemu/check/" + number, CharacterSet::Unknown},
                                              {"\u548c\u7766" + number, CharacterSet::UTF8},
                                              {"\u548c\u7766" + number, CharacterSet::GB18030},
                                              {"\u548c\u4eba\u6c11\u6771\u4eac", CharacterSet::Shift_JIS}}) {
            BitMatrix code = code_of(words, encoding);
            alike[std::to_string(code.width()) + format_of(code)].push_back(std::move(code));
        }
    }
    std::vector<std::vector<BitMatrix>> groups;
    for (auto& [format, codes] : alike)
        if (codes.size() > 10) groups.push_back(std::move(codes));
    return groups;
}

/// Error correction is linear: of three codes whose size and mask are the same, the modules that are dark in one or
/// in three are again a code without an error, of content that no writer writes.
TEST(Codes, of_any_content_are_read_or_left) {
    const auto groups = codes_alike();
    ASSERT_FALSE(groups.empty());
    std::mt19937_64 dice(4212);
    const auto below = [&](std::size_t end) { return std::size_t{dice()} % end; };
    std::size_t read = 0;
    for (int i = 0; i < 5'000; ++i) {
        const auto& codes = groups[below(groups.size())];
        BitMatrix mixed = codes[below(codes.size())].copy();
        for (int other = 0; other < 2; ++other) {
            const BitMatrix& code = codes[below(codes.size())];
            for (int y = 0; y < mixed.height(); ++y)
                for (int x = 0; x < mixed.width(); ++x) mixed.set(x, y, mixed.get(x, y) != code.get(x, y));
        }
        for (const std::string& words : codes_in(encoded(gdImagePngPtr, drawn(mixed, 2)), "image/png")) {
            ++read;
            EXPECT_EQ(words.find('\0'), std::string::npos) << i;
        }
    }
    EXPECT_GT(read, 0U);
}

}  // namespace hemu::picture
