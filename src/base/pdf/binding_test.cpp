#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include "binding.hpp"

#include <gmock/gmock.h>

#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "drawing.hpp"
#include "mutations.hpp"
#include "pdf.hpp"

namespace hemu::pdf {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

static const Instant moment{1'795'000'000'000'000};
static const Binding how{"人民调解卷宗", "示例人民调解委员会", moment};

static std::string paper(const std::string& words, PaperSize size = PaperSize::a4) {
    Paper made;
    made.title = words;
    made.made_at = moment;
    made.size = size;
    made.blocks = {title(words), NewPage{}, paragraph(words)};
    return print(made).bytes;
}

/// A file of others with these entries in its page and in its root.
static std::string foreign(const std::string& page, const std::string& root = "",
                           const std::string& content = "0 0 m 9 9 l S") {
    QPDF file;
    file.emptyPDF();
    auto leaf = file.makeIndirectObject(QPDFObjectHandle::parse(&file, "<< /Type /Page " + page + " >>"));
    leaf.replaceKey("/Contents", QPDFObjectHandle::newStream(&file, content));
    QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(leaf), false);
    const auto entries = QPDFObjectHandle::parse(&file, "<< " + root + " >>").getDictAsMap();
    for (const auto& [key, value] : entries) file.getRoot().replaceKey(key, value);
    return bytes_of(file);
}

static std::string locked() {
    QPDF file;
    file.emptyPDF();
    QPDFWriter writer(file);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters("geheim", "owner", true, true, true, true, true, true, qpdf_r3p_full, true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

struct Opened {
    QPDF file;
    explicit Opened(const std::string& bytes) { file.processMemoryFile("bound", bytes.data(), bytes.size()); }
    std::vector<QPDFPageObjectHelper> pages() { return QPDFPageDocumentHelper(file).getAllPages(); }
    std::pair<int, int> size(std::size_t page) {
        const auto box = pages().at(page).getMediaBox().getArrayAsRectangle();
        return {static_cast<int>(box.urx + 0.5), static_cast<int>(box.ury + 0.5)};
    }
    /// Everything in the file, unpacked.
    std::string text() {
        QPDFWriter writer(file);
        writer.setOutputMemory();
        writer.setQDFMode(true);
        writer.setDeterministicID(true);
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
    }
};

static std::vector<std::string> titles_below(QPDFObjectHandle mark) {
    std::vector<std::string> titles;
    for (auto one = mark.getKey("/First"); one.isDictionary(); one = one.getKey("/Next"))
        titles.push_back(one.getKey("/Title").getUTF8Value());
    return titles;
}

TEST(binding, counts_numbers_and_bookmarks) {
    const Bound bound = bind({{.title = "封面", .bytes = paper("封面"), .numbered = false},
                              {.title = "申请", .bytes = ""},
                              {.title = "人民调解申请书", .bytes = paper("申请书"), .level = 1},
                              {.title = "告知书", .bytes = paper("告知书"), .level = 1},
                              {.title = "封底", .bytes = paper("封底"), .numbered = false}},
                             how);
    EXPECT_EQ(bound.pages, 8U);
    EXPECT_THAT(bound.first_pages, ElementsAre(0, 1, 1, 3, 0));
    Opened opened(bound.bytes);
    auto root = opened.file.getRoot().getKey("/Outlines");
    EXPECT_THAT(titles_below(root), ElementsAre("封面", "申请", "封底"));
    auto second = root.getKey("/First").getKey("/Next");
    EXPECT_THAT(titles_below(second), ElementsAre("人民调解申请书", "告知书"));
    EXPECT_EQ(second.getKey("/Dest").getArrayItem(0).getObjGen(), opened.pages()[2].getObjectHandle().getObjGen());
    auto labels = opened.file.getRoot().getKey("/PageLabels").getKey("/Nums");
    EXPECT_EQ(labels.getArrayItem(2).getIntValue(), 2);
    EXPECT_EQ(labels.getArrayItem(3).getKey("/St").getIntValue(), 1);
    EXPECT_EQ(opened.file.getTrailer().getKey("/Info").getKey("/Title").getUTF8Value(), "人民调解卷宗");
    EXPECT_TRUE(opened.file.getWarnings().empty());
}

TEST(binding, gives_the_same_bytes_for_the_same_leaves) {
    const auto made = [] { return bind({{.title = "书", .bytes = paper("书")}}, how).bytes; };
    EXPECT_EQ(made(), made());
}

TEST(binding, makes_every_page_a4_and_upright) {
    const Bound bound =
        bind({{.title = "大", .bytes = foreign("/MediaBox [0 0 2000 3000]"), .foreign = true},
              {.title = "横", .bytes = foreign("/MediaBox [0 0 800 500]"), .foreign = true},
              {.title = "转", .bytes = foreign("/MediaBox [0 0 800 500] /Rotate 90"), .foreign = true},
              {.title = "A3", .bytes = paper("大纸", PaperSize::a3)}},
             how);
    Opened opened(bound.bytes);
    EXPECT_EQ(opened.size(0), std::pair(595, 842));
    EXPECT_EQ(opened.size(1), std::pair(842, 595));
    EXPECT_EQ(opened.size(2), std::pair(595, 842));
    EXPECT_EQ(opened.size(3), std::pair(595, 842));
    for (auto& page : opened.pages()) EXPECT_FALSE(page.getObjectHandle().hasKey("/Rotate"));
}

TEST(binding, takes_only_what_is_drawn) {
    const std::string bad = foreign(
        "/MediaBox [0 0 500 700] /AA << /O << /S /JavaScript /JS (app.alert\\(1\\)) >> >> "
        "/Annots [ << /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://x.example) >> >> ]",
        "/OpenAction << /S /JavaScript /JS (app.alert\\(2\\)) >> "
        "/Names << /EmbeddedFiles << /Names [ (a) << /F (a.exe) >> ] >> >>");
    const std::string text = Opened(bind({{.title = "坏", .bytes = bad, .foreign = true}}, how).bytes).text();
    for (const char* word : {"JavaScript", "alert", "/Annots", "URI", "EmbeddedFiles", "a.exe", "/AA"})
        EXPECT_THAT(text, Not(HasSubstr(word)));
}

TEST(binding, shows_what_a_signature_shows) {
    QPDF file;
    file.emptyPDF();
    auto look = QPDFObjectHandle::newStream(&file, "1 0 0 rg 0 0 40 40 re f % seal");
    look.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
    look.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/Form"));
    look.getDict().replaceKey("/BBox", QPDFObjectHandle::parse("[0 0 40 40]"));
    auto widget = file.makeIndirectObject(QPDFObjectHandle::parse(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /F 132 /Rect [100 100 140 140] /AP << >> >>"));
    widget.getKey("/AP").replaceKey("/N", file.makeIndirectObject(look));
    auto page = file.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 595 842] >>"));
    page.replaceKey("/Annots", QPDFObjectHandle::newArray({widget}));
    page.replaceKey("/Contents", QPDFObjectHandle::newStream(&file, "0 0 m 9 9 l S"));
    QPDFPageDocumentHelper(file).addPage(QPDFPageObjectHelper(page), false);
    auto form = QPDFObjectHandle::parse("<< /SigFlags 3 >>");
    form.replaceKey("/Fields", QPDFObjectHandle::newArray({widget}));
    file.getRoot().replaceKey("/AcroForm", form);
    const std::string text = Opened(bind({{.title = "签", .bytes = bytes_of(file)}}, how).bytes).text();
    EXPECT_THAT(text, HasSubstr("% seal"));
    EXPECT_THAT(text, Not(HasSubstr("/Widget")));
}

TEST(binding, looks_before_it_binds) {
    EXPECT_EQ(look_at(paper("书")).legibility, Legibility::fine);
    EXPECT_EQ(look_at(paper("书")).pages, 2U);
    EXPECT_EQ(look_at("not a PDF").legibility, Legibility::broken);
    EXPECT_EQ(look_at("").legibility, Legibility::broken);
    EXPECT_EQ(look_at(locked()).legibility, Legibility::locked);
    EXPECT_EQ(look_at(foreign("/MediaBox [0 0 0 0]")).legibility, Legibility::broken);
    const std::string cut = paper("书");
#ifndef __SANITIZE_ADDRESS__  // there nothing is read apart, nor measured
    EXPECT_GT(look_at(paper("书")).memory, 0U);
#endif
    EXPECT_NE(look_at(cut.substr(0, cut.size() / 3)).legibility, Legibility::fine);
}

/// Only what says how large it is.
static std::string jpeg(int width, int height) {
    std::string bytes = "\xff\xd8\xff\xe0";
    for (const int byte : {0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1,
                           17, 0, 0xff, 0xd9})
        bytes += static_cast<char>(byte);
    return bytes;
}

TEST(photos, stand_two_on_a_page) {
    const std::string bytes =
        photo_pages({{jpeg(1600, 1200), "照片1 漏水处"}, {jpeg(900, 1600), "照片2"}, {jpeg(20, 20), "照片3"}});
    EXPECT_EQ(look_at(bytes).pages, 2U);
    EXPECT_THAT(Opened(bytes).text(), HasSubstr("/DCTDecode"));
    EXPECT_THROW(photo_pages({{"no picture", ""}}), std::runtime_error);
}

TEST(binding, takes_changed_files_of_others_or_says_why_not) {
    Mutations files({foreign("/MediaBox [0 0 200 300]"),
                     foreign("/MediaBox [0 0 200 300] /Rotate 90 /Annots []", "/AcroForm << /Fields [] >>")},
                    {"/Kids [", "/Parent 1 0 R", "/Count 999999999", "/MediaBox [", "/Rotate 45", "endobj",
                     "stream\n", "/Filter /FlateDecode", "<<", "[[[[", "99999999999999999999 0 R"});
    int bound = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string bytes = files.next();
        if (look_inside(bytes).legibility != Legibility::fine || ++bound > 500) continue;
        EXPECT_NO_THROW(bind({{.title = "x", .bytes = bytes, .foreign = true}}, how)) << i;
    }
    EXPECT_GT(bound, 0);
}

}  // namespace hemu::pdf
