#include "sketch.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hemu::intake {

TEST(Pairs, skip_blanks_punctuation_and_case) {
    EXPECT_EQ(pairs_of("噪音,扰民。"), pairs_of("噪音 扰民"));
    EXPECT_EQ(pairs_of("WiFi坏了"), pairs_of("wifi 坏了!"));
    EXPECT_TRUE(pairs_of("").empty());
    EXPECT_TRUE(pairs_of("楼").empty());
    EXPECT_TRUE(pairs_of(",。!?").empty());
}

TEST(Pairs, count_each_once) { EXPECT_EQ(pairs_of("哈哈哈哈").size(), 1U); }

TEST(Pairs, survive_broken_bytes) {
    EXPECT_TRUE(pairs_of("\xE5\x99").empty());
    EXPECT_TRUE(pairs_of("\xFF\xFE\x80").empty());
    EXPECT_EQ(pairs_of("噪\xFF音").size(), 1U);
}

TEST(Similarity, is_one_for_the_same_and_zero_for_nothing_shared) {
    const auto text = pairs_of("楼上夜间装修噪音扰民");
    EXPECT_EQ(similarity(text, text), 1.0);
    EXPECT_EQ(similarity(text, pairs_of("承包地边界")), 0.0);
    EXPECT_EQ(similarity(text, {}), 0.0);
}

TEST(Similarity, counts_shared_pairs) {
    // 甲乙 乙丙 | 甲乙 乙丁: one of three pairs is shared.
    EXPECT_DOUBLE_EQ(similarity(pairs_of("甲乙丙"), pairs_of("甲乙丁")), 1.0 / 3);
}

TEST(SketchOf, a_text_without_pairs_has_none) { EXPECT_FALSE(sketch_of("421202", {})); }

static bool meet(const Sketch& one, const Sketch& other) {
    for (std::size_t i = 0; i < one.size(); ++i)
        if (one[i] == other[i]) return true;
    return false;
}

TEST(SketchOf, the_same_text_meets_itself_in_its_area_only) {
    const auto text = pairs_of("小区物业长期不维修电梯");
    EXPECT_TRUE(meet(*sketch_of("421202", text), *sketch_of("421202", text)));
    EXPECT_FALSE(meet(*sketch_of("421202", text), *sketch_of("421221", text)));
    for (const auto band : *sketch_of("421202", text)) EXPECT_GE(band, 0);
}

/// Random sets with a given share of common pairs meet about as often as the formula says.
static double meeting_rate(double wanted_similarity) {
    std::mt19937_64 random(7);
    const int size = 60;
    const int shared = static_cast<int>(2 * size * wanted_similarity / (1 + wanted_similarity));
    int met = 0;
    const int tries = 400;
    for (int i = 0; i < tries; ++i) {
        std::vector<std::uint64_t> one, other;
        for (int k = 0; k < shared; ++k) one.push_back(random());
        other = one;
        for (int k = shared; k < size; ++k) {
            one.push_back(random());
            other.push_back(random());
        }
        std::sort(one.begin(), one.end());
        std::sort(other.begin(), other.end());
        met += meet(*sketch_of("421202", one), *sketch_of("421202", other)) ? 1 : 0;
    }
    return static_cast<double>(met) / tries;
}

TEST(SketchOf, near_texts_meet_and_far_ones_hardly) {
    EXPECT_NEAR(meeting_rate(0.8), 0.998, 0.01);
    EXPECT_NEAR(meeting_rate(0.5), 0.82, 0.07);
    EXPECT_LT(meeting_rate(0.05), 0.06);
}

}  // namespace hemu::intake
