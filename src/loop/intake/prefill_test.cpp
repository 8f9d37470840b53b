#include "prefill.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::intake {

using identity::Context;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(intake_prefill);

static constexpr std::string_view card = "42120219900307048X";
static constexpr std::string_view credit_code = "91350100M000100Y43";

static Registration of_parties(std::vector<dispute::PartyForm> parties) {
    Registration form;
    form.narrative = "楼上住户夜间装修,噪音扰民";
    form.national_type = "02";
    form.place_code = dispute::TestCity::village_code;
    form.parties = std::move(parties);
    return form;
}

static std::vector<dispute::PartyForm> person_and_company() {
    auto parties = dispute::TestCity::both_sides();
    parties[0].identity_number = card;
    parties[0].address = "咸安区温泉街道某路十二号";
    parties[0].occupation = "教师";
    parties[0].language = "local_dialect";
    parties[0].help = std::vector<std::string>{"wheelchair"};
    parties[1].kind = dispute::PartyKind::legal;
    parties[1].name = "咸宁市安居物业有限公司";
    parties[1].identity_number = credit_code;
    parties[1].legal_representative = "李四";
    return parties;
}

static Receipt registered(dispute::TestCity& city, const Registration& form) {
    const Context cx = city.as(city.person(Duty::clerk, city.county_centre));
    return city.database().transact([&](db::Tx& tx) { return register_dispute(tx, form, cx); });
}

TEST_P(intake_prefill, people_are_found_again_by_number_phone_or_name) {
    dispute::TestCity city(database());
    const Receipt receipt = registered(city, of_parties(dispute::TestCity::both_sides()));
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    const auto stranger = city.person(Duty::clerk, city.medical);
    database().read([&](db::Tx& tx) {
        dispute::PartyForm form;
        form.phone = "138 0000 0001";
        const auto by_phone = earlier_parties(tx, dispute::digests_of(form, city.keys), "", clerk);
        ASSERT_EQ(by_phone.size(), 1U);
        EXPECT_EQ(by_phone[0].dispute_id, receipt.id);
        EXPECT_EQ(by_phone[0].name, "张三");
        EXPECT_EQ(earlier_parties(tx, {}, "李四", clerk).size(), 1U);
        EXPECT_EQ(earlier_parties(tx, {}, "李", clerk).size(), 0U) << "a surname alone is nobody";
        EXPECT_EQ(earlier_parties(tx, {}, "李四", stranger).size(), 0U);
    });
}

TEST_P(intake_prefill, people_are_found_by_the_beginning_of_a_name) {
    dispute::TestCity city(database());
    const auto of_people = [](const std::string& one, const std::string& other) {
        auto parties = dispute::TestCity::both_sides();
        parties[0].name = one;
        parties[1].name = other;
        return of_parties(std::move(parties));
    };
    registered(city, of_people("欧阳", "欧阳明月"));
    registered(city, of_people("欧阳小明", "周全"));
    Registration secret = of_people("欧阳秘", "钱进");
    secret.secrecy = dispute::Secrecy::private_;
    registered(city, secret);
    const auto registrar = city.person(Duty::clerk, city.county_centre);
    const auto found = [&](const std::string& name, const identity::Actor& actor) {
        std::vector<std::string> names;
        for (const auto& party : database().read([&](db::Tx& tx) { return earlier_parties(tx, {}, name, actor); }))
            names.push_back(party.name);
        return names;
    };
    const auto names = found("欧阳", registrar);
    ASSERT_EQ(names.size(), 3U);
    EXPECT_EQ(names[0], "欧阳") << "who is called just so stands first";
    EXPECT_THAT(names, testing::UnorderedElementsAre("欧阳", "欧阳明月", "欧阳小明"));
    EXPECT_THAT(found("欧阳小", registrar), testing::ElementsAre("欧阳小明"));
    EXPECT_THAT(found("欧阳秘", registrar), testing::ElementsAre("欧阳秘")) << "its registrar, by the whole name";
    EXPECT_THAT(found("欧", registrar), testing::IsEmpty());
    EXPECT_THAT(found("欧阳", city.person(Duty::clerk, city.medical)), testing::IsEmpty());
}

TEST_P(intake_prefill, types_are_learned_from_graded_disputes_that_are_not_secret) {
    dispute::TestCity city(database());
    EXPECT_EQ(database().read(read_lessons).weight(), 0) << "nothing is graded";
    registered(city, of_parties(dispute::TestCity::both_sides()));
    Registration other = of_parties(dispute::TestCity::both_sides());
    other.narrative = "借条写明月底还钱";
    other.national_type = "04";
    registered(city, other);
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET difficulty = 'simple'"); });
    const auto lessons = database().read(read_lessons);
    EXPECT_GT(lessons.weight(), 0);
    EXPECT_THAT(lessons.words_for("夜间装修扰民", "02"), testing::Not(testing::IsEmpty()));
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET secrecy = 'private'"); });
    EXPECT_EQ(database().read(read_lessons).weight(), 0);
}

