#include <gmock/gmock.h>

#include <mutex>
#include <thread>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "store.hpp"

namespace hemu::numbers {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using identity::Duty;
using organisations::OrganisationKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Domain facts 3.3.
TEST(NumberPattern, has_area_field_year_and_a_serial_that_widens) {
    const PatternForm usual;
    EXPECT_EQ(written(usual.file_pattern, {"咸", "", "", 2026, 1}), "咸人调字〔2026〕第001号");
    EXPECT_EQ(written(usual.file_pattern, {"咸安", "医", "", 2026, 999}), "咸安医人调字〔2026〕第999号");
    EXPECT_EQ(written(usual.file_pattern, {"咸安", "医", "", 2026, 1234}), "咸安医人调字〔2026〕第1234号");
    EXPECT_EQ(written(usual.paper_pattern, {"咸", "", "移", 2026, 12}), "咸调移字〔2026〕第012号");
    EXPECT_EQ(written("{serial}{serial", {"", "", "", 2026, 7}), "007{serial");
}

static std::vector<std::string> faults(const PatternForm& form,
                                       OrganisationKind kind = OrganisationKind::people_committee) {
    std::vector<std::string> said;
    for (const FieldFault& fault : why_not_pattern(form, kind).fields) said.push_back(fault.field + " " + fault.code);
    return said;
}

TEST(NumberPattern, is_refused_when_two_numbers_would_be_one) {
    EXPECT_THAT(faults({}), IsEmpty());
    EXPECT_THAT(faults({"", "{series}{year}{serial}", ""}), ElementsAre("file_pattern missing"));
    EXPECT_THAT(faults({"人调{year}", "{year}-{serial}", ""}),
                ElementsAre("file_pattern serial_needed", "paper_pattern series_needed"));
    EXPECT_THAT(faults({"{serial}", "{series}{year}{serial}{wrong}", "一二三四五六七八九十十一"}),
                ElementsAre("file_pattern year_needed", "paper_pattern unknown_name", "field_word too_long"));
    EXPECT_THAT(
        faults({"{series}{year}{serial}", "{series}{year}{serial", ""}),
        ElementsAre("file_pattern unknown_name", "paper_pattern serial_needed", "paper_pattern unknown_name"));
}

// Administrative and commercial mediation are classes of body of their own, never mixed with people's mediation.
TEST(NumberPattern, other_classes_of_mediation_bear_another_word) {
    const NumberParts parts{"咸", "", "", 2026, 1};
    EXPECT_EQ(written(patterns_for(OrganisationKind::industry_committee).file_pattern, parts),
              "咸人调字〔2026〕第001号");
    EXPECT_EQ(written(patterns_for(OrganisationKind::administrative_body).file_pattern, parts),
              "咸行调字〔2026〕第001号");
    EXPECT_EQ(written(patterns_for(OrganisationKind::commercial_body).file_pattern, parts),
              "咸商调字〔2026〕第001号");
    for (const auto kind : {OrganisationKind::administrative_body, OrganisationKind::commercial_body}) {
        EXPECT_THAT(faults({}, kind), ElementsAre("file_pattern peoples_mediation_only"));
        EXPECT_THAT(faults(patterns_for(kind), kind), IsEmpty());
    }
}

HEMU_ON_BOTH_ENGINES(numbers_desk);

static const LegalDate today(2026, 11, 24);
static const NumberUse letter{NumberKind::paper, "移", "D19"};

static std::string give_in_one(TestCity& city, const Dispute& dispute, const NumberUse& use = {}) {
    const auto cx = city.as(Duty::head, city.village, city.tick());
    return city.database().transact([&](db::Tx& tx) { return give(tx, dispute, city.village, use, today, cx); });
}

TEST_P(numbers_desk, counts_files_and_each_series_of_papers_by_itself) {
    TestCity city(database());
    const Dispute one = city.add_dispute(State::agreed), other = city.add_dispute(State::agreed);
    EXPECT_EQ(give_in_one(city, one), "高桥人调字〔2026〕第001号");
    EXPECT_EQ(give_in_one(city, other), "高桥人调字〔2026〕第002号");
    EXPECT_EQ(give_in_one(city, one, letter), "高桥调移字〔2026〕第001号");
    EXPECT_EQ(database().read([&](db::Tx& tx) { return number_of(tx, one, letter); }), "高桥调移字〔2026〕第001号");
    EXPECT_EQ(database().read([&](db::Tx& tx) { return number_of(tx, other, letter); }), std::nullopt);
    EXPECT_THROW(give_in_one(city, one, letter), Refusal) << "it has one";
    EXPECT_EQ(give_in_one(city, other, letter), "高桥调移字〔2026〕第002号") << "and none is missing";
}

TEST_P(numbers_desk, sixteen_at_once_leave_no_gap) {
    TestCity city(database());
    std::vector<Dispute> disputes;
    for (int i = 0; i < 48; ++i) disputes.push_back(city.add_dispute(State::agreed));
    const auto cx = city.as(Duty::head, city.village);
    std::vector<std::thread> threads;
    for (std::size_t first = 0; first < 16; ++first)
        threads.emplace_back([&, first] {
            for (std::size_t at = first; at < disputes.size(); at += 16) {
                const bool fails = at % 3 == 0;
                try {
                    database().transact([&](db::Tx& tx) {
                        give(tx, disputes[at], city.village, {}, today, cx);
                        if (fails) throw Refusal(Fault::conflict, "not_in_this_state");
                    });
                } catch (const Refusal& refusal) {
                    EXPECT_TRUE(fails) << refusal.code;
                }
            }
        });
    for (auto& thread : threads) thread.join();
    const auto all = database().read([&](db::Tx& tx) { return register_of(tx, cx.actor, 2026, "", 1000, 200); });
    EXPECT_THAT(all.items, SizeIs(32));
    EXPECT_EQ(all.items.front().serial, 32);
    EXPECT_EQ(all.gaps, 0);
}

TEST_P(numbers_desk, what_is_void_stays_and_the_file_gets_the_next) {
    TestCity city(database());
    const Dispute dispute = city.add_dispute(State::agreed);
    city.hand_to(dispute, city.village, city.person(Duty::mediator, city.village));
    give_in_one(city, dispute);
    give_in_one(city, dispute, letter);
    const auto head = city.as(Duty::head, city.village);
    const auto lines = [&](const std::string& series) {
        return database().read([&](db::Tx& tx) { return register_of(tx, head.actor, 2026, series, 1000, 50); });
    };
    const auto make_it_void = [&](Id<GivenNumber> id, const std::string& reason, const identity::Context& cx) {
        try {
            database().transact([&](db::Tx& tx) { make_void(tx, id, reason, cx); });
            return std::string();
        } catch (const Refusal& refusal) {
            return refusal.code;
        }
    };
    const auto file = lines("").items.front();
    EXPECT_EQ(file.dispute_number, dispute.number);
    EXPECT_EQ(make_it_void(file.id, "写错年份", city.as(Duty::head, city.town)), "not_found");
    EXPECT_EQ(make_it_void(file.id, " ", head), "invalid");
    ASSERT_EQ(make_it_void(file.id, " 写错年份 ", head), "");
    EXPECT_EQ(make_it_void(file.id, "再来一次", head), "number_is_void");
    const auto after = lines("");
    ASSERT_THAT(after.items, SizeIs(2));
    EXPECT_EQ(after.items[0].number, "高桥人调字〔2026〕第002号");
    EXPECT_FALSE(after.items[0].void_at);
    EXPECT_EQ(after.items[1].void_reason, "写错年份");
    EXPECT_TRUE(after.items[0].may_void);
    EXPECT_FALSE(after.items[1].may_void);
    EXPECT_EQ(after.void_count, 1);
    EXPECT_EQ(after.gaps, 0);
    EXPECT_EQ(database().read([&](db::Tx& tx) { return number_of(tx, dispute, {}); }), "高桥人调字〔2026〕第002号");
    const auto paper = lines("移");
    ASSERT_THAT(paper.items, SizeIs(1));
    ASSERT_EQ(make_it_void(paper.items[0].id, "收件单位有误", head), "");
    EXPECT_EQ(database().read([&](db::Tx& tx) { return number_of(tx, dispute, letter); }), std::nullopt);
    EXPECT_EQ(give_in_one(city, dispute, letter), "高桥调移字〔2026〕第002号");
    EXPECT_THAT(lines("").series, ElementsAre("移"));
}

TEST_P(numbers_desk, a_body_writes_its_numbers_its_own_way) {
    TestCity city(database());
    const auto head = city.as(Duty::head, city.village);
    const PatternForm form{"{abbreviation}{field}民调〔{year}〕{serial}号", "{series}{year}{serial}", "医"};
    database().transact([&](db::Tx& tx) { set_patterns(tx, city.village, form, 0, head); });
    EXPECT_THROW(database().transact([&](db::Tx& tx) { set_patterns(tx, city.village, form, 0, head); }), Refusal);
    EXPECT_EQ(give_in_one(city, city.add_dispute(State::agreed)), "高桥医民调〔2026〕001号");
    const auto patterns = database().read([&](db::Tx& tx) { return patterns_of(tx, city.village, today); });
    EXPECT_EQ(patterns.version, 1);
    EXPECT_EQ(patterns.paper_example, "移2026001");
    database().transact([&](db::Tx& tx) { set_patterns(tx, city.town, form, 0, head); });
    const auto in_town = [&](const NumberUse& use) {
        const Dispute dispute = city.add_dispute(State::agreed);
        database().transact([&](db::Tx& tx) { give(tx, dispute, city.town, use, today, head); });
    };
    give_in_one(city, city.add_dispute(State::agreed), letter);
    EXPECT_THROW(in_town(letter), Refusal) << "the same number of another body";
    EXPECT_NO_THROW(in_town({}));
}

}  // namespace hemu::numbers
