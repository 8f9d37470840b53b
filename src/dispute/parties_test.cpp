#include "parties.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::dispute {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

static constexpr LegalDate today{2026, 11, 24};
/// A woman of 1990, and the same number with a wrong last digit.
static constexpr std::string_view right_card = "42120219900307048X";
static constexpr std::string_view wrong_card = "421202199003070481";

static std::string faults_of(const Verdict& verdict) {
    std::string all;
    for (const auto& fault : verdict.fields) all += fault.field + " " + fault.code + ";";
    return all;
}

static PartyForm natural(std::string name = "张三") {
    PartyForm form;
    form.name = std::move(name);
    return form;
}

static AgentForm agent(AgentKind kind, std::string name = "李律师") {
    AgentForm form;
    form.kind = kind;
    form.name = std::move(name);
    return form;
}

TEST(a_party, needs_a_name_that_fits) {
    EXPECT_EQ(faults_of(why_not_party(natural(), today)), "");
    EXPECT_EQ(faults_of(why_not_party(natural("  "), today)), "name missing;");
    EXPECT_EQ(faults_of(why_not_party(natural(std::string(101, 'a')), today)), "name too_long;");
}

TEST(a_party, has_an_identity_number_by_gb_11643) {
    PartyForm form = natural();
    form.identity_number = right_card;
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
    form.identity_number = wrong_card;
    EXPECT_EQ(faults_of(why_not_party(form, today)), "identity_number resident_number_wrong;");
    // A passport has no check digit.
    form.identity_kind = "passport";
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
}

TEST(a_party, speaks_and_needs_what_the_lists_know) {
    PartyForm form = natural();
    form.language = "sign_language";
    form.help = std::vector<std::string>{"wheelchair", "separate_rooms"};
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
    form.language = "klingon";
    form.help->push_back("magic");
    EXPECT_EQ(faults_of(why_not_party(form, today)), "language unknown_word;help[2] unknown_word;");
}

TEST(a_party, that_is_no_person_has_a_credit_code_by_gb_32100) {
    PartyForm form = natural("某某物业有限公司");
    form.kind = PartyKind::legal;
    form.identity_number = "91350100M000100Y43";
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
    form.identity_number = "91350100M000100Y44";
    EXPECT_EQ(faults_of(why_not_party(form, today)), "identity_number credit_code_wrong;");
    form.identity_kind = "other";
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
}

TEST(a_party, has_a_phone_and_a_sex_that_there_are) {
    PartyForm form = natural();
    for (const char* phone : {"13800000001", "0715-8255555", "+86 138 0000 0001", "12348"}) {
        form.phone = phone;
        EXPECT_EQ(faults_of(why_not_party(form, today)), "") << phone;
    }
    form.phone = "123";
    form.sex = "x";
    EXPECT_EQ(faults_of(why_not_party(form, today)), "phone phone_wrong;sex unknown_word;");
}

TEST(a_minor, needs_a_guardian) {
    // CPL art. 60: guardians act for those without full capacity; Civil Code art. 17: adult at eighteen.
    PartyForm form = natural("王小明");
    form.birth_on = LegalDate(2008, 11, 24);
    EXPECT_EQ(faults_of(why_not_party(form, today)), "") << "eighteen today";
    form.birth_on = LegalDate(2008, 11, 25);
    EXPECT_EQ(faults_of(why_not_party(form, today)), "agents guardian_missing;");
    form.agents = {{agent(AgentKind::lawyer)}};
    EXPECT_EQ(faults_of(why_not_party(form, today)), "agents guardian_missing;");
    form.agents = {{agent(AgentKind::guardian, "王大明")}};
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
    // The identity number says the birthday, whatever the form says.
    form.agents.reset();
    form.identity_number = right_card;
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
    form.identity_number.reset();
    form.kind = PartyKind::legal;
    EXPECT_EQ(faults_of(why_not_party(form, today)), "") << "a firm founded lately is no minor";
}

TEST(agents, are_one_or_two_beside_guardians) {
    // CPL art. 61.
    PartyForm form = natural();
    form.agents = {{agent(AgentKind::lawyer), agent(AgentKind::close_relative), agent(AgentKind::guardian),
                    agent(AgentKind::guardian)}};
    EXPECT_EQ(faults_of(why_not_party(form, today)), "");
    form.agents->push_back(agent(AgentKind::citizen));
    EXPECT_EQ(faults_of(why_not_party(form, today)), "agents too_many_agents;");
}

