#include <gtest/gtest.h>

#include "dispute_verbs_testing.hpp"

namespace hemu::dispute {

using identity::Duty;

static identity::Actor somebody(Duty duty) {
    identity::Actor actor;
    actor.duty = duty;
    return actor;
}

static std::string told(const Verdict& verdict) {
    return verdict.fine() ? "fine" : fmt::format("{} {}", static_cast<int>(verdict.fault), verdict.code);
}

TEST(verbs, enter_the_list_by_being_constructed) {
    std::set<std::string_view> names;
    for (const Verb* verb : all_verbs()) EXPECT_TRUE(names.insert(verb->name).second) << verb->name;
    for (const char* name : {"accept", "offer", "take", "close", "reopen"}) EXPECT_TRUE(names.contains(name)) << name;
}

TEST(verbs, are_done_from_their_states_by_their_duties_only) {
    for (const auto state_word : json::enum_words<State>()) {
        for (const auto duty_word : json::enum_words<Duty>()) {
            Dispute dispute;
            dispute.state = json::enum_from_word<State>(state_word).value();
            const Duty duty = json::enum_from_word<Duty>(duty_word).value();
            const std::string answer = told(why_not(dispute, verbs::offer, somebody(duty)));
            // Who may not do it at all is told so first: the state is none of his business.
            const bool may = duty == Duty::clerk || duty == Duty::dispatcher;
            const Verdict expected = !may ? Verdict::refused(Fault::forbidden, "duty_may_not")
                                     : dispute.state != State::accepted
                                         ? Verdict::refused(Fault::conflict, "not_in_this_state")
                                         : Verdict{};
            EXPECT_EQ(answer, told(expected)) << state_word << " " << duty_word;
        }
    }
}

TEST(verbs, may_begin_in_several_states) {
    Dispute dispute;
    for (const State state : {State::closed, State::archived}) {
        dispute.state = state;
        EXPECT_TRUE(why_not(dispute, verbs::reopen, somebody(Duty::dispatcher)).fine());
    }
    dispute.state = State::performed;
    EXPECT_FALSE(why_not(dispute, verbs::reopen, somebody(Duty::dispatcher)).fine());
}

TEST(edits, name_the_version_that_they_read) {
    Dispute dispute;
    dispute.version = 7;
    EXPECT_EQ(told(why_outdated(dispute, std::nullopt)),
              told(Verdict::refused(Fault::precondition_required, "version_required")));
    EXPECT_EQ(told(why_outdated(dispute, 6)), told(Verdict::refused(Fault::precondition_failed, "version_outdated")));
    EXPECT_EQ(told(why_outdated(dispute, 8)), told(Verdict::refused(Fault::precondition_failed, "version_outdated")));
    EXPECT_EQ(told(why_outdated(dispute, 7)), "fine");
}

TEST(head, tells_where_a_dispute_stands) {
    Dispute dispute;
    dispute.id.bytes[0] = 9;
    dispute.number = "登1号";
    dispute.state = State::taken;
    dispute.version = 4;
    const CaseHead head = head_of(dispute);
    EXPECT_EQ(head.id, dispute.id);
    EXPECT_EQ(head.number, "登1号");
    EXPECT_EQ(head.state, State::taken);
    EXPECT_EQ(head.version, 4);
}

}  // namespace hemu::dispute
