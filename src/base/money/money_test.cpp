#include "money.hpp"

#include <gtest/gtest.h>

namespace hemu {

TEST(Fen, are_added_and_compared) {
    EXPECT_EQ(Fen{30} + Fen{12}, Fen{42});
    EXPECT_EQ(Fen{30} - Fen{42}, Fen{-12});
    EXPECT_LT(Fen{-1}, Fen{});
}

TEST(Yuan, have_two_decimals) {
    EXPECT_EQ(yuan_text(Fen{0}), "0.00");
    EXPECT_EQ(yuan_text(Fen{5}), "0.05");
    EXPECT_EQ(yuan_text(Fen{123450}), "1234.50");
    EXPECT_EQ(yuan_text(Fen{-5}), "-0.05");
    EXPECT_EQ(yuan_text(Fen{-123456}), "-1234.56");
    EXPECT_EQ(yuan_text(Fen{INT64_MAX}), "92233720368547758.07");
    EXPECT_EQ(yuan_text(Fen{INT64_MIN}), "-92233720368547758.08");
}

}  // namespace hemu
