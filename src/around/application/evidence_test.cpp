#include "evidence.hpp"

#include <gmock/gmock.h>

#include "types.hpp"

namespace hemu::application {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

static std::vector<std::string> codes_for(std::optional<std::string> national, std::optional<std::string> local,
                                          const ApplicationForm& form = {}) {
    std::vector<std::string> codes;
    for (const auto& one : evidence_for(national, local, form)) codes.push_back(one.code);
    return codes;
}

TEST(evidence, fits_every_type) {
    for (const auto& type : dispute::types().national) EXPECT_GE(codes_for(type.code, {}).size(), 4U) << type.code;
    for (const auto& type : dispute::types().local)
        EXPECT_NE(codes_for(type.national, type.code), codes_for(type.national, {})) << type.code;
    EXPECT_THAT(codes_for({}, {}), Contains("identity_card"));
}

TEST(evidence, comes_from_the_local_type_first_and_each_once) {
    EXPECT_THAT(codes_for("04", "0402"), ElementsAre("note_of_debt", "bank_record", "chats", "guarantee", "contract",
                                                     "invoice", "identity_card", "earlier_paper"));
}

TEST(evidence, asks_who_acts_for_others_for_his_power) {
    ApplicationForm form;
    form.applying_for = ApplyingFor::other;
    EXPECT_EQ(codes_for("99", {}, form).front(), "power");
    form.applying_for = ApplyingFor::organisation;
    EXPECT_EQ(codes_for("99", {}, form).front(), "business_licence");
}

TEST(evidence, says_in_both_languages_why_it_helps) {
    for (const auto& type : dispute::types().local)
        for (const auto& one : evidence_for(type.national, type.code, {}))
            EXPECT_FALSE(one.zh.empty() || one.en.empty() || one.why_zh.empty() || one.why_en.empty()) << one.code;
}

static std::string faults(const std::vector<ConsentGiven>& given, const std::vector<std::string>& needed) {
    std::string text;
    for (const auto& fault : why_not_consents(given, needed).fields) text += fault.field + " " + fault.code + " ";
    return text;
}

TEST(consents, are_asked_for_what_the_application_holds) {
    EXPECT_THAT(consents_needed(false, false), ElementsAre("rights_and_duties", "personal_data", "passing_on"));
    EXPECT_THAT(consents_needed(true, false), Contains("sensitive_data"));
    EXPECT_THAT(consents_needed(true, true), Contains("child_data"));
}

TEST(consents, must_be_of_the_current_version) {
    EXPECT_EQ(faults({{"personal_data", 1}}, {"personal_data"}), "");
    EXPECT_EQ(faults({}, {"personal_data"}), "consents.personal_data consent_missing ");
    EXPECT_EQ(faults({{"personal_data", 9}}, {"personal_data"}), "consents.personal_data consent_outdated ");
    EXPECT_EQ(faults({{"everything", 1}}, {}), "consents[0].code unknown_word ");
}

TEST(consents, stand_in_both_languages_with_their_basis) {
    const auto zh = consents("zh");
    const auto en = consents("en");
    ASSERT_EQ(zh.size(), en.size());
    for (std::size_t i = 0; i < zh.size(); ++i) {
        EXPECT_NE(zh[i].title, en[i].title);
        EXPECT_EQ(zh[i].says.size(), en[i].says.size());
        EXPECT_FALSE(zh[i].basis.empty());
    }
}

TEST(doors, say_their_types) {
    EXPECT_THAT(types_of_door("wages"), ElementsAre("10"));
    EXPECT_THAT(types_of_door("../problems"), IsEmpty());
}

TEST(words_of_applications, are_filled_in) {
    EXPECT_EQ(filled("{a} and {b}{a}", {{"a", "{b}"}, {"b", "2"}}), "2 and 22");
}

}  // namespace hemu::application
