#include "money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

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

TEST(Capitals, are_written_as_banks_write_them) {
    EXPECT_EQ(capital_text(Fen{1200000}), "壹万贰仟元整");
    EXPECT_EQ(capital_text(Fen{168032}), "壹仟陆佰捌拾元叁角贰分");
    EXPECT_EQ(capital_text(Fen{10700053}), "壹拾万柒仟元伍角叁分");
    EXPECT_EQ(capital_text(Fen{1640902}), "壹万陆仟肆佰零玖元零贰分");
    EXPECT_EQ(capital_text(Fen{32504}), "叁佰贰拾伍元零肆分");
    EXPECT_EQ(capital_text(Fen{140950}), "壹仟肆佰零玖元伍角整");
    EXPECT_EQ(capital_text(Fen{600714}), "陆仟零柒元壹角肆分");
    EXPECT_EQ(capital_text(Fen{100}), "壹元整");
    EXPECT_EQ(capital_text(Fen{1000}), "壹拾元整");
    EXPECT_EQ(capital_text(Fen{0}), "零元整");
    EXPECT_EQ(capital_text(Fen{7}), "柒分");
    EXPECT_EQ(capital_text(Fen{30}), "叁角整");
    EXPECT_EQ(capital_text(Fen{10000000000}), "壹亿元整");
    EXPECT_EQ(capital_text(Fen{10000000100}), "壹亿零壹元整");
    EXPECT_EQ(capital_text(Fen{1000010000000}), "壹佰亿零壹拾万元整");
    EXPECT_EQ(capital_text(Fen{-500}), "负伍元整");
    EXPECT_EQ(capital_text(Fen{INT64_MAX}),
              "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分");
}

/// Reads capitals below 10,000 of a unit, as a person does: digit, its unit, and so on.
static std::int64_t read_number(std::string_view words) {
    static const std::map<std::string_view, std::int64_t> digits = {
        {"零", 0}, {"壹", 1}, {"贰", 2}, {"叁", 3}, {"肆", 4}, {"伍", 5}, {"陆", 6}, {"柒", 7}, {"捌", 8}, {"玖", 9}};
    static const std::map<std::string_view, std::int64_t> units = {{"拾", 10}, {"佰", 100}, {"仟", 1000}};
    for (const auto& [unit, size] : {std::pair<std::string_view, std::int64_t>{"亿", 100'000'000}, {"万", 10'000}})
        if (const auto at = words.rfind(unit); at != words.npos)
            return read_number(words.substr(0, at)) * size + read_number(words.substr(at + unit.size()));
    std::int64_t sum = 0, digit = 0;
    for (std::size_t i = 0; i < words.size(); i += 3) {
        const auto one = words.substr(i, 3);
        if (const auto found = units.find(one); found != units.end()) {
            sum += digit * found->second;
            digit = 0;
        } else
            digit = digits.at(one);
    }
    return sum + digit;
}

static std::int64_t read_capitals(std::string_view words) {
    std::int64_t fen = 0;
    for (const auto& [unit, size] : {std::pair<std::string_view, std::int64_t>{"元", 100}, {"角", 10}, {"分", 1}})
        if (const auto at = words.find(unit); at != words.npos) {
            fen += read_number(words.substr(0, at)) * size;
            words.remove_prefix(at + unit.size());
        }
    return fen;
}

RC_GTEST_PROP(Capitals, are_read_back, ()) {
    const auto digits = *rc::gen::inRange(1, 18);
    std::int64_t most = 10;
    for (int i = 1; i < digits; ++i) most *= 10;
    const std::int64_t fen = *rc::gen::inRange<std::int64_t>(0, most);
    RC_ASSERT(read_capitals(capital_text(Fen{fen})) == fen);
}

}  // namespace hemu
