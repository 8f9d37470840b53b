#include "rules.hpp"

#include <gmock/gmock.h>

#include "figures.hpp"
#include "identity_testing.hpp"

namespace hemu::invitation {

using dispute::State;
using dispute::Willingness;
using testing::ElementsAre;
using testing::IsEmpty;

static const LegalDate tuesday(2026, 11, 24);

static std::vector<std::string> said(const Verdict& verdict) {
    std::vector<std::string> all;
    for (const FieldFault& fault : verdict.fields) all.push_back(fault.field + " " + fault.code);
    return all;
}

// PML art. 17: a party who clearly refuses is not mediated with; who says nothing has said neither.
TEST(Silence, is_no_consent_and_no_refusal) {
    EXPECT_EQ(willing_after(std::nullopt), Willingness::unknown);
    EXPECT_EQ(willing_after(InvitationAnswer::later), Willingness::unknown);
    EXPECT_EQ(willing_after(InvitationAnswer::agree), Willingness::willing);
    EXPECT_EQ(willing_after(InvitationAnswer::refuse), Willingness::unwilling);
}

TEST(Asking, is_for_disputes_that_are_accepted_and_not_over) {
    for (const State state :
         {State::accepted, State::offered, State::taken, State::assigned, State::mediating, State::paused})
        EXPECT_TRUE(may_invite(state)) << int(state);
    for (const State state : {State::registered, State::agreed, State::performing, State::closed, State::withdrawn})
        EXPECT_FALSE(may_invite(state)) << int(state);
    EXPECT_TRUE(is_over(State::withdrawn));
    EXPECT_TRUE(is_over(State::terminated));
    EXPECT_FALSE(is_over(State::performing)) << "his code still leads to his case";
    EXPECT_TRUE(may_answer(State::mediating, false));
    EXPECT_FALSE(may_answer(State::mediating, true));
    EXPECT_FALSE(may_answer(State::terminated, false));
}

TEST(Answers, need_a_day_only_when_time_is_needed) {
    const Settings chosen;
    const auto later = [&](std::optional<LegalDate> until) {
        return said(why_not_answer({InvitationAnswer::later, until, {}}, tuesday, chosen));
    };
    EXPECT_THAT(later(std::nullopt), ElementsAre("until_on missing"));
    EXPECT_THAT(later(tuesday), ElementsAre("until_on in_the_past"));
    EXPECT_THAT(later(tuesday + 1), IsEmpty());
    EXPECT_THAT(later(tuesday + 7), IsEmpty());
    EXPECT_THAT(later(tuesday + 8), ElementsAre("until_on too_far"));
    const auto refuse = [&](std::string reason) {
        return said(why_not_answer({InvitationAnswer::refuse, {}, std::move(reason)}, tuesday, chosen));
    };
    EXPECT_THAT(refuse(""), IsEmpty()) << "nobody has to say why";
    EXPECT_THAT(refuse(std::string(501, 'x')), ElementsAre("reason too_long"));
}

TEST(Answers, that_staff_note_come_by_phone_window_or_visit) {
    NotedAnswer form;
    form.way = EntryWay::link;
    form.said_on = tuesday + 1;
    EXPECT_THAT(said(why_not_noted(form, tuesday, {})), ElementsAre("way unknown_word", "said_on in_the_future"));
    form.way = EntryWay::window;
    form.said_on = tuesday;
    EXPECT_THAT(said(why_not_noted(form, tuesday, {})), IsEmpty());
}

TEST(Accounts, name_what_is_wrong_with_them) {
    OwnSide form;
    form.statement = std::string(5'001, 'x');
    form.days_away = {{tuesday, tuesday + -1}};
    form.language = "klingon";
    form.help = {"wheelchair", "throne"};
    form.speaker = Speaker{"", std::nullopt, "12"};
    EXPECT_THAT(said(why_not_account(form)),
                ElementsAre("statement too_long", "days_away[0].to_on term_reversed", "language unknown_word",
                            "help[1] unknown_word", "speaker.name missing", "speaker.phone phone_wrong"));
    EXPECT_THAT(said(why_not_account({})), IsEmpty());
}

// Domain facts 2.18.
TEST(Names, are_kept_back_in_private_and_restricted_disputes) {
    EXPECT_TRUE(tells_names(dispute::Secrecy::normal));
    EXPECT_FALSE(tells_names(dispute::Secrecy::private_));
    EXPECT_FALSE(tells_names(dispute::Secrecy::restricted));
}

TEST(Reasons, are_read_by_mediators_and_the_body_that_holds_it) {
    dispute::Dispute dispute;
    identity::Actor actor;
    dispute.holder_id = Id<identity::Organisation>::fresh(start_of(tuesday));
    EXPECT_FALSE(may_read_reason(actor, dispute, false));
    EXPECT_TRUE(may_read_reason(actor, dispute, true));
    actor.organisation = dispute.holder_id;
    EXPECT_TRUE(may_read_reason(actor, dispute, false));
}

TEST(Reminders, come_the_morning_before) {
    EXPECT_EQ(remind_at(tuesday, {}), start_of(tuesday + -1) + std::chrono::hours(9));
}

TEST(Links, are_proved_by_what_a_guesser_cannot_make) {
    const auto& keys = identity::testing::keys();
    const std::string code = access::fresh_code();
    const std::string link = link_code(code, keys);
    ASSERT_EQ(link.size(), 17u);
    const std::string proof = link.substr(9);
    EXPECT_TRUE(is_our_link(code, proof, keys));
    EXPECT_FALSE(is_our_link(access::fresh_code(), proof, keys));
    EXPECT_FALSE(is_our_link(code, "00000000", keys));
    EXPECT_FALSE(is_our_link(code, "", keys));
}

TEST(Rates, are_left_out_where_too_few_were_asked) {
    const Rate few = rate_of(7, 10, 20);
    EXPECT_EQ(few.count, 7);
    EXPECT_EQ(few.of, 10);
    EXPECT_FALSE(few.permille || few.interval);
    const Rate enough = rate_of(70, 100, 20);
    EXPECT_EQ(enough.permille, 700);
    // Wilson: 0.604 to 0.781.
    EXPECT_EQ(enough.interval->low, 604);
    EXPECT_EQ(enough.interval->high, 781);
    EXPECT_FALSE(rate_of(0, 0, 1).permille);
}

}  // namespace hemu::invitation
