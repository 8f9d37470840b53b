#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "handling.hpp"

namespace hemu::handling {

using dispute::Dispute;
using dispute::State;
using identity::Duty;
using identity::testing::Caller;
using identity::testing::code_of;
using identity::testing::fields_of;

HEMU_ON_BOTH_ENGINES(handling_routes);

static boost::json::object body_of(const http::Reply& reply) { return boost::json::parse(reply.body).as_object(); }

static Dispute in_the_village(dispute::TestCity& city, State state) {
    const Dispute dispute = city.add_dispute(state);
    city.hand_to(dispute, city.village, city.person(Duty::mediator, city.village));
    city.run_clocks_as_after(dispute, "accept", city.tick());
    return dispute;
}

static std::string list_of(const std::vector<PartyId>& ids) { return json::write(ids); }

static std::string opening(const std::vector<PartyId>& ids) {
    return fmt::format(R"({{"notice_given_on":"2026-11-24","notice_form":"oral","given_to":{}}})", list_of(ids));
}

static constexpr std::string_view plan =
    R"({"planned_at":"2026-11-24T01:00:00Z","place":"调解室","mode":"joint","participants":["张三","李四"]})";
static constexpr std::string_view record =
    R"({"planned_at":"2026-11-24T01:00:00Z","place":"调解室","mode":"joint","participants":["张三","李四"],
        "held_from":"2026-11-24T01:00:00Z","held_to":"2026-11-24T01:40:00Z","record":"双方陈述"})";
static constexpr std::string_view agreement =
    R"({"form":"written","scope":"full","facts":"渗水","points":"赔偿","responsibility":"楼上","copies":3,
        "terms":[{"kind":"act","text":"修复防水","due_on":"2026-12-01","manner":"自行施工"}]})";

TEST_P(handling_routes, go_from_the_notice_to_the_agreement) {
    dispute::TestCity city(database());
    const Dispute dispute = in_the_village(city, State::assigned);
    const std::string at = "/api/disputes/" + to_text(dispute.id);
    auto mediator = city.caller(routes, Duty::mediator, city.village);
    EXPECT_EQ(fields_of(mediator.post(at + "/opening", opening({}))), "given_to:notice_not_to_all");
    const auto begun = mediator.post(at + "/opening", opening(city.parties_in(dispute)));
    ASSERT_EQ(begun.status, 201) << begun.body;
    EXPECT_EQ(body_of(begun).at("state").as_string(), "mediating");
    EXPECT_EQ(code_of(mediator.post(at + "/agreement", std::string(agreement))), "session_record_missing");
    ASSERT_EQ(mediator.post(at + "/sessions", std::string(plan)).status, 201);
    const auto sessions = body_of(mediator.get(at + "/handling")).at("sessions").as_array();
    ASSERT_EQ(sessions.size(), 1U);
    const std::string session = at + "/sessions/" + std::string(sessions[0].at("id").as_string());
    EXPECT_EQ(code_of(mediator.ask("PUT", session, std::string(record))), "version_required");
    ASSERT_EQ(mediator.ask("PUT", session, std::string(record), {{"If-Match", "\"1\""}}).status, 201);
    EXPECT_EQ(code_of(mediator.ask("PUT", session, std::string(record), {{"If-Match", "\"1\""}})),
              "version_outdated");
    const auto agreed = mediator.post(at + "/agreement", std::string(agreement));
    ASSERT_EQ(agreed.status, 201) << agreed.body;
    EXPECT_EQ(body_of(agreed).at("state").as_string(), "agreed");
    EXPECT_EQ(code_of(mediator.ask("PUT", at + "/agreement", std::string(agreement))), "version_required");
    const std::string version = fmt::format("\"{}\"", city.reload(dispute).version);
    EXPECT_EQ(mediator.ask("PUT", at + "/agreement", std::string(agreement), {{"If-Match", version}}).status, 201);
}

TEST_P(handling_routes, pause_extend_resume_and_end) {
    dispute::TestCity city(database());
    const Dispute dispute = in_the_village(city, State::mediating);
    const std::string at = "/api/disputes/" + to_text(dispute.id);
    auto mediator = city.caller(routes, Duty::mediator, city.village);
    EXPECT_EQ(fields_of(mediator.post(at + "/pause", R"({"reason":"holiday"})")), "reason:pause_reason_not_allowed");
    const auto extended =
        mediator.post(at + "/extensions", fmt::format(R"({{"new_end_on":"2027-01-20","consent_on":"2026-11-24",
            "consents":{}}})",
                                                      list_of(city.parties_in(dispute))));
    ASSERT_EQ(extended.status, 201) << extended.body;
    ASSERT_EQ(mediator.post(at + "/pause", R"({"reason":"appraisal"})").status, 201);
    ASSERT_EQ(mediator.post(at + "/resumption", "{}").status, 201);
    EXPECT_EQ(fields_of(mediator.post(at + "/termination", R"({"reason":"T02","routes":[],"words":""})")),
              "routes:ways_missing words:missing");
    ASSERT_EQ(mediator.post(at + "/termination", R"({"reason":"T02","routes":["court"],"words":"已告知"})").status,
              201);
    const auto view = body_of(mediator.get(at + "/handling"));
    EXPECT_EQ(view.at("termination").as_object().at("reason").as_string(), "T02");
    EXPECT_EQ(view.at("pauses").as_array().size(), 1U);
    EXPECT_EQ(view.at("extensions").as_array().size(), 1U);
}

