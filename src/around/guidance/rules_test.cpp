#include "rules.hpp"

#include <gmock/gmock.h>

#include "store.hpp"

namespace hemu::guidance {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

static const LegalDate today(2026, 11, 27);

static Answers answers_of(std::initializer_list<std::pair<const std::string, std::string>> all) { return all; }

static std::vector<std::string> faults_of(const Tree& tree) {
    std::vector<std::string> all;
    for (const auto& fault : check(tree, shipped().parts, today).faults) all.push_back(fault.at + ":" + fault.code);
    return all;
}

static std::vector<std::string> names_of(const std::string& words) {
    std::vector<std::string> all;
    for (const auto& door : doors(shipped().trees, shipped().more_words, words)) all.push_back(door.name);
    return all;
}

TEST(guidance_trees, that_are_shipped_keep_every_rule_and_pass_their_tests) {
    ASSERT_EQ(shipped().trees.size(), shipped().parts.doors.size());
    for (const Tree& tree : shipped().trees) {
        const Check checked = check(tree, shipped().parts, today);
        EXPECT_THAT(faults_of(tree), IsEmpty()) << tree.name;
        EXPECT_GE(checked.least_questions, 4) << tree.name;
        EXPECT_LE(checked.most_questions, 9) << tree.name;
        EXPECT_GE(checked.tests, 3) << tree.name;
    }
}

TEST(guidance_trees, speak_for_every_national_type) {
    for (const char* type :
         {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "99"})
        EXPECT_TRUE(std::any_of(shipped().trees.begin(), shipped().trees.end(), [&](const Tree& tree) {
            return std::find(tree.types.begin(), tree.types.end(), type) != tree.types.end();
        })) << type;
}

TEST(guidance_trees, that_are_wrong_say_where) {
    Tree tree = *shipped_tree("wages");
    tree.questions[0].answers[0].to = "nowhere";
    EXPECT_THAT(faults_of(tree), Contains("work:no_such_target"));
    tree = *shipped_tree("wages");
    tree.questions[3].answers[0].to = "work";
    EXPECT_THAT(faults_of(tree), Contains("path:goes_in_circles"));
    tree = *shipped_tree("wages");
    tree.ends = {{{}, "site"}};
    EXPECT_THAT(faults_of(tree), Contains("note:never_reached"));
    tree = *shipped_tree("wages");
    tree.questions[0].answers[0].to = "site";
    EXPECT_THAT(faults_of(tree), Contains("site:too_few_questions"));
    tree = *shipped_tree("wages");
    tree.tests[0].ends = "note";
    EXPECT_THAT(faults_of(tree), Contains("tests[0]:test_fails"));
    tree = *shipped_tree("wages");
    tree.leaves[0].options = {"magic"};
    tree.limits = {"eternity"};
    tree.path.push_back("riddle");
    tree.title.en = "";
    for (const char* fault :
         {"site:no_such_option", "eternity:no_such_limit", "riddle:no_such_question", "title:blank"})
        EXPECT_THAT(faults_of(tree), Contains(fault));
    EXPECT_FALSE(check(Tree{}, shipped().parts, today).faults.empty());
}

static std::vector<std::string> faults_of(const Parts& parts) {
    std::vector<std::string> all;
    for (const auto& fault : check(parts, shipped().trees, today).faults) all.push_back(fault.at + ":" + fault.code);
    return all;
}

TEST(guidance_parts, that_are_shipped_keep_every_rule_with_every_tree) {
    const auto checked = check(shipped().parts, shipped().trees, today);
    EXPECT_THAT(faults_of(shipped().parts), IsEmpty());
    EXPECT_THAT(checked.trees, IsEmpty());
    EXPECT_GE(checked.tests, 75);
}

TEST(guidance_parts, that_are_wrong_say_where) {
    Parts parts = shipped().parts;
    parts.doors.pop_back();
    parts.doors.push_back("wages");
    parts.doors.push_back("nowhere");
    parts.questions.push_back(parts.questions[0]);
    parts.questions[1].answers.resize(1);
    parts.stops[0].options = {"magic"};
    parts.stops[1].says.clear();
    parts.options[0].force.en = "";
    parts.limits[0].amount = 0;
    parts.notes[0].when = {{"other_side", "moon"}};
    const auto faults = faults_of(parts);
    for (const std::string& fault :
         {std::string("other:door_missing"), std::string("wages:name_twice"), std::string("nowhere:no_such_door"),
          parts.questions[0].code + ":name_twice", parts.questions[1].code + ":no_answers",
          parts.stops[0].code + ":no_such_option", parts.stops[1].code + ":blank", parts.options[0].code + ":blank",
          parts.limits[0].code + ":no_length", std::string("notes:no_such_question")})
        EXPECT_THAT(faults, Contains(fault));
}

TEST(guidance_parts, make_every_tree_wrong_that_needs_what_is_gone) {
    Parts parts = shipped().parts;
    std::erase_if(parts.limits, [](const Limit& limit) { return limit.code == "loan"; });
    const auto checked = check(parts, shipped().trees, today);
    ASSERT_EQ(checked.trees.size(), 1u);
    EXPECT_EQ(checked.trees[0].name, "lending");
    EXPECT_EQ(checked.trees[0].faults[0].code, "no_such_limit");
}

TEST(guidance_walk, asks_one_question_after_the_other) {
    const Tree& wages = *shipped_tree("wages");
    const Walk begun = walk(wages, shipped().parts, {}, today);
    ASSERT_TRUE(begun.question);
    EXPECT_EQ(begun.question->code, "danger");
    EXPECT_EQ(begun.most_left, 8);
    const Walk next = walk(wages, shipped().parts, answers_of({{"danger", "no"}, {"work", "site"}}), today);
    ASSERT_TRUE(next.question);
    EXPECT_EQ(next.question->code, "still");
    ASSERT_EQ(next.given.size(), 2u);
    EXPECT_EQ(next.given[1].said.zh, "建筑工地");
}

TEST(guidance_walk, stops_for_danger_and_names_the_next_door) {
    const Walk walked = walk(*shipped_tree("family"), shipped().parts, answers_of({{"danger", "now"}}), today);
    ASSERT_TRUE(walked.stop);
    EXPECT_EQ(walked.stop->reason, StopReason::danger);
    ASSERT_FALSE(walked.options.empty());
    EXPECT_EQ(walked.options[0].phone, "110");
}

TEST(guidance_walk, asks_again_what_it_does_not_know) {
    const Tree& tree = *shipped_tree("contract");
    EXPECT_THAT(walk(tree, shipped().parts, answers_of({{"danger", "perhaps"}}), today).unknown,
                ElementsAre("danger"));
    Answers late = tree.tests[0].answers;
    for (const char* wrong : {"2026-11-28", "2026-02-30", "gestern"}) {
        late["known_on"] = wrong;
        const Walk walked = walk(tree, shipped().parts, late, today);
        ASSERT_TRUE(walked.question) << wrong;
        EXPECT_EQ(walked.question->code, "known_on");
        EXPECT_THAT(walked.unknown, ElementsAre("known_on"));
    }
}

TEST(guidance_walk, leaves_out_answers_it_does_not_come_to) {
    const Walk walked =
        walk(*shipped_tree("wages"), shipped().parts, answers_of({{"danger", "no"}, {"crowd", "ten"}}), today);
    EXPECT_EQ(walked.given.size(), 1u);
    EXPECT_THAT(walked.warnings, IsEmpty());
}

static Warning limit_of(const char* tree, Answers more) {
    Answers answers = shipped_tree(tree)->tests[0].answers;
    for (const auto& [question, answer] : more) answers[question] = answer;
    for (const auto& warning : warnings(*shipped_tree(tree), shipped().parts, answers, today))
        if (warning.ends_on) return warning;
    return {};
}

TEST(guidance_warnings, count_periods_by_the_calendar) {
    EXPECT_EQ(limit_of("contract", {{"known_on", "2024-02-29"}}).ends_on, LegalDate(2027, 2, 28));
    EXPECT_EQ(limit_of("contract", {{"known_on", "2026-11-27"}}).mood, LimitMood::fine);
    EXPECT_EQ(limit_of("contract", {{"known_on", "2024-01-20"}}).mood, LimitMood::soon);
    EXPECT_EQ(limit_of("contract", {{"known_on", "2023-11-27"}}).mood, LimitMood::soon) << "the last day itself";
    const Warning past = limit_of("contract", {{"known_on", "2023-11-26"}});
    EXPECT_EQ(past.mood, LimitMood::past);
    EXPECT_TRUE(past.past) << "says what still helps";
    EXPECT_EQ(past.source->article, "188, 195");
    EXPECT_EQ(limit_of("wages", {{"left_on", "2026-03-01"}}).ends_on, LegalDate(2027, 3, 1));
    EXPECT_EQ(limit_of("online", {{"received_on", "2026-11-20"}}).ends_on, LegalDate(2026, 11, 27));
    EXPECT_EQ(limit_of("insurance", {{"kind", "life"}, {"known_on", "2026-01-01"}}).ends_on, LegalDate(2031, 1, 1));
    EXPECT_EQ(limit_of("insurance", {{"kind", "car"}, {"known_on", "2026-01-01"}}).ends_on, LegalDate(2028, 1, 1));
}

TEST(guidance_warnings, say_the_period_without_a_date_and_where_to_go_when_the_other_side_is_far) {
    const Answers answers = answers_of({{"known_on", "unknown"}, {"other_side", "far"}});
    const auto all = warnings(*shipped_tree("contract"), shipped().parts, answers, today);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_FALSE(all[0].ends_on);
    EXPECT_EQ(all[1].source->article, "22, 24, 29");
}

TEST(guidance_doors, are_found_by_everyday_words_and_initials) {
    EXPECT_EQ(names_of("").size(), shipped().trees.size());
    EXPECT_EQ(names_of("  工资 ").front(), "wages");
    EXPECT_EQ(names_of("老板欠我工资").front(), "wages") << "a sentence holds the word";
    EXPECT_THAT(names_of("gz"), Contains("wages"));
    EXPECT_THAT(names_of("彩礼"), Contains("family"));
    EXPECT_THAT(names_of("LEAK"), Contains("neighbours"));
    EXPECT_THAT(names_of("qqqq"), IsEmpty());
}

TEST(guidance_versions, the_latest_valid_day_answers) {
    std::vector<Tree> trees(3);
    trees[0].valid_from = LegalDate(2026, 1, 1);
    trees[1].valid_from = LegalDate(2026, 12, 1);
    trees[1].version = 2;
    trees[2].valid_from = LegalDate(2026, 12, 1);
    trees[2].version = 3;
    EXPECT_EQ(valid_on(trees, LegalDate(2025, 1, 1)), nullptr);
    EXPECT_EQ(valid_on(trees, today)->version, 1);
    EXPECT_EQ(valid_on(trees, LegalDate(2026, 12, 1))->version, 3);
}

}  // namespace hemu::guidance
