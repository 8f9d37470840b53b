#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include "binding.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "apart.hpp"
#include "drawing.hpp"

namespace hemu::pdf {

namespace {

constexpr double strip = points(16);  // below a foreign page
constexpr double edge = points(15);
constexpr double base_line = points(8);

/// Takes what a writer gives, without a second copy of it.
class Into : public Pipeline {
  public:
    explicit Into(std::string& bytes) : Pipeline("into", nullptr), bytes_(bytes) {}
    void write(unsigned char const* data, size_t size) override {
        bytes_.append(reinterpret_cast<const char*>(data), size);
    }
    void finish() override {}

  private:
    std::string& bytes_;
};

struct TooLong {};

/// Counts what is drawn, and has enough at a point.
class Measure : public Pipeline {
  public:
    Measure() : Pipeline("measure", nullptr) {}
    void write(unsigned char const*, size_t size) override {
        seen_ += size;
        if (seen_ > most_drawing) throw TooLong{};
    }
    void finish() override {}

  private:
    std::size_t seen_ = 0;
};

/// Reads out of the bytes for as long as it lives. Throws when it cannot.
std::shared_ptr<QPDF> opened(std::string_view bytes) {
    auto file = std::make_shared<QPDF>();
    file->setSuppressWarnings(true);
    file->processMemoryFile("leaf", bytes.data(), bytes.size());
    return file;
}

/// A page as one drawing: nothing that it leaves open reaches what is drawn beside it.
QPDFObjectHandle drawing_of(QPDFPageObjectHelper& page) {
    auto drawing = page.getFormXObjectForPage();
    for (const char* key : {"/Metadata", "/PieceInfo", "/StructParents", "/StructParent", "/LastModified"})
        drawing.getDict().removeKey(key);
    return drawing;
}

bool lies(QPDFPageObjectHelper& page) {
    const auto box = page.getTrimBox().getArrayAsRectangle();
    const double width = box.urx - box.llx, height = box.ury - box.lly;
    if (!(width > 0.01) || !(height > 0.01)) throw std::runtime_error("a page without a size");
    auto turned = page.getAttribute("/Rotate", false);
    return (turned.isInteger() && turned.getIntValue() % 180 != 0) ? height > width : width > height;
}

/// Signatures and filled forms become part of their pages; hidden ones do not.
std::vector<QPDFPageObjectHelper> flattened_pages(QPDF& file) {
    QPDFPageDocumentHelper pages(file);
    pages.flattenAnnotations(0, an_invisible | an_hidden | an_no_view);
    return pages.getAllPages();
}

class Binder {
  public:
    explicit Binder(const Binding& how) : how_(how) { file_.emptyPDF(); }

    Bound bind(const std::vector<Leaf>& leaves) {
        for (const Leaf& leaf : leaves) add(leaf);
        file_.getRoot().replaceKey("/PageLabels", QPDFObjectHandle::parse(&file_, "<< /Nums [" + labels_ + "] >>"));
        file_.getRoot().replaceKey("/Outlines", outlines(leaves));
        file_.getRoot().replaceKey("/PageMode", QPDFObjectHandle::newName("/UseOutlines"));
        name();
        bound_.pages = pages_;
        bound_.bytes = bytes_of(file_);
        return std::move(bound_);
    }

  private:
    const Binding& how_;
    QPDF file_;
    std::vector<std::shared_ptr<QPDF>> sources_;  // what was copied is read when the file is written
    Bound bound_;
    std::vector<std::size_t> starts_;  ///< of each leaf, from 0
    std::size_t pages_ = 0;
    std::size_t last_number_ = 0;
    bool counting_ = false;
    std::string labels_;

    void add(const Leaf& leaf) {
        starts_.push_back(pages_);
        bound_.first_pages.push_back(leaf.numbered ? last_number_ + 1 : 0);
        if (leaf.bytes.empty()) return;
        sources_.push_back(opened(leaf.bytes));
        auto pages = flattened_pages(*sources_.back());
        add_label(leaf, pages.size());
        for (auto& page : pages) add_page(leaf, page);
    }

    /// What a reader's program calls the pages: as they are numbered, else by the leaf's title.
    void add_label(const Leaf& leaf, std::size_t pages) {
        if (leaf.numbered && counting_) return;
        counting_ = leaf.numbered;
        labels_ += leaf.numbered ? fmt::format("{} << /S /D /St {} >> ", pages_, last_number_ + 1)
                                 : fmt::format("{} << /P {} {} >> ", pages_,
                                               QPDFObjectHandle::newUnicodeString(leaf.title).unparse(),
                                               pages > 1 ? "/S /D" : "");
    }

    void add_page(const Leaf& leaf, QPDFPageObjectHelper& source) {
        const bool landscape = lies(source);
        const double width = landscape ? a4_height : a4_width, height = landscape ? a4_width : a4_height;
        auto page = file_.makeIndirectObject(QPDFObjectHandle::parse(fmt::format(
            "<< /Type /Page /MediaBox [0 0 {:.2f} {:.2f}] /Resources << /XObject << >> >> >>", width, height)));
        auto drawing = file_.copyForeignObject(drawing_of(source));
        page.getKey("/Resources").getKey("/XObject").replaceKey("/Sheet", drawing);
        QPDFPageObjectHelper made(page);
        std::string content =
            made.placeFormXObject(drawing, "/Sheet", {0, leaf.foreign ? strip : 0, width, height}, false, true, true);
        if (leaf.foreign && !leaf.caption.empty())
            content += drawn(leaf.caption, 9, edge, base_line, width - 2 * edge - points(20));
        if (leaf.numbered) {
            const std::string number = std::to_string(++last_number_);
            content += drawn(number, 11, width - edge - outline(number, 11).width, base_line, points(20));
        }
        page.replaceKey("/Contents", QPDFObjectHandle::newStream(&file_, content));
        QPDFPageDocumentHelper(file_).addPage(made, false);
        ++pages_;
    }

