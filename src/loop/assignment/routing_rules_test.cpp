#include "routing_rules.hpp"

#include <gmock/gmock.h>

namespace hemu::assignment {

using dispute::Difficulty;
using organisations::OrganisationKind;
using organisations::OrganisationLevel;
using OrganisationId = Id<identity::Organisation>;

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

static const RoutingWeights even = {10, 10, 10, 10, 10, 10, 10, 10};

static std::vector<CandidateView> ordered(Routed routed, const std::vector<Possible>& bodies,
                                          const RoutingWeights& weights = even) {
    routed.place_code = "421202100201";
    return ranked(routed, bodies, weights, 20);
}

static std::vector<std::string> names(const std::vector<CandidateView>& views) {
    std::vector<std::string> found;
    for (const CandidateView& view : views) found.push_back(view.name);
    return found;
}

// Routing order 3: the committee of the place.
TEST(Routing, an_everyday_dispute_goes_to_the_village) {
    const auto views = ordered({}, county_bodies());
    EXPECT_THAT(names(views), testing::ElementsAre("village", "town", "county centre", "city centre"));
    EXPECT_THAT(views[0].reasons, testing::ElementsAre(RoutingReason::serves_place));
    EXPECT_THAT(views[1].reasons, testing::ElementsAre(RoutingReason::higher_level));
}

// Routing order 4: difficult or several villages.
TEST(Routing, a_difficult_one_or_several_villages_go_to_the_town) {
    const auto difficult = ordered({Difficulty::difficult, {}, {}}, county_bodies());
    EXPECT_EQ(names(difficult)[0], "town");
    EXPECT_THAT(difficult[0].reasons,
                testing::ElementsAre(RoutingReason::serves_place, RoutingReason::level_for_difficulty));
    const auto villages = ordered({Difficulty::general, {"cross_village"}, {}}, county_bodies());
    EXPECT_EQ(names(villages)[0], "town");
    EXPECT_THAT(villages[0].reasons,
                testing::ElementsAre(RoutingReason::serves_place, RoutingReason::level_for_area));
    EXPECT_THAT(villages[3].reasons, testing::ElementsAre(RoutingReason::below_level));
}

// Routing order 5 and 6: several townships or major; several counties.
TEST(Routing, major_ones_go_to_the_county_and_across_counties_to_the_city) {
    EXPECT_EQ(names(ordered({Difficulty::major, {}, {}}, county_bodies()))[0], "county centre");
    EXPECT_EQ(names(ordered({Difficulty::specially_major, {}, {}}, county_bodies()))[0], "county centre");
    EXPECT_EQ(names(ordered({std::nullopt, {"cross_township"}, {}}, county_bodies()))[0], "county centre");
    EXPECT_EQ(names(ordered({Difficulty::difficult, {"cross_county"}, {}}, county_bodies()))[0], "city centre");
}

TEST(WantedLevel, is_the_higher_of_difficulty_and_area) {
    EXPECT_EQ(wanted_level({Difficulty::major, {"cross_village"}, {}}), OrganisationLevel::county);
    EXPECT_EQ(wanted_level({Difficulty::difficult, {"cross_township"}, {}}), OrganisationLevel::county);
    EXPECT_EQ(wanted_level({Difficulty::general, {}, {}}), OrganisationLevel::village);
}

// Routing order 2: industry type to the county's industry committee; across counties the city's.
TEST(Routing, industry_disputes_go_to_the_industry_committee) {
    auto bodies = county_bodies();
    bodies.push_back(
        body("city medical", OrganisationKind::industry_committee, OrganisationLevel::city, "4212", true));
    bodies.push_back(
        body("county medical", OrganisationKind::industry_committee, OrganisationLevel::county, "421202", true));
    const auto views = ordered({Difficulty::difficult, {}, {}}, bodies);
    EXPECT_THAT(names(views), testing::ElementsAre("county medical", "city medical", "town", "county centre",
                                                   "city centre", "village"));
    EXPECT_THAT(views[0].reasons, testing::ElementsAre(RoutingReason::industry_field));
    EXPECT_EQ(names(ordered({Difficulty::difficult, {"cross_county"}, {}}, bodies))[0], "city medical");
}

// Routing order 1: an express referral; returns and other procedures come last.
TEST(Routing, referral_first_returned_last) {
    auto bodies = county_bodies();
    bodies[0].referral_target = true;
    bodies[3].returned_before = true;
    bodies.push_back(
        body("street office", OrganisationKind::administrative_body, OrganisationLevel::village, "421202100201"));
    const auto views = ordered({}, bodies);
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
    EXPECT_THAT(names(ordered({}, {room, wide, busy, idle})), testing::ElementsAre("idle", "busy", "wide", "room"));
}

static std::vector<std::string> faults(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

static Possible village_body(std::string name) {
    Possible possible =
        body(std::move(name), OrganisationKind::people_committee, OrganisationLevel::village, "421202100201");
    possible.server.place_code = "421202100201";
    possible.mediators = 2;
    possible.free_mediators = 2;
    return possible;
}

static RoutingScore score_of(const Possible& possible, RoutingPart part) {
    const auto views = ordered({}, {possible});
    return views.at(0).scores.at(static_cast<std::size_t>(part));
}

TEST(Score, every_part_says_what_it_counts) {
    Possible one = village_body("one");
    EXPECT_EQ(score_of(one, RoutingPart::field).points, 50);
    EXPECT_EQ(score_of(one, RoutingPart::area).points, 100);
    EXPECT_EQ(score_of(one, RoutingPart::distance).points, 100);
    EXPECT_EQ(score_of(one, RoutingPart::outcome).points, 50) << "two of four are taken for granted";
    EXPECT_EQ(score_of(one, RoutingPart::needs).points, 100) << "nothing is asked for";
    EXPECT_EQ(score_of(one, RoutingPart::stationed).points, 50);
    EXPECT_EQ(score_of(one, RoutingPart::recusal).points, 100);
    one.open_cases = 10;
    const RoutingScore load = score_of(one, RoutingPart::load);
    EXPECT_EQ(load.points, 75) << "10 of 2 mediators with 20 each";
    EXPECT_EQ(load.have, 10);
    EXPECT_EQ(load.of, 40);
    one.open_cases = 90;
    EXPECT_EQ(score_of(one, RoutingPart::load).points, 0);
    one.settled = 16;
    one.ended = 16;
    EXPECT_EQ(score_of(one, RoutingPart::outcome).points, 90);
    one.languages_asked = 2;
    one.languages_spoken = 1;
    EXPECT_EQ(score_of(one, RoutingPart::needs).points, 50);
    one.free_mediators = 1;
    EXPECT_EQ(score_of(one, RoutingPart::recusal).points, 50);
    one.server.place_code = "421202200";
    EXPECT_EQ(score_of(one, RoutingPart::distance).points, 50) << "the city and the county are the same";
    one.server.kind = OrganisationKind::stationed_room;
    EXPECT_EQ(score_of(one, RoutingPart::stationed).points, 0);
    one.in_house_of_source = true;
    EXPECT_EQ(score_of(one, RoutingPart::stationed).points, 100);
}

TEST(Score, is_the_weighed_mean_of_its_parts) {
    EXPECT_EQ(weighed({100, 0, 0, 0, 0, 0, 0, 0}, even), 13);
    EXPECT_EQ(weighed({100, 0, 0, 50, 0, 0, 0, 0}, {20, 0, 0, 60, 0, 0, 0, 0}), 63) << "5000 of 80, half up";
    EXPECT_EQ(weighed({100}, {}), 0);
}

// A full committee is passed over for one that is nearer to its end of work, but never for another step of the order.
TEST(Score, decides_on_one_step_of_the_order_only) {
    Possible full = village_body("full");
    full.open_cases = 40;
    Possible idle = village_body("idle");
    idle.server.area_code = "421202";
    Possible town = body("town", OrganisationKind::people_committee, OrganisationLevel::town, "421202100");
    town.mediators = town.free_mediators = 9;
    const RoutingWeights by_load = {0, 10, 0, 90, 0, 0, 0, 0};
    const RoutingWeights by_area = {0, 90, 0, 10, 0, 0, 0, 0};
    EXPECT_THAT(names(ordered({}, {full, idle, town}, by_load)), testing::ElementsAre("idle", "full", "town"));
    EXPECT_THAT(names(ordered({}, {full, idle, town}, by_area)), testing::ElementsAre("full", "idle", "town"));
}

TEST(Score, what_was_kept_is_ranked_again_as_it_was) {
    Possible full = village_body("full");
    full.open_cases = 40;
    Possible idle = village_body("idle");
    idle.server.id = OrganisationId::fresh(Instant{2});
    idle.server.area_code = "421202";
    const RoutingWeights by_load = {0, 10, 0, 90, 0, 0, 0, 0};
    const RoutingWeights by_area = {0, 90, 0, 10, 0, 0, 0, 0};
    const auto kept_then = kept(ordered({}, {full, idle}, by_load));
    EXPECT_EQ(first_of(kept_then, by_load), idle.server.id);
    EXPECT_EQ(first_of(kept_then, by_area), full.server.id);
}

TEST(Routing, a_body_does_not_mediate_its_own_matter) {
    auto bodies = county_bodies();
    bodies[3].is_party = true;
    const auto views = ordered({}, bodies);
    EXPECT_EQ(views.back().name, "village");
    EXPECT_THAT(views.back().reasons, testing::Contains(RoutingReason::body_is_party));
}

TEST(Weights, are_0_to_100_and_not_all_0) {
    EXPECT_TRUE(why_not_weights(even).fine());
    EXPECT_THAT(faults(why_not_weights({101, 0, 0, -1, 0, 0, 0, 0})),
                testing::ElementsAre("weights.field out_of_range", "weights.load out_of_range"));
    EXPECT_THAT(faults(why_not_weights({})), testing::ElementsAre("weights.field nothing_counts"));
}

}  // namespace hemu::assignment
