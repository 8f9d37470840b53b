#include "showing.hpp"

#include "contents.hpp"
#include "media_type.hpp"

#include <charconv>
#include <deque>
#include <mutex>

#include "pdf.hpp"
#include "picture.hpp"
#include "rules.hpp"
#include "watermark.hpp"

namespace hemu::attachments {

using identity::Account;
using identity::Context;

static std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || text[0] == '-' || error != std::errc() || rest != text.data() + text.size())
        return std::nullopt;
    return number;
}

Asked asked_for(std::string_view range, std::int64_t size) {
    static constexpr std::string_view unit = "bytes=";
    if (!range.starts_with(unit) || range.find(',') != std::string_view::npos) return {};
    range.remove_prefix(unit.size());
    const auto dash = range.find('-');
    if (dash == std::string_view::npos) return {};
    const auto first = number_in(range.substr(0, dash)), last = number_in(range.substr(dash + 1));
    if (dash == 0) {
        if (!last) return {};
        return *last == 0 || size == 0 ? Asked{{}, true}
                                       : Asked{Part{std::max<std::int64_t>(0, size - *last), size - 1}};
    }
    if (!first || (!last && dash + 1 < range.size()) || (last && *last < *first)) return {};
    if (*first >= size) return {{}, true};
    return {Part{*first, std::min(last.value_or(size - 1), size - 1)}};
}

std::string disposition(std::string_view way, std::string_view name) {
    std::string encoded;
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) || letter == '.' || letter == '-' || letter == '_')
            encoded += letter;
        else
            encoded += fmt::format("%{:02X}", byte);
    }
    return fmt::format("{}; filename*=UTF-8''{}", way, encoded);
}

std::string reader_words(std::string_view name, std::string_view office, Instant moment) {
    return fmt::format("{} {} {} {:02}:{:02}", name, office, to_text(legal_date(moment)), legal_hour(moment),
                       legal_minute(moment));
}

static std::string disposition_of(const AttachmentView& attachment) {
    return disposition(is_shown(attachment.media_type) ? "inline" : "attachment", attachment.name);
}

http::Reply shown(const http::Request& request, Opened opened) {
    http::Reply reply;
    reply.content_type = opened.attachment.media_type;
    reply.headers = {{"Content-Disposition", disposition_of(opened.attachment)},
                     {"Cache-Control", "private, no-store"},
                     {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
                     {"Accept-Ranges", opened.attachment.marked ? "none" : "bytes"}};
    const auto tag = fmt::format("\"{}\"", opened.attachment.digest);
    if (!opened.attachment.marked) reply.headers.push_back({"ETag", tag});
    const auto size = static_cast<std::int64_t>(opened.content->size());
    const bool is_same = request.header("If-Range").value_or(tag) == tag;
    const Asked asked =
        opened.attachment.marked || !is_same ? Asked{} : asked_for(request.header("Range").value_or(""), size);
    if (asked.beyond) {
        reply.headers.push_back({"Content-Range", fmt::format("bytes */{}", size)});
        reply.status = 416;
        reply.content_type.clear();
    } else if (asked.part) {
        const auto [from, to] = *asked.part;
        reply.headers.push_back({"Content-Range", fmt::format("bytes {}-{}/{}", from, to, size)});
        reply.status = 206;
        reply.body = opened.content->substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from + 1));
    } else {
        reply.shared_body = std::move(opened.content);
    }
    return reply;
}

namespace {

/// A few values by key for a while, the oldest given up first. The keys are asked for by whoever has the right
/// already.
template <class Key, class Value>
class AtHand {
  public:
    AtHand(std::size_t most, std::chrono::seconds stay) : most_(most), stay_(stay) {}

