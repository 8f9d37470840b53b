#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include "sealed_pdf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <stdexcept>

#include "crypto.hpp"

namespace hemu::signing {

/// Room for a signature with its chain and a stamp, in bytes.
static constexpr std::size_t signature_room = 16 * 1024;
static constexpr std::size_t range_room = 64;

std::optional<Picture> picture_in(std::string_view bytes) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    if (bytes.size() < 4 || byte(0) != 0xff || byte(1) != 0xd8) return std::nullopt;
    for (std::size_t at = 2; at + 9 < bytes.size();) {
        if (byte(at) != 0xff) return std::nullopt;
        const unsigned marker = byte(at + 1);
        const std::size_t length = std::size_t{byte(at + 2)} << 8 | byte(at + 3);
        // Start of frame: baseline or progressive.
        if (marker >= 0xc0 && marker <= 0xc2) {
            Picture picture{std::string(bytes), byte(at + 7) << 8 | byte(at + 8), byte(at + 5) << 8 | byte(at + 6),
                            byte(at + 9)};
            const bool fits = byte(at + 4) == 8 && picture.width > 0 && picture.height > 0 &&
                              (picture.components == 1 || picture.components == 3);
            return fits ? std::optional(std::move(picture)) : std::nullopt;
        }
        at += 2 + length;
    }
    return std::nullopt;
}

/// Objects that are added behind a file, and where each of them begins.
class Increment {
  public:
    Increment(const std::string& file, int next) : next_(next), bytes_(file) {
        if (!bytes_.ends_with('\n')) bytes_ += '\n';
    }

    int fresh() { return next_++; }
    void put(int number, std::string_view body) {
        offsets_[number] = bytes_.size();
        bytes_ += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
    }
    void put_stream(int number, std::string_view entries, std::string_view content) {
        put(number, fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", entries, content.size(), content));
    }
    int add_stream(std::string_view entries, std::string_view content) {
        const int number = fresh();
        put_stream(number, entries, content);
        return number;
    }

    /// The table of what was added, as a stream, since that of the file is one (ISO 32000-1, 7.5.8).
    std::string finish(const std::string& trailer) {
        const int own = fresh();
        offsets_[own] = bytes_.size();
        std::string index, rows;
        for (auto at = offsets_.begin(); at != offsets_.end();) {
            auto end = at;
            int count = 0;
            for (; end != offsets_.end() && end->first == at->first + count; ++end, ++count) rows += row(end->second);
            index += fmt::format("{} {} ", at->first, count);
            at = end;
        }
        const std::size_t begin = bytes_.size();
        bytes_ += fmt::format(
            "{} 0 obj\n<< /Type /XRef /W [1 8 2] /Index [{}] /Size {} {} /Length {} >>\nstream\n{}\nendstream\n"
            "endobj\nstartxref\n{}\n%%EOF\n",
            own, index, next_, trailer, rows.size(), rows, begin);
        return std::move(bytes_);
    }

  private:
    static std::string row(std::size_t offset) {
        std::string made(1, '\x01');
        for (int shift = 56; shift >= 0; shift -= 8) made += static_cast<char>(offset >> shift & 0xff);
        return made + std::string(2, '\0');
    }

    int next_;
    std::string bytes_;
    std::map<int, std::size_t> offsets_;
};

static std::string reference(int number) { return fmt::format("{} 0 R", number); }

/// A dictionary of the file with other entries than it has.
static std::string with_entries(QPDFObjectHandle dictionary, const std::map<std::string, std::string>& entries) {
    auto copy = dictionary.isDictionary() ? dictionary.shallowCopy() : QPDFObjectHandle::newDictionary();
    for (const auto& [key, value] : entries) copy.removeKey(key);
    std::string text = copy.unparse();
    text.erase(text.rfind(">>"));
    for (const auto& [key, value] : entries) text += fmt::format("{} {} ", key, value);
    return text + ">>";
}

static std::string items_of(QPDFObjectHandle one_or_many) {
    if (!one_or_many.isArray()) return one_or_many.isNull() ? "" : one_or_many.unparse() + " ";
    std::string items;
    for (auto& item : one_or_many.getArrayAsVector()) items += item.unparse() + " ";
    return items;
}

static std::string text_string(const std::string& words) {
    return QPDFObjectHandle::newUnicodeString(words).unparse();
}

static std::string pdf_date(Instant moment) {
    std::string digits = to_text(moment).substr(0, 19);
    std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
    return fmt::format("(D:{}Z)", digits);
}

class Update {
  public:
    Update(const std::string& frozen, const Additions& additions) : frozen_(frozen), additions_(additions) {
        file_.processMemoryFile("paper", frozen.data(), frozen.size());
        increment_.emplace(frozen, static_cast<int>(file_.getTrailer().getKey("/Size").getIntValue()));
    }

