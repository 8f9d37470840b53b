#include "related.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "presence.hpp"

namespace hemu::dispute {

using identity::Actor;
using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;

HEMU_ON_BOTH_ENGINES(related);

static PartyForm party(Side side, PartyKind kind, const std::string& name, const std::string& phone = "") {
    PartyForm form;
    form.side = side;
    form.kind = kind;
    form.name = name;
    if (!phone.empty()) form.phone = phone;
    return form;
}

/// A dispute between these two, whatever else the city's own disputes have.
static Id<Dispute> between(TestCity& city, const PartyForm& one, const PartyForm& other) {
    const auto id = city.add_dispute(State::registered).id;
    const auto cx = city.as(Duty::clerk, city.county_centre);
    city.database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format(
            "UPDATE dispute_party SET removed_at = '2026-11-24 01:00:00+00' WHERE dispute_id = '{}'", to_text(id)));
        add_parties(tx, id, {one, other}, cx);
    });
    return id;
}

static std::vector<std::string> reasons_of(TestCity& city, Id<Dispute> id, const Actor& actor) {
    std::vector<std::string> said;
    city.database().read([&](db::Tx& tx) {
        for (const auto& one : related_to(tx, find(tx, id, actor), actor))
            for (const Kinship reason : one.reasons)
                said.push_back(one.number + " " + std::string(json::enum_word(reason)));
    });
    return said;
}

TEST_P(related, are_found_by_person_by_company_by_event_and_by_merger) {
    TestCity city(database());
    const Actor clerk = city.person(Duty::clerk, city.county_centre);
    const auto natural = PartyKind::natural;
    const auto legal = PartyKind::legal;
    const auto one = between(city, party(Side::applicant, natural, "林小满", "19900001234"),
                             party(Side::respondent, legal, "安居物业公司"));
    EXPECT_THAT(reasons_of(city, one, clerk), IsEmpty());
    const auto same_phone = between(city, party(Side::applicant, natural, "林小满", "199 0000 1234"),
                                    party(Side::respondent, natural, "高远山"));
    const auto same_company =
        between(city, party(Side::applicant, natural, "林小满"), party(Side::respondent, legal, "安居物业公司"));
    const auto only_the_name =
        between(city, party(Side::applicant, natural, "林小满"), party(Side::respondent, natural, "安居物业公司"));
    const auto number = [&](Id<Dispute> id) { return city.reload(id).number; };
    EXPECT_THAT(reasons_of(city, one, clerk), testing::UnorderedElementsAre(number(same_phone) + " same_person",
                                                                            number(same_company) + " same_body"));
    EXPECT_THAT(reasons_of(city, only_the_name, clerk), IsEmpty()) << "people of one name are not one person";
    database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE dispute SET occurred_on = '2026-11-01' WHERE id IN ('{}', '{}')",
                                to_text(one), to_text(same_phone)));
        tx.run_text(fmt::format("UPDATE dispute SET merged_into_id = '{}' WHERE id = '{}'", to_text(one),
                                to_text(only_the_name)));
    });
    EXPECT_THAT(
        reasons_of(city, one, clerk),
        testing::UnorderedElementsAre(number(same_phone) + " same_event", number(same_phone) + " same_person",
                                      number(same_company) + " same_body", number(only_the_name) + " merged"));
    EXPECT_THAT(reasons_of(city, only_the_name, clerk), ElementsAre(number(one) + " merged"));
}

TEST_P(related, are_only_those_that_one_may_see) {
    TestCity city(database());
    const auto one = between(city, party(Side::applicant, PartyKind::natural, "林小满", "19900001234"),
                             party(Side::respondent, PartyKind::natural, "高远山"));
    const auto secret = between(city, party(Side::applicant, PartyKind::natural, "林小满", "19900001234"),
                                party(Side::respondent, PartyKind::natural, "高远山"));
    const Actor registrar = city.person(Duty::clerk, city.county_centre);
    const Actor colleague = city.person(Duty::clerk, city.county_centre, 2);
    EXPECT_EQ(reasons_of(city, one, colleague).size(), 1u);
    database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE dispute SET secrecy = 'private' WHERE id = '{}'", to_text(secret)));
    });
    EXPECT_THAT(reasons_of(city, one, colleague), IsEmpty());
    EXPECT_EQ(reasons_of(city, one, registrar).size(), 1u);
}

TEST_P(related, people_are_present_for_a_while) {
    TestCity city(database());
    const auto dispute = city.add_dispute(State::registered);
    const Actor one = city.person(Duty::clerk, city.county_centre);
    const Actor other = city.person(Duty::head, city.county_centre);
    const auto say = [&](const Actor& actor, int seconds, std::optional<std::string> doing = {}) {
        const auto cx = city.as(actor, city.morning() + std::chrono::seconds(seconds));
        return database().transact([&](db::Tx& tx) { return be_present(tx, dispute, {doing}, cx); });
    };
    EXPECT_THAT(say(one, 0), IsEmpty());
    const auto seen = say(other, 10, "accept");
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].name, one.name);
    EXPECT_EQ(seen[0].duty, "clerk");
    EXPECT_EQ(say(one, 20)[0].doing, "accept");
    EXPECT_EQ(say(one, 40)[0].since_at, city.morning() + std::chrono::seconds(10));
    EXPECT_THAT(say(one, 60), IsEmpty()) << "who says nothing for 45 seconds is gone";
    EXPECT_EQ(say(other, 70)[0].since_at, city.morning());
    EXPECT_EQ(say(one, 71)[0].since_at, city.morning() + std::chrono::seconds(70)) << "and begins anew";
}

}  // namespace hemu::dispute
