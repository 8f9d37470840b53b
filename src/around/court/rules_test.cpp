#include "rules.hpp"

#include <gmock/gmock.h>

namespace hemu::court {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

static agreements::TermView term(std::string words) {
    agreements::TermView one;
    one.kind = agreements::TermKind::pay;
    one.text = std::move(words);
    one.party_id = PartyId::fresh(now());
    one.amount_fen = Fen{280000};
    one.due_on = LegalDate(2026, 12, 20);
    one.manner = "转账";
    return one;
}

static Matter matter() {
    Matter one;
    one.national_type = "17";
    one.agreement.emplace().terms = {term("支付维修费用")};
    one.effective_on = LegalDate(2026, 11, 24);
    one.applied_on = LegalDate(2026, 11, 30);
    one.last_day_on = LegalDate(2026, 12, 24);
    one.confirmed = {CheckCode::other_procedure, CheckCode::lawful, CheckCode::outsiders, CheckCode::public_interest,
                     CheckCode::voluntary};
    return one;
}

static Finding finding(const Matter& one, CheckCode code) {
    for (const ConfirmationCheck& check : checks_of(one))
        if (check.code == code) return check.finding;
    return Finding::look;
}

/// Twelve points and more, each with its source.
TEST(confirmation_checks, hold_when_nothing_speaks_against_them_and_name_their_source) {
    const auto checks = checks_of(matter());
    EXPECT_EQ(checks.size(), 13u);
    for (const ConfirmationCheck& check : checks) {
        EXPECT_EQ(check.finding, Finding::holds) << json::enum_word(check.code);
        EXPECT_FALSE(check.basis.empty());
    }
}

TEST(confirmation_checks, wait_for_a_person_where_words_cannot_tell) {
    Matter one = matter();
    one.confirmed.clear();
    for (const CheckCode code : {CheckCode::other_procedure, CheckCode::lawful, CheckCode::outsiders,
                                 CheckCode::public_interest, CheckCode::voluntary})
        EXPECT_EQ(finding(one, code), Finding::look);
}

// PML art. 33: written, in effect, within thirty days, by a committee.
TEST(confirmation_checks, want_a_written_agreement_in_effect_in_time_of_a_committee) {
    Matter oral = matter();
    oral.agreement->form = agreements::AgreementShape::oral;
    EXPECT_EQ(finding(oral, CheckCode::written_agreement), Finding::against);
    Matter early = matter();
    early.effective_on = std::nullopt;
    EXPECT_EQ(finding(early, CheckCode::in_effect), Finding::against);
    Matter late = matter();
    late.applied_on = LegalDate(2026, 12, 25);
    EXPECT_EQ(finding(late, CheckCode::in_time), Finding::against);
    late.applied_on = LegalDate(2026, 12, 24);
    EXPECT_EQ(finding(late, CheckCode::in_time), Finding::holds);
    Matter police = matter();
    police.body_kind = organisations::OrganisationKind::administrative_body;
    EXPECT_EQ(finding(police, CheckCode::committee_presided), Finding::against);
    police.invited_by_court = true;
    EXPECT_EQ(finding(police, CheckCode::committee_presided), Finding::holds);
}

// SPC interpretation art. 355.
TEST(confirmation_checks, keep_status_relations_and_titles_away) {
    Matter family = matter();
    family.national_type = "01";
    EXPECT_EQ(finding(family, CheckCode::status_relation), Finding::look);
    family.confirmed.push_back(CheckCode::status_relation);
    EXPECT_EQ(finding(family, CheckCode::status_relation), Finding::holds);
    family.agreement->terms = {term("双方自愿离婚")};
    EXPECT_EQ(finding(family, CheckCode::status_relation), Finding::against);
    Matter land = matter();
    land.national_type = "07";
    EXPECT_EQ(finding(land, CheckCode::title_to_rights), Finding::look);
    land.agreement->terms = {term("争议林地的承包权归张三")};
    EXPECT_EQ(finding(land, CheckCode::title_to_rights), Finding::against);
    Matter patent = matter();
    patent.local_type = "0502";
    EXPECT_EQ(finding(patent, CheckCode::title_to_rights), Finding::look);
}

TEST(confirmation_wording, names_what_a_court_would_find_unclear_by_field) {
    agreements::AgreementView agreement;
    auto first = term("尽快支付相关费用");
    first.amount_fen = std::nullopt;
    first.due_on = std::nullopt;
    first.party_id = std::nullopt;
    first.manner = " ";
    agreement.terms = {term("支付维修费用"), first};
    agreement.breach_clause = "不履行的，由人民法院判决";
    std::vector<std::string> found;
    for (const WordingMark& mark : wording_of(agreement, 2))
        found.push_back(mark.field + " " + std::string(json::enum_word(mark.code)) + " " + mark.word);
    EXPECT_THAT(found, ElementsAre("terms[1].text vague_word 尽快", "terms[1].due_on time_missing ",
                                   "terms[1].party_id payer_missing ", "terms[1].amount_fen amount_missing ",
                                   "terms[1].manner manner_missing ", "breach_clause court_decides 由人民法院判决"));
    EXPECT_THAT(wording_of({{}, {}, {}, {}, {}, {}, {}, {}, 3, {}, 1, {term("支付维修费用")}}, 2), IsEmpty());
    EXPECT_EQ(wording_of({{}, {}, {}, {}, {}, {}, {}, {}, 3, {}, 1, {term("支付维修费用")}}, 3).at(0).code,
              WordingCode::payee_unclear);
}

// CPL art. 85: the day of effect is not counted; a last day that is no working day moves to the next one.
TEST(confirmation_days, are_thirty_from_the_day_of_effect) {
    const WorkingCalendar calendar({LegalDate(2027, 1, 1)}, {});
    EXPECT_EQ(last_day(LegalDate(2026, 11, 24), calendar), LegalDate(2026, 12, 24));
    EXPECT_EQ(last_day(LegalDate(2026, 11, 27), calendar), LegalDate(2026, 12, 28));
    EXPECT_EQ(last_day(LegalDate(2026, 12, 2), calendar), LegalDate(2027, 1, 4));
}

TEST(confirmation_days, of_the_court_show_both_rules) {
    const WorkingCalendar calendar({}, {});
    using enum ConfirmationState;
    const LegalDate day(2026, 11, 24);
    EXPECT_THAT(court_days(handed_in, day, std::nullopt, std::nullopt, calendar),
                ElementsAre(LegalDate(2026, 11, 27)));
    EXPECT_THAT(court_days(accepted, day, day, std::nullopt, calendar),
                ElementsAre(LegalDate(2026, 12, 9), LegalDate(2026, 12, 24)));
    // The rule of 2011 knows ten more days, the special procedure as many as the president approves.
    EXPECT_THAT(court_days(accepted, day, day, LegalDate(2027, 1, 29), calendar),
                ElementsAre(LegalDate(2026, 12, 21), LegalDate(2027, 1, 29)));
    EXPECT_THAT(court_days(ruled, day, day, std::nullopt, calendar), IsEmpty());
}

static CourtSeat seat(const char* code, organisations::OrganisationLevel level) {
    return {CourtId::fresh(now()), std::string("法院") + code, level, code};
}

// CPL art. 205.
TEST(competent_courts, are_the_inviting_one_or_those_of_seat_matter_and_domicile) {
    using organisations::OrganisationLevel;
    const std::vector<CourtSeat> courts = {seat("4212", OrganisationLevel::city),
                                           seat("421202", OrganisationLevel::county),
                                           seat("421221", OrganisationLevel::county)};
    const auto own = courts_for(courts, "421202100", "421221100201", std::nullopt);
    ASSERT_EQ(own.size(), 3u);
    EXPECT_THAT(own[0].grounds, ElementsAre(CourtGround::committee_seat));
    EXPECT_THAT(own[1].grounds, ElementsAre(CourtGround::subject_matter));
    EXPECT_THAT(own[2].may_be, ElementsAre(CourtGround::intermediate));
    EXPECT_THAT(own[0].may_be, ElementsAre(CourtGround::party_domicile));
    const auto invited = courts_for(courts, "421202100", "421202100201", courts[2].id);
    ASSERT_EQ(invited.size(), 1u);
    EXPECT_EQ(invited[0].organisation_id, courts[2].id);
    EXPECT_THAT(invited[0].grounds, ElementsAre(CourtGround::inviting_court));
}

TEST(twelve_materials, say_what_there_is_and_what_is_missing) {
    std::vector<dispute::PartyView> parties(2);
    parties[0].id = PartyId::fresh(now());
    parties[1].id = PartyId::fresh(now());
    parties[1].side = dispute::Side::respondent;
    std::vector<attachments::AttachmentView> files(1);
    files[0].id = Id<attachments::Attachment>::fresh(now());
    files[0].name = "身份证.jpg";
    FileFacts facts;
    facts.agreement_sealed = facts.session_recorded = facts.notice_given = facts.applied_in_writing = true;
    ConfirmationForm form;
    form.applicants = {{parties[0].id, std::nullopt, LegalDate(2026, 11, 25), true},
                       {parties[1].id, std::nullopt, LegalDate(2026, 11, 25), false}};
    form.papers = {{Material::applicant_papers, files[0].id}};
    const auto all = materials_of(facts, form, parties, files);
    ASSERT_EQ(all.size(), 12u);
    const auto state = [&](Material one) { return all[static_cast<std::size_t>(one)].state; };
    EXPECT_EQ(state(Material::applicant_papers), MaterialState::have);
    EXPECT_EQ(state(Material::respondent_papers), MaterialState::missing);
    EXPECT_EQ(state(Material::service_address), MaterialState::missing);
    EXPECT_EQ(state(Material::confirmation_application), MaterialState::have);
    EXPECT_EQ(state(Material::mediation_record), MaterialState::have);
    EXPECT_EQ(state(Material::transfer_letter), MaterialState::not_needed);
    EXPECT_EQ(state(Material::appraisal), MaterialState::not_needed);
    facts.from_court = true;
    EXPECT_EQ(materials_of(facts, form, parties, files)[7].state, MaterialState::missing);
    const auto lacking = lacking_of({}, all, form, parties);
    std::vector<std::string> fields;
    for (const FieldMark& one : lacking) fields.push_back(one.field);
    EXPECT_THAT(fields, ElementsAre("materials.respondent_papers", "materials.service_address"));
}

TEST(handing_in, waits_for_everything_and_keeps_the_thirty_days) {
    const LegalDate today(2026, 12, 24);
    ConfirmationForm form;
    form.applicants = {{PartyId{}, std::nullopt, LegalDate(2026, 12, 1), true}};
    const auto why = [&](LegalDate on, std::vector<FieldMark> lacking = {}) {
        const Verdict verdict = why_not_hand_in(lacking, on, form, LegalDate(2026, 12, 24), today);
        return verdict.fields.empty() ? verdict.code : verdict.fields[0].field + " " + verdict.fields[0].code;
    };
    EXPECT_EQ(why(today), "");
    EXPECT_EQ(why(today + 1), "applied_on in_the_future");
    EXPECT_EQ(why(LegalDate(2026, 11, 30)), "applied_on before_the_parties");
    EXPECT_EQ(why(today, {{"materials.agreement", "missing"}}), "materials.agreement missing");
    EXPECT_EQ(
        why_not_hand_in({}, LegalDate(2026, 12, 25), form, LegalDate(2026, 12, 24), LegalDate(2026, 12, 25)).code,
        "too_late");
}

TEST(moves, follow_the_state) {
    using enum ConfirmationState;
    ConfirmationView one;
    const auto moves = [&](ConfirmationState state) {
        one.state = state;
        return moves_of(one, true);
    };
    EXPECT_THAT(moves_of(std::nullopt, true), ElementsAre(ConfirmationMove::prepare));
    EXPECT_THAT(moves_of(std::nullopt, false), IsEmpty());
    EXPECT_THAT(moves(accepted), ElementsAre(ConfirmationMove::withdraw));
    EXPECT_THAT(moves(ruled), Contains(ConfirmationMove::enforce));
    EXPECT_THAT(moves(rejected), ElementsAre(ConfirmationMove::change, ConfirmationMove::sue));
    EXPECT_TRUE(why_not_bench(handed_in, BenchMove::accept).fine());
    EXPECT_EQ(why_not_bench(accepted, BenchMove::accept).code, "confirmation_not_here");
    EXPECT_EQ(why_not_bench(returned, BenchMove::send_back).code, "confirmation_not_here");
    EXPECT_EQ(why_not_bench(ruled, BenchMove::reject).code, "confirmation_not_here");
}

TEST(enforcement, counts_from_the_last_day_for_performing) {
    agreements::AgreementView agreement;
    agreement.terms = {term("一"), term("二")};
    agreement.terms[1].due_on = LegalDate(2027, 3, 1);
    EXPECT_EQ(performance_end(agreement, LegalDate(2026, 11, 24)), LegalDate(2027, 3, 1));
    agreement.terms[0].due_on = agreement.terms[1].due_on = std::nullopt;
    EXPECT_EQ(performance_end(agreement, LegalDate(2026, 11, 24)), LegalDate(2026, 11, 24));
}

TEST(reasons, of_declining_and_of_rejecting_are_different_ones) {
    EXPECT_TRUE(declines(CourtReason::title_to_rights));
    EXPECT_FALSE(rejects(CourtReason::title_to_rights));
    EXPECT_TRUE(rejects(CourtReason::unclear));
    EXPECT_FALSE(declines(CourtReason::unclear));
}

TEST(confirmation_papers, let_nothing_leave_that_is_the_mediators_alone) {
    ConfirmationForm form;
    std::vector<attachments::AttachmentView> files(2);
    for (auto& file : files) {
        file.id = Id<attachments::Attachment>::fresh(now());
        form.papers.push_back({Material::other, file.id});
    }
    files[0].audience = attachments::Audience::applicant;
    files[1].audience = attachments::Audience::caucus;
    std::vector<std::string> wrong;
    for (const auto& one : why_not_prepare(form, {}, {}, files).fields) wrong.push_back(one.field + " " + one.code);
    EXPECT_THAT(wrong, Contains("papers[1].attachment_id caucus_stays"));
    EXPECT_THAT(wrong, testing::Not(Contains(testing::StartsWith("papers[0]"))));
    for (auto& file : files) file.audience = attachments::Audience::joint;
    EXPECT_THAT(why_not_prepare(form, {}, {}, files).fields,
                testing::Each(testing::Field(&FieldFault::field, testing::Not(testing::StartsWith("papers")))));
    files[1].audience = attachments::Audience::caucus;
    const auto all = materials_of({}, form, {}, files);
    const auto other =
        std::find_if(all.begin(), all.end(), [](const auto& one) { return one.material == Material::other; });
    ASSERT_NE(other, all.end());
    EXPECT_EQ(other->papers.size(), 1U) << "what became the mediators' alone after it was linked stays here";
}

}  // namespace hemu::court
