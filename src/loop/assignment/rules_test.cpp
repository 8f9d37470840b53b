#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::assignment {

using dispute::Difficulty;
using dispute::State;
using identity::Duty;
using organisations::OrganisationLevel;
using AccountId = Id<identity::Account>;
using OrganisationId = Id<identity::Organisation>;

static std::vector<std::string> faults(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

static const OfferTarget good_target = {true, true, true, false, false};

TEST(Offering, goes_to_an_open_body_that_mediates) {
    const Settings settings;
    EXPECT_TRUE(why_not_offer(good_target, 0, Duty::clerk, settings).fine());
    EXPECT_THAT(faults(why_not_offer({}, 0, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id organisation_unknown"));
    EXPECT_THAT(faults(why_not_offer({true, false, true, false, false}, 0, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id organisation_closed"));
    EXPECT_THAT(faults(why_not_offer({true, true, false, false, false}, 0, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id not_a_mediating_body"));
    EXPECT_THAT(faults(why_not_offer({true, true, true, true, false}, 1, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id returned_before"));
}

// Nobody mediates his own matter.
TEST(Offering, goes_to_no_party) {
    EXPECT_THAT(faults(why_not_offer({true, true, true, false, true}, 0, Duty::dispatcher, Settings{})),
                testing::ElementsAre("organisation_id body_is_party"));
}

// Ningbo regulation art. 18: the parties agree, which one side cannot.
TEST(Agreeing, takes_all_applicants_and_respondents) {
    using PartyId = Id<dispute::Party>;
    const PartyId one = PartyId::fresh(Instant{1});
    const PartyId two = PartyId::fresh(Instant{2});
    const PartyId third = PartyId::fresh(Instant{3});
    const std::vector<PartyAt> parties = {
        {one, dispute::Side::applicant}, {two, dispute::Side::respondent}, {third, dispute::Side::third_party}};
    EXPECT_TRUE(why_not_all_sides({one, two}, parties, "agreed_by").fine());
    EXPECT_TRUE(why_not_all_sides({one, two, third}, parties, "agreed_by").fine());
    EXPECT_THAT(faults(why_not_all_sides({one}, parties, "agreed_by")),
                testing::ElementsAre("agreed_by both_sides_needed"));
    EXPECT_THAT(faults(why_not_all_sides({one, PartyId::fresh(Instant{4})}, parties, "agreed_by")),
                testing::ElementsAre("agreed_by[1] party_not_found"));
}

// Several Rules on joint mediation: difficult ones go up; what a village can do goes down. No rank: never on one
// level.
TEST(Passing, goes_to_another_level_for_a_reason_of_its_direction) {
    Passing up;
    up.from = OrganisationLevel::village;
    up.to = OrganisationLevel::town;
    up.target = good_target;
    Passing down = up;
    std::swap(down.from, down.to);
    EXPECT_EQ(direction_of(up), PassDirection::up);
    EXPECT_EQ(direction_of(down), PassDirection::down);
    const auto why = [](const Passing& passing, PassReason reason, std::string words = "村里调不下来") {
        PassForm form;
        form.reason = reason;
        form.words = std::move(words);
        return faults(why_not_pass(form, passing));
    };
    for (const auto reason : {PassReason::too_difficult, PassReason::across_places, PassReason::mediation_failed,
                              PassReason::risk_rising, PassReason::capacity}) {
        EXPECT_THAT(why(up, reason), testing::IsEmpty());
        EXPECT_THAT(why(down, reason), testing::ElementsAre("reason reason_for_other_direction"));
    }
    for (const auto reason : {PassReason::nearer_to_parties, PassReason::simpler}) {
        EXPECT_THAT(why(down, reason), testing::IsEmpty());
        EXPECT_THAT(why(up, reason), testing::ElementsAre("reason reason_for_other_direction"));
    }
    for (const auto reason : {PassReason::parties_ask, PassReason::other}) {
        EXPECT_THAT(why(up, reason), testing::IsEmpty());
        EXPECT_THAT(why(down, reason), testing::IsEmpty());
    }
    EXPECT_THAT(why(up, PassReason::too_difficult, " "), testing::ElementsAre("words missing"));
    down.to = down.from;
    EXPECT_THAT(why(down, PassReason::other), testing::ElementsAre("organisation_id same_level"));
    down.target = {};
    EXPECT_THAT(why(down, PassReason::other), testing::ElementsAre("organisation_id organisation_unknown"));
    up.open_already = true;
    EXPECT_EQ(why_not_pass({}, up).code, "passed_already");
}

TEST(Passing, is_possible_while_somebody_leads_and_nothing_is_agreed) {
    for (const State state : {State::taken, State::assigned, State::mediating, State::paused})
        EXPECT_TRUE(may_pass(state));
    for (const State state : {State::registered, State::accepted, State::offered, State::agreed, State::performing,
                              State::terminated, State::closed})
        EXPECT_FALSE(may_pass(state));
}

// Invited-mediation rule art. 15: a declared relation bars him; what may affect fairness is shown and asked about.
TEST(Conflicts, bar_or_warn) {
    EXPECT_THAT(conflicts_in({}), testing::IsEmpty());
    const auto all = conflicts_in({Relation::close_relative, true, true, true, true});
    ASSERT_EQ(all.size(), 5U);
    for (const ConflictView& one : all) {
        EXPECT_EQ(one.blocks, one.conflict == Conflict::kin_declared);
        EXPECT_FALSE(one.basis.empty());
    }
}

static MediatorProposal proposal(std::string name, std::int64_t grade, std::int64_t open, bool field = false) {
    MediatorProposal view;
    view.name = std::move(name);
    view.grade = grade;
    view.open_cases = open;
    view.field_named = field;
    return view;
}

TEST(Proposals, put_field_before_load_and_grade_before_load_when_it_is_difficult) {
    const auto ordered = [](Difficulty difficulty) {
        std::vector<MediatorProposal> all = {proposal("busy", 1, 9), proposal("idle", 4, 0),
                                             proposal("field", 4, 5, true), proposal("kin", 1, 0, true),
                                             proposal("mute", 1, 0, true)};
        all[3].conflicts = conflicts_in({Relation::close_relative, false, false, false, false});
        all[4].speaks = false;
        order_proposals(all, difficulty);
        std::vector<std::string> found;
        for (const MediatorProposal& one : all) found.push_back(one.name);
        return found;
    };
    EXPECT_THAT(ordered(Difficulty::simple), testing::ElementsAre("field", "idle", "busy", "mute", "kin"));
    EXPECT_THAT(ordered(Difficulty::difficult), testing::ElementsAre("field", "busy", "idle", "mute", "kin"));
}

// Backstop: after two returns the centre names a lead, which may be one that returned it.
TEST(Offering, after_two_returns_only_the_centre_names_the_lead) {
    const Settings settings;
    EXPECT_FALSE(is_backstop(1, settings));
    EXPECT_TRUE(is_backstop(2, settings));
    EXPECT_EQ(why_not_offer(good_target, 2, Duty::clerk, settings).code, "centre_names_lead");
    EXPECT_TRUE(why_not_offer(good_target, 2, Duty::dispatcher, settings).fine());
    EXPECT_TRUE(why_not_offer({true, true, true, true, false}, 2, Duty::dispatcher, settings).fine());
}

TEST(Answering, is_for_the_offered_body) {
    OpenOffer offer;
    offer.organisation_id = OrganisationId::fresh(Instant{1});
    identity::Actor actor;
    actor.organisation = offer.organisation_id;
    EXPECT_TRUE(why_not_answer(offer, actor).fine());
    EXPECT_EQ(why_not_answer(std::nullopt, actor).code, "not_offered_to_your_body");
    actor.organisation = OrganisationId::fresh(Instant{2});
    EXPECT_EQ(why_not_answer(offer, actor).code, "not_offered_to_your_body");
}

TEST(Returning, needs_a_reason_and_an_offer_that_is_not_binding) {
    OpenOffer offer;
    for (const auto reason : {ReturnReason::outside_area, ReturnReason::outside_field,
                              ReturnReason::conflict_of_interest, ReturnReason::capacity})
        EXPECT_TRUE(why_not_hand_back(offer, {reason, ""}).fine());
    for (const auto reason : {ReturnReason::missing_information, ReturnReason::other}) {
        EXPECT_THAT(faults(why_not_hand_back(offer, {reason, " "})), testing::ElementsAre("words missing"));
        EXPECT_TRUE(why_not_hand_back(offer, {reason, "缺对方电话"}).fine());
    }
    offer.binding = true;
    EXPECT_EQ(why_not_hand_back(offer, {ReturnReason::capacity, ""}).code, "offer_is_binding");
}

struct Naming {
    AccountId one = AccountId::fresh(Instant{1});
    AccountId two = AccountId::fresh(Instant{2});
    std::vector<AccountId> here = {one, two};
    MediatorsForm form;
    Naming() {
        form.presiding_id = one;
        form.recusal = {{one, true, Relation::none, std::nullopt}};
    }
    std::vector<std::string> why(std::optional<Difficulty> difficulty = std::nullopt) const {
        return faults(why_not_mediators(form, difficulty, here));
    }
};

// Invited-mediation rule art. 13: normally one.
TEST(Naming, one_mediator_is_the_rule) {
    const Naming naming;
    EXPECT_THAT(naming.why(Difficulty::simple), testing::IsEmpty());
    EXPECT_THAT(naming.why(Difficulty::general), testing::IsEmpty());
    EXPECT_THAT(naming.why(), testing::IsEmpty());
}

// Invited-mediation rule art. 13, online rule art. 11: two or more for difficult and major ones or on request.
TEST(Naming, difficult_disputes_or_a_request_need_two) {
    Naming naming;
    for (const Difficulty difficulty : {Difficulty::difficult, Difficulty::major, Difficulty::specially_major})
        EXPECT_THAT(naming.why(difficulty), testing::ElementsAre("others second_mediator_needed"));
    naming.form.several_requested = true;
    EXPECT_THAT(naming.why(Difficulty::simple), testing::ElementsAre("others second_mediator_needed"));
    naming.form.others = {naming.two};
    naming.form.recusal.push_back({naming.two, true, Relation::none, std::nullopt});
    EXPECT_THAT(naming.why(Difficulty::major), testing::IsEmpty());
}

// Invited-mediation rule art. 15, online rule art. 13: grounds are asked of each, disclosed ones end it unless both
// sides keep him.
TEST(Naming, grounds_are_asked_of_everybody) {
    Naming naming;
    naming.form.recusal.clear();
    EXPECT_THAT(naming.why(), testing::ElementsAre("recusal recusal_not_asked"));
    naming.form.recusal = {{naming.one, false, Relation::none, std::nullopt}};
    EXPECT_THAT(naming.why(), testing::ElementsAre("recusal[0].grounds_asked recusal_not_asked"));
    naming.form.recusal = {{naming.one, true, Relation::none, std::nullopt},
                           {naming.two, true, Relation::none, std::nullopt}};
    EXPECT_THAT(naming.why(), testing::ElementsAre("recusal[1].account_id not_named"));
}

TEST(Naming, a_disclosed_ground_ends_it_unless_he_is_kept_by_consent) {
    Naming naming;
    for (const Relation relation : {Relation::close_relative, Relation::interest, Relation::other}) {
        naming.form.recusal = {{naming.one, true, relation, std::nullopt}};
        EXPECT_THAT(naming.why(), testing::ElementsAre("recusal[0].relation must_step_aside"));
        naming.form.recusal = {{naming.one, true, relation, false}};
        EXPECT_THAT(naming.why(), testing::ElementsAre("recusal[0].relation must_step_aside"));
        naming.form.recusal = {{naming.one, true, relation, true}};
        EXPECT_THAT(naming.why(), testing::IsEmpty());
    }
}

TEST(Naming, a_declared_relation_counts_whatever_the_form_says) {
    Naming naming;
    naming.form.recusal = {{naming.one, true, Relation::none, std::nullopt}};
    EXPECT_THAT(faults(why_not_mediators(naming.form, Difficulty::simple, naming.here, {naming.one})),
                testing::ElementsAre("recusal[0].relation must_step_aside"));
    naming.form.recusal[0].kept_by_consent = true;
    EXPECT_TRUE(why_not_mediators(naming.form, Difficulty::simple, naming.here, {naming.one}).fine());
}

// Shenzhen art. 23: one party's word is enough; no consent of the others keeps him.
TEST(Naming, a_mediator_whom_a_party_sent_away_is_not_named_again) {
    Naming naming;
    naming.form.recusal = {{naming.one, true, Relation::none, true}};
    EXPECT_THAT(faults(why_not_mediators(naming.form, Difficulty::simple, naming.here, {}, {naming.one})),
                testing::ElementsAre("recusal[0].account_id party_objected"));
    EXPECT_TRUE(why_not_mediators(naming.form, Difficulty::simple, naming.here, {}, {naming.two}).fine());
    ConflictFacts facts;
    facts.objected = true;
    ASSERT_EQ(conflicts_in(facts).size(), 1U);
    EXPECT_FALSE(conflicts_in(facts)[0].blocks) << "elsewhere the head decides";
    facts.withdraws_when_asked = true;
    EXPECT_TRUE(conflicts_in(facts)[0].blocks);
}

TEST(Naming, takes_mediators_of_the_lead_and_the_helpers_once_each) {
    Naming naming;
    naming.here = {naming.two};
    EXPECT_THAT(naming.why(), testing::ElementsAre("presiding_id not_a_mediator_here"));
    naming.here = {naming.one};
    naming.form.others = {naming.two, naming.one};
    naming.form.recusal.push_back({naming.two, true, Relation::none, std::nullopt});
    EXPECT_THAT(naming.why(), testing::ElementsAre("others[0] not_a_mediator_here", "others[1] named_twice"));
}

TEST(Naming, a_head_names_for_his_own_body_only) {
    dispute::Dispute dispute;
    dispute.holder_id = OrganisationId::fresh(Instant{1});
    identity::Actor actor;
    actor.duty = Duty::head;
    actor.organisation = dispute.holder_id;
    EXPECT_TRUE(why_not_name(dispute, actor).fine());
    actor.organisation = OrganisationId::fresh(Instant{2});
    EXPECT_EQ(why_not_name(dispute, actor).code, "not_your_body");
    actor.duty = Duty::dispatcher;
    EXPECT_TRUE(why_not_name(dispute, actor).fine());
}

TEST(States, say_when_mediators_are_replaced_and_helpers_join) {
    for (const State state : {State::assigned, State::mediating, State::paused}) {
        EXPECT_TRUE(may_replace(state));
        EXPECT_TRUE(may_help(state));
    }
    EXPECT_FALSE(may_replace(State::taken));
    EXPECT_TRUE(may_help(State::taken));
    for (const State state : {State::registered, State::accepted, State::offered, State::agreed, State::closed}) {
        EXPECT_FALSE(may_replace(state));
        EXPECT_FALSE(may_help(state));
    }
}

TEST(Helping, leaves_the_lead_at_least_one_of_hundred) {
    const HelperForm form = {OrganisationId::fresh(Instant{1}), 40, "提供场地"};
    EXPECT_TRUE(why_not_help(form, {true, false, false, 59}).fine());
    EXPECT_THAT(faults(why_not_help(form, {true, false, false, 60})),
                testing::ElementsAre("share_percent shares_above_hundred"));
    for (const std::int64_t share : {0, 100, -1})
        EXPECT_THAT(faults(why_not_help({form.organisation_id, share, "x"}, {true, false, false, 0})),
                    testing::ElementsAre("share_percent out_of_range"));
}

TEST(Helping, is_for_known_bodies_that_do_not_lead_or_help_yet) {
    const HelperForm form = {OrganisationId::fresh(Instant{1}), 40, " "};
    EXPECT_THAT(faults(why_not_help(form, {})),
                testing::ElementsAre("organisation_id organisation_unknown", "task missing"));
    EXPECT_THAT(faults(why_not_help(form, {true, true, false, 0})),
                testing::ElementsAre("organisation_id is_lead_already", "task missing"));
    EXPECT_THAT(faults(why_not_help(form, {true, false, true, 0})),
                testing::ElementsAre("organisation_id helps_already", "task missing"));
}

}  // namespace hemu::assignment
