#include "media_type.hpp"

#include <magic.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "admission.hpp"
#include "office.hpp"
#include "text.hpp"

namespace hemu::attachments {

using namespace std::string_view_literals;

/// libmagic's data, of which threads take turns: a cookie serves one call at a time, and has 9 MB in memory. Office
/// documents are looked at by us, and what programs are written in is told by our own rule of texts.
class Cookie {
  public:
    Cookie() : cookie_(magic_open(flags), magic_close) {
        if (!cookie_) throw std::runtime_error("libmagic does not start");
        if (magic_load(cookie_.get(), nullptr) != 0) throw std::runtime_error(magic_error(cookie_.get()));
    }
    std::string type_of(std::string_view bytes) {
        const std::lock_guard lock(mutex_);
        const char* type = magic_buffer(cookie_.get(), bytes.data(), bytes.size());
        return type ? type : "";
    }

  private:
    static constexpr int flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_ELF |
                                 MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_JSON;
    std::mutex mutex_;
    std::unique_ptr<magic_set, decltype(&magic_close)> cookie_;
};

static Cookie& cookie() {
    static Cookie one;
    return one;
}

std::string why_no_media_types() {
    try {
        cookie();
        return "";
    } catch (const std::exception& fault) {
        return fault.what();
    }
}

struct Allowed {
    std::string_view by_libmagic;
    std::string_view type;
};

// What browsers call it stands right.
static constexpr Allowed allowed[] = {
    {"image/jpeg", "image/jpeg"},
    {"image/png", "image/png"},
    {"image/gif", "image/gif"},
    {"image/webp", "image/webp"},
    {"image/heic", "image/heic"},
    {"image/heif", "image/heic"},
    {"application/pdf", "application/pdf"},
    {"audio/mpeg", "audio/mpeg"},
    {"audio/x-wav", "audio/wav"},
    {"audio/amr", "audio/amr"},
    {"audio/x-m4a", "audio/mp4"},
    {"audio/mp4", "audio/mp4"},
    {"audio/x-hx-aac-adts", "audio/aac"},
    {"audio/ogg", "audio/ogg"},
    {"video/mp4", "video/mp4"},
    {"video/quicktime", "video/quicktime"},
    {"video/3gpp", "video/3gpp"},
    {"video/webm", "video/webm"},
};

/// What a browser might take for a page or a system for a script, whatever stands in front of it.
static bool is_page_or_script(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto from = text.find_first_not_of(" \t\r\n\f\v");
    if (from != text.npos) text.remove_prefix(from);
    if (text.starts_with("#!")) return !text.starts_with("#!AMR");
    return text.size() > 1 && text[0] == '<' &&
           (std::isalpha(static_cast<unsigned char>(text[1])) || text[1] == '!' || text[1] == '?' || text[1] == '/');
}

static constexpr std::string_view scripts[] = {
    "text/html",  "text/xml",    "application/xml", "image/svg+xml",   "text/x-msdos-batch",     "text/x-shellscript",
    "text/x-php", "text/x-perl", "text/x-ruby",     "text/javascript", "application/javascript", "text/rtf"};

/// UTF-8 without control characters, and nothing that a browser might take for a page.
static bool is_plain_text(std::string_view content, std::string_view by_libmagic) {
    if (by_libmagic.starts_with("text/x-script") || !text::is_utf8(content)) return false;
    if (std::find(std::begin(scripts), std::end(scripts), by_libmagic) != std::end(scripts)) return false;
    return std::none_of(content.begin(), content.end(), [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 && letter != '\n' && letter != '\r' && letter != '\t';
    });
}

/// What follows the tag with title and cover (ID3v2, section 3.1), which may be longer than what libmagic looks at.
static std::string_view behind_tag(std::string_view content) {
    if (!content.starts_with("ID3") || content.size() < 10) return content;
    std::size_t size = 10;
    for (int i = 0; i < 4; ++i) size += (static_cast<unsigned char>(content[6 + i]) & 0x7FU) << (21 - 7 * i);
    return content.substr(std::min(size, content.size()));
}

MediaType media_type_of(std::string_view content) {
    static constexpr MediaType refused{"", "file_unsupported"};
    static constexpr std::size_t looked_at = 256 * 1024;
    if (content.empty() || is_page_or_script(content)) return refused;
    if (is_ole(content)) return ole_type_of(content);
    if (content.starts_with("PK\x03\x04")) return zipped_type_of(content);
    const std::string by_libmagic = cookie().type_of(behind_tag(content).substr(0, looked_at));
    for (const Allowed& one : allowed)
        if (one.by_libmagic == by_libmagic && (!content.starts_with("ID3") || one.type.starts_with("audio/")))
            return {one.type, ""};
    return is_plain_text(content, by_libmagic) ? MediaType{"text/plain", ""} : refused;
}

bool is_shown(std::string_view media_type) {
    return media_type.starts_with("image/") || media_type.starts_with("audio/") || media_type.starts_with("video/") ||
           media_type == "application/pdf" || media_type == "text/plain";
}

}  // namespace hemu::attachments
