#include <gmock/gmock.h>

#include "handling_case.hpp"

namespace hemu::handling {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

HEMU_ON_BOTH_ENGINES(handling_records);

// Sessions.

TEST_P(handling_records, plans_holds_and_records_sessions_joint_and_separate) {
    Case one(database());
    ASSERT_EQ(one.plan(SessionMode::separate), "");
    EXPECT_EQ(one.hold(), "notice_first");
    ASSERT_EQ(one.begin(), "");
    EXPECT_EQ(one.hold(), "");
    ASSERT_EQ(one.plan(), "");
    const auto sessions = one.view().sessions;
    ASSERT_EQ(sessions.size(), 2U);
    const auto held = std::find_if(sessions.begin(), sessions.end(), [](const auto& it) { return it.held_from; });
    ASSERT_NE(held, sessions.end());
    EXPECT_EQ(held->record, "双方陈述意见");
    EXPECT_EQ(held->result, "分歧缩小");
    EXPECT_EQ(held->version, 2);
    EXPECT_THAT(held->participants, ElementsAre("张三", "李四"));
    EXPECT_THAT(one.city.events_of(one.id),
                ElementsAre("register", "accept", "session_planned", "begin", "session_held", "session_planned"));
}

TEST_P(handling_records, moves_a_planned_session_and_keeps_a_held_one) {
    Case one(database());
    ASSERT_EQ(one.begin(), "");
    ASSERT_EQ(one.plan(), "");
    const auto change = [&](const SessionRecordForm& form, std::int64_t version) {
        return one.as(one.mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            record_session(tx, found, one.session, form, version, cx);
        });
    };
    SessionRecordForm moved;
    moved.planned_at = one.city.morning() + 48h;
    moved.place = "村委会";
    moved.mode = SessionMode::online;
    EXPECT_EQ(change(moved, 1), "");
    EXPECT_EQ(one.view().sessions[0].place, "村委会");
    EXPECT_EQ(one.hold(1), "version_outdated");
    EXPECT_EQ(one.hold(2), "");
    EXPECT_EQ(change(moved, 3), "session_held_already");
    one.session = Id<MediationSession>::fresh(one.city.morning());
    EXPECT_EQ(one.hold(), "session_not_found");
    EXPECT_THAT(one.city.events_of(one.id), Contains("session_changed"));
}

TEST_P(handling_records, a_planned_session_is_the_first_contact) {
    Case one(database());
    one.city.run_clocks_as_after(one.stored(), "take", one.city.tick());
    EXPECT_THAT(one.city.running_clocks(one.stored()), Contains("CONTACT"));
    ASSERT_EQ(one.plan(), "");
    EXPECT_THAT(one.city.running_clocks(one.stored()), Not(Contains("CONTACT")));
}

TEST_P(handling_records, keeps_investigations_and_undisputed_facts) {
    Case one(database());
    const auto ask = [&](const identity::Actor& actor) {
        return one.as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            add_investigation(tx, found, {legal_date(cx.moment), "高桥村", "王五", {"赵六"}, "渠道去年堵塞"}, cx);
        });
    };
    const auto state = [&](const identity::Actor& actor, std::vector<PartyId> agreed) {
        return one.as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            add_undisputed(tx, found, {"渠道去年堵塞", agreed}, cx);
        });
    };
    EXPECT_EQ(ask(one.colleague()), "not_on_this_dispute");
    EXPECT_EQ(state(one.colleague(), one.parties), "not_on_this_dispute");
    EXPECT_EQ(ask(one.mediator()), "");
    EXPECT_EQ(state(one.mediator(), {one.parties[0]}), "consent_of_all_needed");
    EXPECT_EQ(state(one.mediator(), one.parties), "");
    const auto view = one.view();
    ASSERT_EQ(view.investigations.size(), 1U);
    EXPECT_EQ(view.investigations[0].asked_person, "王五");
    EXPECT_THAT(view.investigations[0].participants, ElementsAre("赵六"));
    ASSERT_EQ(view.undisputed_facts.size(), 1U);
    EXPECT_EQ(view.undisputed_facts[0].agreed_by, one.parties);
    ASSERT_EQ(one.terminate(TerminationReason::T02), "");
    EXPECT_EQ(ask(one.mediator()), "not_in_this_state");
    EXPECT_EQ(state(one.mediator(), one.parties), "not_in_this_state");
}

