#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::assignment {

using dispute::Difficulty;
using dispute::State;
using identity::Duty;
using organisations::OrganisationKind;
using organisations::OrganisationLevel;
using AccountId = Id<identity::Account>;
using OrganisationId = Id<identity::Organisation>;

static std::vector<std::string> faults(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

static Possible body(std::string name, OrganisationKind kind, OrganisationLevel level, std::string area,
                     bool field_served = false) {
    Possible possible;
    possible.server.id = OrganisationId::fresh(Instant{1});
    possible.server.name = std::move(name);
    possible.server.kind = kind;
    possible.server.level = level;
    possible.server.area_code = std::move(area);
    possible.server.has_fields = field_served;
    possible.server.field_served = field_served;
    return possible;
}

static std::vector<Possible> county_bodies() {
    return {body("city centre", OrganisationKind::mediation_centre, OrganisationLevel::city, "4212"),
            body("county centre", OrganisationKind::mediation_centre, OrganisationLevel::county, "421202"),
            body("town", OrganisationKind::people_committee, OrganisationLevel::town, "421202100"),
            body("village", OrganisationKind::people_committee, OrganisationLevel::village, "421202100201")};
}

static std::vector<std::string> names(const std::vector<CandidateView>& views) {
    std::vector<std::string> found;
    for (const CandidateView& view : views) found.push_back(view.name);
    return found;
}

// Routing order 3: the committee of the place.
TEST(Routing, an_everyday_dispute_goes_to_the_village) {
    const auto views = ranked({}, county_bodies());
    EXPECT_THAT(names(views), testing::ElementsAre("village", "town", "county centre", "city centre"));
    EXPECT_THAT(views[0].reasons, testing::ElementsAre(RoutingReason::serves_place));
    EXPECT_THAT(views[1].reasons, testing::ElementsAre(RoutingReason::higher_level));
}

// Routing order 4: difficult or several villages.
TEST(Routing, a_difficult_one_or_several_villages_go_to_the_town) {
    const auto difficult = ranked({Difficulty::difficult, {}}, county_bodies());
    EXPECT_EQ(names(difficult)[0], "town");
    EXPECT_THAT(difficult[0].reasons,
                testing::ElementsAre(RoutingReason::serves_place, RoutingReason::level_for_difficulty));
    const auto villages = ranked({Difficulty::general, {"cross_village"}}, county_bodies());
    EXPECT_EQ(names(villages)[0], "town");
    EXPECT_THAT(villages[0].reasons,
                testing::ElementsAre(RoutingReason::serves_place, RoutingReason::level_for_area));
    EXPECT_THAT(villages[3].reasons, testing::ElementsAre(RoutingReason::below_level));
}

// Routing order 5 and 6: several townships or major; several counties.
TEST(Routing, major_ones_go_to_the_county_and_across_counties_to_the_city) {
    EXPECT_EQ(names(ranked({Difficulty::major, {}}, county_bodies()))[0], "county centre");
    EXPECT_EQ(names(ranked({Difficulty::specially_major, {}}, county_bodies()))[0], "county centre");
    EXPECT_EQ(names(ranked({std::nullopt, {"cross_township"}}, county_bodies()))[0], "county centre");
    EXPECT_EQ(names(ranked({Difficulty::difficult, {"cross_county"}}, county_bodies()))[0], "city centre");
}

TEST(WantedLevel, is_the_higher_of_difficulty_and_area) {
    EXPECT_EQ(wanted_level({Difficulty::major, {"cross_village"}}), OrganisationLevel::county);
    EXPECT_EQ(wanted_level({Difficulty::difficult, {"cross_township"}}), OrganisationLevel::county);
    EXPECT_EQ(wanted_level({Difficulty::general, {}}), OrganisationLevel::village);
}

// Routing order 2: industry type to the county's industry committee; across counties the city's.
TEST(Routing, industry_disputes_go_to_the_industry_committee) {
    auto bodies = county_bodies();
    bodies.push_back(
        body("city medical", OrganisationKind::industry_committee, OrganisationLevel::city, "4212", true));
    bodies.push_back(
        body("county medical", OrganisationKind::industry_committee, OrganisationLevel::county, "421202", true));
    const auto views = ranked({Difficulty::difficult, {}}, bodies);
    EXPECT_THAT(names(views), testing::ElementsAre("county medical", "city medical", "town", "county centre",
                                                   "city centre", "village"));
    EXPECT_THAT(views[0].reasons, testing::ElementsAre(RoutingReason::industry_field));
    EXPECT_EQ(names(ranked({Difficulty::difficult, {"cross_county"}}, bodies))[0], "city medical");
}

// Routing order 1: an express referral; returns and other procedures come last.
TEST(Routing, referral_first_returned_last) {
    auto bodies = county_bodies();
    bodies[0].referral_target = true;
    bodies[3].returned_before = true;
    bodies.push_back(
        body("street office", OrganisationKind::administrative_body, OrganisationLevel::village, "421202100201"));
    const auto views = ranked({}, bodies);
    EXPECT_THAT(names(views),
                testing::ElementsAre("city centre", "town", "county centre", "street office", "village"));
    EXPECT_THAT(views[0].reasons, testing::ElementsAre(RoutingReason::referral_target, RoutingReason::higher_level));
    EXPECT_THAT(views[3].reasons, testing::Contains(RoutingReason::other_procedure));
    EXPECT_THAT(views[4].reasons, testing::Contains(RoutingReason::returned_before));
}

TEST(Routing, among_equals_committees_then_nearness_then_load) {
    auto busy = body("busy", OrganisationKind::people_committee, OrganisationLevel::village, "421202100201");
    busy.open_cases = 9;
    const auto idle = body("idle", OrganisationKind::people_committee, OrganisationLevel::village, "421202100201");
    const auto wide = body("wide", OrganisationKind::people_committee, OrganisationLevel::village, "421202100");
    const auto room = body("room", OrganisationKind::stationed_room, OrganisationLevel::village, "421202100201");
    EXPECT_THAT(names(ranked({}, {room, wide, busy, idle})), testing::ElementsAre("idle", "busy", "wide", "room"));
}

static const OfferTarget good_target = {true, true, true, false};

TEST(Offering, goes_to_an_open_body_that_mediates) {
    const Settings settings;
    EXPECT_TRUE(why_not_offer(good_target, 0, Duty::clerk, settings).fine());
    EXPECT_THAT(faults(why_not_offer({}, 0, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id organisation_unknown"));
    EXPECT_THAT(faults(why_not_offer({true, false, true, false}, 0, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id organisation_closed"));
    EXPECT_THAT(faults(why_not_offer({true, true, false, false}, 0, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id not_a_mediating_body"));
    EXPECT_THAT(faults(why_not_offer({true, true, true, true}, 1, Duty::clerk, settings)),
                testing::ElementsAre("organisation_id returned_before"));
}

// Backstop: after two returns the centre names a lead, which may be one that returned it.
TEST(Offering, after_two_returns_only_the_centre_names_the_lead) {
    const Settings settings;
    EXPECT_FALSE(is_backstop(1, settings));
    EXPECT_TRUE(is_backstop(2, settings));
    EXPECT_EQ(why_not_offer(good_target, 2, Duty::clerk, settings).code, "centre_names_lead");
    EXPECT_TRUE(why_not_offer(good_target, 2, Duty::dispatcher, settings).fine());
    EXPECT_TRUE(why_not_offer({true, true, true, true}, 2, Duty::dispatcher, settings).fine());
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
