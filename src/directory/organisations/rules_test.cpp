#include "rules.hpp"

#include <gtest/gtest.h>

namespace hemu::organisations {

static OrganisationForm town_committee() {
    OrganisationForm form;
    form.name = "汀泗桥镇人民调解委员会";
    form.abbreviation = "汀人调";
    form.kind = OrganisationKind::people_committee;
    form.level = OrganisationLevel::town;
    form.place_code = "421202100";
    form.open_from_on = LegalDate(2020, 1, 1);
    return form;
}

static std::string faults_of(const OrganisationForm& form) {
    std::string all;
    for (const auto& fault : why_not_form(form).fields) all += fault.field + ":" + fault.code + " ";
    return all;
}

TEST(organisation_rules, accept_a_whole_form) { EXPECT_EQ(faults_of(town_committee()), ""); }

TEST(organisation_rules, want_a_name_and_the_abbreviation_of_case_numbers) {
    auto form = town_committee();
    form.name = " ";
    form.abbreviation = "";
    EXPECT_EQ(faults_of(form), "name:blank abbreviation:abbreviation_missing ");
    form = town_committee();
    form.kind = OrganisationKind::court;
    form.abbreviation = "";
    EXPECT_EQ(faults_of(form), "");
}

TEST(organisation_rules, want_a_seat_on_the_bodys_own_level) {
    auto form = town_committee();
    form.place_code = "421202";
    EXPECT_EQ(faults_of(form), "place_code:level_wrong ");
    form.level = OrganisationLevel::county;
    EXPECT_EQ(faults_of(form), "");
    form.level = OrganisationLevel::city;
    form.place_code = "4212";
    EXPECT_EQ(faults_of(form), "");
    form.level = OrganisationLevel::village;
    form.place_code = "421202100201";
    EXPECT_EQ(faults_of(form), "");
    form.place_code = "x";
    EXPECT_EQ(faults_of(form), "place_code:level_wrong ");
}

TEST(organisation_rules, want_lists_without_repetition_and_terms_that_run_forward) {
    auto form = town_committee();
    form.area = {"421202100", "421202001", "421202100"};
    form.fields = {"neighbour", "neighbour"};
    form.closed_on = LegalDate(2019, 12, 31);
    EXPECT_EQ(faults_of(form), "area:area_twice fields:field_twice closed_on:term_reversed ");
}

TEST(organisation_rules, hang_nothing_under_itself) {
    const auto one = OrganisationId::fresh(Instant{1}), other = OrganisationId::fresh(Instant{2});
    EXPECT_EQ(why_not_parent(one, one, false).code, "parent_is_below");
    EXPECT_EQ(why_not_parent(one, other, true).code, "parent_is_below");
    EXPECT_TRUE(why_not_parent(one, other, false).fine());
}

TEST(organisation_rules, know_committees_and_who_mediates) {
    // People's Mediation Law art. 8; administrative mediation is no people's mediation (domain facts G13).
    EXPECT_TRUE(is_committee(OrganisationKind::people_committee));
    EXPECT_TRUE(is_committee(OrganisationKind::industry_committee));
    EXPECT_TRUE(is_committee(OrganisationKind::enterprise_committee));
    EXPECT_FALSE(is_committee(OrganisationKind::administrative_body));
    EXPECT_FALSE(is_committee(OrganisationKind::stationed_room));
    EXPECT_TRUE(mediates(OrganisationKind::administrative_body));
    EXPECT_TRUE(mediates(OrganisationKind::mediation_centre));
    EXPECT_FALSE(mediates(OrganisationKind::court));
    EXPECT_FALSE(mediates(OrganisationKind::petition_office));
}

TEST(organisation_rules, know_when_a_body_works) {
    Organisation body;
    body.open_from_on = LegalDate(2020, 1, 1);
    EXPECT_FALSE(is_open(body, LegalDate(2019, 12, 31)));
    EXPECT_TRUE(is_open(body, LegalDate(2020, 1, 1)));
    body.closed_on = LegalDate(2025, 1, 1);
    EXPECT_TRUE(is_open(body, LegalDate(2024, 12, 31)));
    EXPECT_FALSE(is_open(body, LegalDate(2025, 1, 1)));
}

}  // namespace hemu::organisations