    std::string make(const std::function<std::string(std::string_view)>& sign) {
        signature_ = increment_->fresh();
        widget_ = increment_->fresh();
        put_widget();
        auto pages = file_.getAllPages();
        for (std::size_t page = 0; page < pages.size(); ++page) put_page(pages[page], page);
        put_root();
        put_signature();
        return signed_whole(increment_->finish(trailer()), sign);
    }

  private:
    void put_widget() {
        const Mark& seal = additions_.seal;
        const int look = increment_->add_stream(
            fmt::format("/Type /XObject /Subtype /Form /BBox [0 0 {:.2f} {:.2f}] /Resources << >>", seal.box.width,
                        seal.box.height),
            seal.drawing);
        auto pages = file_.getAllPages();
        increment_->put(
            widget_, fmt::format("<< /Type /Annot /Subtype /Widget /FT /Sig /T {} /V {} /P {} /F 132 "
                                 "/Rect [{:.2f} {:.2f} {:.2f} {:.2f}] /AP << /N {} >> >>",
                                 text_string("印章"), reference(signature_),
                                 pages.at(static_cast<std::size_t>(seal.box.page)).unparse(), seal.box.x, seal.box.y,
                                 seal.box.x + seal.box.width, seal.box.y + seal.box.height, reference(look)));
    }

    int put_picture(const Picture& picture) {
        return increment_->add_stream(
            fmt::format("/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent 8 /ColorSpace /{} "
                        "/Filter /DCTDecode",
                        picture.width, picture.height, picture.components == 1 ? "DeviceGray" : "DeviceRGB"),
            picture.jpeg);
    }

    /// A picture as large as its box allows, in the middle of its height.
    static std::string placed(const Mark& mark, const std::string& name) {
        const double scale = std::min(mark.box.width / mark.picture->width, mark.box.height / mark.picture->height);
        const double width = mark.picture->width * scale, height = mark.picture->height * scale;
        return fmt::format("{:.2f} 0 0 {:.2f} 0 {:.2f} cm /{} Do", width, height, (mark.box.height - height) / 2,
                           name);
    }

    void put_page(QPDFObjectHandle& page, std::size_t index) {
        std::string drawn, pictures;
        for (const Mark& mark : additions_.marks) {
            if (static_cast<std::size_t>(mark.box.page) != index) continue;
            drawn += fmt::format("q 1 0 0 1 {:.2f} {:.2f} cm\n{}\nQ\n", mark.box.x, mark.box.y, mark.drawing);
            if (!mark.picture) continue;
            const std::string name = fmt::format("Hemu{}", put_picture(*mark.picture));
            pictures += fmt::format("/{} {} ", name, reference(std::stoi(name.substr(4))));
            drawn += fmt::format("q 1 0 0 1 {:.2f} {:.2f} cm {} Q\n", mark.box.x, mark.box.y, placed(mark, name));
        }
        const bool holds_seal = static_cast<std::size_t>(additions_.seal.box.page) == index;
        if (drawn.empty() && !holds_seal) return;
        std::map<std::string, std::string> entries;
        if (holds_seal)
            entries["/Annots"] = fmt::format("[{}{}]", items_of(page.getKey("/Annots")), reference(widget_));
        if (!drawn.empty()) {
            const int before = increment_->add_stream("", "q");
            const int after = increment_->add_stream("", "Q\n/Artifact BMC\n" + drawn + "EMC");
            entries["/Contents"] =
                fmt::format("[{} {}{}]", reference(before), items_of(page.getKey("/Contents")), reference(after));
            auto resources = QPDFPageObjectHelper(page).getAttribute("/Resources", false);
            auto images = resources.isDictionary() ? resources.getKey("/XObject") : QPDFObjectHandle::newNull();
            std::string held = with_entries(images, {});
            held.erase(held.rfind(">>"));
            entries["/Resources"] = with_entries(resources, {{"/XObject", held + pictures + ">>"}});
        }
        increment_->put(page.getObjectID(), with_entries(page, entries));
    }

