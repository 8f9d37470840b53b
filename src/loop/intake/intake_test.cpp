#include "intake.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "registration.hpp"

namespace hemu::intake {

using dispute::Dispute;
using dispute::Side;
using dispute::State;
using identity::Context;
using identity::Duty;

HEMU_ON_BOTH_ENGINES(intake_desk);

static Registration neighbours() {
    Registration form;
    form.narrative = "楼上住户夜间装修,噪音扰民,影响老人休息,多次沟通无果";
    form.request = "停止夜间施工";
    form.national_type = "02";
    form.place_code = dispute::TestCity::village_code;
    form.parties = dispute::TestCity::both_sides();
    return form;
}

static Receipt registered(dispute::TestCity& city, const Registration& form, int clerk = 1) {
    const Context cx = city.as(city.person(Duty::clerk, city.county_centre, clerk));
    return city.database().transact([&](db::Tx& tx) { return register_dispute(tx, form, cx); });
}

static std::string refused(dispute::TestCity& city, const Registration& form) {
    try {
        registered(city, form);
    } catch (const Refusal& refusal) {
        return refusal.fields.front().field + " " + refusal.fields.front().code;
    }
    return "";
}

TEST_P(intake_desk, registers_with_number_code_and_clocks) {
    dispute::TestCity city(database());
    const Receipt receipt = registered(city, neighbours());
    EXPECT_EQ(receipt.number, "咸安登〔2026〕第00001号");
    EXPECT_EQ(receipt.state, State::registered);
    EXPECT_EQ(receipt.version, 1);
    EXPECT_EQ(receipt.query_code.size(), 10U);
    EXPECT_EQ(receipt.registered_at, city.morning());
    EXPECT_THAT(receipt.duplicates, testing::IsEmpty());
    EXPECT_EQ(registered(city, neighbours()).number, "咸安登〔2026〕第00002号");
    const Dispute stored = database().read([&](db::Tx& tx) { return dispute::load(tx, receipt.id).value(); });
    EXPECT_EQ(stored.title, "张三与李四邻里纠纷");
    EXPECT_EQ(stored.people_count, 2);
    EXPECT_EQ(stored.holder_id, city.county_centre);
    EXPECT_TRUE(stored.due_at);
    EXPECT_THAT(city.events_of(stored), testing::ElementsAre("register"));
}

TEST_P(intake_desk, keeps_every_field_of_the_form) {
    dispute::TestCity city(database());
    Registration form = neighbours();
    form.source = dispute::Source::police;
    form.channel = dispute::Channel::call_110;
    form.source_reference = "警情 1123";
    form.title = "夜间装修";
    form.local_type = "0202";
    form.address = "一栋二单元";
    form.occurred_on = LegalDate(2026, 11, 20);
    form.people_count = 6;
    form.amount_fen = Fen{120000};
    form.flags = std::vector<std::string>{"elderly"};
    form.secrecy = dispute::Secrecy::private_;
    const Receipt receipt = registered(city, form);
    database().read([&](db::Tx& tx) {
        const Dispute stored = dispute::load(tx, receipt.id).value();
        EXPECT_EQ(stored.source_reference, "警情 1123");
        EXPECT_EQ(stored.channel, dispute::Channel::call_110);
        EXPECT_EQ(stored.title, "夜间装修");
        EXPECT_EQ(stored.local_type, "0202");
        EXPECT_EQ(stored.occurred_on, LegalDate(2026, 11, 20));
        EXPECT_EQ(stored.people_count, 6);
        EXPECT_EQ(stored.amount_fen, Fen{120000});
        EXPECT_EQ(stored.secrecy, dispute::Secrecy::private_);
        EXPECT_THAT(dispute::flags_of(tx, stored), testing::ElementsAre("elderly"));
    });
}

TEST_P(intake_desk, a_refused_form_leaves_no_gap_in_the_numbers) {
    dispute::TestCity city(database());
    Registration wrong = neighbours();
    wrong.place_code = "999999";
    EXPECT_EQ(refused(city, wrong), "place_code place_unknown");
    wrong = neighbours();
    wrong.parties.clear();
    EXPECT_EQ(refused(city, wrong), "parties applicant_missing");
    EXPECT_EQ(registered(city, neighbours()).number, "咸安登〔2026〕第00001号");
}

static const db::Statement select_query_digest{"testing.query_digest",
                                               "SELECT query_digest FROM dispute WHERE id = $1"};

/// Somebody who applies for the first party, with his power.
static dispute::AgentForm daughter() {
    dispute::AgentForm agent;
    agent.kind = dispute::AgentKind::close_relative;
    agent.name = "王五";
    agent.phone = "13900000009";
    agent.powers = {"apply_or_end", "receive_documents"};
    agent.relation = "女儿";
    agent.evidence = dispute::PowerEvidence::will_bring;
    return agent;
}

TEST_P(intake_desk, keeps_who_applies_for_another_as_agent_of_the_party) {
    dispute::TestCity city(database());
    Registration form = neighbours();
    form.parties[0].agents = {daughter()};
    const Receipt receipt = registered(city, form);
    const Context cx = city.as(Duty::clerk, city.county_centre);
    database().read([&](db::Tx& tx) {
        const auto parties = dispute::parties_of(tx, dispute::load(tx, receipt.id).value(), cx);
        ASSERT_EQ(parties[0].agents.size(), 1U);
        const dispute::AgentView& agent = parties[0].agents[0];
        EXPECT_EQ(agent.name, "王五");
        EXPECT_EQ(agent.relation, "女儿");
        EXPECT_EQ(agent.evidence, dispute::PowerEvidence::will_bring);
        EXPECT_EQ(agent.phone, "139****0009");
        EXPECT_THAT(agent.powers, testing::ElementsAre("apply_or_end", "receive_documents"));
    });
}

TEST_P(intake_desk, stores_no_query_code) {
    dispute::TestCity city(database());
    const Receipt receipt = registered(city, neighbours());
    database().read([&](db::Tx& tx) {
        EXPECT_EQ(tx.one<std::string>(select_query_digest, receipt.id).find(receipt.query_code), std::string::npos);
    });
}

TEST_P(intake_desk, proposes_a_body_and_tells_the_citizen_whom_to_ask) {
    dispute::TestCity city(database());
    const auto proposed = [&](const Registration& form) {
        const Receipt receipt = registered(city, form);
        const auto stored = database().read([&](db::Tx& tx) { return proposal_of(tx, receipt.id); });
        EXPECT_EQ(stored->name, receipt.proposal->name);
        EXPECT_EQ(stored->reasons, receipt.proposal->reasons);
        EXPECT_EQ(stored->level, receipt.proposal->level);
        EXPECT_EQ(receipt.body_name, "咸安区人民调解中心");
        EXPECT_TRUE(receipt.next_by);
        return stored->name;
    };
    Registration form = neighbours();
    EXPECT_EQ(proposed(form), "高桥村人民调解委员会");
    form.people_count = 12;
    EXPECT_EQ(proposed(form), "汀泗桥镇人民调解委员会");
    form.flags = std::vector<std::string>{"cross_county"};
    EXPECT_EQ(proposed(form), "咸宁市人民调解中心");
    form.flags.reset();
    form.national_type = "15";
    EXPECT_EQ(proposed(form), "咸安区医疗纠纷人民调解委员会");
}

TEST_P(intake_desk, finds_the_same_person_and_a_near_text) {
    dispute::TestCity city(database());
    const Receipt first = registered(city, neighbours());
    const Receipt second = registered(city, neighbours());
    ASSERT_EQ(second.duplicates.size(), 1U);
    EXPECT_EQ(second.duplicates[0].id, first.id);
    EXPECT_EQ(second.duplicates[0].number, first.number);
    EXPECT_EQ(second.duplicates[0].similarity, 1.0);
    EXPECT_THAT(second.duplicates[0].reasons,
                testing::ElementsAre(DuplicateReason::same_person, DuplicateReason::same_counterparty,
                                     DuplicateReason::near_text));
    Registration other = neighbours();
    other.parties[0].name = "赵六";
    other.parties[0].phone = "13700000007";
    other.narrative = "楼上住户夜间装修,噪音扰民,影响老人和孩子休息,多次沟通没有结果";
    const Receipt third = registered(city, other);
    ASSERT_EQ(third.duplicates.size(), 2U);
    EXPECT_THAT(third.duplicates[0].reasons, testing::Contains(DuplicateReason::near_text));
}

TEST_P(intake_desk, looks_only_some_months_back) {
    dispute::TestCity city(database());
    registered(city, neighbours());
    const Context later =
        city.as(Duty::clerk, city.county_centre, start_of(LegalDate(2027, 5, 25)) + std::chrono::hours(10));
    const Receipt after = database().transact([&](db::Tx& tx) { return register_dispute(tx, neighbours(), later); });
    EXPECT_THAT(after.duplicates, testing::IsEmpty());
    EXPECT_EQ(after.number, "咸安登〔2027〕第00001号");
}

TEST_P(intake_desk, counts_what_the_clerk_may_not_see_but_nothing_secret) {
    dispute::TestCity city(database());
    const Context elsewhere = city.as(Duty::clerk, city.city_centre);
    database().transact([&](db::Tx& tx) { register_dispute(tx, neighbours(), elsewhere); });
    Registration secret = neighbours();
    secret.secrecy = dispute::Secrecy::private_;
    const Receipt first = registered(city, secret, 1);
    EXPECT_EQ(first.duplicates.size(), 0U);
    EXPECT_EQ(first.hidden_duplicates, 1);
    EXPECT_EQ(registered(city, neighbours(), 1).duplicates.size(), 1U) << "his own private one";
    const Receipt other = registered(city, neighbours(), 2);
    EXPECT_EQ(other.duplicates.size(), 1U);
    EXPECT_EQ(other.hidden_duplicates, 1) << "the city's, not the private one";
}

TEST_P(intake_desk, merging_leaves_its_trace_on_both) {
    dispute::TestCity city(database());
    const Receipt kept = registered(city, neighbours());
    const Receipt twice = registered(city, neighbours());
    const Context cx = city.as(Duty::clerk, city.county_centre);
    database().transact([&](db::Tx& tx) {
        auto merged = dispute::find(tx, twice.id, cx.actor);
        auto into = dispute::find(tx, kept.id, cx.actor);
        merge(tx, merged, into, MergeCause::person, 0, "同一人重复反映", cx);
    });
    database().read([&](db::Tx& tx) {
        const Dispute merged = dispute::load(tx, twice.id).value();
        EXPECT_EQ(merged.state, State::merged);
        EXPECT_FALSE(merged.due_at);
        EXPECT_EQ(dispute::load(tx, kept.id)->state, State::registered);
    });
    EXPECT_THAT(city.events_of(city.reload(kept.id)), testing::ElementsAre("register", "duplicate_joined"));
    const Receipt third = registered(city, neighbours());
    ASSERT_EQ(third.duplicates.size(), 1U);
    EXPECT_EQ(third.duplicates[0].id, kept.id);
}

TEST_P(intake_desk, withdrawing_ends_it) {
    dispute::TestCity city(database());
    const Receipt receipt = registered(city, neighbours());
    const Context cx = city.as(Duty::clerk, city.county_centre);
    database().transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, receipt.id, cx.actor);
        withdraw(tx, found, "双方和好", cx);
    });
    const Dispute after = city.reload(receipt.id);
    EXPECT_EQ(after.state, State::withdrawn);
    EXPECT_FALSE(after.due_at);
}

