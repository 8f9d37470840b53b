#include "scans.hpp"

#include <gmock/gmock.h>

#include "identity_testing.hpp"
#include "picture.hpp"

namespace hemu::dossier {

using testing::Contains;
using testing::ElementsAre;

static const Id<dispute::Dispute> dispute = Id<dispute::Dispute>::fresh(Instant{1'795'000'000'000'000});

TEST(scan_codes, are_read_again_from_the_page_that_bears_them) {
    const crypto::Keys& keys = identity::testing::keys();
    const std::string code = scan_code(keys, dispute, "D08", "01a00000-0000-7000-8000-000000000001");
    EXPECT_EQ(code.size(), 42U);
    pdf::Paper paper;
    paper.title = "人民调解记录";
    paper.corner_code = code;
    paper.blocks = {pdf::title("人民调解记录"), pdf::NewPage{}, pdf::paragraph("双方陈述意见。")};
    for (const std::size_t page : {0, 1})
        EXPECT_THAT(picture::codes_in(pdf::picture(paper, page, 150).png, "image/png"), Contains(code)) << page;
    const auto mark = mark_in(keys, code);
    ASSERT_TRUE(mark);
    EXPECT_EQ(mark->dispute_id, dispute);
    EXPECT_EQ(mark->paper, mark_of_paper("D08", "01a00000-0000-7000-8000-000000000001"));
    EXPECT_NE(mark->paper, mark_of_paper("D08", std::nullopt));
}

TEST(scan_codes, of_others_are_none) {
    const crypto::Keys& keys = identity::testing::keys();
    std::string code = scan_code(keys, dispute, "D09", std::nullopt);
    code[8] = code[8] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(mark_in(keys, code));
    for (const char* other : {"", "H1", "H1AAAA", "https://example.com", "H1!!!!"})
        EXPECT_FALSE(mark_in(keys, other));
}

TEST(scan_runs, take_pages_without_a_code_to_the_page_before) {
    const auto told = [](const std::vector<std::vector<std::string>>& contents) {
        std::vector<std::string> runs;
        for (const ScanRun& run : runs_of(contents))
            runs.push_back(fmt::format("{}:{}+{}", run.content, run.first, run.count));
        return runs;
    };
    EXPECT_THAT(told({{}, {"a"}, {}, {"a"}, {"b"}, {"a"}}), ElementsAre(":0+1", "a:1+3", "b:4+1", "a:5+1"));
    EXPECT_TRUE(told({}).empty());
}

}  // namespace hemu::dossier