    std::optional<Value> find(const Key& key, Instant moment) {
        const std::lock_guard lock(mutex_);
        forget(moment);
        for (const Entry& one : entries_)
            if (one.key == key) return one.value;
        return std::nullopt;
    }
    void keep(const Key& key, Value value, Instant moment) {
        const std::lock_guard lock(mutex_);
        forget(moment);
        std::erase_if(entries_, [&](const Entry& one) { return one.key == key; });
        if (entries_.size() == most_) entries_.pop_front();
        entries_.push_back({key, std::move(value), moment + stay_});
    }

  private:
    struct Entry {
        Key key;
        Value value;
        Instant until;
    };
    std::mutex mutex_;
    std::size_t most_;
    std::chrono::seconds stay_;
    std::deque<Entry> entries_;

    void forget(Instant moment) {
        std::erase_if(entries_, [&](const Entry& one) { return one.until <= moment; });
    }
};

}  // namespace

std::shared_ptr<const std::string> content_at_hand(const std::string& digest, const Context& cx) {
    static AtHand<std::string, std::shared_ptr<const std::string>> contents(2, std::chrono::minutes(1));
    if (auto found = contents.find(digest, cx.moment)) return *found;
    auto content = std::make_shared<const std::string>(content_on_shelf(digest, cx));
    contents.keep(digest, content, cx.moment);
    return content;
}

using Opening = std::pair<Id<Account>, Id<Attachment>>;
static AtHand<Opening, bool>& openings() {
    static AtHand<Opening, bool> all(1000, std::chrono::minutes(30));
    return all;
}

bool goes_on(Id<Account> account, Id<Attachment> file, Instant moment) {
    return openings().find({account, file}, moment).has_value();
}
void note_opening(Id<Account> account, Id<Attachment> file, Instant moment) {
    openings().keep({account, file}, true, moment);
}

static constexpr int small_side = 320;
/// Of what opens with its reader's name: nothing can be read in it.
static constexpr int smallest_side = 96;
static constexpr int small_quality = 72;

/// By digest, so that a picture is decoded once for all who look; a broken one is remembered as none.
static std::optional<std::string> small_picture(const AttachmentView& file, const Context& cx) {
    using Key = std::pair<std::string, int>;
    static AtHand<Key, std::optional<std::string>> pictures(500, std::chrono::hours(1));
    const Key key{file.digest, file.marked ? smallest_side : small_side};
    if (auto found = pictures.find(key, cx.moment)) return *found;
    auto made = picture::jpeg_of(content_on_shelf(file.digest, cx), file.media_type, key.second, small_quality);
    pictures.keep(key, made, cx.moment);
    return made;
}

http::Reply shown_small(const http::Request& request, const AttachmentView& file, const Context& cx) {
    if (!file.media_type.starts_with("image/")) throw Refusal(Fault::not_found, "no_picture");
    http::Reply reply;
    const auto tag = fmt::format("\"{}{}\"", file.digest, file.marked ? "_s" : "");
    // Kept by the browser, but asked about each time: the right may be gone.
    reply.headers = {{"ETag", tag}, {"Cache-Control", "private, no-cache"}};
    if (request.has_current(tag)) {
        reply.status = 304;
        return reply;
    }
    auto made = small_picture(file, cx);
    if (!made) throw Refusal(Fault::not_found, "no_picture");
    reply.content_type = "image/jpeg";
    reply.body = std::move(*made);
    return reply;
}

static constexpr int marked_side = 3000;
static constexpr int marked_quality = 85;

std::optional<Marked> marked(std::string_view content, std::string_view media_type, const std::string& words) {
    if (media_type == pdf::media_type) {
        auto made = pdf::with_watermark(content, words);
        return made ? std::optional(Marked{std::move(*made), std::string(media_type)}) : std::nullopt;
    }
    auto made = picture::jpeg_of(content, media_type, marked_side, marked_quality,
                                 [&](int width, int height) { return pdf::watermark(words, width, height); });
    return made ? std::optional(Marked{std::move(*made), "image/jpeg"}) : std::nullopt;
}

}  // namespace hemu::attachments
