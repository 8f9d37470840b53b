#include <gmock/gmock.h>

#include "documents.hpp"
#include "facts.hpp"

namespace hemu::dossier {

using testing::HasSubstr;

static const LegalDate day(2026, 11, 27);
static const documents::Making making{"示例人民调解委员会", Instant{1'800'000'000'000'000}, "编号"};

static std::string words_of(const pdf::Printed& printed) {
    std::string words;
    for (const auto& line : printed.lines) words += line.words;
    return words;
}

TEST(templates, name_only_what_a_case_has) {
    for (const auto& pattern : documents::templates_on(day)) {
        const auto verdict = documents::why_not_template(pattern, as_object(example()));
        for (const auto& fault : verdict.fields)
            ADD_FAILURE() << pattern.code << " " << fault.field << " " << fault.code;
    }
}

TEST(papers, are_printed_of_nothing_of_a_case_and_of_too_much) {
    for (const auto& pattern : documents::templates_on(day)) {
        for (const auto& facts : {nothing_known(), example(), far_too_much()}) {
            const auto printed = pdf::print(documents::fill(pattern, as_object(facts), making));
            EXPECT_GE(printed.pages, 1u) << pattern.code;
            EXPECT_FALSE(words_of(printed).empty()) << pattern.code;
        }
    }
}

TEST(agreement, says_sums_in_figures_and_in_capitals) {
    for (const auto& pattern : documents::templates_on(day)) {
        if (pattern.code != "D09") continue;
        const auto words = words_of(pdf::print(documents::fill(pattern, as_object(example()), making)));
        EXPECT_THAT(words, HasSubstr("12000.00元"));
        EXPECT_THAT(words, HasSubstr("壹万贰仟元整"));
        EXPECT_THAT(words, HasSubstr("咸人调字〔2026〕第001号"));
    }
}

}  // namespace hemu::dossier