TEST(agents, are_checked_each_by_its_place) {
    PartyForm form = natural();
    AgentForm wrong = agent(AgentKind::lawyer, " ");
    wrong.phone = "1";
    wrong.identity_number = wrong_card;
    wrong.powers = {"attend_and_sign", "everything"};
    form.agents = {{agent(AgentKind::guardian), wrong}};
    EXPECT_EQ(faults_of(why_not_party(form, today)),
              "agents[1].name missing;agents[1].phone phone_wrong;agents[1].identity_number resident_number_wrong;"
              "agents[1].powers[1] unknown_word;");
}

TEST(parties, have_an_applicant_and_name_their_faults) {
    PartyForm respondent = natural();
    respondent.side = Side::respondent;
    respondent.phone = "1";
    EXPECT_EQ(faults_of(why_not_parties({respondent}, today)),
              "parties[0].phone phone_wrong;parties applicant_missing;");
    EXPECT_EQ(faults_of(why_not_parties({natural(), respondent}, today)), "parties[1].phone phone_wrong;");
    EXPECT_EQ(faults_of(why_not_parties({}, today)), "parties applicant_missing;");
}

TEST(representatives, are_at_most_five_a_side) {
    // Ningbo regulation art. 20; Medical Dispute Regulation art. 30; Petition Work Regulation art. 20.
    std::vector<PartyForm> forms(10, natural());
    for (std::size_t i = 0; i < 5; ++i) forms[i].representative = true;
    EXPECT_EQ(faults_of(why_not_parties(forms, today)), "");
    forms[5].side = Side::respondent;
    forms[5].representative = true;
    EXPECT_EQ(faults_of(why_not_parties(forms, today)), "");
    forms[6].representative = true;
    EXPECT_EQ(faults_of(why_not_parties(forms, today)), "parties too_many_representatives;");

    std::vector<PartyView> there(5);
    for (auto& view : there) view.representative = true;
    PartyForm sixth = natural();
    EXPECT_EQ(faults_of(why_not_join(sixth, there)), "");
    sixth.representative = true;
    EXPECT_EQ(faults_of(why_not_join(sixth, there)), "representative too_many_representatives;");
    there[0].representative = false;
    EXPECT_EQ(faults_of(why_not_join(sixth, there)), "");
}

HEMU_ON_BOTH_ENGINES(party_store);

/// One dispute of the county's centre and somebody who may see it.
struct Setting {
    explicit Setting(db::Database& database)
        : city(database),
          dispute(city.add_dispute(State::registered)),
          clerk(city.person(identity::Duty::clerk, city.county_centre)) {}
    identity::Context cx() { return city.as(clerk, city.tick()); }
    std::vector<PartyView> parties() {
        const auto context = cx();
        return city.database().read([&](db::Tx& tx) { return parties_of(tx, dispute, context); });
    }
    void add(const PartyForm& form) {
        const auto context = cx();
        city.database().transact([&](db::Tx& tx) { add_party_later(tx, dispute, form, context); });
    }
    TestCity city;
    Dispute dispute;
    identity::Actor clerk;
};

static PartyForm full_party() {
    PartyForm form = natural(" 王芳 ");
    form.side = Side::third_party;
    form.identity_number = "４２１２０２ 19900307048x";
    form.phone = "138 1234 5678";
    form.address = "咸宁市咸安区永安大道一号";
    form.needs = "听力不便";
    AgentForm lawyer = agent(AgentKind::lawyer);
    lawyer.phone = "13900001111";
    lawyer.identity_number = right_card;
    lawyer.powers = {"attend_and_sign", "other"};
    form.agents = {{lawyer}};
    return form;
}

TEST_P(party_store, seals_what_identifies_a_person) {
    Setting setting(database());
    setting.add(full_party());
    static const db::Statement select_all{"testing.parties_as_stored", R"(
        SELECT coalesce(p.identity_sealed, '') || ' ' || coalesce(p.phone_sealed, '') || ' ' ||
               coalesce(p.address_sealed, '') || ' ' || coalesce(p.identity_digest, '') || ' ' ||
               coalesce(p.phone_digest, '') || ' ' || coalesce(a.identity_sealed, '') || ' ' ||
               coalesce(a.phone_sealed, '') AS text
          FROM dispute_party p JOIN dispute_agent a ON a.party_id = p.id)"};
    const auto rows = database().read([&](db::Tx& tx) { return tx.all<std::string>(select_all); });
    ASSERT_EQ(rows.size(), 1u);
    for (const char* plain : {"421202", "1990", "1381234", "13900001111", "永安大道"})
        EXPECT_THAT(rows[0], Not(HasSubstr(plain)));
}

