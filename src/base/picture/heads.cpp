#include "heads.hpp"

#include <algorithm>
#include <vector>

namespace hemu::picture {

using namespace std::string_view_literals;

std::optional<Format> format_of(std::string_view media_type) {
    static constexpr std::pair<std::string_view, Format> formats[] = {{"image/jpeg", Format::jpeg},
                                                                      {"image/png", Format::png},
                                                                      {"image/gif", Format::gif},
                                                                      {"image/webp", Format::webp},
                                                                      {"image/heic", Format::heic}};
    for (const auto& [type, format] : formats)
        if (type == media_type) return format;
    return std::nullopt;
}

/// Beyond the end there is nothing.
static std::string_view part(std::string_view bytes, std::size_t at, std::size_t length) {
    return at < bytes.size() ? bytes.substr(at, length) : std::string_view{};
}

/// Numbers out of bytes; beyond the end they are zeros.
class Bytes {
  public:
    Bytes(std::string_view bytes, bool little_endian) : bytes_(bytes), little_endian_(little_endian) {}
    std::uint32_t number(std::size_t at, std::size_t length) const {
        if (at > bytes_.size() || length > bytes_.size() - at) return 0;
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < length; ++i)
            number = number << 8 | static_cast<unsigned char>(bytes_[little_endian_ ? at + length - 1 - i : at + i]);
        return number;
    }

  private:
    std::string_view bytes_;
    bool little_endian_;
};

/// Out of the first directory of a TIFF structure. Source: Exif 2.3, 4.6.4, tag 0x0112.
static int orientation_in(std::string_view exif) {
    if (exif.starts_with("Exif\0\0"sv)) exif.remove_prefix(6);
    if (!exif.starts_with("II"sv) && !exif.starts_with("MM"sv)) return 1;
    const Bytes tiff(exif, exif.starts_with("II"sv));
    const std::size_t directory = tiff.number(4, 4);
    const std::size_t count = tiff.number(directory, 2);
    for (std::size_t i = 0; i < count && directory + 2 + 12 * i < exif.size(); ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        if (tiff.number(entry, 2) != 0x0112) continue;
        const auto orientation = tiff.number(entry + 8, 2);
        return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
    }
    return 1;
}

/// Each scan of a progressive picture passes over all of it: files of a hundred scans are made to keep us busy.
static constexpr int most_scans = 100;

static std::optional<Head> head_of_jpeg(std::string_view bytes) {
    if (!bytes.starts_with("\xFF\xD8"sv)) return std::nullopt;
    const Bytes all(bytes, false);
    Head head;
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        if (bytes[at] != '\xFF') return std::nullopt;
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        const std::size_t length = all.number(at + 2, 2);
        if (marker == 0xE1)
            head.orientation = std::max(head.orientation, orientation_in(part(bytes, at + 4, length)));
        const bool is_frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (is_frame) head.height = all.number(at + 5, 2), head.width = all.number(at + 7, 2);
        if (marker == 0xDA) {
            int scans = 0;
            for (auto scan = at; scan != bytes.npos && scans <= most_scans; ++scans)
                scan = bytes.find("\xFF\xDA"sv, scan + 2);
            const bool is_whole = bytes.find("\xFF\xD9"sv, at) != bytes.npos;
            return is_whole && scans <= most_scans ? std::optional(head) : std::nullopt;
        }
        at += 2 + std::max<std::size_t>(length, 2);
    }
    return std::nullopt;
}

static std::optional<Head> head_of_png(std::string_view bytes) {
    if (!bytes.starts_with("\x89PNG\r\n\x1A\n"sv) || part(bytes, 12, 4) != "IHDR") return std::nullopt;
    const Bytes all(bytes, false);
    Head head{all.number(16, 4), all.number(20, 4), 1};
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        const std::size_t length = all.number(at, 4);
        const auto name = part(bytes, at + 4, 4);
        if (name == "eXIf") head.orientation = orientation_in(part(bytes, at + 8, length));
        if (name == "IEND") return head;
        at += length + 12;
    }
    return std::nullopt;
}

/// Of the screen or the largest frame.
static std::optional<Head> head_of_gif(std::string_view bytes) {
    if (!bytes.starts_with("GIF8"sv)) return std::nullopt;
    const Bytes all(bytes, true);
    const auto colours_after = [&](std::size_t flags_at) -> std::size_t {
        const auto flags = all.number(flags_at, 1);
        return flags & 0x80 ? 3u << ((flags & 7) + 1) : 0;
    };
    Head head{all.number(6, 2), all.number(8, 2), 1};
    std::size_t at = 13 + colours_after(10);
    const auto skip_blocks = [&] {
        while (at < bytes.size() && bytes[at] != '\0') at += 1 + all.number(at, 1);
        ++at;
    };
    for (bool has_frame = false; at < bytes.size();) {
        const char what = bytes[at];
        if (what == ';') return has_frame ? std::optional(head) : std::nullopt;
        if (what == ',') {
            head.width = std::max<std::int64_t>(head.width, all.number(at + 5, 2));
            head.height = std::max<std::int64_t>(head.height, all.number(at + 7, 2));
            at += 11 + colours_after(at + 9);
            has_frame = true;
        } else if (what == '!') {
            at += 2;
        } else {
            return std::nullopt;
        }
        skip_blocks();
    }
    return std::nullopt;
}

