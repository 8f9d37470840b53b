#include "type_guides.hpp"

#include <gmock/gmock.h>

#include <set>

#include "error.hpp"
#include "types.hpp"

namespace hemu::dispute {

TEST(TypeGuides, give_every_type_law_and_phrases_with_their_basis) {
    for (const NationalType& type : types().national) {
        const TypeGuide guide = guide_of(type.code);
        EXPECT_FALSE(guide.owner.empty() || guide.source.empty());
        EXPECT_GE(guide.provisions.size(), 4U) << type.code;
        std::set<PhraseUse> uses;
        for (const Phrase& phrase : guide.phrases) uses.insert(phrase.use);
        EXPECT_EQ(uses.size(), 3U) << type.code;
        std::set<std::string> articles;
        for (const Provision& one : guide.provisions) {
            EXPECT_TRUE(one.certainty == "source" || one.certainty == "known") << one.law << one.article;
            EXPECT_FALSE(one.says.empty());
            EXPECT_TRUE(articles.insert(one.law + one.article).second) << type.code << one.law << one.article;
        }
    }
}

static bool is_clause(const Phrase& phrase) {
    return phrase.use == PhraseUse::term && phrase.words.find("【") != std::string::npos;
}

// What a mediator fills in instead of writing anew: clauses with blanks, each of one kind of dispute.
TEST(TypeGuides, have_five_clauses_with_blanks_for_each_type) {
    std::set<std::string> all;
    for (const NationalType& type : types().national) {
        const TypeGuide guide = guide_of(type.code);
        std::int64_t own = 0;
        for (const Phrase& phrase : guide.phrases) {
            if (!is_clause(phrase)) continue;
            own += all.insert(phrase.words).second ? 1 : 0;
            EXPECT_THAT(phrase.words, testing::EndsWith("。"));
            const auto count = [&](std::string_view sign) {
                std::int64_t found = 0;
                for (auto at = phrase.words.find(sign); at != std::string::npos; at = phrase.words.find(sign, at + 1))
                    ++found;
                return found;
            };
            EXPECT_EQ(count("【"), count("】")) << phrase.words;
        }
        EXPECT_GE(own, 5) << type.code;
    }
}

TEST(TypeGuides, begin_with_what_fits_the_type) {
    EXPECT_THAT(guide_of("17").provisions.front().law, testing::HasSubstr("民法典"));
    EXPECT_THAT(guide_of("15").provisions.front().says, testing::HasSubstr("医疗"));
    EXPECT_THROW(guide_of("98"), Refusal);
    EXPECT_THROW(guide_of(""), Refusal);
}

}  // namespace hemu::dispute
