#include "bundle_photos.hpp"

#include "picture.hpp"

namespace hemu::dossier {

using identity::Context;

static constexpr int photo_side = 1400;  // pixels: 170 mm at more than 200 an inch
static constexpr int looked_side = 16;   // all of it is read, little of it is made
static constexpr int photo_quality = 78;
static constexpr std::size_t made_ahead = 2;

bool is_picture(const BundleSource& source) { return source.media_type.starts_with("image/"); }

std::optional<std::string> kept_content(const BundleSource& source, const Context& cx) {
    try {
        return attachments::content_on_shelf(source.digest, cx);
    } catch (const Refusal& refusal) {
        if (refusal.code != "file_damaged") throw;
        return std::nullopt;  // content_on_shelf has logged it
    }
}

static PhotoMade made(const BundleSource& source, PhotoUse use, const Context& cx) {
    const auto content = kept_content(source, cx);
    if (!content) return {"", BundleGap::damaged};
    const int side = use == PhotoUse::binding ? photo_side : looked_side;
    auto jpeg = picture::jpeg_of(*content, source.media_type, side, photo_quality);
    if (!jpeg) return {"", BundleGap::broken};
    return {std::move(*jpeg), std::nullopt};
}

PhotoLine::PhotoLine(const BundlePlan& plan, PhotoUse use, const Context& cx) : use_(use), cx_(cx) {
    for (const BundleSource& source : plan.sources)
        if (is_picture(source) && !source.line.gap && !source.known) waiting_.push_back(&source);
    for (std::size_t at = 0; at < made_ahead; ++at) begin_one();
}

void PhotoLine::begin_one() {
    if (waiting_.empty()) return;
    begun_.push_back(
        std::async(std::launch::async, [source = waiting_.front(), this] { return made(*source, use_, cx_); }));
    waiting_.pop_front();
}

PhotoMade PhotoLine::next() {
    PhotoMade photo = begun_.front().get();
    begun_.pop_front();
    begin_one();
    return photo;
}

}  // namespace hemu::dossier
