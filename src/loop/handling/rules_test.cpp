#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::handling {

using dispute::Difficulty;
using dispute::Side;
using dispute::State;
using dispute::Way;
using dispute::Willingness;
using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;

/// The refusal's own code, then every field at fault.
static std::vector<std::string> said(const Verdict& verdict) {
    std::vector<std::string> found;
    if (verdict.fine()) return found;
    if (verdict.fields.empty()) found.push_back(verdict.code);
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

static const LegalDate today(2026, 11, 24);
static const Instant moment = start_of(today) + std::chrono::hours(10);

static Parties both() {
    return {{PartyId::fresh(moment), Side::applicant, Willingness::willing},
            {PartyId::fresh(moment), Side::respondent, Willingness::unknown}};
}

static std::vector<PartyId> ids(const Parties& parties) {
    std::vector<PartyId> all;
    for (const PartyFacts& party : parties) all.push_back(party.id);
    return all;
}

// PML art. 17: never against the clear will of a party; Several Rules art. 20: between two sides.
TEST(Mediating, needs_two_sides_and_nobody_who_refuses) {
    Parties parties = both();
    EXPECT_THAT(said(why_not_mediate(parties)), IsEmpty());
    parties[1].willing = Willingness::unwilling;
    EXPECT_THAT(said(why_not_mediate(parties)), ElementsAre("party_unwilling"));
    parties.pop_back();
    EXPECT_THAT(said(why_not_mediate(parties)), ElementsAre("respondent_missing"));
    parties[0].side = Side::third_party;
    EXPECT_EQ(why_not_mediate(parties).fault, Fault::conflict);
}

// PML art. 23, 24; Several Rules art. 30: every party is told rights and duties before mediation.
TEST(Beginning, tells_everybody) {
    const Parties parties = both();
    OpeningForm form{today, NoticeForm::oral, ids(parties), std::nullopt};
    EXPECT_THAT(said(why_not_begin(form, parties, today)), IsEmpty());
    form.given_to.pop_back();
    EXPECT_THAT(said(why_not_begin(form, parties, today)), ElementsAre("given_to notice_not_to_all"));
    form.given_to = ids(parties);
    form.given_to.push_back(PartyId::fresh(moment));
    EXPECT_THAT(said(why_not_begin(form, parties, today)), ElementsAre("given_to party_not_found"));
    form.given_to = ids(parties);
    form.notice_given_on = today + 1;
    EXPECT_THAT(said(why_not_begin(form, parties, today)), ElementsAre("notice_given_on in_the_future"));
}

TEST(Notice, later_goes_to_somebody_of_the_case) {
    const Parties parties = both();
    OpeningForm form{today, NoticeForm::written, {parties[1].id}, std::nullopt};
    EXPECT_THAT(said(why_not_notice(form, parties, today)), IsEmpty());
    form.given_to.clear();
    EXPECT_THAT(said(why_not_notice(form, parties, today)), ElementsAre("given_to missing"));
    form = {today + 1, NoticeForm::written, {PartyId::fresh(moment)}, std::nullopt};
    EXPECT_THAT(said(why_not_notice(form, parties, today)),
                ElementsAre("notice_given_on in_the_future", "given_to party_not_found"));
}

TEST(Plan, needs_a_place) {
    SessionForm form{moment, "调解室", SessionMode::joint, {}};
    EXPECT_THAT(said(why_not_plan(form)), IsEmpty());
    form.place = "　 ";
    form.participants.assign(61, "某人");
    EXPECT_THAT(said(why_not_plan(form)), ElementsAre("place missing", "participants too_many"));
}

static SessionRecordForm held() {
    SessionRecordForm form;
    form.planned_at = moment;
    form.place = "调解室";
    form.participants = {"张三", "李四"};
    form.held_from = moment + -std::chrono::hours(2);
    form.held_to = moment + -std::chrono::hours(1);
    form.record = "双方陈述";
    return form;
}

// PML art. 27: mediators record; D08: time, place, participants, course.
TEST(Record, has_its_times_its_people_and_its_words) {
    EXPECT_THAT(said(why_not_record(held(), false, moment)), IsEmpty());
    SessionRecordForm form = held();
    form.participants.clear();
    form.record = " ";
    EXPECT_THAT(said(why_not_record(form, false, moment)), ElementsAre("participants missing", "record missing"));
    form = held();
    form.held_from.reset();
    EXPECT_THAT(said(why_not_record(form, false, moment)), ElementsAre("held_from missing"));
    form = held();
    form.held_to.reset();
    EXPECT_THAT(said(why_not_record(form, false, moment)), ElementsAre("held_to missing"));
    form = held();
    std::swap(form.held_from, form.held_to);
    EXPECT_THAT(said(why_not_record(form, false, moment)), ElementsAre("held_to before_begin"));
    form = held();
    form.held_from = form.held_to = moment + std::chrono::minutes(1);
    EXPECT_THAT(said(why_not_record(form, false, moment)),
                ElementsAre("held_from in_the_future", "held_to in_the_future"));
}

TEST(Record, of_what_was_held_is_not_taken_back) {
    SessionRecordForm plan;
    plan.place = "调解室";
    EXPECT_THAT(said(why_not_record(plan, false, moment)), IsEmpty());
    EXPECT_THAT(said(why_not_record(plan, true, moment)), ElementsAre("held_from session_held_already"));
    EXPECT_THAT(said(why_not_record(held(), true, moment)), IsEmpty());
}

// Domain facts 2.8: the notice comes before mediation; PML art. 27: the record belongs to the file, which closing
// ends.
TEST(Record, is_written_from_the_beginning_until_the_case_is_closed) {
    EXPECT_THAT(said(why_not_record_in(State::assigned, true)), ElementsAre("notice_first"));
    for (const State state : {State::mediating, State::paused, State::agreed, State::performing, State::breached,
                              State::performed, State::terminated})
        EXPECT_THAT(said(why_not_record_in(state, true)), IsEmpty()) << json::enum_word(state);
    for (const State state : {State::taken, State::closed, State::archived, State::accepted})
        EXPECT_THAT(said(why_not_record_in(state, true)), ElementsAre("not_in_this_state"));
    for (const State state : {State::assigned, State::mediating, State::paused})
        EXPECT_THAT(said(why_not_record_in(state, false)), IsEmpty());
    EXPECT_THAT(said(why_not_record_in(State::agreed, false)), ElementsAre("not_in_this_state"));
}

TEST(Investigation, says_who_was_asked_what_where_and_when) {
    InvestigationForm form{today, "高桥村", "王五", {}, "渠道何时堵塞"};
    EXPECT_THAT(said(why_not_investigation(form, today)), IsEmpty());
    EXPECT_THAT(said(why_not_investigation({today + 1, "", " ", {}, ""}, today)),
                ElementsAre("on in_the_future", "place missing", "asked_person missing", "content missing"));
}

// Shenzhen art. 73, Shandong art. 24: with consent, of everybody.
TEST(UndisputedFacts, are_agreed_by_everybody) {
    const Parties parties = both();
    EXPECT_THAT(said(why_not_undisputed({"渗水属实", ids(parties)}, parties)), IsEmpty());
    EXPECT_THAT(said(why_not_undisputed({"", {parties[0].id}}, parties)),
                ElementsAre("facts missing", "agreed_by consent_of_all_needed"));
}

// PML art. 27 and 3.2: the record is a "must" paper; without it the case could never be closed.
TEST(Agreeing, needs_both_sides_the_notice_and_a_recorded_session) {
    const Parties parties = both();
    EXPECT_THAT(said(why_not_agree({parties, ids(parties), true})), IsEmpty());
    EXPECT_THAT(said(why_not_agree({parties, ids(parties), false})), ElementsAre("session_record_missing"));
    EXPECT_THAT(said(why_not_agree({parties, {parties[0].id}, true})), ElementsAre("notice_not_to_all"));
    EXPECT_THAT(said(why_not_agree({{parties[0]}, ids(parties), true})), ElementsAre("respondent_missing"));
    EXPECT_EQ(why_not_agree({parties, ids(parties), false}).fault, Fault::conflict);
}

// Invited Mediation Provisions art. 27: both agree; Medical Dispute Regulation art. 38: with the committee.
TEST(Extending, needs_the_consent_of_all_and_where_asked_the_committees) {
    const Parties parties = both();
    ExtensionForm form{today + 30, today, ids(parties)};
    EXPECT_THAT(said(why_not_extend(form, parties, false, Duty::mediator, today)), IsEmpty());
    EXPECT_THAT(said(why_not_extend(form, parties, true, Duty::mediator, today)),
                ElementsAre("committee_must_agree"));
    EXPECT_THAT(said(why_not_extend(form, parties, true, Duty::head, today)), IsEmpty());
    form.consents.pop_back();
    form.consent_on = today + 1;
    EXPECT_THAT(said(why_not_extend(form, parties, false, Duty::head, today)),
                ElementsAre("consents consent_of_all_needed", "consent_on in_the_future"));
}

// PML art. 26: whatever ended it, the parties are told their other ways.
TEST(Terminating, always_tells_other_ways) {
    for (const auto word : json::enum_words<TerminationReason>()) {
        TerminationForm form{*json::enum_from_word<TerminationReason>(word), {}, "已告知"};
        EXPECT_THAT(said(why_not_terminate(form, true)), ElementsAre("routes ways_missing")) << word;
        form.routes = {Way::court, Way::police};
        EXPECT_THAT(said(why_not_terminate(form, true)), IsEmpty()) << word;
        form.words = "  ";
        EXPECT_THAT(said(why_not_terminate(form, true)), ElementsAre("words missing")) << word;
    }
}

// T03 (Online Mediation Rules art. 25): "period over" is said of a period that is over.
TEST(Terminating, for_time_waits_until_the_period_is_over) {
    const TerminationForm form{TerminationReason::T03, {Way::court}, "期限届满"};
    EXPECT_THAT(said(why_not_terminate(form, false)), ElementsAre("reason period_not_over"));
    EXPECT_THAT(said(why_not_terminate(form, true)), IsEmpty());
    EXPECT_THAT(said(why_not_terminate({TerminationReason::T02, {Way::court}, "意见分歧"}, false)), IsEmpty());
}

// T11, PML art. 25: what may be a crime or a public-security case goes to the police.
TEST(Terminating, of_what_may_be_a_crime_names_the_police) {
    EXPECT_THAT(said(why_not_terminate({TerminationReason::T11, {Way::court}, "移送"}, false)),
                ElementsAre("routes way_police_missing"));
    EXPECT_THAT(said(why_not_terminate({TerminationReason::T11, {Way::police}, "移送"}, false)), IsEmpty());
}

static dispute::Dispute neighbours(std::optional<Difficulty> difficulty = std::nullopt) {
    dispute::Dispute dispute;
    dispute.national_type = "02";
    dispute.difficulty = difficulty;
    return dispute;
}

TEST(OnTheSpot, is_for_simple_matters) {
    for (const auto difficulty :
         {std::optional<Difficulty>(), std::optional(Difficulty::simple), std::optional(Difficulty::general)})
        EXPECT_THAT(said(why_not_at_once(neighbours(difficulty), both())), IsEmpty());
    EXPECT_THAT(said(why_not_at_once(neighbours(Difficulty::difficult), both())), ElementsAre("not_simple"));
}

// It is oral: what the law wants in writing (medical: Regulation art. 39) cannot be settled in one step.
TEST(OnTheSpot, is_never_for_what_needs_writing) {
    dispute::Dispute medical = neighbours();
    medical.national_type = "15";
    EXPECT_THAT(said(why_not_at_once(medical, both())), ElementsAre("writing_needed"));
}

TEST(OnTheSpot, needs_both_sides_willing) {
    Parties parties = both();
    parties[0].willing = Willingness::unwilling;
    EXPECT_THAT(said(why_not_at_once(neighbours(), parties)), ElementsAre("party_unwilling"));
    EXPECT_THAT(said(why_not_at_once(neighbours(), {parties[1]})), IsEmpty());
    parties = both();
    parties.pop_back();
    EXPECT_THAT(said(why_not_at_once(neighbours(), parties)), ElementsAre("respondent_missing"));
}

TEST(OnTheSpot, says_what_was_agreed) {
    OnTheSpot form;
    EXPECT_THAT(said(why_not_on_the_spot(form, {})), ElementsAre("facts missing", "terms missing"));
    form.facts = "互相推搡";
    form.terms.resize(1);
    form.terms[0].kind = agreements::TermKind::pay;
    EXPECT_THAT(said(why_not_on_the_spot(form, {})),
                ElementsAre("terms[0].text missing", "terms[0].amount_fen missing"));
}

TEST(Hands, are_those_of_its_mediators_and_of_the_holding_bodys_head) {
    dispute::Dispute dispute;
    dispute.holder_id = Id<identity::Organisation>::fresh(moment);
    identity::Actor actor;
    actor.duty = Duty::mediator;
    actor.organisation = dispute.holder_id;
    EXPECT_THAT(said(why_not_hands(true, dispute, actor)), IsEmpty());
    EXPECT_THAT(said(why_not_hands(false, dispute, actor)), ElementsAre("not_on_this_dispute"));
    actor.duty = Duty::head;
    EXPECT_THAT(said(why_not_hands(false, dispute, actor)), IsEmpty());
    actor.organisation = Id<identity::Organisation>::fresh(moment);
    EXPECT_EQ(why_not_hands(false, dispute, actor).fault, Fault::forbidden);
}

}  // namespace hemu::handling
