#include <gmock/gmock.h>

#include "documents.hpp"
#include "facts.hpp"

namespace hemu::dossier {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

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

TEST(ruling, says_what_follows_from_it) {
    for (const auto& pattern : documents::templates_on(day)) {
        if (pattern.code != "D13A") continue;
        CaseFacts facts = example();
        const auto words = [&] { return words_of(pdf::print(documents::fill(pattern, as_object(facts), making))); };
        EXPECT_THAT(words(), AllOf(HasSubstr("调解协议有效"), HasSubstr("申请执行"), HasSubstr("十五日内"),
                                   HasSubstr("二〇二六年十二月十日"), Not(HasSubstr("驳回"))));
        facts.ruling->confirmed = false;
        facts.ruling->reason = "内容不明确";
        EXPECT_THAT(words(), AllOf(HasSubstr("内容不明确"), HasSubstr("驳回"), HasSubstr("提起诉讼"),
                                   Not(HasSubstr("申请执行"))));
    }
}

}  // namespace hemu::dossier