    void put_root() {
        auto root = file_.getRoot();
        const int record = increment_->add_stream(
            fmt::format("/Type /EmbeddedFile /Subtype /application#2Fjson /Params << /Size {} /ModDate {} >>",
                        additions_.record.size(), pdf_date(additions_.signed_at)),
            additions_.record);
        const int holder = increment_->fresh();
        const std::string name = text_string(additions_.record_name);
        increment_->put(holder, fmt::format("<< /Type /Filespec /F {0} /UF {0} /AFRelationship /Data "
                                            "/EF << /F {1} /UF {1} >> >>",
                                            name, reference(record)));
        const std::string files = fmt::format("<< /Names [{} {}] >>", name, reference(holder));
        increment_->put(
            root.getObjectID(),
            with_entries(root, {{"/AcroForm", fmt::format("<< /Fields [{}] /SigFlags 3 >>", reference(widget_))},
                                {"/AF", fmt::format("[{}]", reference(holder))},
                                {"/Names", with_entries(root.getKey("/Names"), {{"/EmbeddedFiles", files}})}}));
    }

    void put_signature() {
        increment_->put(signature_,
                        fmt::format("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M {} "
                                    "/Name {} /ByteRange [{}]\n/Contents <{}>\n>>",
                                    pdf_date(additions_.signed_at), text_string(additions_.signer),
                                    std::string(range_room, ' '), std::string(signature_room * 2, '0')));
    }

    std::string trailer() {
        const auto before = frozen_.rfind("startxref");
        if (before == std::string::npos) throw std::runtime_error("a paper has no end");
        auto own = file_.getTrailer();
        std::string identity;
        if (own.getKey("/ID").isArray()) {
            const std::string first = own.getKey("/ID").getArrayItem(0).unparse();
            const auto digest = crypto::to_hex(crypto::sm3(frozen_ + to_text(additions_.signed_at)));
            identity = fmt::format(" /ID [{} <{}>]", first, digest.substr(0, 32));
        }
        const std::string info = own.hasKey("/Info") ? " /Info " + own.getKey("/Info").unparse() : "";
        return fmt::format("/Root {} /Prev {}{}{}", own.getKey("/Root").unparse(),
                           std::stoull(frozen_.substr(before + 9)), info, identity);
    }

    /// The signature is over everything but itself; its room was kept, so that nothing moves.
    static std::string signed_whole(std::string whole, const std::function<std::string(std::string_view)>& sign) {
        const auto range = whole.rfind("/ByteRange [") + 12;
        const auto hole = whole.find("/Contents <", range) + 10;
        const std::size_t behind = hole + signature_room * 2 + 2;
        const std::string said = fmt::format("0 {} {} {}", hole, behind, whole.size() - behind);
        whole.replace(range, said.size(), said);
        const std::string signature = sign(whole.substr(0, hole) + whole.substr(behind));
        if (signature.size() > signature_room) throw std::runtime_error("a signature is too long for its room");
        const std::string hex = crypto::to_hex(std::string_view(signature));
        whole.replace(hole + 1, hex.size(), hex);
        return whole;
    }

