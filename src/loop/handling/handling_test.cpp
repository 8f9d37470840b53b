#include <gmock/gmock.h>

#include "handling_case.hpp"

namespace hemu::handling {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

HEMU_ON_BOTH_ENGINES(handling_desk);

// Rights notice.

TEST_P(handling_desk, begins_with_the_rights_notice_to_everybody) {
    Case one(database());
    EXPECT_EQ(one.begin(), "");
    EXPECT_EQ(one.state(), State::mediating);
    const auto notices = one.view().notices;
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices[0].given_on, LegalDate(2026, 11, 24));
    EXPECT_EQ(notices[0].form, NoticeForm::oral);
    EXPECT_EQ(notices[0].given_to, one.parties);
    EXPECT_EQ(one.begin(), "not_in_this_state");
}

TEST_P(handling_desk, does_not_begin_against_the_will_of_a_party) {
    Case one(database());
    one.meanwhile([&](db::Tx& tx, Dispute& found) {
        dispute::set_willing(tx, found, one.parties[1], dispute::Willingness::unwilling);
    });
    EXPECT_EQ(one.begin(), "party_unwilling");
    EXPECT_EQ(one.terminate(TerminationReason::T01), "");
}

// It is handled by who was named and by the head: not by who registered it, not by a colleague, not by a helper.
TEST_P(handling_desk, is_for_its_mediators_and_the_head_of_its_body) {
    Case one(database());
    EXPECT_EQ(one.begin(one.colleague()), "not_on_this_dispute");
    const auto helper = one.city.person(Duty::head, one.city.town);
    one.meanwhile([&](db::Tx& tx, Dispute& found) {
        dispute::give_body(tx, found, one.city.town, dispute::BodyRole::helper, one.city.morning());
        dispute::give_person(tx, found, one.colleague().account, dispute::PersonRole::registrar, one.city.morning());
    });
    EXPECT_EQ(one.begin(one.colleague()), "not_on_this_dispute");
    EXPECT_EQ(one.begin(helper), "not_on_this_dispute");
    EXPECT_EQ(one.begin(one.head()), "");
}

// PML art. 23: whoever joins later is told before there can be an agreement.
TEST_P(handling_desk, tells_who_joins_later_before_an_agreement) {
    Case one(database());
    one.mediate();
    one.meanwhile([&](db::Tx& tx, Dispute& found) {
        dispute::PartyForm form;
        form.side = dispute::Side::third_party;
        form.name = "王五";
        dispute::add_party_later(tx, found, form, one.city.as(one.mediator(), one.city.tick()));
    });
    EXPECT_EQ(one.agree(spoken()), "notice_not_to_all");
    const PartyId joined = one.city.parties_in(one.stored()).back();
    const auto tell = [&](std::vector<PartyId> whom) {
        return one.as(one.mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            give_notice(tx, found, {legal_date(cx.moment), NoticeForm::written, whom, std::nullopt}, cx);
        });
    };
    EXPECT_EQ(tell({}), "missing");
    EXPECT_EQ(tell({PartyId::fresh(one.city.morning())}), "party_not_found");
    EXPECT_EQ(tell({joined}), "");
    EXPECT_EQ(one.view().notices.size(), 2U);
    EXPECT_THAT(one.city.events_of(one.id), Contains("rights_notice"));
    EXPECT_EQ(one.agree(spoken()), "");
    EXPECT_EQ(tell({joined}), "not_in_this_state");
}

// Pauses: only for reasons that the rules of the running clocks allow.

TEST_P(handling_desk, pauses_for_a_reason_of_its_clocks_and_resumes) {
    Case one(database());
    EXPECT_THAT(one.view().pause_reasons, IsEmpty());
    one.mediate();
    EXPECT_THAT(one.view().pause_reasons, ElementsAre("appraisal", "expert_consultation", "sham_suspected"));
    EXPECT_EQ(one.pause("holiday"), "pause_reason_not_allowed");
    one.moment = start_of(LegalDate(2026, 11, 25)) + 10h;
    const LegalDate before = legal_date(one.clock("PM-MED", *one.moment).due_at);
    ASSERT_EQ(one.pause("appraisal"), "");
    EXPECT_EQ(one.state(), State::paused);
    EXPECT_THAT(one.city.running_clocks(one.stored()), Not(Contains("PM-MED")));
    EXPECT_EQ(one.pause("appraisal"), "not_in_this_state");
    EXPECT_EQ(one.agree(spoken()), "not_in_this_state");
    one.moment = start_of(LegalDate(2026, 12, 3)) + 10h;
    ASSERT_EQ(one.resume(), "");
    EXPECT_EQ(one.state(), State::mediating);
    // Eight days of appraisal are not counted.
    EXPECT_EQ(legal_date(one.clock("PM-MED", *one.moment).due_at) - before, 8);
    const auto pauses = one.view().pauses;
    ASSERT_EQ(pauses.size(), 1U);
    EXPECT_EQ(pauses[0].reason, "appraisal");
    EXPECT_EQ(pauses[0].resumed_at, *one.moment);
}

