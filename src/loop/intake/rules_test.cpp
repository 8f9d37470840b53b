#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::intake {

using dispute::Channel;
using dispute::PartyForm;
using dispute::Side;
using dispute::Source;
using dispute::State;

static const LegalDate today(2026, 11, 24);

static PartyForm party(Side side, std::string name) {
    PartyForm form;
    form.side = side;
    form.name = std::move(name);
    return form;
}

static Registration neighbours() {
    Registration form;
    form.narrative = "楼上夜间装修噪音扰民";
    form.request = "停止夜间施工";
    form.national_type = "02";
    form.place_code = "421202001001";
    form.parties = {party(Side::applicant, "张三"), party(Side::respondent, "李四")};
    return form;
}

static std::vector<std::string> faults(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

static std::vector<std::string> faults(const Registration& form, bool place_known = true) {
    return faults(why_not_register(form, place_known, today));
}

TEST(Registering, takes_a_complete_form) { EXPECT_THAT(faults(neighbours()), testing::IsEmpty()); }

TEST(Registering, names_every_wrong_field) {
    Registration form = neighbours();
    form.narrative = " \n";
    form.national_type = "55";
    form.occurred_on = today + 1;
    form.people_count = 0;
    form.amount_fen = Fen{-5};
    form.flags = std::vector<std::string>{"elderly", "purple"};
    EXPECT_THAT(faults(form, false),
                testing::ElementsAre("narrative missing", "national_type type_unknown", "place_code place_unknown",
                                     "occurred_on in_the_future", "people_count out_of_range",
                                     "amount_fen out_of_range", "flags[1] flag_unknown"));
}

TEST(Registering, tells_from_a_name_what_the_party_is) {
    using dispute::PartyKind;
    EXPECT_EQ(likely_kind("咸宁市安居物业有限公司"), PartyKind::legal);
    EXPECT_EQ(likely_kind("安居物业有限公司咸安分公司"), PartyKind::unincorporated);
    EXPECT_EQ(likely_kind("聂家村村民委员会"), PartyKind::legal);
    EXPECT_EQ(likely_kind("某小区业主委员会"), PartyKind::unincorporated);
    EXPECT_EQ(likely_kind("公司"), std::nullopt);
    EXPECT_EQ(likely_kind("张三"), std::nullopt);
    EXPECT_EQ(likely_kind(""), std::nullopt);
}

TEST(Registering, limits_lengths_and_numbers) {
    Registration form = neighbours();
    form.narrative = std::string(60001, 'x');
    form.request = std::string(12001, 'x');
    form.title = std::string(601, 'x');
    form.address = std::string(601, 'x');
    form.source_reference = std::string(601, 'x');
    form.parties.resize(201, form.parties.front());
    EXPECT_THAT(faults(form),
                testing::ElementsAre("narrative too_long", "request too_long", "title too_long", "address too_long",
                                     "source_reference too_long", "parties too_many_parties"));
}

TEST(Registering, a_local_type_belongs_to_its_national_type) {
    Registration form = neighbours();
    form.local_type = "0202";
    EXPECT_THAT(faults(form), testing::IsEmpty());
    form.local_type = "0101";
    EXPECT_THAT(faults(form), testing::ElementsAre("local_type type_of_another_kind"));
    form.local_type = "9999";
    EXPECT_THAT(faults(form), testing::ElementsAre("local_type type_unknown"));
}

static std::vector<std::string> door(Source source, Channel channel) {
    Registration form = neighbours();
    form.source = source;
    form.channel = channel;
    return faults(form);
}

// Invited-mediation rule art. 1, 11: delegation before and entrustment after filing are kept strictly apart.
TEST(Registering, a_courts_dispute_says_delegated_or_entrusted) {
    EXPECT_THAT(door(Source::court, Channel::window), testing::ElementsAre("channel delegated_or_entrusted"));
    EXPECT_THAT(door(Source::court, Channel::court_delegated), testing::IsEmpty());
    EXPECT_THAT(door(Source::court, Channel::court_entrusted), testing::IsEmpty());
    EXPECT_THAT(door(Source::application, Channel::court_delegated), testing::ElementsAre("source source_is_court"));
    EXPECT_THAT(door(Source::court, Channel::import_), testing::IsEmpty());
}

// National report items: each of these doors has one source.
TEST(Registering, police_and_petition_doors_have_their_source) {
    EXPECT_THAT(door(Source::application, Channel::call_110), testing::ElementsAre("source source_is_police"));
    EXPECT_THAT(door(Source::police, Channel::call_110), testing::IsEmpty());
    EXPECT_THAT(door(Source::application, Channel::petition),
                testing::ElementsAre("source source_is_petition_office"));
    EXPECT_THAT(door(Source::petition_office, Channel::petition), testing::IsEmpty());
}

TEST(Registering, every_other_door_is_open) {
    for (const Channel channel :
         {Channel::window, Channel::phone, Channel::visit, Channel::online, Channel::kiosk, Channel::hotline_12345,
          Channel::hotline_12348, Channel::grid, Channel::village, Channel::labour_arbitration, Channel::legal_aid,
          Channel::insurer, Channel::media, Channel::partner})
        EXPECT_THAT(door(Source::application, channel), testing::IsEmpty());
    for (const Source source : {Source::proactive, Source::application, Source::procuratorate, Source::police,
                                Source::petition_office, Source::other_department})
        EXPECT_THAT(door(source, Channel::window), testing::IsEmpty());
}

TEST(Registering, the_import_door_is_for_files) {
    Registration form = neighbours();
    EXPECT_THAT(faults(why_not_by_hand(form)), testing::IsEmpty());
    form.channel = Channel::import_;
    EXPECT_THAT(faults(why_not_by_hand(form)), testing::ElementsAre("channel channel_reserved"));
}

TEST(Title, is_made_of_parties_and_type) {
    Registration form = neighbours();
    EXPECT_EQ(title_of(form), "张三与李四邻里纠纷");
    form.local_type = "0202";
    EXPECT_EQ(title_of(form), "张三与李四噪声与宠物");
    form.local_type.reset();
    form.parties.push_back(party(Side::applicant, "王五"));
    EXPECT_EQ(title_of(form), "张三等2人与李四邻里纠纷");
    form.parties = {party(Side::applicant, "张三"), party(Side::third_party, "赵六")};
    EXPECT_EQ(title_of(form), "张三邻里纠纷");
    form.national_type = "zz";
    EXPECT_EQ(title_of(form), "张三纠纷");
}

TEST(Title, is_kept_when_given) {
    Registration form = neighbours();
    form.title = " 夜间施工 ";
    EXPECT_EQ(title_of(form), "夜间施工");
    form.title = "  ";
    EXPECT_EQ(title_of(form), "张三与李四邻里纠纷");
}

TEST(People, are_counted_when_not_stated) {
    Registration form = neighbours();
    EXPECT_EQ(people_of(form), 2);
    form.people_count = 40;
    EXPECT_EQ(people_of(form), 40);
    form.people_count.reset();
    form.parties.clear();
    EXPECT_EQ(people_of(form), 1);
}

static Known known(Side side, std::string name, std::optional<std::string> identity = std::nullopt,
                   std::optional<std::string> phone = std::nullopt) {
    return {side, std::move(name), std::move(identity), std::move(phone)};
}

static Incoming incoming() {
    return {{known(Side::applicant, "张三", "id-zhang", "tel-zhang"), known(Side::respondent, "李四", "id-li")},
            pairs_of("楼上夜间装修噪音扰民影响休息"),
            "421202001001"};
}

static Candidate candidate(std::vector<Known> parties, std::string narrative = "承包地边界不清") {
    Candidate found;
    found.id = Id<dispute::Dispute>::fresh(Instant{1});
    found.narrative = std::move(narrative);
    found.place_code = "421202001001";
    found.visible = true;
    found.parties = std::move(parties);
    return found;
}

static std::vector<DuplicateReason> reasons(const Candidate& earlier) {
    return compare(incoming(), earlier, 50).reasons;
}

TEST(DuplicateReasons, same_person_by_number_or_phone_on_either_side) {
    using enum DuplicateReason;
    EXPECT_THAT(reasons(candidate({known(Side::applicant, "张三", "id-zhang")})), testing::ElementsAre(same_person));
    EXPECT_THAT(reasons(candidate({known(Side::applicant, "张三", std::nullopt, "tel-zhang")})),
                testing::ElementsAre(same_person));
    EXPECT_THAT(reasons(candidate({known(Side::respondent, "张三", "id-zhang")})), testing::ElementsAre(same_person));
    EXPECT_THAT(reasons(candidate({known(Side::applicant, "张三")})), testing::IsEmpty());
}

TEST(DuplicateReasons, same_counterparty_by_name_needs_more) {
    using enum DuplicateReason;
    EXPECT_THAT(reasons(candidate({known(Side::applicant, "张三", "id-zhang"), known(Side::respondent, "李四")})),
                testing::ElementsAre(same_person, same_counterparty));
    EXPECT_THAT(reasons(candidate({known(Side::applicant, "王五"), known(Side::respondent, "李四")})),
                testing::IsEmpty());
}

TEST(DuplicateReasons, same_counterparty_by_number_counts_in_the_same_place) {
    using enum DuplicateReason;
    Candidate earlier = candidate({known(Side::respondent, "李四", "id-li")});
    EXPECT_THAT(reasons(earlier), testing::ElementsAre(same_counterparty));
    earlier.place_code = "421202001002";
    EXPECT_THAT(reasons(earlier), testing::IsEmpty());
}

TEST(DuplicateReasons, near_text_from_the_threshold_on) {
    using enum DuplicateReason;
    EXPECT_THAT(reasons(candidate({}, "楼上夜间装修噪音扰民影响休息!")), testing::ElementsAre(near_text));
    EXPECT_THAT(reasons(candidate({}, "楼上夜间装修噪音扰民")), testing::ElementsAre(near_text));
    EXPECT_THAT(reasons(candidate({}, "楼下夜间唱歌扰民")), testing::IsEmpty());
}

TEST(Hints, put_the_likest_first_and_count_the_hidden) {
    Candidate text_only = candidate({}, "楼上夜间装修噪音扰民影响休息");
    text_only.number = "text";
    Candidate person =
        candidate({known(Side::applicant, "张三", "id-zhang"), known(Side::respondent, "李四", "id-li")});
    person.number = "person";
    Candidate hidden = text_only;
    hidden.visible = false;
    const Duplicates found =
        hints_of(incoming(), {text_only, hidden, person, candidate({known(Side::applicant, "王五")})}, 50);
    ASSERT_EQ(found.items.size(), 2U);
    EXPECT_EQ(found.items[0].number, "person");
    EXPECT_EQ(found.items[1].number, "text");
    EXPECT_EQ(found.items[1].similarity, 1.0);
    EXPECT_EQ(found.hidden_count, 1);
}

TEST(Hints, are_at_most_ten) {
    const std::vector<Candidate> many(15, candidate({known(Side::applicant, "张三", "id-zhang")}));
    EXPECT_EQ(hints_of(incoming(), many, 50).items.size(), 10U);
}

TEST(Merging, needs_another_dispute_that_goes_on) {
    dispute::Dispute merged;
    merged.id = Id<dispute::Dispute>::fresh(Instant{1});
    dispute::Dispute kept = merged;
    EXPECT_EQ(why_not_merge(merged, kept).code, "merge_into_itself");
    kept.id = Id<dispute::Dispute>::fresh(Instant{2});
    for (const State state :
         {State::registered, State::accepted, State::offered, State::taken, State::assigned, State::mediating,
          State::paused, State::agreed, State::performing, State::breached, State::performed}) {
        kept.state = state;
        EXPECT_TRUE(why_not_merge(merged, kept).fine());
    }
    for (const State state :
         {State::refused, State::redirected, State::withdrawn, State::terminated, State::closed, State::archived}) {
        kept.state = state;
        EXPECT_EQ(why_not_merge(merged, kept).code, "kept_is_over");
    }
    kept.state = State::merged;
    EXPECT_EQ(why_not_merge(merged, kept).code, "kept_is_merged");
}

}  // namespace hemu::intake
