#include "guidance.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "identity_testing.hpp"
#include "rules.hpp"
#include "store.hpp"

namespace hemu::guidance {

using identity::Actor;
using identity::Duty;
using identity::testing::Caller;
using identity::testing::code_of;
using identity::testing::fields_of;
using testing::HasSubstr;
using testing::Not;

static const Instant moment = start_of(LegalDate(2026, 11, 27)) + std::chrono::hours(9);

class guidance : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        clock_ = moment;
        identity::Routes all = routes;
        for (const auto& route : identity::routes)
            if (route.path == "/api/session") all.push_back(route);
        const auto body = Id<identity::Organisation>::fresh(moment);
        identity::testing::make_person(database(), "dispatcher", Duty::dispatcher, body, moment);
        identity::testing::make_person(database(), "clerk", Duty::clerk, body, moment);
        anyone_ = std::make_unique<Caller>(database(), all, clock_);
        dispatcher_ = std::make_unique<Caller>(database(), all, clock_);
        clerk_ = std::make_unique<Caller>(database(), all, clock_);
        dispatcher_->sign_in("dispatcher");
        clerk_->sign_in("clerk");
    }
    std::string get(const std::string& target) { return anyone_->get(target).body; }
    TreeView view() { return json::read<TreeView>(dispatcher_->get("/api/guidance_trees/wages").body); }

    Instant clock_;
    std::unique_ptr<Caller> anyone_, dispatcher_, clerk_;
};
INSTANTIATE_TEST_SUITE_P(engines, guidance, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

static const std::string to_site =
    "?danger=no&work=site&still=no&left_on=2026-03-01&crowd=one&already=none&agreement=no&other_side=same";

TEST_P(guidance, lists_doors_and_walks_by_answers_alone) {
    EXPECT_EQ(json::read<std::vector<Door>>(get("/api/guidance")).size(), shipped().trees.size());
    EXPECT_EQ(json::read<std::vector<Door>>(get("/api/guidance?q=%E5%B7%A5%E8%B5%84")).front().name, "wages");
    EXPECT_EQ(json::read<Walk>(get("/api/guidance/wages")).question->code, "danger");
    const auto walked = json::read<Walk>(get("/api/guidance/wages" + to_site));
    ASSERT_TRUE(walked.leaf);
    EXPECT_EQ(walked.leaf->code, "site");
    EXPECT_EQ(walked.options.front().code, "labour_inspection");
    EXPECT_EQ(walked.warnings.front().ends_on, LegalDate(2027, 3, 1));
    EXPECT_EQ(code_of(anyone_->get("/api/guidance/nothing")), "not_found");
    EXPECT_EQ(fields_of(anyone_->get("/api/guidance/wages?danger=x")), "danger:unknown_word");
}

TEST_P(guidance, pages_are_plain_html_with_every_word_escaped) {
    const auto first = get("/guidance?q=%3Cscript%3E");
    EXPECT_THAT(first, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(first, Not(HasSubstr("<script>")));
    EXPECT_THAT(get("/guidance"), HasSubstr("href=\"/guidance/wages\""));
    const auto question = get("/guidance/wages?danger=no&channel=kiosk");
    EXPECT_THAT(question, HasSubstr("/guidance/wages?danger=no&amp;work=site&amp;channel=kiosk"));
    EXPECT_THAT(question, HasSubstr("第 2 题"));
    EXPECT_THAT(question, HasSubstr("tel:110"));
    const auto leaf = get("/guidance/wages" + to_site);
    EXPECT_THAT(leaf, HasSubstr("总包公司"));
    EXPECT_THAT(leaf, HasSubstr("2027 年 3 月 1 日"));
    EXPECT_THAT(leaf, HasSubstr("/guidance/wages/apply?danger=no"));
    EXPECT_THAT(leaf, HasSubstr("data-apply data-carried=\"{&quot;door&quot;:&quot;wages&quot;"));
    EXPECT_THAT(get("/guidance/wages/apply" + to_site), HasSubstr("href=\"/apply\""));
    EXPECT_THAT(get("/guidance/guidance.css"), ::testing::AllOf(HasSubstr("--focus:"), HasSubstr(".urgent")));
    EXPECT_THAT(get("/guidance/wages/apply" + to_site), HasSubstr("&quot;left_on&quot;:&quot;2026-03-01&quot;"));
    EXPECT_THAT(get("/guidance/wages/letter" + to_site), HasSubstr("付清拖欠我的工资"));
    EXPECT_EQ(anyone_->get("/guidance/wages/letter?danger=no").status, 303) << "no leaf yet";
    EXPECT_THAT(get("/guidance/wages?danger=now"), HasSubstr("人身安全保护令"));
    EXPECT_THAT(get("/guidance/wages?danger=x"), HasSubstr("role=\"alert\""));
    EXPECT_EQ(anyone_->get("/guidance/nothing").status, 404);
}

TEST_P(guidance, every_step_of_every_test_has_a_page_in_both_languages) {
    for (const Tree& tree : shipped().trees)
        for (const TestCase& test : tree.tests) {
            std::string query = "?";
            for (const auto& [question, answer] : test.answers) query += question + "=" + answer + "&";
            for (const char* language : {"zh", "en"}) {
                const auto reply =
                    anyone_->ask("GET", "/guidance/" + tree.name + query, "", {{"Accept-Language", language}});
                EXPECT_EQ(reply.status, 200) << tree.name << query;
                EXPECT_THAT(reply.body, HasSubstr("<h1>")) << tree.name << query;
            }
        }
}

TEST_P(guidance, the_language_is_kept_in_a_cookie_and_leads_back_to_guidance_only) {
    const auto location = [&](const std::string& back) {
        for (const auto& header : anyone_->get("/guidance/language?to=en&back=" + back).headers)
            if (header.name == "Location") return header.value;
        return std::string();
    };
    EXPECT_EQ(location("%2Fguidance%2Fwages%3Fdanger%3Dno"), "/guidance/wages?danger=no");
    for (const char* elsewhere :
         {"https%3A%2F%2Fexample.org", "%2F%2Fexample.org", "%2Fguidance.example.org", "%2Fdesk"})
        EXPECT_EQ(location(elsewhere), "/guidance") << elsewhere;
}

TEST_P(guidance, counts_steps_by_day_and_channel_and_nothing_else) {
    get("/guidance/wages");
    get("/guidance/wages?danger=no");
    get("/guidance/wages?danger=no&channel=kiosk");
    anyone_->ask("GET", "/guidance/wages", "", {{"Cache-Control", "max-age=0"}});
    get("/guidance/wages" + to_site);
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> counted;
    for (const auto& count : view().counts) counted[count.step + " " + count.channel] = {count.shown, count.answered};
    EXPECT_EQ(counted["danger online"], std::pair(std::int64_t(1), std::int64_t(1)));
    EXPECT_EQ(counted["danger kiosk"], std::pair(std::int64_t(0), std::int64_t(1)));
    EXPECT_EQ(counted["work kiosk"], std::pair(std::int64_t(1), std::int64_t(0)));
    EXPECT_EQ(counted["site online"], std::pair(std::int64_t(1), std::int64_t(0)));
    for (const auto& line : json::read<std::vector<TreeLine>>(dispatcher_->get("/api/guidance_trees").body)) {
        EXPECT_EQ(line.faults, 0) << line.name;
        if (line.name != "wages") continue;
        EXPECT_EQ(line.started, 1);
        EXPECT_EQ(line.ended, 1);
        EXPECT_EQ(line.left_at->en, "Where did you work?");
        EXPECT_EQ(line.left, 2);
    }
    clock_ = moment + std::chrono::hours(24 * 31);
    dispatcher_->sign_in("dispatcher");
    EXPECT_TRUE(view().counts.empty()) << "older than 30 days";
}

TEST_P(guidance, a_city_writes_its_own_version_and_switches_it_on_from_a_day) {
    EXPECT_EQ(code_of(clerk_->get("/api/guidance_trees")), "duty_may_not");
    EXPECT_EQ(code_of(dispatcher_->ask("PUT", "/api/guidance_trees/wages/draft", json::write(*shipped_tree("wages")),
                                       {{"If-Match", "\"1\""}})),
              "not_found");
    EXPECT_EQ(dispatcher_->post("/api/guidance_trees/wages/draft").status, 200);
    EXPECT_EQ(code_of(dispatcher_->post("/api/guidance_trees/wages/draft")), "guidance_draft_there");
    Tree draft = *view().draft;
    EXPECT_EQ(draft.version, 2);
    draft.title = {"本市：讨工钱", "Wages in our city"};
    draft.ends = {{{}, "site"}};
    const auto save = [&](const Tree& tree, const char* edits) {
        return dispatcher_->ask("PUT", "/api/guidance_trees/wages/draft", json::write(tree), {{"If-Match", edits}});
    };
    EXPECT_EQ(code_of(save(draft, "")), "version_required");
    EXPECT_EQ(code_of(save(draft, "\"7\"")), "version_outdated");
    EXPECT_EQ(save(draft, "\"1\"").status, 200);
    EXPECT_FALSE(view().check.faults.empty());
    const auto switch_it = [&](const char* day) {
        return dispatcher_->post("/api/guidance_trees/wages/switch_on", fmt::format(R"({{"valid_from":"{}"}})", day));
    };
    EXPECT_EQ(code_of(switch_it("2026-12-01")), "guidance_tree_faulty");
    draft.ends = shipped_tree("wages")->ends;
    EXPECT_EQ(
        json::read<Check>(dispatcher_->post("/api/guidance_trees/check", json::write(draft)).body).faults.size(), 0u);
    EXPECT_EQ(save(draft, "\"2\"").status, 200);
    EXPECT_EQ(fields_of(switch_it("2026-11-26")), "valid_from:date_in_the_past");
    EXPECT_EQ(switch_it("2026-12-01").status, 200);
    EXPECT_THAT(get("/guidance/wages"), Not(HasSubstr("讨工钱")));
    ASSERT_EQ(view().versions.size(), 2u);
    EXPECT_EQ(view().versions[1].state, TreeState::planned);
    clock_ = start_of(LegalDate(2026, 12, 1));
    dispatcher_->sign_in("dispatcher");
    EXPECT_THAT(get("/guidance/wages"), HasSubstr("讨工钱"));
    EXPECT_EQ(view().versions[1].state, TreeState::current);
    EXPECT_EQ(dispatcher_->post("/api/guidance_trees/wages/draft").status, 200);
    EXPECT_EQ(view().draft->version, 3);
    EXPECT_EQ(dispatcher_->ask("DELETE", "/api/guidance_trees/wages/draft").status, 200);
    EXPECT_FALSE(view().draft);
}

TEST_P(guidance, a_city_writes_what_trees_share_and_every_tree_is_tested_with_it) {
    const std::string path = "/api/guidance_parts";
    const auto read = [&] { return json::read<PartsView>(dispatcher_->get(path).body); };
    EXPECT_EQ(code_of(clerk_->get(path)), "duty_may_not");
    EXPECT_EQ(code_of(clerk_->post(path + "/draft")), "duty_may_not");
    EXPECT_EQ(read().versions.size(), 1u);
    EXPECT_EQ(read().versions[0].state, TreeState::shipped);
    EXPECT_EQ(dispatcher_->post(path + "/draft").status, 200);
    EXPECT_EQ(code_of(dispatcher_->post(path + "/draft")), "guidance_draft_there");
    Parts draft = *read().draft;
    EXPECT_EQ(draft.version, 2);
    draft.questions[0].ask.zh = "有人受伤或者有危险吗？";
    std::swap(draft.doors[0], draft.doors[1]);
    const auto limits = draft.limits;
    draft.limits.clear();
    const auto save = [&](const Parts& parts, const char* edits) {
        return dispatcher_->ask("PUT", path + "/draft", json::write(parts), {{"If-Match", edits}});
    };
    EXPECT_EQ(code_of(save(draft, "")), "version_required");
    EXPECT_EQ(code_of(save(draft, "\"7\"")), "version_outdated");
    EXPECT_EQ(save(draft, "\"1\"").status, 200);
    EXPECT_FALSE(read().check.trees.empty());
    const auto switch_it = [&](const char* day) {
        return dispatcher_->post(path + "/switch_on", fmt::format(R"({{"valid_from":"{}"}})", day));
    };
    EXPECT_EQ(code_of(switch_it("2026-12-01")), "guidance_parts_faulty");
    draft.limits = limits;
    EXPECT_TRUE(json::read<PartsCheck>(dispatcher_->post(path + "/check", json::write(draft)).body).trees.empty());
    EXPECT_EQ(save(draft, "\"2\"").status, 200);
    EXPECT_EQ(fields_of(switch_it("2026-11-26")), "valid_from:date_in_the_past");
    EXPECT_EQ(switch_it("2026-12-01").status, 200);
    EXPECT_EQ(code_of(switch_it("2026-12-01")), "not_found");
    EXPECT_EQ(read().versions[1].state, TreeState::planned);
    EXPECT_THAT(get("/guidance/wages"), Not(HasSubstr("有人受伤或者有危险吗")));
    clock_ = start_of(LegalDate(2026, 12, 1));
    dispatcher_->sign_in("dispatcher");
    EXPECT_EQ(read().versions[1].state, TreeState::current);
    EXPECT_THAT(get("/guidance/wages"), HasSubstr("有人受伤或者有危险吗"));
    EXPECT_EQ(json::read<std::vector<Door>>(get("/api/guidance")).front().name, draft.doors[0]);
    EXPECT_EQ(view().parts.questions[0].ask, draft.questions[0].ask);
}

TEST_P(guidance, neither_tree_nor_parts_are_switched_on_that_the_other_makes_wrong_later) {
    const std::string parts_path = "/api/guidance_parts";
    const std::string tree_path = "/api/guidance_trees/wages";
    ASSERT_EQ(dispatcher_->post(parts_path + "/draft").status, 200);
    Parts parts = *json::read<PartsView>(dispatcher_->get(parts_path).body).draft;
    parts.questions.push_back(parts.questions[0]);
    parts.questions.back().code = "calm";
    const auto save = [&](const std::string& path, const std::string& content) {
        return dispatcher_->ask("PUT", path + "/draft", content, {{"If-Match", "\"1\""}}).status;
    };
    ASSERT_EQ(save(parts_path, json::write(parts)), 200);
    ASSERT_EQ(dispatcher_->post(parts_path + "/switch_on", R"({"valid_from":"2026-12-10"})").status, 200);
    ASSERT_EQ(dispatcher_->post(tree_path + "/draft").status, 200);
    Tree tree = *view().draft;
    tree.path.insert(tree.path.begin(), "calm");
    for (TestCase& test : tree.tests) test.answers["calm"] = "no";
    ASSERT_EQ(save(tree_path, json::write(tree)), 200);
    EXPECT_EQ(code_of(dispatcher_->post(tree_path + "/switch_on", R"({"valid_from":"2026-12-09"})")),
              "guidance_tree_faulty");
    EXPECT_EQ(dispatcher_->post(tree_path + "/switch_on", R"({"valid_from":"2026-12-10"})").status, 200);
    ASSERT_EQ(dispatcher_->post(parts_path + "/draft").status, 200);
    EXPECT_EQ(code_of(dispatcher_->post(parts_path + "/switch_on", R"({"valid_from":"2026-12-11"})")),
              "guidance_parts_faulty");
    EXPECT_EQ(dispatcher_->post(parts_path + "/switch_on", R"({"valid_from":"2026-12-05"})").status, 200)
        << "on the 10th the others answer";
}

}  // namespace hemu::guidance