    /// Bookmarks that follow one another at a level, from `at` on, below `parent`. Moves `at` past them.
    std::vector<QPDFObjectHandle> bookmarks(const std::vector<Leaf>& leaves, std::size_t& at, std::size_t level,
                                            QPDFObjectHandle parent) {
        std::vector<QPDFObjectHandle> marks;
        while (at < leaves.size() && leaves[at].level >= level) {
            auto mark = file_.makeIndirectObject(QPDFObjectHandle::newDictionary());
            mark.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(leaves[at].title));
            mark.replaceKey("/Parent", parent);
            if (starts_[at] < pages_)
                mark.replaceKey("/Dest", QPDFObjectHandle::newArray(
                                             {file_.getAllPages()[starts_[at]], QPDFObjectHandle::newName("/Fit")}));
            ++at;
            if (at < leaves.size() && leaves[at].level > level)
                chain(mark, bookmarks(leaves, at, leaves[at].level, mark));
            marks.push_back(mark);
        }
        return marks;
    }

    static void chain(QPDFObjectHandle parent, const std::vector<QPDFObjectHandle>& marks) {
        if (marks.empty()) return;
        parent.replaceKey("/First", marks.front());
        parent.replaceKey("/Last", marks.back());
        parent.replaceKey("/Count", QPDFObjectHandle::newInteger(static_cast<long long>(marks.size())));
        for (std::size_t at = 1; at < marks.size(); ++at) {
            QPDFObjectHandle before = marks[at - 1], after = marks[at];
            before.replaceKey("/Next", after);
            after.replaceKey("/Prev", before);
        }
    }

    QPDFObjectHandle outlines(const std::vector<Leaf>& leaves) {
        auto root = file_.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Outlines >>"));
        std::size_t at = 0;
        chain(root, bookmarks(leaves, at, 0, root));
        return root;
    }

    void name() {
        auto info = file_.makeIndirectObject(QPDFObjectHandle::newDictionary());
        info.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(how_.title));
        info.replaceKey("/Author", QPDFObjectHandle::newUnicodeString(how_.author));
        std::string digits = to_text(how_.made_at).substr(0, 19);
        std::erase_if(digits, [](char letter) { return letter < '0' || letter > '9'; });
        for (const char* key : {"/CreationDate", "/ModDate"})
            info.replaceKey(key, QPDFObjectHandle::newString("D:" + digits + "Z"));
        file_.getTrailer().replaceKey("/Info", info);
        file_.getRoot().replaceKey("/Lang", QPDFObjectHandle::newUnicodeString("zh-CN"));
        file_.getRoot().replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
    }
};

}  // namespace

std::string bytes_of(QPDF& file, Packing packing) {
    std::string bytes;
    Into into(bytes);
    QPDFWriter writer(file);
    writer.setOutputPipeline(&into);
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDecodeLevel(qpdf_dl_none);
    writer.setCompressStreams(packing == Packing::all);
    writer.setPreserveEncryption(false);
    writer.write();
    return bytes;
}

std::string drawn(std::string_view words, double size, double x, double y, double room) {
    const Outline line = outline(words, size);
    const double scale = line.width > room ? room / line.width : 1;
    return fmt::format("q {0:.4f} 0 0 {0:.4f} {1:.2f} {2:.2f} cm 0 g {3} f Q\n", scale, x, y, line.path);
}

Bound bind(const std::vector<Leaf>& leaves, const Binding& how) { return Binder(how).bind(leaves); }

Look look_inside(std::string_view pdf) {
    try {
        const auto file = opened(pdf);
        if (file->getAllPages().size() > most_foreign_pages)
            return {Legibility::too_long, file->getAllPages().size(), 0};
        auto pages = flattened_pages(*file);
        Measure measure;
        for (auto& page : pages) {
            lies(page);
            page.pipeContents(&measure);
            drawing_of(page);
        }
        return {pages.empty() ? Legibility::broken : Legibility::fine, pages.size(), 0};
    } catch (const TooLong&) {
        return {Legibility::too_long, 0, 0};
    } catch (const QPDFExc& error) {
        return {error.getErrorCode() == qpdf_e_password ? Legibility::locked : Legibility::broken, 0, 0};
    } catch (const std::exception&) {
        return {Legibility::broken, 0, 0};
    }
}

Look look_at(std::string_view pdf) {
    const auto seen = apart(pdf.size(), [&] {
        const Look look = look_inside(pdf);
        return std::string(reinterpret_cast<const char*>(&look), sizeof look);
    });
    Look look{Legibility::too_long, 0, 0};
    if (!seen) return look;
    std::memcpy(&look, seen->bytes.data(), sizeof look);
    look.memory = seen->memory;
    return look;
}

}  // namespace hemu::pdf
