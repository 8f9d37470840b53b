#include "type_words.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "csv.hpp"
#include "types.hpp"

namespace hemu::intake {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

static std::string code_of(const TypeProposal& proposal) {
    return proposal.local_type.value_or(proposal.national_type);
}

static std::vector<std::string> codes(std::string_view narrative, const TypeLessons& lessons = {}) {
    std::vector<std::string> all;
    for (const TypeProposal& proposal : propose_types(narrative, lessons)) all.push_back(code_of(proposal));
    return all;
}

TEST(words_of_types, stand_for_types_that_exist_each_once) {
    std::set<std::string> seen;
    for (const WordsOfType& type : words_of_types()) {
        EXPECT_TRUE(dispute::national_type(type.type) || dispute::local_type(type.type)) << type.type;
        EXPECT_TRUE(seen.insert(type.type).second) << type.type;
        std::set<std::string> words;
        for (const KeyWord& key : type.words) EXPECT_TRUE(words.insert(key.word).second) << type.type << key.word;
    }
    for (const auto& national : dispute::types().national)
        EXPECT_EQ(seen.contains(national.code), national.code != "99") << national.code;
    for (const auto& local : dispute::types().local) EXPECT_TRUE(seen.contains(local.code)) << local.code;
}

TEST(proposed_types, are_told_with_the_words_that_led_to_them) {
    const auto proposals = propose_types("楼上卫生间渗水,楼下天花板起皮脱落,多次协商未果");
    ASSERT_FALSE(proposals.empty());
    EXPECT_EQ(code_of(proposals[0]), "0203");
    EXPECT_EQ(proposals[0].national_type, "02");
    EXPECT_THAT(proposals[0].words, Contains("渗水"));
    EXPECT_LE(proposals[0].words.size(), 4U);
}

TEST(proposed_types, know_common_matters) {
    EXPECT_EQ(codes("双方感情破裂要求离婚并分割共同财产")[0], "0101");
    EXPECT_EQ(codes("包工头拖欠农民工工资,工地上二十人拿不到血汗钱")[0], "10");
    EXPECT_EQ(codes("骑电动车被小轿车撞伤,交警出具了事故认定书")[0], "16");
    EXPECT_EQ(codes("健身房关门跑路,办的会员卡余额不退")[0], "1401");
    EXPECT_EQ(codes("借条写明月底还钱,至今没有归还本金")[0], "0402");
    EXPECT_THAT(codes("天气很好"), IsEmpty());
    EXPECT_THAT(codes(""), IsEmpty());
}

TEST(proposed_types, are_at_most_five_and_two_of_a_kind) {
    const auto many =
        codes("小区物业不作为,电梯故障,停车位被占,物业费上涨,开发商延期交房,邻居漏水噪音扰民,公司拖欠工资,医院误诊");
    EXPECT_EQ(many.size(), 5U);
    std::map<std::string, int> of_national;
    for (const std::string& code : many) EXPECT_LE(++of_national[code.substr(0, 2)], 2);
}

TEST(proposed_types, lean_towards_what_the_city_has_often) {
    // "小区" speaks for property management, "邻居" for neighbours, as strongly.
    const auto city = [](int property, int neighbours) {
        TypeLessons lessons;
        for (int i = 0; i < property; ++i) lessons.learn("", "17");
        for (int i = 0; i < neighbours; ++i) lessons.learn("", "02");
        return lessons;
    };
    EXPECT_THAT(codes("邻居 小区", city(90, 10)), ElementsAre("17", "02"));
    EXPECT_THAT(codes("邻居 小区", city(10, 90)), ElementsAre("02", "17"));
}

/// What a category of the letters may be called here.
static const std::map<std::string, std::vector<std::string>>& own_types() {
    static const std::map<std::string, std::vector<std::string>> types = {
        {"道路交通", {"16"}}, {"教育校园", {"0603", "06", "1401", "14"}},
        {"噪音扰民", {"02"}}, {"房屋买卖", {"03"}},
        {"征地拆迁", {"08"}}, {"劳动社保", {"10", "11"}},
        {"物业", {"17"}},     {"消费金融诈骗", {"14", "04"}},
        {"环境", {"09"}},     {"医疗卫生", {"15"}},
        {"水电气暖", {"14"}}};
    return types;
}

static bool is_one_of(const std::string& code, const std::vector<std::string>& types) {
    return std::any_of(types.begin(), types.end(), [&](const std::string& type) { return code.starts_with(type); });
}

TEST(proposed_types, learn_from_the_types_that_people_gave) {
    TypeLessons lessons;
    EXPECT_EQ(lessons.weight(), 0);
    EXPECT_TRUE(lessons.shares("滑翔伞").empty());
    EXPECT_THAT(codes("滑翔伞飞行体验无法改期"), Not(Contains("12")));
    for (int i = 0; i < 100; ++i) {
        lessons.learn("滑翔伞飞行体验取消", "12");
        lessons.learn("楼上渗水要求修理", "02");
    }
    const auto proposals = propose_types("滑翔伞飞行体验无法改期", lessons);
    ASSERT_FALSE(proposals.empty());
    EXPECT_EQ(code_of(proposals[0]), "12");
    EXPECT_THAT(proposals[0].words, testing::Contains("滑翔"));
    EXPECT_THAT(codes("完全不同的事", lessons), IsEmpty()) << "nothing known, nothing proposed";
}

struct GradedLetter {
    std::vector<std::string> types;  ///< any of them is right; the first is what a clerk would choose
    std::string words;
};

// Letters of one city with a guess at their subject by others.
static std::vector<GradedLetter> letters_of_a_city() {
    const char* folder = std::getenv("HEMU_SHARED_DATA");
    const auto path =
        std::filesystem::path(folder ? folder : "../shared/data") / "counts/acity_mailbox_events_dev.csv";
    if (!std::filesystem::exists(path)) return {};
    std::ifstream file(path);
    const std::string all((std::istreambuf_iterator<char>(file)), {});
    text::CsvReader reader(all);
    reader.next();
    std::vector<GradedLetter> letters;
    for (auto row = reader.next(); row; row = reader.next())
        if (const auto types = own_types().find(row->at(2)); types != own_types().end())
            letters.push_back({types->second, row->at(3)});
    return letters;
}

struct Hits {
    double first = 0;  ///< percent
    double among = 0;
};

static Hits hits(const std::vector<GradedLetter>& letters, const TypeLessons& lessons = {}) {
    int first = 0, among = 0;
    for (const GradedLetter& letter : letters) {
        const auto found = codes(letter.words, lessons);
        const auto is_right = [&](const std::string& code) { return is_one_of(code, letter.types); };
        first += !found.empty() && is_right(found[0]);
        among += std::any_of(found.begin(), found.end(), is_right);
    }
    const auto all = static_cast<double>(letters.size());
    return {100.0 * first / all, 100.0 * among / all};
}

// How often the first proposal, or one of the five, is the subject.
TEST(proposed_types, hit_the_subject_of_letters) {
    const auto letters = letters_of_a_city();
    if (letters.empty()) GTEST_SKIP() << "no letters here";
    ASSERT_GT(letters.size(), 1000U);
    const Hits found = hits(letters);
    std::cout << fmt::format("say: type proposals on {} letters: first {:.1f} %, among five {:.1f} %\n",
                             letters.size(), found.first, found.among);
    EXPECT_GT(found.first, 65);
    EXPECT_GT(found.among, 85);
}

// Every second letter is learned from, the others are asked about.
TEST(proposed_types, hit_more_of_other_letters_after_lessons) {
    const auto letters = letters_of_a_city();
    if (letters.empty()) GTEST_SKIP() << "no letters here";
    std::vector<GradedLetter> held_out;
    TypeLessons few, many;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (i % 2 == 1) {
            held_out.push_back(letters[i]);
            continue;
        }
        many.learn(letters[i].words, letters[i].types[0].substr(0, 2));
        if (i % 8 == 0) few.learn(letters[i].words, letters[i].types[0].substr(0, 2));
    }
    const Hits before = hits(held_out), soon = hits(held_out, few), later = hits(held_out, many);
    std::cout << fmt::format(
        "say: first type proposals on {} letters held out: {:.1f} % right, {:.1f} % after {} lessons, {:.1f} % after "
        "{}\n",
        held_out.size(), before.first, soon.first, letters.size() / 8, later.first, letters.size() / 2);
    EXPECT_GT(soon.first, before.first + 2);
    EXPECT_GT(later.first, before.first + 6);
    EXPECT_GE(later.among, before.among - 1);
}

}  // namespace hemu::intake
