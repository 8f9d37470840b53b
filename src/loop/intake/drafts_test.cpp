#include "drafts.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "store.hpp"

namespace hemu::intake {

using identity::Context;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(intake_drafts);

static std::vector<std::string> contents(db::Database& database, const Context& cx) {
    return database.read([&](db::Tx& tx) {
        std::vector<std::string> all;
        for (const DraftView& draft : drafts_of(tx, cx)) all.push_back(draft.content);
        return all;
    });
}

static std::string refusal_of(db::Database& database, Id<Draft> id, const std::string& content, const Context& cx) {
    try {
        database.transact([&](db::Tx& tx) { save_draft(tx, id, content, cx); });
    } catch (const Refusal& refusal) {
        return refusal.code;
    }
    return "";
}

static const db::Statement select_sealed{"testing.drafts", "SELECT content_sealed FROM intake_draft"};

TEST_P(intake_drafts, are_sealed_and_read_by_their_account_only) {
    dispute::TestCity city(database());
    const Context clerk = city.as(city.person(Duty::clerk, city.county_centre, 1));
    const Context other = city.as(city.person(Duty::clerk, city.county_centre, 2));
    const auto id = Id<Draft>::fresh(city.morning());
    EXPECT_EQ(refusal_of(database(), id, "张三 13800000001", clerk), "");
    EXPECT_EQ(refusal_of(database(), id, "张三 13800000002", clerk), "");
    EXPECT_THAT(contents(database(), clerk), testing::ElementsAre("张三 13800000002"));
    EXPECT_THAT(contents(database(), other), testing::IsEmpty());
    EXPECT_EQ(refusal_of(database(), id, "x", other), "not_found");
    const auto sealed = database().read([&](db::Tx& tx) { return tx.one<std::string>(select_sealed); });
    EXPECT_EQ(sealed.find("张三"), std::string::npos);
    database().transact([&](db::Tx& tx) { throw_draft_away(tx, id, other.actor); });
    EXPECT_EQ(contents(database(), clerk).size(), 1U);
    database().transact([&](db::Tx& tx) { throw_draft_away(tx, id, clerk.actor); });
    EXPECT_THAT(contents(database(), clerk), testing::IsEmpty());
}

TEST_P(intake_drafts, are_limited_in_size_and_number) {
    dispute::TestCity city(database());
    const Context clerk = city.as(city.person(Duty::clerk, city.county_centre));
    EXPECT_EQ(refusal_of(database(), Id<Draft>::fresh(city.morning()), std::string(200001, 'a'), clerk), "invalid");
    for (int i = 0; i < 20; ++i) EXPECT_EQ(refusal_of(database(), Id<Draft>::fresh(city.tick()), "x", clerk), "");
    EXPECT_EQ(refusal_of(database(), Id<Draft>::fresh(city.tick()), "x", clerk), "too_many_drafts");
}

TEST_P(intake_drafts, go_with_the_registration_and_after_some_days) {
    dispute::TestCity city(database());
    const Context clerk = city.as(city.person(Duty::clerk, city.county_centre));
    const auto typed = Id<Draft>::fresh(city.tick()), left = Id<Draft>::fresh(city.tick());
    refusal_of(database(), typed, "typed", clerk);
    refusal_of(database(), left, "left", clerk);
    Registration form;
    form.narrative = "楼上住户夜间装修";
    form.national_type = "02";
    form.place_code = dispute::TestCity::village_code;
    form.parties = dispute::TestCity::both_sides();
    form.draft_id = typed;
    database().transact([&](db::Tx& tx) { register_dispute(tx, form, clerk); });
    EXPECT_THAT(contents(database(), clerk), testing::ElementsAre("left"));
    forget_settings();
    EXPECT_EQ(forget_old_drafts(database(), clerk.moment + std::chrono::hours(24 * 6)), 0);
    EXPECT_EQ(forget_old_drafts(database(), clerk.moment + std::chrono::hours(24 * 8)), 1);
}

}  // namespace hemu::intake
