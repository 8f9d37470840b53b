#include "id.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <unordered_set>
#include <vector>

namespace hemu {

struct Thing;
using ThingId = Id<Thing>;

static const Instant moment = start_of(LegalDate(2026, 11, 24));

// RFC 9562: 48 bits of milliseconds, version 7, variant 10.
TEST(Uuid, is_version_seven) {
    const UuidBytes bytes = fresh_uuid(moment);
    std::uint64_t milliseconds = 0;
    for (int i = 0; i < 6; ++i) milliseconds = milliseconds << 8 | bytes[static_cast<std::size_t>(i)];
    EXPECT_EQ(milliseconds, static_cast<std::uint64_t>(moment.microseconds / 1000));
    EXPECT_EQ(bytes[6] >> 4, 7);
    EXPECT_EQ(bytes[8] >> 6, 2);
}

TEST(Uuid, grows_within_a_millisecond_and_beyond) {
    ThingId last = ThingId::fresh(moment);
    std::unordered_set<ThingId> all{last};
    for (int i = 0; i < 20'000; ++i) {
        // Many more of one millisecond than the counter holds, then the next millisecond.
        const ThingId next = ThingId::fresh(moment + std::chrono::milliseconds(i / 9'000));
        EXPECT_LT(last, next) << i;
        EXPECT_LT(to_text(last), to_text(next)) << i;
        all.insert(last = next);
    }
    EXPECT_EQ(all.size(), 20'001u);
}

TEST(Uuid, of_an_earlier_moment_stands_before_and_disturbs_nothing) {
    const ThingId now = ThingId::fresh(moment);
    for (int i = 0; i < 100; ++i) ThingId::fresh(moment);
    const ThingId later = ThingId::fresh(moment);
    const ThingId earlier = ThingId::fresh(moment + std::chrono::milliseconds(-5));
    EXPECT_LT(earlier, now);
    EXPECT_LT(later, ThingId::fresh(moment));
}

TEST(Uuid, differs_between_threads) {
    std::vector<std::vector<ThingId>> made(4);
    std::vector<std::thread> threads;
    for (auto& ids : made)
        threads.emplace_back([&ids] {
            for (int i = 0; i < 1000; ++i) ids.push_back(ThingId::fresh(moment));
        });
    for (auto& thread : threads) thread.join();
    std::set<ThingId> all;
    for (const auto& ids : made) all.insert(ids.begin(), ids.end());
    EXPECT_EQ(all.size(), 4000u);
}

TEST(Uuid, is_repeatable_once_seeded) {
    const auto some = [] {
        std::vector<ThingId> ids;
        std::thread([&ids] {
            seed_ids(7);
            for (int i = 0; i < 10; ++i) ids.push_back(ThingId::fresh(moment + std::chrono::milliseconds(i / 3)));
        }).join();
        return ids;
    };
    EXPECT_EQ(some(), some());
}

TEST(Uuid, is_written_and_read) {
    const ThingId id = ThingId::fresh(moment);
    const std::string text = to_text(id);
    EXPECT_EQ(text.size(), 36u);
    EXPECT_EQ(ThingId::parse(text), id);
    std::string upper = text;
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(ThingId::parse(upper), id);
    EXPECT_EQ(uuid_text(UuidBytes{}), "00000000-0000-0000-0000-000000000000");
}

TEST(Uuid, is_not_read_from_anything_else) {
    const std::string good = "01939f2a-0000-7abc-8def-0123456789ab";
    ASSERT_TRUE(parse_uuid(good));
    EXPECT_FALSE(parse_uuid(""));
    EXPECT_FALSE(parse_uuid(good + "0"));
    EXPECT_FALSE(parse_uuid(good.substr(1)));
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string wrong = good;
        wrong[at] = good[at] == '-' ? '0' : 'g';
        EXPECT_FALSE(parse_uuid(wrong)) << wrong;
        wrong[at] = good[at] == '-' ? ' ' : '-';
        EXPECT_FALSE(parse_uuid(wrong)) << wrong;
    }
}

}  // namespace hemu