// Medical Dispute Regulation art. 38 knows the pause for appraisal, not for consultation: no period may run on
// unseen.
TEST_P(handling_desk, a_medical_dispute_does_not_pause_for_consultation) {
    Case one(database(), State::mediating, [](Dispute& fresh) {
        fresh.national_type = "15";
        fresh.difficulty = dispute::Difficulty::difficult;
    });
    EXPECT_THAT(one.city.running_clocks(one.stored()), testing::IsSupersetOf({"LEVEL-DIFFICULT", "MD-MED"}));
    EXPECT_THAT(one.view().pause_reasons, ElementsAre("appraisal", "sham_suspected"));
    EXPECT_EQ(one.pause("expert_consultation"), "pause_reason_not_allowed");
    EXPECT_EQ(one.pause("appraisal"), "");
}

// Labour disputes know no pause but for suspected sham mediation.
TEST_P(handling_desk, a_labour_dispute_pauses_for_suspicion_only) {
    Case one(database(), State::mediating, [](Dispute& fresh) { fresh.national_type = "11"; });
    EXPECT_THAT(one.view().pause_reasons, ElementsAre("sham_suspected"));
    EXPECT_EQ(one.pause("appraisal"), "pause_reason_not_allowed");
}

// Extension.

TEST_P(handling_desk, extends_with_the_consent_of_both_sides) {
    Case one(database(), State::mediating);
    const LegalDate due = legal_date(one.clock("PM-MED", one.city.morning()).due_at);
    EXPECT_EQ(one.extend(one.mediator(), due), "extension_not_later");
    const auto all = one.parties;
    one.parties.pop_back();
    EXPECT_EQ(one.extend(one.mediator(), due + 20), "consent_of_all_needed");
    one.parties = all;
    EXPECT_EQ(one.extend(one.colleague(), due + 20), "not_on_this_dispute");
    EXPECT_EQ(one.extend(one.mediator(), due + 20), "");
    EXPECT_EQ(legal_date(one.clock("PM-MED", one.city.morning()).due_at), due + 20);
    ASSERT_EQ(one.view().extensions.size(), 1U);
    EXPECT_EQ(one.view().extensions[0].new_end_on, due + 20);
    EXPECT_THAT(one.city.events_of(one.id), Contains("extension"));
    ASSERT_EQ(one.pause("appraisal"), "");
    EXPECT_EQ(one.extend(one.mediator(), due + 40), "not_in_this_state");
}

TEST_P(handling_desk, a_medical_period_is_extended_with_the_committee) {
    Case one(database(), State::mediating, [](Dispute& fresh) { fresh.national_type = "15"; });
    EXPECT_TRUE(one.view().extension_by_head);
    const LegalDate due = legal_date(one.clock("MD-MED", one.city.morning()).due_at);
    EXPECT_EQ(one.extend(one.mediator(), due + 20), "committee_must_agree");
    EXPECT_EQ(one.extend(one.head(), due + 20), "");
}

// Agreement.

// PML art. 27; the case could not be closed without a record.
TEST_P(handling_desk, no_agreement_without_a_recorded_session) {
    Case one(database());
    ASSERT_EQ(one.begin(), "");
    EXPECT_EQ(one.agree(written()), "session_record_missing");
    EXPECT_EQ(one.agree(spoken()), "session_record_missing");
    ASSERT_EQ(one.plan(), "");
    EXPECT_EQ(one.agree(written()), "session_record_missing");
    ASSERT_EQ(one.hold(), "");
    EXPECT_EQ(one.agree(written()), "");
}

// PML art. 29: written, it waits for signatures and seal.
TEST_P(handling_desk, a_written_agreement_awaits_its_signatures) {
    Case one(database());
    one.mediate();
    ASSERT_EQ(one.agree(written()), "");
    const Dispute after = one.stored();
    EXPECT_EQ(after.state, State::agreed);
    EXPECT_EQ(after.result, "success");
    EXPECT_EQ(after.agreement_form, "written");
    EXPECT_FALSE(after.effective_on);
    EXPECT_EQ(one.view().agreement->terms[0].amount_fen, Fen{280000});
    EXPECT_THAT(one.city.running_clocks(after), Not(Contains("PM-MED")));
}

// PML art. 30: oral, it is in effect when it is reached; from then on confirmation may be asked for (art. 33).
TEST_P(handling_desk, an_oral_agreement_is_in_effect_at_once) {
    Case one(database());
    one.mediate();
    agreements::AgreementForm form = spoken();
    form.responsibility = "";
    EXPECT_EQ(one.agree(form), "missing");
    ASSERT_EQ(one.agree(spoken()), "");
    const Dispute after = one.stored();
    EXPECT_EQ(after.state, State::performing);
    EXPECT_EQ(after.agreement_form, "oral");
    EXPECT_EQ(after.effective_on, LegalDate(2026, 11, 24));
    EXPECT_THAT(one.city.running_clocks(after), Contains("JC-APP"));
}