TEST_P(intake_prefill, a_person_is_shown_once_masked_with_all_cases) {
    dispute::TestCity city(database());
    registered(city, of_parties(person_and_company()));
    registered(city, of_parties(person_and_company()));
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    const auto people =
        database().read([&](db::Tx& tx) { return people_in(earlier_parties(tx, {}, "张三", clerk), city.keys); });
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].cases.size(), 2U);
    EXPECT_EQ(people[0].identity_number, "421202***********X");
    EXPECT_EQ(people[0].phone, "138****0001");
    EXPECT_EQ(people[0].address, "咸安区温泉街******");
}

TEST_P(intake_prefill, what_is_taken_over_never_passes_a_page) {
    dispute::TestCity city(database());
    registered(city, of_parties(person_and_company()));
    const Context cx = city.as(city.person(Duty::clerk, city.county_centre));
    const auto known = database().read(
        [&](db::Tx& tx) { return people_in(earlier_parties(tx, {}, "张三", cx.actor), city.keys).at(0); });
    dispute::PartyForm again;
    again.name = "张三";
    again.phone = "13900000002";
    again.known_as = known.party_id;
    const Receipt receipt = registered(city, of_parties({again}));
    database().read([&](db::Tx& tx) {
        const auto stored = dispute::load(tx, receipt.id).value();
        const auto party = dispute::unmasked_party(tx, stored, dispute::parties_of(tx, stored, cx).at(0).id, cx);
        EXPECT_EQ(party.identity_number, card);
        EXPECT_EQ(party.identity_kind, "resident_card");
        EXPECT_EQ(party.birth_on, LegalDate(1990, 3, 7));
        EXPECT_EQ(party.phone, "13900000002") << "what is typed goes before";
        EXPECT_EQ(party.address, "咸安区温泉街道某路十二号");
        EXPECT_EQ(party.occupation, "教师");
        EXPECT_EQ(party.language, "local_dialect");
        EXPECT_THAT(party.help, testing::ElementsAre("wheelchair"));
    });
    EXPECT_EQ(receipt.duplicates.size(), 1U) << "found again by the number that was taken over";
}

TEST_P(intake_prefill, nothing_is_taken_over_out_of_a_dispute_that_is_not_seen) {
    dispute::TestCity city(database());
    const Receipt receipt = registered(city, of_parties(person_and_company()));
    const auto party = city.parties_in(city.reload(receipt.id)).at(0);
    const Context stranger = city.as(city.person(Duty::clerk, city.medical));
    dispute::PartyForm form;
    form.name = "张三";
    form.known_as = party;
    try {
        database().transact([&](db::Tx& tx) { register_dispute(tx, of_parties({form}), stranger); });
        FAIL() << "taken over";
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.fields, (std::vector<FieldFault>{{"parties[0].known_as", "party_not_found"}}));
    }
}

TEST_P(intake_prefill, organisations_are_found_by_part_of_the_name_or_by_initials) {
    dispute::TestCity city(database());
    registered(city, of_parties(person_and_company()));
    const auto found = [&](const std::string& words, const identity::Actor& actor) {
        return database().read([&](db::Tx& tx) { return known_organisations(tx, words, city.as(actor)); });
    };
    const auto clerk = city.person(Duty::clerk, city.county_centre);
    for (const std::string words : {"安居物业", "ajwy", "xnsajwy", "AJWY"}) {
        const auto organisations = found(words, clerk);
        ASSERT_EQ(organisations.size(), 1U) << words;
        EXPECT_EQ(organisations[0].name, "咸宁市安居物业有限公司");
        EXPECT_EQ(organisations[0].identity_number, "913501***********3");
        EXPECT_EQ(organisations[0].legal_representative, "李四");
        EXPECT_TRUE(organisations[0].party_id);
    }
    EXPECT_EQ(found("%", clerk).size(), 0U);
    EXPECT_EQ(found("ajwy", city.person(Duty::clerk, city.medical)).size(), 0U);
    const auto bodies = found("高桥村", clerk);
    ASSERT_EQ(bodies.size(), 1U);
    EXPECT_EQ(bodies[0].name, "高桥村人民调解委员会");
    EXPECT_FALSE(bodies[0].party_id);
    EXPECT_EQ(found("gqcrm", clerk).size(), 1U);
}

TEST_P(intake_prefill, organisations_of_secret_disputes_are_in_no_list) {
    dispute::TestCity city(database());
    Registration secret = of_parties(person_and_company());
    secret.secrecy = dispute::Secrecy::private_;
    registered(city, secret);
    const Context cx = city.as(city.person(Duty::clerk, city.county_centre));
    EXPECT_EQ(database().read([&](db::Tx& tx) { return known_organisations(tx, "安居", cx).size(); }), 0U);
}

}  // namespace hemu::intake
