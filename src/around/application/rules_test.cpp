#include "rules.hpp"

#include <gmock/gmock.h>

#include "evidence.hpp"

namespace hemu::application {

using dispute::AgentForm;
using dispute::AgentKind;
using dispute::PartyForm;
using dispute::PartyKind;
using dispute::Side;
using testing::ElementsAre;
using testing::IsEmpty;

static const LegalDate today(2026, 11, 24);

static ApplicationForm whole_form() {
    ApplicationForm form;
    form.parties.resize(2);
    form.parties[0].name = "林小满";
    form.parties[0].identity_number = "11010519491231002X";
    form.parties[1].side = Side::respondent;
    form.parties[1].name = "楼上住户";
    form.parties[1].phone = "13800000002";
    form.narrative = "楼上漏水，家里天花板坏了";
    form.request = "修好";
    form.place_code = "421202100201";
    form.occurred_words = "今年春天";
    return form;
}

static Known around(bool place_known = true) { return {"13800000001", place_known, false, today}; }

static std::vector<std::string> said(const std::vector<Lacking>& list) {
    std::vector<std::string> words;
    for (const Lacking& one : list) words.push_back(one.field + " " + one.code);
    return words;
}

static std::vector<std::string> wrong_in(const ApplicationForm& form, bool place_known = true) {
    std::vector<std::string> words;
    for (const auto& fault : check(form, around(place_known)).wrong.fields)
        words.push_back(fault.field + " " + fault.code);
    return words;
}
static std::vector<std::string> missing_in(const ApplicationForm& form) {
    return said(check(form, around()).missing);
}
static std::vector<std::string> advised_in(const ApplicationForm& form) {
    return said(check(form, around()).advised);
}

TEST(application_rules, a_whole_form_lacks_nothing) {
    const auto form = whole_form();
    EXPECT_THAT(wrong_in(form), IsEmpty());
    EXPECT_THAT(missing_in(form), IsEmpty());
    EXPECT_THAT(advised_in(form), IsEmpty());
}

TEST(application_rules, an_empty_form_is_saved_and_cannot_be_sent) {
    EXPECT_THAT(wrong_in({}, false), IsEmpty());
    EXPECT_THAT(said(check({}, around(false)).missing),
                ElementsAre("narrative missing", "place_code missing", "parties applicant_missing",
                            "parties other_side_missing"));
    EXPECT_THAT(advised_in({}), ElementsAre("request request_advised", "occurred_on occurred_advised"));
}

TEST(application_rules, the_other_side_needs_neither_number_nor_phone) {
    auto form = whole_form();
    form.parties[1].phone.reset();
    EXPECT_THAT(missing_in(form), IsEmpty());
    EXPECT_THAT(advised_in(form), ElementsAre("parties[1].phone respondent_contact_advised"));
}

TEST(application_rules, the_applicants_number_is_asked_for_and_blocks_nothing) {
    auto form = whole_form();
    form.parties[0].identity_number.reset();
    EXPECT_THAT(missing_in(form), IsEmpty());
    EXPECT_THAT(advised_in(form), ElementsAre("parties[0].identity_number identity_advised"));
    form.parties[0].identity_number = "110105194912310021";
    EXPECT_THAT(wrong_in(form), ElementsAre("parties[0].identity_number resident_number_wrong"));
}

TEST(application_rules, a_minor_needs_a_guardian_to_send_but_not_to_save) {
    auto form = whole_form();
    form.parties[0].identity_number.reset();
    form.parties[0].birth_on = LegalDate(2014, 5, 1);
    EXPECT_THAT(wrong_in(form), IsEmpty());
    EXPECT_THAT(missing_in(form), ElementsAre("parties[0].agents guardian_missing"));
    AgentForm mother;
    mother.kind = AgentKind::guardian;
    mother.name = "林母";
    form.parties[0].agents = {mother};
    EXPECT_THAT(missing_in(form), IsEmpty());
    EXPECT_TRUE(names_a_child(form, today));
    EXPECT_FALSE(names_a_child(form, LegalDate(2028, 5, 1)));
}

TEST(application_rules, who_acts_for_another_names_himself_and_brings_his_power) {
    auto form = whole_form();
    form.applying_for = ApplyingFor::other;
    EXPECT_THAT(missing_in(form), ElementsAre("parties[0].agents agent_missing"));
    AgentForm son;
    son.kind = AgentKind::close_relative;
    son.name = "林大";
    form.parties[0].agents = {son};
    EXPECT_THAT(missing_in(form), IsEmpty());
    EXPECT_THAT(advised_in(form), ElementsAre("parties[0].agents[0].evidence power_advised"));
    // His is the number of the application.
    const auto registration = registration_of(form, "13800000001", dispute::Channel::kiosk, std::nullopt);
    EXPECT_EQ(registration.parties[0].phone, std::nullopt);
    EXPECT_EQ(registration.parties[0].agents->front().phone, "13800000001");
    EXPECT_EQ(contact_phone(registration, form.applying_for), "13800000001");
    EXPECT_EQ(registration.channel, dispute::Channel::kiosk);
}

TEST(application_rules, names_every_wrong_field) {
    auto form = whole_form();
    form.parties[0].phone = "12";
    form.parties[0].known_as = Id<dispute::Party>{};
    form.phone = "1";
    form.national_type = "02";
    form.local_type = "0301";
    form.occurred_on = LegalDate(2026, 11, 25);
    form.other_handlers = {{EarlierHandler::police, "派出所", LegalDate(2027, 1, 1), EarlierOutcome::pending}};
    form.evidence = {
        {"photos", EvidenceState::have, {}}, {"treasure_map", EvidenceState::have, {}}, {"own", {}, "录音"}};
    form.days_away = {{LegalDate(2026, 12, 5), LegalDate(2026, 12, 1)}};
    EXPECT_THAT(wrong_in(form, false),
                ElementsAre("local_type type_of_another_kind", "place_code place_unknown",
                            "occurred_on in_the_future", "parties[0].phone phone_wrong", "phone phone_wrong",
                            "parties[0].known_as unknown_field", "other_handlers[0].on in_the_future",
                            "evidence[1].code unknown_word", "days_away[0].to_on before_begin"));
}

TEST(application_rules, what_guidance_hands_over_is_bounded) {
    auto form = whole_form();
    form.guidance = GuidanceTaken{"wages", 1, "site", {{"work", "site"}}};
    EXPECT_THAT(wrong_in(form), IsEmpty());
    form.guidance->answers["x"] = std::string(61, 'a');
    EXPECT_THAT(wrong_in(form), ElementsAre("guidance too_long"));
}

TEST(application_rules, blank_fields_are_empty_ones) {
    auto form = whole_form();
    form.parties[1].phone = " ";
    form.parties[1].identity_number = "";
    form.parties[1].identity_kind = "resident_card";
    form.place_code = "";
    form.narrative = "　漏水 ";
    const auto tidy = tidied(form);
    EXPECT_EQ(tidy.parties[1].phone, std::nullopt);
    EXPECT_EQ(tidy.parties[1].identity_kind, std::nullopt);
    EXPECT_EQ(tidy.place_code, std::nullopt);
    EXPECT_EQ(tidy.narrative, "漏水");
}

TEST(application_rules, not_in_one_room_is_a_need_of_every_applicant) {
    auto form = whole_form();
    form.asks_apart = true;
    form.parties[0].help = {"wheelchair"};
    const auto parties = registration_of(form, "13800000001", dispute::Channel::online, std::nullopt).parties;
    EXPECT_THAT(*parties[0].help, ElementsAre("wheelchair", "separate_rooms"));
    EXPECT_EQ(parties[0].phone, "13800000001");
    EXPECT_EQ(parties[1].help, std::nullopt);
}

TEST(application_rules, sensitive_is_what_the_law_names) {
    auto form = whole_form();
    EXPECT_TRUE(is_sensitive(form, false));
    form.parties[0].identity_number.reset();
    EXPECT_FALSE(is_sensitive(form, false));
    EXPECT_TRUE(is_sensitive(form, true));
    form.parties[0].help = {"wheelchair"};
    EXPECT_TRUE(is_sensitive(form, false));
}

TEST(application_rules, the_type_comes_from_guidance_else_from_the_words) {
    const std::vector<intake::TypeProposal> guessed = {{"17", "1702", {}}, {"02", "0203", {}}};
    EXPECT_EQ(likely_type({"02", "0201"}, guessed)->local_type, "0203");
    EXPECT_EQ(likely_type({}, guessed)->national_type, "17");
    EXPECT_EQ(likely_type({"0402"}, {})->national_type, "04");
    EXPECT_EQ(likely_type({"0402"}, {})->local_type, "0402");
    EXPECT_EQ(likely_type({}, {}), std::nullopt);
    EXPECT_EQ(registration_of(whole_form(), "1", dispute::Channel::online, std::nullopt).national_type, "99");
}

TEST(application_rules, the_nearest_centre_is_the_window) {
    using organisations::OrganisationKind;
    const auto body = [](OrganisationKind kind, std::uint8_t which) {
        organisations::Server server;
        server.kind = kind;
        server.id.bytes[15] = which;
        return server;
    };
    EXPECT_EQ(window_among({}), std::nullopt);
    EXPECT_EQ(window_among({body(OrganisationKind::people_committee, 1)})->bytes[15], 1);
    EXPECT_EQ(window_among({body(OrganisationKind::people_committee, 1), body(OrganisationKind::mediation_centre, 2),
                            body(OrganisationKind::mediation_centre, 3)})
                  ->bytes[15],
              2);
    EXPECT_EQ(window_among({body(OrganisationKind::commercial_body, 1)}), std::nullopt);
}

}  // namespace hemu::application
