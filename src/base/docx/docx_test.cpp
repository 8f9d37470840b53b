#include "docx.hpp"

#include <gmock/gmock.h>

#include "zip.hpp"

namespace hemu::docx {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

static pdf::Paper paper(pdf::Blocks blocks) {
    pdf::Paper made;
    made.title = "人民调解协议书";
    made.author = "温泉街道人民调解委员会";
    made.made_at = Instant{1'795'000'000'000'000};
    made.footer = "登记编号 X-1";
    made.blocks = std::move(blocks);
    return made;
}

static std::string part_of(const std::string& bytes, std::string_view path) {
    for (const zip::Entry& entry : zip::unpack(bytes, 20, 1'000'000))
        if (entry.path == path) return entry.content;
    return "";
}
static std::string body_of(pdf::Blocks blocks) {
    return part_of(write(paper(std::move(blocks))), "word/document.xml");
}

static std::size_t count(std::string_view in, std::string_view what) {
    std::size_t found = 0;
    for (auto at = in.find(what); at != std::string_view::npos; at = in.find(what, at + what.size())) ++found;
    return found;
}

TEST(Docx, holds_title_author_and_a_numbered_footer) {
    const std::string bytes = write(paper({pdf::title("协议书"), pdf::paragraph("双方同意。")}));
    EXPECT_THAT(part_of(bytes, "docProps/core.xml"),
                AllOf(HasSubstr("<dc:title>人民调解协议书</dc:title>"), HasSubstr("温泉街道人民调解委员会"),
                      HasSubstr("2026-11-18T")));
    EXPECT_THAT(part_of(bytes, "word/footer.xml"),
                AllOf(HasSubstr("登记编号 X-1"), HasSubstr("NUMPAGES"), HasSubstr("第 ")));
    EXPECT_THAT(part_of(bytes, "word/document.xml"),
                AllOf(HasSubstr(R"(<w:pStyle w:val="Title"/>)"), HasSubstr(R"(w:firstLineChars="200")")));
}

TEST(Docx, the_same_paper_is_the_same_bytes) {
    EXPECT_EQ(write(paper({pdf::paragraph("双方同意。")})), write(paper({pdf::paragraph("双方同意。")})));
}

TEST(Docx, words_are_words_whatever_signs_they_hold) {
    const std::string body = body_of({pdf::paragraph("<w:p> & \"甲\"\x01\nA\tB")});
    EXPECT_THAT(body,
                AllOf(HasSubstr("&lt;w:p&gt; &amp; &quot;甲&quot;"), Not(HasSubstr("\x01")), HasSubstr("A\tB")));
    EXPECT_EQ(count(body, "<w:p>"), 2U) << "a newline begins a paragraph";
}

TEST(Docx, tables_repeat_their_heading_and_tear_no_row) {
    const std::string body = body_of({pdf::Table{{1, 3}, {"期次", "金额"}, {{"1", "壹万元整"}, {"2"}}}});
    EXPECT_EQ(count(body, "<w:tblHeader/>"), 1U);
    EXPECT_EQ(count(body, "<w:cantSplit/>"), 3U);
    EXPECT_EQ(count(body, "<w:tc>"), 6U) << "a row that is short has empty cells";
    EXPECT_THAT(body, HasSubstr(R"(<w:gridCol w:w="2268"/><w:gridCol w:w="6804"/>)"));
}

TEST(Docx, what_belongs_together_keeps_the_next_but_for_the_last) {
    const std::string body =
        body_of({pdf::Together{{pdf::paragraph("甲"), pdf::Space{10}, pdf::paragraph("乙"), pdf::paragraph("丙")}}});
    EXPECT_EQ(count(body, "<w:keepNext/>"), 2U);
    EXPECT_THAT(body, HasSubstr(R"(w:before="627")")) << "3 pt and 10 mm above the second";
}

TEST(Docx, every_kind_of_block_is_written) {
    const std::string body = body_of({pdf::Code{"https://hemu.example/check/A"}, pdf::Rule{}, pdf::NewPage{},
                                      pdf::Panel{{pdf::paragraph("注意")}, 0xeeeeee},
                                      pdf::Beside{{{1, {pdf::paragraph("左")}}, {1, {pdf::paragraph("右")}}}},
                                      pdf::WindowAddress{{"张三", "咸安区"}, "调解中心"}});
    for (const char* words : {"https://hemu.example/check/A", "w:pBdr", R"(w:br w:type="page")", "注意", "左", "右",
                              "张三", "咸安区", "调解中心", R"(w:fill="eeeeee")"})
        EXPECT_THAT(body, HasSubstr(words));
    EXPECT_EQ(count(body, "<w:tbl>"), count(body, "</w:tbl>"));
}

}  // namespace hemu::docx
