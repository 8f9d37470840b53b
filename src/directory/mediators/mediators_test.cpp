#include "mediators.hpp"

#include <gtest/gtest.h>

#include "accounts.hpp"
#include "db_testing.hpp"
#include "identity_testing.hpp"
#include "rules.hpp"

namespace hemu::mediators {

namespace testing = identity::testing;
using identity::Duty;

static const Instant moment{1'790'000'000'000'000};
static const LegalDate today = legal_date(moment);

TEST(mediator_rules, refuse_what_cannot_be) {
    MediatorForm form;
    EXPECT_TRUE(why_not_mediator(form).fine());
    form.grade = 5;
    form.fields = {"medical", "medical"};
    form.languages = {"zh", "zh"};
    form.village_code = "421202";
    std::string all;
    for (const auto& fault : why_not_mediator(form).fields) all += fault.field + ":" + fault.code + " ";
    EXPECT_EQ(all, "grade:grade_unknown fields:field_twice languages:language_twice village_code:village_wrong ");
    for (const std::int64_t grade : {1, 2, 3, 4}) {
        MediatorForm graded;
        graded.grade = grade;
        EXPECT_TRUE(why_not_mediator(graded).fine());
    }
}

// People's Mediation Law art. 8: three to nine members, a woman among them. Warnings, no refusals.
TEST(committee_rules, count_members_and_look_for_a_woman) {
    const auto codes = [](int women, int men, int unknown) {
        std::vector<Member> members(static_cast<std::size_t>(women), Member{Sex::female});
        members.insert(members.end(), static_cast<std::size_t>(men), Member{Sex::male});
        members.insert(members.end(), static_cast<std::size_t>(unknown), Member{});
        std::string all;
        for (const auto& warning : warnings_about(members)) {
            all += warning.code + " ";
            EXPECT_FALSE(warning.basis.empty());
        }
        return all;
    };
    EXPECT_EQ(codes(1, 2, 0), "");
    EXPECT_EQ(codes(0, 3, 0), "no_woman ");
    EXPECT_EQ(codes(0, 2, 1), "");
    EXPECT_EQ(codes(1, 1, 0), "members_too_few ");
    EXPECT_EQ(codes(0, 0, 0), "members_too_few no_woman ");
    EXPECT_EQ(codes(1, 8, 0), "");
    EXPECT_EQ(codes(1, 9, 0), "members_too_many ");
}

class mediators_store : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        database().transact([](db::Tx& tx) {
            for (const auto& [code, level] : std::vector<std::pair<const char*, const char*>>{
                     {"421202100", "town"}, {"421202001", "town"}, {"421202100201", "village"}})
                tx.run_text(
                    fmt::format("INSERT INTO place (code, name, full_name, initials, level) "
                                "VALUES ('{0}', '{0}', '{0}', '', '{1}')",
                                code, level));
        });
        town_ = make_body("镇调委会", "421202100");
        street_ = make_body("街道调委会", "421202001");
        wang_ = testing::make_person(database(), "wang", Duty::mediator, town_, moment);
        li_ = testing::make_person(database(), "lina", Duty::head, town_, moment);
        zhao_ = testing::make_person(database(), "zhao", Duty::mediator, street_, moment);
        testing::make_person(database(), "clerk", Duty::clerk, town_, moment);
    }
    Id<identity::Organisation> make_body(const char* name, const char* place) {
        organisations::OrganisationForm form;
        form.name = name;
        form.abbreviation = name;
        form.level = organisations::OrganisationLevel::town;
        form.place_code = place;
        form.open_from_on = LegalDate(2020, 1, 1);
        return database().transact([&](db::Tx& tx) { return organisations::create(tx, form, moment); });
    }
    void keep(const identity::Actor& who, const MediatorForm& form) {
        database().transact([&](db::Tx& tx) { save(tx, who.account, form); });
    }
    std::string names(Id<identity::Organisation> body, std::string_view field = "") {
        std::string all;
        for (const auto& one : database().read([&](db::Tx& tx) { return list(tx, body, field, today); }))
            all += (all.empty() ? "" : " ") + one.name.substr(7);
        return all;
    }
    Id<identity::Organisation> town_, street_;
    identity::Actor wang_, li_, zhao_;
};
INSTANTIATE_TEST_SUITE_P(engines, mediators_store, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(mediators_store, lists_mediators_and_heads_in_their_posts) {
    EXPECT_EQ(names(town_), "lina wang");
    EXPECT_EQ(names({}), "lina wang zhao");
    EXPECT_EQ(names(Id<identity::Organisation>::fresh(moment)), "");
}

TEST_P(mediators_store, lists_who_has_two_posts_at_a_body_once) {
    database().transact([&](db::Tx& tx) {
        identity::give_post(tx, li_.account, {Duty::mediator, town_, LegalDate(2020, 1, 1), {}}, moment);
    });
    EXPECT_EQ(names(town_), "lina wang");
}

TEST_P(mediators_store, puts_high_grades_first_and_keeps_to_the_field) {
    MediatorForm form;
    form.grade = 2;
    form.fields = {"medical", "traffic"};
    form.languages = {"zh", "sign"};
    form.village_code = "421202100201";
    form.since_on = LegalDate(2019, 5, 1);
    form.kind = MediatorKind::full_time;
    form.entry = MediatorEntry::elected;
    form.sex = Sex::female;
    keep(wang_, form);
    EXPECT_EQ(names(town_), "wang lina");
    EXPECT_EQ(names(town_, "medical"), "wang lina");
    EXPECT_EQ(names(town_, "labour"), "lina");
    const auto found = database().read([&](db::Tx& tx) { return find(tx, wang_.account, today); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->organisation_name, "镇调委会");
    EXPECT_EQ(found->grade, 2);
    EXPECT_EQ(found->fields, form.fields);
    EXPECT_EQ(found->languages, form.languages);
    EXPECT_EQ(found->village_code, form.village_code);
    EXPECT_EQ(found->since_on, form.since_on);
    EXPECT_EQ(found->kind, MediatorKind::full_time);
    form.grade.reset();
    keep(wang_, form);
    EXPECT_EQ(names(town_), "lina wang");
    const auto profile = database().read([&](db::Tx& tx) { return profile_of(tx, wang_.account); });
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->sex, Sex::female);
    EXPECT_EQ(profile->grade, std::nullopt);
}

TEST_P(mediators_store, refuses_unknown_villages) {
    MediatorForm form;
    form.village_code = "421202100999";
    try {
        keep(wang_, form);
        ADD_FAILURE() << "an unknown village was kept";
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.fields, (std::vector<FieldFault>{{"village_code", "unknown_place"}}));
    }
}

