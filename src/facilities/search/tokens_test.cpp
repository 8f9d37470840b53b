#include "tokens.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace hemu::search {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::UnorderedElementsAre;

static std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char letter : text) {
        if (letter == ' ')
            parts.emplace_back();
        else
            parts.back() += letter;
    }
    return parts;
}

static std::vector<std::string> words(std::string_view text) {
    Tokens tokens;
    tokens.add_words(text);
    return split(tokens.text());
}

static std::vector<std::string> name(std::string_view text) {
    Tokens tokens;
    tokens.add_name(text);
    return split(tokens.text());
}

TEST(tokens, are_every_two_chinese_characters_in_a_row) {
    EXPECT_THAT(words("噪音扰民"), UnorderedElementsAre("噪音", "音扰", "扰民"));
    EXPECT_THAT(words("噪音，扰民"), UnorderedElementsAre("噪音", "扰民")) << "not across what stands between";
    EXPECT_THAT(words("噪音噪音"), UnorderedElementsAre("噪音", "音噪")) << "each once";
    EXPECT_THAT(words("𬱖𠮷"), UnorderedElementsAre("𬱖𠮷")) << "rare characters are characters too";
    EXPECT_THAT(words("噪"), ElementsAre(""));
    EXPECT_THAT(words("、。“”（）"), ElementsAre(""));
}

TEST(tokens, are_words_and_their_beginnings) {
    EXPECT_THAT(words("ＷｉＦｉ"), UnorderedElementsAre("wif", "wifi")) << "narrow and small";
    EXPECT_THAT(words("A栋"), UnorderedElementsAre("a"));
    EXPECT_THAT(words("00012"), UnorderedElementsAre("000", "0001", "00012", "12"));
    EXPECT_THAT(words("0000"), UnorderedElementsAre("000", "0000"));
    EXPECT_THAT(words("咸安登〔2026〕第00012号"), IsSupersetOf({"咸安", "安登", "2026", "00012", "12"}));
    EXPECT_THAT(words(std::string(100, 'x')), testing::Contains(std::string(40, 'x')));
}

TEST(tokens, of_a_name_are_its_first_character_and_its_initials_too) {
    EXPECT_THAT(name("张三"), UnorderedElementsAre("张三", "0张", "zs"));
    EXPECT_THAT(name("欧阳小明"), UnorderedElementsAre("欧阳", "阳小", "小明", "0欧", "oy", "oyx", "oyxm"));
    EXPECT_THAT(name("Bob"), UnorderedElementsAre("bob", "bo"));
    EXPECT_THAT(name(""), ElementsAre(""));
}

TEST(query, wants_what_was_typed) {
    EXPECT_THAT(query_of("噪音扰民").tokens, UnorderedElementsAre("噪音", "音扰", "扰民"));
    EXPECT_THAT(query_of(" 张 ").tokens, ElementsAre("0张")) << "alone it begins a name";
    EXPECT_THAT(query_of("张 噪音").tokens, UnorderedElementsAre("0张", "噪音"));
    EXPECT_THAT(query_of("第00012号").tokens, ElementsAre("00012")) << "beside something else it is nothing";
    EXPECT_THAT(query_of("ZS").tokens, ElementsAre("zs"));
    EXPECT_THAT(query_of("1380000000112345").tokens, ElementsAre("138000000011"));
    EXPECT_THAT(query_of("？！ ").wanted, IsEmpty());
    EXPECT_THAT(query_of("").tokens, IsEmpty());
}

