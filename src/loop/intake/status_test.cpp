#include "status.hpp"

#include <gmock/gmock.h>

namespace hemu::intake {

using dispute::State;

static Milestone event(std::string kind, LegalDate on) { return {std::move(kind), start_of(on)}; }

TEST(Steps, are_done_on_the_day_of_their_first_event) {
    const auto steps =
        steps_of({event("register", {2026, 3, 1}), event("accept", {2026, 3, 2}), event("offer", {2026, 3, 2}),
                  event("take", {2026, 3, 3}), event("return", {2026, 3, 4}), event("take", {2026, 3, 6})});
    ASSERT_EQ(steps.size(), 6U);
    EXPECT_EQ(steps[0].done_on, LegalDate(2026, 3, 1));
    EXPECT_EQ(steps[1].done_on, LegalDate(2026, 3, 2));
    EXPECT_EQ(steps[2].done_on, LegalDate(2026, 3, 3));
    EXPECT_FALSE(steps[3].done_on);
    EXPECT_EQ(steps[5].step, Step::evaluate);
}

TEST(Steps, settling_at_once_does_three) {
    const auto steps = steps_of({event("register", {2026, 3, 1}), event("settle_at_once", {2026, 3, 1})});
    EXPECT_TRUE(steps[1].done_on && steps[2].done_on && steps[3].done_on);
    EXPECT_FALSE(steps[4].done_on);
}

// PML art. 23 and 26: ending mediation and suing are never blocked while it runs.
TEST(Choices, always_leave_the_way_out_while_it_runs) {
    for (const State state :
         {State::registered, State::accepted, State::offered, State::taken, State::assigned, State::mediating}) {
        EXPECT_THAT(choices_in(state), testing::Contains(Choice::end_mediation));
        EXPECT_THAT(choices_in(state), testing::Contains(Choice::go_to_court));
    }
    EXPECT_THAT(choices_in(State::paused), testing::Contains(Choice::end_mediation));
    EXPECT_THAT(choices_in(State::agreed), testing::Contains(Choice::end_mediation));
}

TEST(Choices, are_there_in_every_state) {
    for (int i = 0; i <= static_cast<int>(State::archived); ++i)
        EXPECT_THAT(choices_in(static_cast<State>(i)), testing::Not(testing::IsEmpty()));
}

TEST(Satisfaction, is_asked_when_the_work_is_over) {
    for (const State state : {State::performed, State::terminated, State::closed, State::archived})
        EXPECT_TRUE(satisfaction_open(state));
    for (const State state : {State::registered, State::mediating, State::performing, State::merged})
        EXPECT_FALSE(satisfaction_open(state));
}

}  // namespace hemu::intake
