#include "body_rule.hpp"

#include <gmock/gmock.h>

namespace hemu::intake {

using organisations::OrganisationKind;
using organisations::OrganisationLevel;
using organisations::Server;
using testing::ElementsAre;

static Server server(std::string name, OrganisationKind kind, OrganisationLevel level, bool field_served = false) {
    Server one;
    one.id = organisations::OrganisationId::fresh(Instant{static_cast<std::int64_t>(name.size())});
    one.name = std::move(name);
    one.kind = kind;
    one.level = level;
    one.has_fields = one.field_served = field_served;
    return one;
}

static std::vector<Server> usual() {
    return {server("village", OrganisationKind::people_committee, OrganisationLevel::village),
            server("town", OrganisationKind::people_committee, OrganisationLevel::town),
            server("studio", OrganisationKind::personal_studio, OrganisationLevel::village),
            server("a governance centre", OrganisationKind::governance_centre, OrganisationLevel::county),
            server("county", OrganisationKind::mediation_centre, OrganisationLevel::county),
            server("city", OrganisationKind::mediation_centre, OrganisationLevel::city)};
}

static std::string body(std::int64_t people, std::vector<std::string> flags, const std::vector<Server>& servers) {
    const auto proposal = propose_body({people, std::move(flags)}, servers);
    return proposal ? proposal->name : "";
}

TEST(a_body, of_the_place_is_proposed_by_level) {
    EXPECT_EQ(body(2, {}, usual()), "village");
    EXPECT_EQ(body(9, {"elderly"}, usual()), "village");
    EXPECT_EQ(body(10, {}, usual()), "town");
    EXPECT_EQ(body(2, {"serious_injury"}, usual()), "town");
    EXPECT_EQ(body(2, {"cross_village"}, usual()), "town");
    EXPECT_EQ(body(30, {}, usual()), "county");
    EXPECT_EQ(body(2, {"death"}, usual()), "county");
    EXPECT_EQ(body(2, {"cross_village", "cross_township"}, usual()), "county");
    EXPECT_EQ(body(40, {"cross_county"}, usual()), "city");
}

TEST(a_body, of_the_field_goes_before_that_of_the_place) {
    auto servers = usual();
    servers.push_back(
        server("medical of the city", OrganisationKind::industry_committee, OrganisationLevel::city, true));
    EXPECT_EQ(body(2, {}, servers), "medical of the city");
    servers.push_back(server("medical", OrganisationKind::industry_committee, OrganisationLevel::county, true));
    EXPECT_EQ(body(2, {}, servers), "medical");
    EXPECT_EQ(body(2, {"cross_county"}, servers), "medical of the city");
    servers.back().field_served = false;
    EXPECT_EQ(body(2, {}, servers), "medical of the city");
}

TEST(a_body, is_proposed_with_its_reasons) {
    EXPECT_THAT(propose_body({2, {}}, usual())->reasons, ElementsAre(ProposalReason::serves_place));
    EXPECT_THAT(propose_body({12, {}}, usual())->reasons, ElementsAre(ProposalReason::difficult));
    const std::vector<Server> far = {server("county", OrganisationKind::mediation_centre, OrganisationLevel::county)};
    EXPECT_THAT(propose_body({2, {}}, far)->reasons,
                ElementsAre(ProposalReason::serves_place, ProposalReason::nearest_above));
}

TEST(a_body, below_the_level_is_better_than_none) {
    const std::vector<Server> low = {
        server("village", OrganisationKind::people_committee, OrganisationLevel::village)};
    EXPECT_EQ(body(2, {"cross_county"}, low), "village");
    EXPECT_FALSE(propose_body({2, {}}, {}));
    EXPECT_FALSE(propose_body({2, {}}, {server("court", OrganisationKind::court, OrganisationLevel::county)}));
}

}  // namespace hemu::intake