TEST_P(intake_desk, forgets_sketches_when_nobody_compares_any_more) {
    dispute::TestCity city(database());
    registered(city, neighbours());
    EXPECT_EQ(forget_old_sketches(database(), LegalDate(2026, 12, 1)), 0);
    EXPECT_EQ(forget_old_sketches(database(), LegalDate(2027, 5, 25)), 1);
    EXPECT_EQ(forget_old_sketches(database(), LegalDate(2027, 5, 25)), 0);
}

// Registering is measured against the bare database: what needs no answer is sent without waiting for one.
TEST_P(intake_desk, registering_waits_for_few_answers) {
    dispute::TestCity city(database());
    registered(city, neighbours());
    const auto before = database().counters().round_trips;
    registered(city, neighbours());
    if (GetParam() == db::Engine::postgres) {
        EXPECT_LE(database().counters().round_trips - before, 4);
    }
}

TEST_P(intake_desk, settings_come_from_rows) {
    forget_settings();
    database().transact(
        [](db::Tx& tx) { tx.run_text("UPDATE intake_setting SET value = 3 WHERE code = 'duplicate_months'"); });
    database().read([](db::Tx& tx) { EXPECT_EQ(settings(tx).duplicate_months, 3); });
    forget_settings();
}

}  // namespace hemu::intake