TEST_P(handling_desk, what_needs_writing_is_not_agreed_orally) {
    Case one(database(), State::assigned, [](Dispute& fresh) { fresh.national_type = "15"; });
    one.mediate();
    EXPECT_EQ(one.agree(spoken()), "writing_needed");
    EXPECT_EQ(one.agree(written()), "");
}

// PML art. 26 for the rest: what stays open is named, and the other ways are told.
TEST_P(handling_desk, a_partial_agreement_names_what_stays_open) {
    Case one(database());
    one.mediate();
    agreements::AgreementForm form = spoken();
    form.scope = agreements::Scope::partial;
    EXPECT_EQ(one.agree(form), "missing");
    form.open_points = "误工费";
    EXPECT_EQ(one.agree(form), "ways_missing");
    form.routes = {Way::court};
    ASSERT_EQ(one.agree(form), "");
    EXPECT_EQ(one.stored().result, "partial");
    EXPECT_EQ(one.view().agreement->open_points, "误工费");
    EXPECT_THAT(one.view().agreement->routes, ElementsAre(Way::court));
}

TEST_P(handling_desk, the_text_changes_until_somebody_signs) {
    Case one(database());
    one.mediate();
    ASSERT_EQ(one.agree(written()), "");
    agreements::AgreementForm form = written();
    form.terms[0].amount_fen = Fen{250000};
    form.scope = agreements::Scope::partial;
    form.open_points = "误工费";
    form.routes = {Way::court};
    EXPECT_EQ(one.as(one.colleague(),
                     [&](db::Tx& tx, Dispute& found, const Context& cx) { rewrite_agreement(tx, found, form, cx); }),
              "not_on_this_dispute");
    const auto read = one.stored().version;
    ASSERT_EQ(one.rewrite(form), "");
    EXPECT_GT(one.stored().version, read) << "who read it before has to read it again";
    EXPECT_EQ(one.view().agreement->version, 2);
    EXPECT_EQ(one.view().agreement->terms[0].amount_fen, Fen{250000});
    EXPECT_EQ(one.stored().result, "partial");
    EXPECT_EQ(one.rewrite(spoken()), "stays_written");
    database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format(
            "INSERT INTO closing_seal (dispute_id, revision, organisation_id, sealed_on, file_number, sealed_at) "
            "VALUES ('{}', 1, '{}', '2026-11-24', 'x', '2026-11-24 00:00:00.000000+00')",
            to_text(one.id), to_text(one.city.village)));
    });
    EXPECT_EQ(one.rewrite(written()), "already_signed");
}

// A record may follow its session, also after the agreement: what is missing in the file can be brought.
TEST_P(handling_desk, a_record_may_be_written_after_the_agreement) {
    Case one(database());
    one.mediate();
    ASSERT_EQ(one.plan(), "");
    ASSERT_EQ(one.agree(written()), "");
    EXPECT_EQ(one.hold(), "");
    EXPECT_EQ(one.plan(), "not_in_this_state");
}

// Termination.

TEST_P(handling_desk, every_reason_ends_it_and_tells_other_ways) {
    Case one(database(), State::mediating);
    for (const auto word : json::enum_words<TerminationReason>()) {
        const auto reason = *json::enum_from_word<TerminationReason>(word);
        if (reason == TerminationReason::T03) continue;
        one.start_another(State::mediating);
        ASSERT_EQ(one.terminate(reason), "") << word;
        EXPECT_EQ(one.state(), State::terminated);
        EXPECT_EQ(one.stored().result, "failed");
        ASSERT_TRUE(one.view().termination);
        EXPECT_EQ(one.view().termination->reason, reason);
        EXPECT_THAT(one.view().termination->routes, ElementsAre(Way::court, Way::police));
        EXPECT_EQ(one.view().termination->ended_on, LegalDate(2026, 11, 24));
        EXPECT_THAT(one.city.running_clocks(one.stored()), Not(Contains("PM-MED")));
    }
}

TEST_P(handling_desk, time_ends_it_only_when_it_is_over) {
    Case one(database(), State::mediating, [](Dispute& fresh) { fresh.difficulty = dispute::Difficulty::simple; });
    EXPECT_EQ(one.terminate(TerminationReason::T03), "period_not_over");
    // The city's own seven days are no period of the law.
    one.moment = one.clock("LEVEL-SIMPLE", one.city.morning()).due_at + 24h;
    EXPECT_EQ(one.terminate(TerminationReason::T03), "period_not_over");
    one.moment = one.clock("PM-MED", one.city.morning()).due_at + 1h;
    EXPECT_EQ(one.terminate(TerminationReason::T03), "");
}

TEST_P(handling_desk, ends_from_every_state_in_which_it_is_handled) {
    Case one(database(), State::mediating);
    ASSERT_EQ(one.pause("appraisal"), "");
    ASSERT_EQ(one.terminate(TerminationReason::T12), "");
    EXPECT_TRUE(one.view().pauses[0].resumed_at);
    EXPECT_EQ(one.terminate(TerminationReason::T12), "not_in_this_state");
}

}  // namespace hemu::handling
