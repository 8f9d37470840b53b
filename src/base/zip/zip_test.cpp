#include "zip.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "mutations.hpp"

namespace hemu::zip {

using testing::SizeIs;

static const std::string sample = pack(
    {{"message.json", "{\"kind\":\"referral\"}"}, {"papers/01", std::string(5000, 'x')}, {"材料/收条.txt", "收条"}});

TEST(Zip, lists_without_unpacking_and_reads_no_more_than_asked) {
    const auto entries = list(sample, 10);
    ASSERT_THAT(entries, SizeIs(3));
    EXPECT_EQ(entries[1].path, "papers/01");
    EXPECT_EQ(entries[1].size, 5000U);
    EXPECT_EQ(entries[2].path, "材料/收条.txt");
    EXPECT_FALSE(entries[0].has_password);
    EXPECT_EQ(beginning(sample, "papers/01", 7), "xxxxxxx");
    EXPECT_EQ(beginning(sample, "材料/收条.txt", 100), "收条");
    EXPECT_EQ(beginning(sample, "nothing", 100), "");
    EXPECT_THROW(list(sample, 2), std::length_error);
    EXPECT_THROW(list("no archive", 10), std::runtime_error);
    EXPECT_THROW(list("", 10), std::runtime_error);
}

TEST(Zip, that_was_changed_is_read_or_refused_within_its_limits) {
    Mutations archives({sample, pack({{"a", ""}}), pack({{"../../etc/passwd", "x"}, {std::string(300, 'n'), "y"}})},
                       {"PK\1\2", "PK\3\4", "PK\5\6", "../", std::string(1, '\0'), "papers/01"});
    int read = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string bytes = archives.next();
        try {
            std::size_t size = 0;
            for (const Entry& one : unpack(bytes, 10, 100'000)) size += one.content.size();
            EXPECT_LE(size, 100'000U);
            ++read;
        } catch (const std::runtime_error&) {
        } catch (const std::length_error&) {
        }
        try {
            for (const Listed& one : list(bytes, 10)) EXPECT_LE(beginning(bytes, one.path, 100).size(), 100U);
        } catch (const std::runtime_error&) {
        } catch (const std::length_error&) {
        }
    }
    EXPECT_GT(read, 0) << "some changes do no harm";
}

}  // namespace hemu::zip