TEST_P(party_store, shows_them_masked) {
    Setting setting(database());
    setting.add(full_party());
    const PartyView view = setting.parties().back();
    EXPECT_TRUE(view.masked);
    EXPECT_EQ(view.name, "王芳");
    EXPECT_EQ(view.side, Side::third_party);
    EXPECT_EQ(view.identity_kind, "resident_card");
    EXPECT_EQ(view.identity_number, "421202***********X");
    EXPECT_EQ(view.phone, "138****5678");
    EXPECT_THAT(view.address.value(), Not(HasSubstr("永安大道")));
    // Birthday and sex stand in the number.
    EXPECT_EQ(view.birth_on, LegalDate(1990, 3, 7));
    EXPECT_EQ(view.sex, "female");
    ASSERT_EQ(view.agents.size(), 1u);
    EXPECT_EQ(view.agents[0].phone, "139****1111");
    EXPECT_EQ(view.agents[0].identity_number, "421202***********X");
    EXPECT_THAT(view.agents[0].powers, ElementsAre("attend_and_sign", "other"));
}

TEST_P(party_store, opens_one_when_asked) {
    Setting setting(database());
    setting.add(full_party());
    const auto id = setting.parties().back().id;
    const auto cx = setting.cx();
    database().read([&](db::Tx& tx) {
        const PartyView open = unmasked_party(tx, setting.dispute, id, cx);
        EXPECT_FALSE(open.masked);
        EXPECT_EQ(open.identity_number, right_card);
        EXPECT_EQ(open.phone, "13812345678");
        EXPECT_EQ(open.address, "咸宁市咸安区永安大道一号");
        EXPECT_EQ(open.agents.at(0).phone, "13900001111");
        EXPECT_THROW(unmasked_party(tx, setting.dispute, Id<Party>::fresh(cx.moment), cx), Refusal);
    });
    // Not through another dispute.
    const Dispute other = setting.city.add_dispute(State::registered);
    database().read([&](db::Tx& tx) { EXPECT_THROW(unmasked_party(tx, other, id, cx), Refusal); });
}

TEST_P(party_store, keeps_the_order_in_which_they_came) {
    Setting setting(database());
    setting.add(natural("王五"));
    setting.add(natural("赵六"));
    std::vector<std::string> names;
    for (const auto& one : setting.parties()) names.push_back(one.name);
    EXPECT_THAT(names, ElementsAre("张三", "李四", "王五", "赵六"));
}

TEST_P(party_store, does_not_show_who_was_removed) {
    Setting setting(database());
    database().transact([&](db::Tx& tx) {
        tx.run_text("UPDATE dispute_party SET removed_at = '2026-11-24 03:00:00+00' WHERE name = '李四'");
    });
    ASSERT_EQ(setting.parties().size(), 1u);
    EXPECT_EQ(setting.parties()[0].name, "张三");
}

TEST_P(party_store, notes_whether_a_party_is_willing) {
    Setting setting(database());
    const auto id = setting.parties()[1].id;
    database().transact([&](db::Tx& tx) { set_willing(tx, setting.dispute, id, Willingness::unwilling); });
    EXPECT_EQ(setting.parties()[0].willing, Willingness::unknown);
    EXPECT_EQ(setting.parties()[1].willing, Willingness::unwilling);
    const Dispute other = setting.city.add_dispute(State::registered);
    EXPECT_THROW(database().transact([&](db::Tx& tx) { set_willing(tx, other, id, Willingness::willing); }), Refusal);
}

TEST(digests, find_the_same_person_however_the_number_was_typed) {
    const std::string master(32, 'm');
    const crypto::Keys keys(master, {{1, crypto::Keys::make_wrapped(master)}});
    PartyForm form = natural();
    EXPECT_FALSE(digests_of(form, keys).identity || digests_of(form, keys).phone);
    form.identity_number = right_card;
    form.phone = "13812345678";
    const auto before = digests_of(form, keys);
    form.identity_number = "421202 19900307 048x";
    form.phone = "138-1234-5678";
    const auto after = digests_of(form, keys);
    EXPECT_EQ(before.identity, after.identity);
    EXPECT_EQ(before.phone, after.phone);
    form.identity_number = "13812345678";
    EXPECT_NE(digests_of(form, keys).identity, before.phone) << "a phone is no identity number";
}

TEST(digests_property, tell_two_phones_apart) {
    const std::string master(32, 'm');
    const crypto::Keys keys(master, {{1, crypto::Keys::make_wrapped(master)}});
    EXPECT_TRUE(rc::check([&] {
        const auto number = [] {
            return "13" + *rc::gen::container<std::string>(9, rc::gen::inRange('0', static_cast<char>('9' + 1)));
        };
        PartyForm one = natural(), other = natural();
        one.phone = number();
        other.phone = number();
        RC_ASSERT((digests_of(one, keys).phone == digests_of(other, keys).phone) == (one.phone == other.phone));
    }));
}

}  // namespace hemu::dispute
