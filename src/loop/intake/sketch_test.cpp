#include "sketch.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hemu::intake {

TEST(Pairs, look_at_the_beginning_of_long_texts) {
    std::string text(5999, 'a');
    EXPECT_EQ(pairs_of(text + "楼上楼下").size(), 1U);
    EXPECT_EQ(pairs_of("楼上").size(), 1U);
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
    const Sketch sketch = *sketch_of("421202", text);
    for (const auto band : sketch) EXPECT_GE(band, 0);
}

/// Random sets with a given share of common pairs meet about as often as the formula says.
static double meeting_rate(double wanted_similarity) {
    std::mt19937_64 random(7);
    const int size = 60;
    const int shared = static_cast<int>(2 * size * wanted_similarity / (1 + wanted_similarity));
    int met = 0;
    const int tries = 400;
    for (int i = 0; i < tries; ++i) {
        std::vector<std::string> one, other;
        for (int k = 0; k < shared; ++k) one.push_back(std::to_string(random()));
        other = one;
        for (int k = shared; k < size; ++k) {
            one.push_back(std::to_string(random()));
            other.push_back(std::to_string(random()));
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