/// What of a text is found, between brackets.
static std::string marked(std::string_view text, std::string_view typed, bool is_name = false) {
    const Text there(text, is_name);
    std::vector<Highlight> all;
    for (const Wanted& wanted : query_of(typed).wanted)
        for (const Highlight& one : there.find(wanted)) all.push_back(one);
    if (all.empty()) return "";
    const Excerpt excerpt = excerpt_of(text, all);
    std::string out;
    std::int64_t at = 0;  // texts of these tests have no characters outside the basic plane
    for (std::size_t byte = 0; byte < excerpt.words.size(); ++byte) {
        const bool begins = (static_cast<unsigned char>(excerpt.words[byte]) & 0xC0U) != 0x80U;
        if (begins) {
            for (const Highlight& one : excerpt.highlights) {
                if (one.to == at) out += "]";
                if (one.from == at) out += "[";
            }
            ++at;
        }
        out += excerpt.words[byte];
    }
    for (const Highlight& one : excerpt.highlights)
        if (one.to == at) out += "]";
    return out;
}

TEST(text, shows_where_it_holds_what_is_wanted) {
    EXPECT_EQ(marked("楼上噪音扰民", "噪音"), "楼上[噪音]扰民");
    EXPECT_EQ(marked("楼上噪音，扰民", "噪音扰民"), "") << "both pairs are there, the word is not";
    EXPECT_EQ(marked("楼上噪音，很扰民", "扰民 噪音"), "楼上[噪音]，很[扰民]");
    EXPECT_EQ(marked("用ＷＩＦＩ上网", "wifi"), "用[ＷＩＦＩ]上网");
    EXPECT_EQ(marked("wifi", "wi"), "") << "two letters are a word of their own";
    EXPECT_EQ(marked("咸安登〔2026〕第00012号", "2026第12号"), "咸安登〔[2026]〕第000[12]号");
    EXPECT_EQ(marked("咸安登〔2026〕第00012号", "0001"), "咸安登〔2026〕第[0001]2号");
    EXPECT_EQ(marked("张三", "张", true), "[张]三");
    EXPECT_EQ(marked("张三", "三", true), "");
    EXPECT_EQ(marked("张三", "张"), "") << "no name";
    EXPECT_EQ(marked("欧阳小明", "oyx", true), "[欧阳小]明");
    EXPECT_EQ(marked("欧阳小明", "oyx"), "");
}

TEST(excerpt, is_short_and_on_one_line) {
    std::string text;
    for (int i = 0; i < 50; ++i) text += "前面";
    text += "噪音\n扰民";
    for (int i = 0; i < 50; ++i) text += "后面";
    const std::string shown = marked(text, "噪音 扰民");
    EXPECT_TRUE(shown.starts_with("…前面")) << shown;
    EXPECT_TRUE(shown.ends_with("面…") || shown.ends_with("后…")) << shown;
    EXPECT_NE(shown.find("[噪音] [扰民]后面"), std::string::npos) << shown;
    EXPECT_EQ(excerpt_of("短", {}).words, "短");
}

TEST(excerpt, counts_as_pages_do) {
    const std::string text = "𠮷家噪音";
    const auto found = Text(text, false).find(query_of("噪音").wanted[0]);
    EXPECT_THAT(found, ElementsAre(Highlight{3, 5})) << "a rare character takes two units";
}

/// Whatever part of a text is typed, its tokens are among those of the text, and the text holds it.
RC_GTEST_PROP(tokens, of_a_part_are_tokens_of_the_whole, ()) {
    static const std::vector<std::string> pieces = {"张", "三", "噪", "音", "，", " ", "a", "b", "c", "0", "1", "〔"};
    std::vector<std::string> text;
    for (const auto at :
         *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, pieces.size())))
        text.push_back(pieces[at]);
    const auto begin = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    const std::string whole = fmt::format("{}", fmt::join(text, ""));
    const std::string part =
        fmt::format("{}", fmt::join(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), ""));
    const auto query = query_of(part);
    const auto there = words(whole);
    const Text compared(whole, false);
    for (const Wanted& one : query.wanted) {
        // A part may begin within a word or a name: those are found from their beginning on.
        if (!one.chinese || one.beginning) continue;
        RC_ASSERT(!compared.find(one).empty());
    }
    for (const std::string& token : query.tokens)
        if (static_cast<unsigned char>(token[0]) >= 0x80U)
            RC_ASSERT(std::find(there.begin(), there.end(), token) != there.end());
}

}  // namespace hemu::search
