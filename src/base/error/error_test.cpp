#include "error.hpp"

#include <gtest/gtest.h>

namespace hemu {

TEST(Verdict, is_fine_until_something_is_said_against_it) {
    EXPECT_TRUE(Verdict{}.fine());
    EXPECT_NO_THROW(refuse_if({}));
    EXPECT_FALSE(Verdict::refused(Fault::conflict, "not_in_this_state").fine());
}

TEST(Verdict, collects_fields_under_one_code) {
    Verdict verdict;
    verdict.add("name", "missing");
    verdict.add("phone", "phone_wrong");
    EXPECT_EQ(verdict.fault, Fault::invalid);
    EXPECT_EQ(verdict.code, "invalid");
    EXPECT_EQ(verdict.fields, (std::vector<FieldFault>{{"name", "missing"}, {"phone", "phone_wrong"}}));
}

TEST(Verdict, keeps_its_own_code_when_fields_are_added) {
    Verdict verdict = Verdict::refused(Fault::forbidden, "not_your_body");
    verdict.add("name", "missing");
    EXPECT_EQ(verdict.fault, Fault::forbidden);
    EXPECT_EQ(verdict.code, "not_your_body");
    EXPECT_EQ(verdict.fields.size(), 1u);
}

TEST(Verdict, takes_over_what_another_rule_found) {
    Verdict verdict;
    verdict.add(Verdict{});
    EXPECT_TRUE(verdict.fine());
    verdict.add(Verdict::refused(Fault::conflict, "already_done", "state"));
    EXPECT_EQ(verdict.fault, Fault::conflict);
    EXPECT_EQ(verdict.code, "already_done");
    verdict.add(Verdict::refused(Fault::invalid, "missing", "name"));
    EXPECT_EQ(verdict.code, "already_done");
    EXPECT_EQ(verdict.fields, (std::vector<FieldFault>{{"state", "already_done"}, {"name", "missing"}}));
}

TEST(Refusal, carries_all_that_a_verdict_says) {
    Verdict verdict = Verdict::refused(Fault::too_many, "too_many_tries", "login");
    try {
        refuse_if(verdict);
        FAIL();
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.fault, Fault::too_many);
        EXPECT_STREQ(refusal.what(), "too_many_tries");
        EXPECT_EQ(refusal.fields, (std::vector<FieldFault>{{"login", "too_many_tries"}}));
        EXPECT_EQ(refusal.detail_for_log, "");
    }
}

}  // namespace hemu