// Caucus notes: sealed, and read only by who mediates.

static const db::Statement select_sealed{"testing.sealed_notes", "SELECT words_sealed FROM handling_caucus_note"};
static const db::Statement select_contents{"testing.contents", "SELECT content FROM dispute_event"};

TEST_P(handling_records, seals_caucus_notes_for_its_mediators) {
    Case one(database());
    ASSERT_EQ(one.begin(), "");
    ASSERT_EQ(one.plan(SessionMode::separate), "");
    EXPECT_EQ(one.note(one.mediator(), " "), "missing");
    ASSERT_EQ(one.note(one.mediator()), "");
    const auto notes = one.view().caucus_notes;
    ASSERT_TRUE(notes && notes->size() == 1);
    EXPECT_EQ((*notes)[0].words, "底线两千元");
    EXPECT_EQ((*notes)[0].session_id, one.session);
    EXPECT_EQ((*notes)[0].author_name, one.mediator().name);
    database().read([&](db::Tx& tx) {
        EXPECT_EQ(tx.one<std::string>(select_sealed).find("底线"), std::string::npos);
        for (const auto& content : tx.all<std::string>(select_contents))
            EXPECT_EQ(content.find("底线"), std::string::npos);
    });
}

TEST_P(handling_records, nobody_else_reads_or_writes_caucus_notes) {
    Case one(database());
    ASSERT_EQ(one.begin(), "");
    ASSERT_EQ(one.plan(SessionMode::separate), "");
    ASSERT_EQ(one.note(one.mediator()), "");
    const auto head = one.head();
    one.colleague();
    one.meanwhile([&](db::Tx& tx, Dispute& found) {
        for (const auto role :
             {dispute::PersonRole::registrar, dispute::PersonRole::dispatcher, dispute::PersonRole::judge})
            dispute::give_person(tx, found, one.colleague().account, role, one.city.morning());
    });
    for (const auto& other : {one.colleague(), one.head()}) {
        EXPECT_FALSE(one.view(other).caucus_notes);
        EXPECT_EQ(one.note(other), "not_on_this_dispute");
    }
    // A head who was named as mediator is one.
    one.meanwhile([&](db::Tx& tx, Dispute& found) {
        dispute::give_person(tx, found, head.account, dispute::PersonRole::mediator, one.city.morning());
    });
    EXPECT_TRUE(one.view(one.head()).caucus_notes);
    // Who was replaced reads them no longer.
    one.meanwhile([&](db::Tx& tx, Dispute& found) {
        dispute::end_person(tx, found, one.mediator().account, dispute::PersonRole::presiding_mediator,
                            one.city.tick());
    });
    EXPECT_FALSE(one.view(one.mediator()).caucus_notes);
}

// Reopened, the case has a new file: the old one stays as it was.
TEST_P(handling_records, a_new_revision_begins_with_an_empty_file) {
    Case one(database());
    one.mediate();
    ASSERT_EQ(one.note(one.mediator()), "");
    ASSERT_EQ(one.pause("appraisal"), "");
    ASSERT_EQ(one.resume(), "");
    ASSERT_EQ(one.agree(spoken()), "");
    one.meanwhile([&](db::Tx& tx, Dispute& found) { dispute::set_revision(tx, found, 2); });
    const auto view = one.view();
    EXPECT_TRUE(view.notices.empty() && view.sessions.empty() && view.pauses.empty() && !view.agreement);
    EXPECT_TRUE(view.caucus_notes && view.caucus_notes->empty());
}

}  // namespace hemu::handling