TEST_P(mediators_store, finds_nobody_without_a_post) {
    database().transact([&](db::Tx& tx) { identity::end_post(tx, wang_.account, wang_.post, moment); });
    EXPECT_FALSE(database().read([&](db::Tx& tx) { return find(tx, wang_.account, today); }));
    EXPECT_EQ(names(town_), "lina");
}

TEST_P(mediators_store, warns_about_a_committee) {
    const auto codes = [&] {
        std::string all;
        for (const auto& one : database().read([&](db::Tx& tx) { return committee_warnings(tx, town_, today); }))
            all += one.code + " ";
        return all;
    };
    EXPECT_EQ(codes(), "members_too_few ");  // the head alone is a member
    MediatorForm man;
    man.entry = MediatorEntry::elected;
    man.sex = Sex::male;
    keep(wang_, man);
    keep(li_, man);
    for (const char* login : {"qian", "sun"})
        keep(testing::make_person(database(), login, Duty::mediator, town_, moment), man);
    EXPECT_EQ(codes(), "no_woman ");
    man.sex = Sex::female;
    keep(wang_, man);
    EXPECT_EQ(codes(), "");
}

TEST_P(mediators_store, profiles_are_kept_by_the_head_of_the_body) {
    identity::Routes all = routes;
    for (const auto& route : identity::routes)
        if (route.path == "/api/session") all.push_back(route);
    testing::Caller head(database(), all, moment), clerk(database(), all, moment);
    head.sign_in("lina");
    clerk.sign_in("clerk");
    const auto path = [](const identity::Actor& who) { return "/api/mediators/" + to_text(who.account); };
    const std::string form =
        R"({"kind":"full_time","entry":"elected","grade":3,"fields":["medical"],"languages":[],"sex":"female"})";
    EXPECT_EQ(testing::code_of(head.get(path(wang_))), "not_found");
    EXPECT_EQ(head.ask("PUT", path(wang_), form).status, 200);
    EXPECT_EQ(boost::json::parse(head.get(path(wang_)).body).at("grade"), 3);
    EXPECT_EQ(testing::code_of(head.ask("PUT", path(zhao_), form)), "not_found");
    EXPECT_EQ(testing::code_of(clerk.ask("PUT", path(wang_), form)), "duty_may_not");
    const auto listed =
        boost::json::parse(clerk.get("/api/mediators?organisation=" + to_text(town_)).body).as_array();
    ASSERT_EQ(listed.size(), 2u);
    EXPECT_EQ(listed.front().at("grade"), 3);
    EXPECT_EQ(boost::json::parse(clerk.get("/api/mediators?field=labour").body).as_array().size(), 2u);
    EXPECT_EQ(testing::fields_of(clerk.get("/api/mediators?organisation=x")), "organisation:not_an_id");
    EXPECT_EQ(
        boost::json::parse(head.get("/api/organisations/" + to_text(town_) + "/warnings").body).at(0).at("code"),
        "members_too_few");
}

}  // namespace hemu::mediators
