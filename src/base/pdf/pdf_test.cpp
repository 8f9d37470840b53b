#define POINTERHOLDER_TRANSITION 4  // qpdf: std::shared_ptr only
#include <gmock/gmock.h>

#include <fstream>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "pages.hpp"
#include "pdf.hpp"
#include "watermark.hpp"

namespace hemu::pdf {

static const Instant moment{1'795'000'000'000'000};
static const std::string sentence =
    "双方当事人在平等自愿的基础上，就相邻排水引起的损害赔偿达成如下协议，本协议自各方签名之日起生效。";

static Paper paper(Blocks blocks) {
    Paper made;
    made.title = "人民调解协议书";
    made.author = "温泉街道人民调解委员会";
    made.made_at = moment;
    made.blocks = std::move(blocks);
    return made;
}

static QPDF& opened(QPDF& file, const Printed& printed) {
    file.processMemoryFile("paper", printed.bytes.data(), printed.bytes.size());
    return file;
}

static std::vector<std::string> words_on(const Printed& printed, std::size_t page) {
    std::vector<std::string> words;
    for (const SetLine& line : printed.lines)
        if (line.page == page) words.push_back(line.words);
    return words;
}

static std::string repeated(const std::string& words, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += words;
    return all;
}

TEST(Pdf, names_title_language_and_the_given_date) {
    const Printed printed = print(paper({title("协议书"), paragraph(sentence)}));
    QPDF file;  // reads out of the bytes for as long as it lives
    opened(file, printed);
    EXPECT_EQ(file.getRoot().getKey("/Lang").getUTF8Value(), "zh-CN");
    EXPECT_TRUE(file.getRoot().getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
    EXPECT_TRUE(file.getRoot().getKey("/MarkInfo").getKey("/Marked").getBoolValue());
    auto info = file.getTrailer().getKey("/Info");
    EXPECT_EQ(info.getKey("/Title").getUTF8Value(), "人民调解协议书");
    EXPECT_THAT(info.getKey("/CreationDate").getStringValue(), testing::HasSubstr("D:20261118"));
    EXPECT_TRUE(file.getWarnings().empty());
}

TEST(Pdf, the_same_paper_is_the_same_bytes) {
    const auto made = [] {
        return print(paper({title("协议书"), paragraph(sentence), Code{"https://hemu.example/go/A2B3C4"}}));
    };
    EXPECT_EQ(made().bytes, made().bytes);
}

TEST(Pdf, pages_are_counted_without_drawing) {
    const Table table{{1, 2}, {"项目", "金额"}, std::vector<std::vector<std::string>>(90, {"赔偿", "壹万元整"})};
    for (const Blocks& blocks :
         {Blocks{}, {title("书")}, {paragraph(repeated(sentence, 60))}, {table, NewPage{}, table}}) {
        const Paper one = paper(blocks);
        EXPECT_EQ(count_pages(one), print(one).pages);
    }
}

TEST(Pdf, breaks_lines_as_chinese_does) {
    const Printed printed = print(paper({paragraph(repeated(sentence, 12))}));
    ASSERT_GT(printed.lines.size(), 10U);
    for (const SetLine& line : printed.lines) {
        for (const char* mark : {"，", "。", "、", "）", "》"})
            EXPECT_FALSE(line.words.starts_with(mark)) << line.words;
        EXPECT_FALSE(line.words.ends_with("（"));
    }
    EXPECT_NEAR(printed.lines[0].x_mm - printed.lines[1].x_mm, 2 * 12 * 25.4 / 72, 0.1);
}

TEST(Pdf, numbers_its_pages) {
    Blocks blocks;
    for (int i = 0; i < 30; ++i) blocks.push_back(paragraph(repeated(sentence, 2)));
    const Printed printed = print(paper(blocks));
    ASSERT_GT(printed.pages, 1U);
    QPDF file;
    EXPECT_EQ(opened(file, printed).getAllPages().size(), printed.pages);
    EXPECT_EQ(words_on(printed, 0).back(), "第 1 页 共 " + std::to_string(printed.pages) + " 页");
    for (const SetLine& line : printed.lines) EXPECT_LT(line.y_mm, 297 - 10);
}

TEST(Pdf, keeps_a_heading_with_what_follows) {
    Blocks blocks;
    for (int i = 0; i < 60; ++i) {
        blocks.push_back(heading("第" + std::to_string(i) + "条"));
        blocks.push_back(paragraph(repeated(sentence, i % 4 + 1)));
    }
    const Printed printed = print(paper(blocks));
    for (std::size_t page = 0; page < printed.pages; ++page) {
        const auto words = words_on(printed, page);
        ASSERT_GT(words.size(), 2U);
        EXPECT_FALSE(words[words.size() - 2].starts_with("第")) << words[words.size() - 2];
    }
}

TEST(Pdf, a_table_shows_its_heading_on_every_page) {
    Table table{{1, 3}, {"序号", "内容"}, {}};
    for (int i = 0; i < 90; ++i) table.rows.push_back({std::to_string(i), sentence});
    table.rows.push_back({"长", repeated(sentence, 60)});
    const Printed printed = print(paper({table}));
    ASSERT_GT(printed.pages, 3U);
    for (std::size_t page = 0; page < printed.pages; ++page)
        EXPECT_THAT(words_on(printed, page), testing::Contains("序号")) << page;
}

TEST(Pdf, an_address_stands_in_the_window) {
    const Printed printed = print(
        paper({WindowAddress{{"咸宁市咸安区温泉街道桂花路 128 号 3 栋 2 单元 501 室，收发室代收转交", "王小明 收"},
                             "咸宁市人民调解中心"},
               title("通知书")}));
    ASSERT_GE(printed.lines.size(), 4U);
    for (const SetLine& line : printed.lines) {
        if (line.words == "通知书") {
            EXPECT_GT(line.y_mm, 96);
            break;
        }
        EXPECT_GT(line.y_mm, 52);
        EXPECT_LT(line.y_mm, 90);
        EXPECT_GE(line.x_mm, 22);
    }
}

TEST(Pdf, grows_with_its_sheet) {
    Paper small = paper({paragraph(sentence)});
    Paper large = small;
    large.size = PaperSize::a3;
    large.grows = true;
    const Printed a4 = print(small), a3 = print(large);
    ASSERT_EQ(a4.lines.size(), a3.lines.size());
    EXPECT_EQ(a4.lines[0].words, a3.lines[0].words);
    EXPECT_NEAR(a3.lines[0].x_mm / a4.lines[0].x_mm, 297.0 / 210, 0.01);
}

// With the whole fonts Cairo 1.16 aborts at some of these, and embeds a megabyte of others.
TEST(Pdf, cuts_fonts_to_what_is_shown) {
    for (const auto typeface : {Typeface::serif, Typeface::sans})
        for (const bool bold : {false, true}) {
            Paper made = paper({Text{"fi fl ff ffi office http://127.0.0.1:44117 " + sentence, {.bold = bold}}});
            made.typeface = typeface;
            EXPECT_LT(print(made).bytes.size(), 30'000U);
        }
}

TEST(Pdf, sets_what_no_font_has) { EXPECT_EQ(print(paper({paragraph("未知字\U000E0FFF\U0003FFFD。")})).pages, 1U); }

TEST(Pdf, a_code_that_is_too_long_fails) {
    EXPECT_THROW(print(paper({Code{std::string(4000, 'a')}})), std::runtime_error);
}

static std::vector<std::size_t> pages_of(const std::vector<Strip>& strips, double room) {
    std::vector<std::size_t> pages;
    for (const Place& place : paginate(strips, room)) pages.push_back(place.page);
    return pages;
}

TEST(Pages, turn_when_full) {
    EXPECT_THAT(pages_of({{0, 4}, {0, 4}, {0, 4}}, 10), testing::ElementsAre(0, 0, 1));
    EXPECT_THAT(pages_of({{0, 4}, {3, 4}}, 10), testing::ElementsAre(0, 1));
    EXPECT_THAT(pages_of({{0, 40}, {0, 1}}, 10), testing::ElementsAre(0, 1));
    EXPECT_TRUE(paginate({}, 10).empty());
}

TEST(Pages, hold_together_what_sticks) {
    EXPECT_THAT(pages_of({{0, 8}, {0, 1, true}, {0, 2}}, 10), testing::ElementsAre(0, 1, 1));
    EXPECT_THAT(pages_of({{0, 6, true}, {0, 6, true}, {0, 6}}, 10), testing::ElementsAre(0, 1, 2));
}

TEST(Pages, begin_anew_and_leave_out_gaps_above) {
    const auto places = paginate({{0, 2}, {5, 2, false, true}}, 10);
    EXPECT_EQ(places[1].page, 1U);
    EXPECT_EQ(places[1].top, 0);
    EXPECT_THAT(pages_of({{0, 2, false, true}}, 10), testing::ElementsAre(0));
}

TEST(Pages, repeat_a_heading) {
    std::vector<Strip> strips{{0, 2, true}};
    for (int i = 0; i < 3; ++i) strips.push_back({0, 4, false, false, 0});
    const auto places = paginate(strips, 10);
    ASSERT_EQ(places.size(), 5U);
    EXPECT_EQ(places[3].strip, 0U);
    EXPECT_EQ(places[3].page, 1U);
    EXPECT_EQ(places[4].top, 2);
}

TEST(Watermark, lies_across_every_page_and_changes_no_word) {
    Paper two = paper({title("协议书"), paragraph(sentence), NewPage{}, paragraph(sentence)});
    const Printed printed = print(two);
    const auto marked = with_watermark(printed.bytes, "张三 温泉街道人民调解委员会 2026-11-28 13:45");
    ASSERT_TRUE(marked);
    QPDF file;
    file.processMemoryFile("marked", marked->data(), marked->size());
    auto pages = file.getAllPages();
    ASSERT_EQ(pages.size(), 2U);
    std::set<QPDFObjGen> marks;
    for (QPDFObjectHandle page : pages) {
        auto mark = page.getKey("/Resources").getKey("/XObject").getKey("/HemuMark0");
        EXPECT_TRUE(mark.isStream());
        marks.insert(mark.getObjGen());
    }
    EXPECT_EQ(marks.size(), 1U) << "one for all pages of a size";
    EXPECT_TRUE(file.getWarnings().empty());
    EXPECT_EQ(with_watermark("%PDF-1.7 and nothing else", "张三"), std::nullopt);
    EXPECT_EQ(with_watermark("", "张三"), std::nullopt);
}

TEST(Watermark, grows_with_the_page_and_is_never_endless) {
    const auto of_size = [](const std::string& box) {
        QPDF file;
        file.emptyPDF();
        auto page = file.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Page /MediaBox " + box + " >>"));
        file.addPage(page, false);
        QPDFWriter writer(file);
        writer.setOutputMemory();
        writer.write();
        const auto buffer = writer.getBufferSharedPointer();
        return with_watermark({reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()}, "张三 某某所");
    };
    EXPECT_TRUE(of_size("[0 0 2480 3508]"));
    EXPECT_TRUE(of_size("[0 0 14400 0.01]"));
    EXPECT_TRUE(of_size("[-100 -100 100 100]"));
    EXPECT_LT(of_size("[0 0 99999999 0.0001]").value_or("").size(), 100'000U);
    EXPECT_FALSE(of_size("[0 0 0 0]"));
}

TEST(Watermark, covers_a_picture_in_each_quarter) {
    for (const auto& [width, height] : {std::pair(1200, 900), {320, 240}, {200, 2000}}) {
        const auto pixels = watermark("张三 温泉街道人民调解委员会 2026-11-28 13:45", width, height);
        std::array<int, 4> inked{};
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                if (pixels[static_cast<std::size_t>(y * width + x)] >> 24 > 40)
                    ++inked[static_cast<std::size_t>((y * 2 / height) * 2 + x * 2 / width)];
        for (const int one : inked) EXPECT_GT(one, width * height / 400) << width;
    }
}

}  // namespace hemu::pdf
