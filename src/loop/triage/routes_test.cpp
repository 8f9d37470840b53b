#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "triage.hpp"

namespace hemu::triage {

using dispute::Dispute;
using dispute::State;
using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;

HEMU_ON_BOTH_ENGINES(triage_routes);

static const std::string grading =
    R"({"national_type":"02","difficulty":"general","risk":"blue","secrecy":"normal","people_count":2,"amount_fen":0,
        "flags":["elderly"]})";

static std::string acceptance(std::string_view definite = "true") {
    return fmt::format(R"({{"grading":{},"checks":{{"civil_dispute":true,"definite":{},"no_refusal":true,
        "not_reserved":true,"not_handled_elsewhere":true}},"risk_confirmed":true}})",
                       grading, definite);
}

static std::string path(const Dispute& dispute, std::string_view end) {
    return fmt::format("/api/disputes/{}/{}", to_text(dispute.id), end);
}

static boost::json::object body_of(const http::Reply& reply) { return boost::json::parse(reply.body).as_object(); }

TEST_P(triage_routes, accept_and_grade_anew) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(fields_of(clerk.post(path(dispute, "acceptance"), acceptance("false"))),
              "checks.definite:check_definite");
    EXPECT_EQ(code_of(clerk.ask("POST", path(dispute, "acceptance"), acceptance(), {{"If-Match", "\"7\""}})),
              "version_outdated");
    const auto accepted = clerk.post(path(dispute, "acceptance"), acceptance());
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    EXPECT_EQ(body_of(accepted).at("state").as_string(), "accepted");
    EXPECT_EQ(code_of(clerk.ask("PUT", path(dispute, "grading"), grading)), "version_required");
    EXPECT_EQ(code_of(clerk.ask("PUT", path(dispute, "grading"), grading, {{"If-Match", "\"1\""}})),
              "version_outdated");
    const auto graded = clerk.ask("PUT", path(dispute, "grading"), grading, {{"If-Match", "\"2\""}});
    ASSERT_EQ(graded.status, 200) << graded.body;
    EXPECT_EQ(body_of(graded).at("version").as_int64(), 3);
}

TEST_P(triage_routes, show_the_assessment_sheet) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    const auto before = body_of(clerk.get(path(dispute, "assessment")));
    EXPECT_FALSE(before.contains("checks"));
    EXPECT_EQ(before.at("suggestion").as_object().at("difficulty").as_string(), "simple");
    ASSERT_EQ(clerk.post(path(dispute, "acceptance"), acceptance()).status, 201);
    const auto after = body_of(clerk.get(path(dispute, "assessment")));
    EXPECT_TRUE(after.at("checks").as_object().at("definite").as_bool());
    EXPECT_TRUE(after.at("risk_confirmed").as_bool());
}

TEST_P(triage_routes, refuse_and_redirect) {
    dispute::TestCity city(database());
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    const Dispute one = city.add_dispute(State::registered);
    EXPECT_EQ(fields_of(clerk.post(path(one, "refusal"), R"({"reason":"R06","routes":["court"],"words":""})")),
              "reason:redirect_instead");
    const auto refused = clerk.post(path(one, "refusal"), R"({"reason":"R02","routes":["court"],"words":"已立案"})");
    ASSERT_EQ(refused.status, 201) << refused.body;
    const auto sheet = body_of(clerk.get(path(one, "assessment")));
    EXPECT_EQ(sheet.at("refusal").as_object().at("reason").as_string(), "R02");
    const Dispute other = city.add_dispute(State::registered);
    const auto redirected =
        clerk.post(path(other, "redirection"), R"({"to":"labour_arbitration","reason":"R06","words":"属仲裁前置"})");
    ASSERT_EQ(redirected.status, 201) << redirected.body;
    EXPECT_EQ(body_of(redirected).at("state").as_string(), "redirected");
}

TEST_P(triage_routes, hide_what_may_not_be_seen_and_refuse_other_duties) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    EXPECT_EQ(code_of(city.caller(routes, Duty::clerk, city.medical).post(path(dispute, "acceptance"), acceptance())),
              "dispute_not_found");
    EXPECT_EQ(
        code_of(
            city.caller(routes, Duty::leader, city.county_centre).post(path(dispute, "acceptance"), acceptance())),
        "duty_may_not");
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(clerk.post("/api/disputes/nonsense/acceptance", acceptance()).status, 404);
}

}  // namespace hemu::triage
