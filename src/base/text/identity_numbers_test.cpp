#include "identity_numbers.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "text.hpp"

namespace hemu::text {

static std::vector<std::vector<std::string>> rows_of(const std::string& name) {
    const char* given = std::getenv("HEMU_SHARED");
    std::ifstream file((given ? std::string(given) : "../shared") + "/data/ids/" + name);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> row;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
        rows.push_back(row);
    }
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
}

TEST(resident_number, tells_birth_sex_and_region) {
    const auto number = check_resident_number("11010519491231002x");
    ASSERT_TRUE(number.valid) << number.why;
    EXPECT_EQ(number.region_code, "110105");
    EXPECT_EQ(*number.birth_on, LegalDate(1949, 12, 31));
    EXPECT_EQ(*number.sex, "female");
}

TEST(resident_number, reads_full_width_digits_and_blanks) {
    EXPECT_TRUE(check_resident_number(" １１０１０５ 19491231 002Ｘ ").valid);
}

TEST(resident_number, says_why_not) {
    EXPECT_EQ(check_resident_number("1101051949123100").why, "length");
    EXPECT_EQ(check_resident_number("11010519491231A02X").why, "characters");
    EXPECT_EQ(check_resident_number("11010519490231002X").why, "birth_date");
    EXPECT_EQ(check_resident_number("110105194912310021").why, "check_digit");
}

TEST(resident_number, agrees_with_the_collected_cases) {
    const auto rows = rows_of("resident_id_cases.csv");
    if (rows.empty()) GTEST_SKIP() << "the folder with the collected cases is not here";
    for (const auto& row : rows) {
        const auto number = check_resident_number(row[0]);
        EXPECT_EQ(number.valid, row[1] != "invalid") << row[0] << " " << number.why;
        if (!number.valid || row.size() < 5 || row[3].empty()) continue;
        EXPECT_EQ(to_text(*number.birth_on), row[3]) << row[0];
        EXPECT_EQ(*number.sex == "male" ? "M" : "F", row[4]) << row[0];
    }
}

TEST(credit_code, agrees_with_the_collected_cases) {
    const auto rows = rows_of("uscc_cases.csv");
    if (rows.empty()) GTEST_SKIP() << "the folder with the collected cases is not here";
    for (const auto& row : rows) EXPECT_EQ(check_credit_code(row[0]).valid, row[1] != "invalid") << row[0];
}

TEST(phone, mobile_landline_and_service_numbers) {
    EXPECT_TRUE(is_phone("13812345678"));
    EXPECT_TRUE(is_phone("+86 138 1234 5678"));
    EXPECT_TRUE(is_phone("0715-8123456"));
    EXPECT_TRUE(is_phone("12348"));
    EXPECT_FALSE(is_phone("1381234567"));
    EXPECT_FALSE(is_phone("11812345678"));
    EXPECT_FALSE(is_phone("phone"));
    EXPECT_FALSE(is_phone(""));
}

TEST(text, masks_show_only_what_tells_people_apart) {
    EXPECT_EQ(mask_name("张三"), "张*");
    EXPECT_EQ(mask_name("欧阳小明"), "欧**明");
    EXPECT_EQ(mask_phone("13812345678"), "138****5678");
    EXPECT_EQ(mask_phone("12348"), "***48");
    EXPECT_EQ(mask_identity_number("11010519491231002X"), "110105***********X");
}

TEST(text, pinyin_of_places) {
    EXPECT_EQ(pinyin_initials("咸安区"), "xaq");
    EXPECT_EQ(pinyin("通山县"), "tongshanxian");
    EXPECT_EQ(pinyin_initials("A1 路"), "a1l");
}

TEST(text, near_same_texts_are_near) {
    EXPECT_DOUBLE_EQ(similarity("拖欠工资三个月", "拖欠工资三个月"), 1.0);
    EXPECT_GT(similarity("某小区开发商强制捆绑销售车位", "某小区开发商强制捆绑销售车位！！"), 0.95);
    EXPECT_LT(similarity("拖欠工资三个月", "邻居噪声扰民"), 0.05);
}

TEST(text, numbers_typed_by_hand) {
    EXPECT_EQ(normal_number(" １３８-1234 5678"), "13812345678");
    EXPECT_EQ(normal_number("+86 138 1234 5678"), "13812345678");
    EXPECT_EQ(trim("　张三 "), "张三");
    EXPECT_FALSE(is_utf8("\xff\xfe"));
}

}  // namespace hemu::text