TEST_P(handling_routes, keep_papers_and_confidences) {
    dispute::TestCity city(database());
    const Dispute dispute = in_the_village(city, State::mediating);
    const std::string at = "/api/disputes/" + to_text(dispute.id);
    auto mediator = city.caller(routes, Duty::mediator, city.village);
    auto head = city.caller(routes, Duty::head, city.village);
    ASSERT_EQ(mediator
                  .post(at + "/investigations", R"({"on":"2026-11-24","place":"村口","asked_person":"王五",
        "participants":[],"content":"渠道堵塞"})")
                  .status,
              201);
    ASSERT_EQ(mediator
                  .post(at + "/undisputed_facts",
                        fmt::format(R"({{"facts":"渠道堵塞","agreed_by":{}}})", list_of(city.parties_in(dispute))))
                  .status,
              201);
    ASSERT_EQ(mediator.post(at + "/sessions", std::string(plan)).status, 201);
    const std::string notes =
        at + "/sessions/" +
        std::string(body_of(mediator.get(at + "/handling")).at("sessions").at(0).at("id").as_string()) +
        "/caucus_notes";
    EXPECT_EQ(fields_of(mediator.post(notes, R"({"words":" "})")), "words:missing");
    ASSERT_EQ(mediator.post(notes, R"({"words":"底线两千元"})").status, 201);
    EXPECT_EQ(code_of(head.post(notes, R"({"words":"底线"})")), "not_on_this_dispute");
    EXPECT_NE(mediator.get(at + "/handling").body.find("底线两千元"), std::string::npos);
    const auto seen = head.get(at + "/handling");
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.body.find("底线"), std::string::npos);
    EXPECT_FALSE(body_of(seen).contains("caucus_notes"));
}

// Settled on the spot it is oral; the form does not even know the word "written".
TEST_P(handling_routes, settle_on_the_spot_orally) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const std::string at = "/api/disputes/" + to_text(dispute.id) + "/on_the_spot";
    auto clerk = city.caller(routes, Duty::clerk, city.county_centre);
    EXPECT_EQ(
        fields_of(clerk.post(at, R"({"form":"written","facts":"剐蹭","terms":[{"kind":"act","text":"道歉"}]})")),
        "form:unknown_field");
    const auto settled = clerk.post(at, R"({"facts":"剐蹭","terms":[{"kind":"act","text":"道歉"}]})");
    ASSERT_EQ(settled.status, 201) << settled.body;
    EXPECT_EQ(body_of(settled).at("state").as_string(), "performed");
}

/// What the case page is offered: empty for a lawful move, else why not.
static std::map<std::string, std::string> moves_of(Caller& caller, const Dispute& dispute) {
    const auto reply = caller.get("/api/disputes/" + to_text(dispute.id));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const boost::json::object view = body_of(reply);
    std::map<std::string, std::string> moves;
    for (const auto& move : view.at("moves").as_array()) {
        const auto* why = move.as_object().if_contains("why");
        moves[std::string(move.at("verb").as_string())] = why ? std::string(why->as_string()) : "";
    }
    return moves;
}

static identity::Routes case_and_handling() {
    identity::Routes all = routes;
    all.insert(all.end(), dispute::routes.begin(), dispute::routes.end());
    return all;
}

// A case offers what duty, state and the desk's own rules allow, and says of the rest why not.
TEST_P(handling_routes, the_case_offers_what_is_lawful_now) {
    dispute::TestCity city(database());
    auto mediator = city.caller(case_and_handling(), Duty::mediator, city.village);
    auto colleague = city.caller(case_and_handling(), Duty::mediator, city.village, 2);
    const Dispute begun = in_the_village(city, State::mediating);
    const auto moves = moves_of(mediator, begun);
    EXPECT_EQ(moves.at("pause"), "");
    EXPECT_EQ(moves.at("terminate"), "");
    EXPECT_EQ(moves.at("agree"), "notice_not_to_all");
    EXPECT_EQ(moves.at("resume"), "not_in_this_state");
    EXPECT_EQ(moves_of(colleague, begun).at("pause"), "not_on_this_dispute");

    const Dispute medical = city.add_dispute(State::taken, [](Dispute& fresh) { fresh.national_type = "15"; });
    city.hand_to(medical, city.village, city.person(Duty::mediator, city.village));
    EXPECT_EQ(moves_of(mediator, medical).at("settle_at_once"), "writing_needed");
    const Dispute simple = in_the_village(city, State::taken);
    EXPECT_EQ(moves_of(mediator, simple).at("settle_at_once"), "");
}

TEST_P(handling_routes, are_for_their_duties_and_hide_what_is_not_theirs) {
    dispute::TestCity city(database());
    const Dispute dispute = in_the_village(city, State::assigned);
    const std::string at = "/api/disputes/" + to_text(dispute.id);
    const std::string form = opening(city.parties_in(dispute));
    EXPECT_EQ(code_of(city.caller(routes, Duty::clerk, city.county_centre).post(at + "/opening", form)),
              "duty_may_not");
    EXPECT_EQ(code_of(city.caller(routes, Duty::mediator, city.other_village).post(at + "/opening", form)),
              "dispute_not_found");
    EXPECT_EQ(code_of(city.caller(routes, Duty::mediator, city.village, 2).post(at + "/opening", form)),
              "not_on_this_dispute");
    EXPECT_EQ(city.caller(routes, Duty::mediator, city.village).get("/api/disputes/x/handling").status, 404);
}

}  // namespace hemu::handling
