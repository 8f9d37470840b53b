#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include "scanned.hpp"

#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "apart.hpp"
#include "binding.hpp"
#include "drawing.hpp"

namespace hemu::pdf {

static bool is_jpeg(QPDFObjectHandle image) {
    auto filter = image.getDict().getKey("/Filter");
    if (filter.isArray() && filter.getArrayNItems() == 1) filter = filter.getArrayItem(0);
    return filter.isName() && filter.getName() == "/DCTDecode";
}

static long long size_of(QPDFObjectHandle image) {
    return image.getDict().getKey("/Width").getIntValue() * image.getDict().getKey("/Height").getIntValue();
}

static std::string picture_on(QPDFPageObjectHelper& page) {
    QPDFObjectHandle largest = QPDFObjectHandle::newNull();
    for (const auto& [name, image] : page.getImages())
        if (is_jpeg(image) && (largest.isNull() || size_of(image) > size_of(largest))) largest = image;
    if (largest.isNull()) return "";
    const auto bytes = largest.getRawStreamData();
    return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

/// Each after its length; "" of a file that cannot be read.
static std::string pictures_in(std::string_view pdf) {
    std::string all;
    try {
        QPDF file;
        file.setSuppressWarnings(true);
        file.processMemoryFile("scan", pdf.data(), pdf.size());
        auto pages = QPDFPageDocumentHelper(file).getAllPages();
        if (pages.size() > most_foreign_pages) return "";
        for (auto& page : pages) {
            const std::string picture = picture_on(page);
            all += fmt::format("{} ", picture.size()) + picture;
        }
    } catch (const std::exception&) {
        return "";
    }
    return all;
}

std::vector<std::string> page_pictures(std::string_view pdf) {
    const auto found = apart(pdf.size(), [&] { return pictures_in(pdf); });
    std::vector<std::string> pictures;
    for (std::size_t at = 0; found && at < found->bytes.size();) {
        const std::size_t blank = found->bytes.find(' ', at),
                          length = std::stoul(found->bytes.substr(at, blank - at));
        pictures.push_back(found->bytes.substr(blank + 1, length));
        at = blank + 1 + length;
    }
    return pictures;
}

std::string pages_of(std::string_view pdf, std::size_t first, std::size_t count) {
    auto made = apart(pdf.size(), [&] {
        QPDF from, into;
        from.setSuppressWarnings(true);
        from.processMemoryFile("scan", pdf.data(), pdf.size());
        into.emptyPDF();
        auto pages = QPDFPageDocumentHelper(from).getAllPages();
        for (std::size_t at = first; at < first + count && at < pages.size(); ++at)
            QPDFPageDocumentHelper(into).addPage(pages[at], false);
        return bytes_of(into);
    });
    if (!made) throw std::runtime_error("a scan whose pages cannot be taken out");
    return std::move(made->bytes);
}

}  // namespace hemu::pdf
