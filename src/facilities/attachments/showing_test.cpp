#include "showing.hpp"

#include <gmock/gmock.h>

#include "rules.hpp"

namespace hemu::attachments {

static std::string part(std::string_view range, std::int64_t size = 1000) {
    const Asked asked = asked_for(range, size);
    if (asked.beyond) return "beyond";
    return asked.part ? fmt::format("{} {}", asked.part->from, asked.part->to) : "whole";
}

TEST(Showing, reads_what_part_is_asked_for) {
    EXPECT_EQ(part("bytes=0-99"), "0 99");
    EXPECT_EQ(part("bytes=990-"), "990 999");
    EXPECT_EQ(part("bytes=990-5000"), "990 999");
    EXPECT_EQ(part("bytes=-10"), "990 999");
    EXPECT_EQ(part("bytes=-5000"), "0 999");
    EXPECT_EQ(part("bytes=999-999"), "999 999");
    EXPECT_EQ(part("bytes=1000-"), "beyond");
    EXPECT_EQ(part("bytes=-0"), "beyond");
    EXPECT_EQ(part("bytes=0-", 0), "beyond");
}

TEST(Showing, answers_with_the_whole_what_it_does_not_read) {
    for (const char* range : {"", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,5-6", "lines=0-1",
                              "bytes=--5", "bytes=1-x", "bytes= 1-2", "bytes=99999999999999999999-"})
        EXPECT_EQ(part(range), "whole") << range;
}

TEST(Showing, marks_what_is_secret_and_can_be_redrawn) {
    using dispute::Secrecy;
    EXPECT_FALSE(is_marked(Secrecy::normal, Audience::office, "image/png"));
    EXPECT_FALSE(is_marked(Secrecy::normal, Audience::joint, "application/pdf"));
    EXPECT_TRUE(is_marked(Secrecy::normal, Audience::applicant, "application/pdf"));
    EXPECT_TRUE(is_marked(Secrecy::normal, Audience::caucus, "image/heic"));
    EXPECT_TRUE(is_marked(Secrecy::private_, Audience::office, "image/jpeg"));
    EXPECT_TRUE(is_marked(Secrecy::restricted, Audience::joint, "image/jpeg"));
    EXPECT_FALSE(is_marked(Secrecy::restricted, Audience::caucus, "video/mp4"))
        << "given as it is, and the page says so";
}

TEST(Showing, gives_what_cannot_be_redrawn_as_it_is) {
    EXPECT_FALSE(marked("no picture", "image/png", "张三"));
    EXPECT_FALSE(marked("%PDF-1.7", "application/pdf", "张三"));
    EXPECT_FALSE(marked("words", "text/plain", "张三"));
}

}  // namespace hemu::attachments
