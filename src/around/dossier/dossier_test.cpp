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

/// Nothing is known but that there is a case.
static CaseFacts empty_case() {
    CaseFacts facts;
    facts.number = "空1号";
    return facts;
}

/// Twenty parties a side with names of forty characters, terms that fill pages.
static CaseFacts extreme_case() {
    CaseFacts facts = example();
    PartyFacts party = facts.applicants[0];
    party.name.clear();
    for (int i = 0; i < 40; ++i) party.name += "长";
    party.described = "名称：" + party.name + "，地址：" + party.name + party.name;
    facts.applicants.assign(20, party);
    facts.respondents.assign(20, party);
    facts.parties.assign(40, party);
    for (int i = 0; i < 400; ++i) facts.narrative += "一段没有空格也没有尽头的叙述文字，";
    facts.agreement->facts = facts.session->record = facts.inquiry->content = facts.narrative;
    facts.agreement->terms.assign(30, facts.agreement->terms[0]);
    facts.party = party;
    facts.party->agents.assign(60, example().applicants[0].agents[0]);
    return facts;
}

TEST(papers, are_printed_of_nothing_of_a_case_and_of_too_much) {
    for (const auto& pattern : documents::templates_on(day)) {
        for (const auto& facts : {empty_case(), example(), extreme_case()}) {
            const auto printed = pdf::print(documents::fill(pattern, as_object(facts), making));
            EXPECT_GE(printed.pages, 1u) << pattern.code;
            EXPECT_THAT(words_of(printed), HasSubstr(pattern.title)) << pattern.code;
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
