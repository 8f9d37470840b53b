#include <gmock/gmock.h>

#include "clock_rules.hpp"
#include "embedded.hpp"

namespace hemu::dispute {

using testing::ElementsAre;
using testing::IsEmpty;

static ClockRule rule(std::string pause_reasons, std::string on_expiry = "remind", std::string extension = "both") {
    ClockRule one;
    one.pause_reasons = std::move(pause_reasons);
    one.on_expiry = std::move(on_expiry);
    one.extension = std::move(extension);
    one.met_by = "agree terminate";
    return one;
}

// A dispute is paused only when every one of its periods that may be paused is (domain facts 1.3).
TEST(PauseReasons, are_those_that_all_periods_know) {
    EXPECT_THAT(common_pause_reasons({}), IsEmpty());
    EXPECT_THAT(common_pause_reasons({rule("")}), IsEmpty());
    EXPECT_THAT(common_pause_reasons({rule("appraisal expert_consultation")}),
                ElementsAre("appraisal", "expert_consultation"));
    EXPECT_THAT(
        common_pause_reasons({rule("appraisal expert_consultation"), rule(""), rule("sham_suspected appraisal")}),
        ElementsAre("appraisal"));
    EXPECT_THAT(common_pause_reasons({rule("appraisal"), rule("sham_suspected")}), IsEmpty());
}

TEST(Periods, of_the_law_end_the_mediation_and_service_standards_do_not) {
    for (const std::string expiry : {"terminate_t03", "deemed_failed", "return_to_court"})
        EXPECT_TRUE(ends_mediation(rule("", expiry))) << expiry;
    // Asking the other side for the court is no mediating.
    ClockRule asking = rule("", "return_to_court");
    asking.met_by = "willingness begin";
    EXPECT_FALSE(ends_mediation(asking));
    for (const std::string expiry : {"remind", "escalate", "tell_parties", ""})
        EXPECT_FALSE(ends_mediation(rule("", expiry))) << expiry;
}

// The data that is shipped: what an acceptance starts a reopening starts again, from its own day.
TEST(Periods, that_an_acceptance_starts_a_reopening_starts_again) {
    const auto rules = json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json"));
    EXPECT_GT(rules.size(), 15u);
    for (const ClockRule& one : rules) {
        EXPECT_TRUE(!lists(one.started_by, "accept") || lists(one.started_by, "reopen")) << one.code;
        EXPECT_EQ(mark_of(one.started_by, "reopen"), "") << one.code;
    }
}

// What the old agreement gave ends with its reopening, and so do limitations that the new procedure interrupts and
// the repair of the old file.
TEST(Periods, of_the_old_agreement_end_with_the_reopening) {
    std::vector<std::string> ended;
    for (const ClockRule& one : json::read<std::vector<ClockRule>>(embedded_file("clock_rules.json")))
        if (lists(one.met_by, "reopen")) ended.push_back(one.code);
    EXPECT_THAT(ended, testing::UnorderedElementsAre("JC-APP", "ENF", "LB-REV", "LB-ARB", "LIM", "TR-POL-AFTER",
                                                     "REVIEW-REPAIR"));
}

}  // namespace hemu::dispute