    const std::string& frozen_;
    const Additions& additions_;
    QPDF file_;
    std::optional<Increment> increment_;
    int signature_ = 0;
    int widget_ = 0;
};

std::string sealed_pdf(const std::string& frozen, const Additions& additions,
                       const std::function<std::string(std::string_view)>& sign) {
    return Update(frozen, additions).make(sign);
}

/// The content of a DER element: what follows it in its room is nothing.
static std::string without_padding(const std::string& room) {
    if (room.size() < 4) return "";
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(room[at]); };
    std::size_t length = byte(1), head = 2;
    if (length > 0x80) {
        const std::size_t digits = length & 0x7f;
        if (digits > 4 || room.size() < 2 + digits) return "";
        length = 0;
        for (std::size_t at = 0; at < digits; ++at) length = length << 8 | byte(2 + at);
        head += digits;
    }
    return head + length <= room.size() ? room.substr(0, head + length) : "";
}

static Instant instant_in(const std::string& pdf_date_text) {
    std::string digits = pdf_date_text;
    std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
    if (digits.size() < 14) return {};
    const auto number = [&](std::size_t at, std::size_t count) { return std::stoi(digits.substr(at, count)); };
    std::tm parts{};
    parts.tm_year = number(0, 4) - 1900;
    parts.tm_mon = number(4, 2) - 1;
    parts.tm_mday = number(6, 2);
    parts.tm_hour = number(8, 2);
    parts.tm_min = number(10, 2);
    parts.tm_sec = number(12, 2);
    return {static_cast<std::int64_t>(timegm(&parts)) * 1'000'000};
}

static QPDFObjectHandle signature_of(QPDF& file) {
    auto form = file.getRoot().getKey("/AcroForm");
    if (!form.isDictionary() || !form.getKey("/Fields").isArray()) return QPDFObjectHandle::newNull();
    auto found = QPDFObjectHandle::newNull();
    for (auto& field : form.getKey("/Fields").getArrayAsVector())
        if (field.isDictionary() && field.getKey("/V").isDictionary() && field.getKey("/V").hasKey("/ByteRange"))
            found = field.getKey("/V");
    return found;
}

static std::string file_in(QPDF& file, std::string_view name) {
    auto names = file.getRoot().getKey("/Names");
    auto tree = names.isDictionary() ? names.getKey("/EmbeddedFiles") : QPDFObjectHandle::newNull();
    if (!tree.isDictionary() || !tree.getKey("/Names").isArray()) return "";
    auto items = tree.getKey("/Names").getArrayAsVector();
    for (std::size_t at = 0; at + 1 < items.size(); at += 2) {
        if (!items[at].isString() || items[at].getUTF8Value() != name || !items[at + 1].isDictionary()) continue;
        auto held = items[at + 1].getKey("/EF");
        if (!held.isDictionary() || !held.getKey("/F").isStream()) continue;
        const auto data = held.getKey("/F").getStreamData();
        return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
    }
    return "";
}

std::optional<SealFound> seal_in(const std::string& paper, std::string_view record_name) {
    QPDF file;
    file.setSuppressWarnings(true);
    file.processMemoryFile("paper", paper.data(), paper.size());
    auto signature = signature_of(file);
    if (!signature.isDictionary() || !signature.getKey("/ByteRange").isArray()) return std::nullopt;
    std::vector<std::size_t> range;
    for (auto& one : signature.getKey("/ByteRange").getArrayAsVector()) {
        if (!one.isInteger() || one.getIntValue() < 0) return std::nullopt;
        range.push_back(static_cast<std::size_t>(one.getIntValue()));
    }
    if (range.size() != 4 || range[0] != 0 || range[1] > range[2] || range[2] > paper.size() ||
        range[3] > paper.size() - range[2])
        return std::nullopt;
    SealFound found;
    found.covers_whole = range[2] + range[3] == paper.size();
    found.covered = paper.substr(0, range[1]) + paper.substr(range[2], range[3]);
    const std::string hole = paper.substr(range[1], range[2] - range[1]);
    if (hole.size() < 2 || hole.front() != '<' || hole.back() != '>') return std::nullopt;
    found.signature = without_padding(crypto::from_hex(hole.substr(1, hole.size() - 2)));
    if (signature.getKey("/M").isString()) found.signed_at = instant_in(signature.getKey("/M").getStringValue());
    const auto first_end = paper.find("%%EOF");
    if (first_end != std::string::npos) found.frozen_bytes = std::min(paper.size(), first_end + 6);
    found.record = file_in(file, record_name);
    return found;
}

}  // namespace hemu::signing