static std::optional<Head> head_of_webp(std::string_view bytes) {
    const Bytes all(bytes, true);
    if (!bytes.starts_with("RIFF"sv) || part(bytes, 8, 4) != "WEBP" || bytes.size() < 8 ||
        all.number(4, 4) > bytes.size() - 8)
        return std::nullopt;
    Head head;
    for (std::size_t at = 12; at + 8 <= bytes.size();) {
        const std::size_t length = all.number(at + 4, 4), data = at + 8;
        const auto name = bytes.substr(at, 4);
        std::int64_t width = 0, height = 0;
        if (name == "VP8X") width = all.number(data + 4, 3) + 1, height = all.number(data + 7, 3) + 1;
        if (name == "VP8 ") width = all.number(data + 6, 2) & 0x3FFF, height = all.number(data + 8, 2) & 0x3FFF;
        if (name == "VP8L") {
            const auto sizes = all.number(data + 1, 4);
            width = (sizes & 0x3FFF) + 1, height = (sizes >> 14 & 0x3FFF) + 1;
        }
        if (name == "EXIF") head.orientation = orientation_in(part(bytes, data, length));
        head.width = std::max(head.width, width);
        head.height = std::max(head.height, height);
        at = data + length + length % 2;
    }
    return head;
}

/// Boxes of ISO 14496-12, items of ISO 23008-12. The library turns these pictures itself, as their irot and imir say;
/// what EXIF says besides does not count (ISO 23008-12, 6.5.10).
class Heic {
  public:
    explicit Heic(std::string_view bytes) : bytes_(bytes), all_(bytes, false) {}

    std::optional<Head> head() {
        if (part(bytes_, 4, 4) != "ftyp" || !walk(0, bytes_.size()) || has_overlay_) return std::nullopt;
        if (!grids_.empty()) read_places();
        return head_;
    }

  private:
    std::string_view bytes_;
    Bytes all_;
    Head head_;
    int depth_ = 0;             ///< meta, iprp, ipco: deeper goes nobody but to make us fall
    bool has_overlay_ = false;  ///< its size stands in its data; cameras make none
    std::size_t data_ = 0;      ///< where the box idat begins
    std::size_t places_ = 0;    ///< where the box iloc begins
    std::vector<std::uint32_t> grids_;

    bool walk(std::size_t at, std::size_t end) {
        if (++depth_ > 4) return false;
        while (at + 8 <= end) {
            const std::size_t said = all_.number(at, 4), size = said == 0 ? end - at : said;
            if (size < 8 || size > end - at || !read(part(bytes_, at + 4, 4), at + 8, at + size)) return false;
            at += size;
        }
        --depth_;
        return at == end;
    }

    bool read(std::string_view name, std::size_t at, std::size_t end) {
        if (name == "meta") return walk(at + 4, end);
        if (name == "iprp" || name == "ipco") return walk(at, end);
        if (name == "iinf") return walk(at + (all_.number(at, 1) == 0 ? 6 : 8), end);
        if (name == "ispe") add(all_.number(at + 4, 4), all_.number(at + 8, 4));
        if (name == "idat") data_ = at;
        if (name == "iloc") places_ = at;
        if (name == "infe") {
            const std::size_t wide = all_.number(at, 1) >= 3 ? 4 : 2;
            const auto type = part(bytes_, at + 6 + wide, 4);
            if (type == "grid") grids_.push_back(all_.number(at + 4, wide));
            has_overlay_ |= type == "iovl";
        }
        return true;
    }

    void add(std::int64_t width, std::int64_t height) {
        head_.width = std::max(head_.width, width);
        head_.height = std::max(head_.height, height);
    }

    /// A grid says its size in its data, wherever that lies.
    void read_places() {
        std::size_t at = places_;
        const auto next = [&](std::size_t length) {
            at += length;
            return all_.number(at - length, length);
        };
        const auto version = next(4) >> 24;
        const auto sizes = next(2);
        const std::size_t offset_size = sizes >> 12, length_size = sizes >> 8 & 15, base_size = sizes >> 4 & 15,
                          index_size = version ? sizes & 15 : 0, id_size = version < 2 ? 2 : 4;
        for (auto items = next(id_size); items > 0 && at < bytes_.size(); --items) {
            const auto id = next(id_size);
            const auto method = version ? next(2) & 15 : 0;
            next(2);
            const std::size_t base = next(base_size) + (method == 1 ? data_ : 0);
            for (auto extents = next(2); extents > 0 && at < bytes_.size(); --extents) {
                next(index_size);
                const std::size_t place = base + next(offset_size);
                next(length_size);
                if (std::find(grids_.begin(), grids_.end(), id) != grids_.end()) add_grid(place);
            }
        }
    }
    void add_grid(std::size_t at) {
        const std::size_t wide = all_.number(at + 1, 1) & 1 ? 4 : 2;
        add(all_.number(at + 4, wide), all_.number(at + 4 + wide, wide));
    }
};

std::optional<Head> head_of(std::string_view bytes, Format format) {
    switch (format) {
        case Format::jpeg:
            return head_of_jpeg(bytes);
        case Format::png:
            return head_of_png(bytes);
        case Format::gif:
            return head_of_gif(bytes);
        case Format::webp:
            return head_of_webp(bytes);
        case Format::heic:
            return Heic(bytes).head();
    }
    return std::nullopt;
}

}  // namespace hemu::picture
