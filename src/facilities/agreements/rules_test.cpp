#include <gmock/gmock.h>

#include "agreements.hpp"

namespace hemu::agreements {

using dispute::Difficulty;
using dispute::Dispute;
using dispute::Way;
using testing::ElementsAre;
using testing::IsEmpty;

static std::vector<std::string> said(const Verdict& verdict) {
    std::vector<std::string> found;
    if (!verdict.fine() && verdict.fields.empty()) found.push_back(verdict.code);
    for (const FieldFault& fault : verdict.fields) found.push_back(fault.field + " " + fault.code);
    return found;
}

static std::vector<dispute::PartyView> both() {
    std::vector<dispute::PartyView> parties(2);
    for (auto& party : parties) party.id = Id<dispute::Party>::fresh(Instant{1});
    return parties;
}

static Dispute of_type(std::string national, std::optional<std::string> local = std::nullopt) {
    Dispute dispute;
    dispute.national_type = std::move(national);
    dispute.local_type = std::move(local);
    return dispute;
}

static AgreementForm whole(AgreementShape shape = AgreementShape::written) {
    AgreementForm form;
    form.form = shape;
    form.facts = "楼上渗水";
    form.points = "赔偿数额";
    form.responsibility = "楼上承担修复责任";
    TermForm term;
    term.kind = TermKind::pay;
    term.text = "支付维修费用";
    term.amount_fen = Fen{280000};
    term.due_on = LegalDate(2026, 12, 1);
    term.manner = "转账";
    form.terms = {term};
    return form;
}

static std::vector<std::string> faults(const AgreementForm& form, const Dispute& dispute = of_type("02")) {
    return said(why_not_agreement(form, dispute, both()));
}

// PML art. 29 (2): main facts, points in dispute, each side's responsibility.
TEST(Agreement, says_facts_points_and_responsibility) {
    EXPECT_THAT(faults(whole()), IsEmpty());
    AgreementForm form = whole();
    form.facts = form.points = form.responsibility = " ";
    EXPECT_THAT(faults(form), ElementsAre("facts missing", "points missing", "responsibility missing"));
    form = whole();
    form.terms.clear();
    EXPECT_THAT(faults(form), ElementsAre("terms missing"));
    form.terms.assign(101, whole().terms[0]);
    EXPECT_THAT(faults(form), ElementsAre("terms too_many"));
}

// PML art. 29 (3): what was agreed, how and by when it is performed.
TEST(Agreement, says_how_and_by_when_each_term_is_performed) {
    AgreementForm form = whole();
    form.terms.push_back({});
    EXPECT_THAT(faults(form),
                ElementsAre("terms[1].text missing", "terms[1].due_on missing", "terms[1].manner missing"));
    form.form = AgreementShape::oral;
    EXPECT_THAT(faults(form), ElementsAre("terms[1].text missing"));
}

TEST(Agreement, leaves_no_blank_of_a_phrase_open) {
    AgreementForm form = whole();
    form.terms[0].text = "【姓名】于【日期】前付清";
    form.breach_clause = "每日按【比例】支付违约金";
    EXPECT_THAT(faults(form), ElementsAre("terms[0].text blank_left", "breach_clause blank_left"));
    form.terms[0].text = "依【附件清单付清";
    form.breach_clause.reset();
    EXPECT_THAT(faults(form), IsEmpty());
}

TEST(Agreement, to_pay_names_a_sum) {
    AgreementForm form = whole();
    form.terms[0].amount_fen.reset();
    EXPECT_THAT(faults(form), ElementsAre("terms[0].amount_fen missing"));
    form.terms[0].amount_fen = Fen{0};
    EXPECT_THAT(faults(form), ElementsAre("terms[0].amount_fen missing"));
    form.terms[0].kind = TermKind::act;
    EXPECT_THAT(faults(form), IsEmpty());
    form.terms[0].amount_fen = Fen{-1};
    EXPECT_THAT(faults(form), ElementsAre("terms[0].amount_fen out_of_range"));
}

TEST(Agreement, binds_parties_of_the_case) {
    AgreementForm form = whole();
    const auto parties = both();
    form.terms[0].party_id = parties[1].id;
    EXPECT_THAT(said(why_not_agreement(form, of_type("02"), parties)), IsEmpty());
    form.terms[0].party_id = Id<dispute::Party>::fresh(Instant{2});
    EXPECT_THAT(said(why_not_agreement(form, of_type("02"), parties)),
                ElementsAre("terms[0].party_id party_not_found"));
}

// PML art. 29: one copy each, one for the committee; an oral one is a line in the register.
TEST(Agreement, has_a_copy_for_each_party_and_the_committee) {
    AgreementForm form = whole();
    form.copies = 2;
    EXPECT_THAT(faults(form), ElementsAre("copies copies_too_few"));
    form.form = AgreementShape::oral;
    EXPECT_THAT(faults(form), IsEmpty());
    form = whole();
    form.copies = 100;
    EXPECT_THAT(faults(form), ElementsAre("copies out_of_range"));
}

// Domain facts 2.11: partly agreed, the rest is named; PML art. 26: for the rest the other ways are told.
TEST(Agreement, in_part_names_the_rest_and_the_ways_for_it) {
    AgreementForm form = whole();
    form.scope = Scope::partial;
    EXPECT_THAT(faults(form), ElementsAre("open_points missing", "routes ways_missing"));
    form.open_points = "误工费";
    form.routes = std::vector<Way>{};
    EXPECT_THAT(faults(form), ElementsAre("routes ways_missing"));
    form.routes = {Way::court};
    EXPECT_THAT(faults(form), IsEmpty());
}

// SPC civil mediation provisions art. 8, 9: liability for breach may be agreed, "the court shall decide" may not.
TEST(Agreement, does_not_leave_its_breach_to_the_court) {
    AgreementForm form = whole();
    form.breach_clause = "逾期每日按万分之五支付违约金";
    EXPECT_THAT(faults(form), IsEmpty());
    form.breach_clause = "不履行的，可向人民法院起诉";
    EXPECT_THAT(faults(form), IsEmpty());
    for (const std::string_view word : {"判决", "裁判", "裁决", "决定"}) {
        form.breach_clause = fmt::format("不履行的，由人民法院{}", word);
        EXPECT_THAT(faults(form), ElementsAre("breach_clause clause_leaves_it_to_court")) << word;
    }
}

// Medical: Regulation art. 39; labour: Labour Mediation and Arbitration Law art. 14; rural land: art. 10; difficult
// and major: local regulations.
TEST(Writing, is_needed_where_the_law_says_so) {
    for (const std::string type : {"15", "10", "11"}) EXPECT_TRUE(writing_needed(of_type(type))) << type;
    EXPECT_TRUE(writing_needed(of_type("07", "0701")));
    EXPECT_FALSE(writing_needed(of_type("07", "0702")));
    EXPECT_FALSE(writing_needed(of_type("02")));
    Dispute dispute = of_type("02");
    for (const auto word : json::enum_words<Difficulty>()) {
        dispute.difficulty = json::enum_from_word<Difficulty>(word);
        EXPECT_EQ(writing_needed(dispute), *dispute.difficulty >= Difficulty::difficult) << word;
    }
    EXPECT_THAT(said(why_not_oral(dispute)), ElementsAre("writing_needed"));
    EXPECT_THAT(said(why_not_oral(of_type("02"))), IsEmpty());
    EXPECT_THAT(faults(whole(AgreementShape::oral), of_type("15")), ElementsAre("form writing_needed"));
    EXPECT_THAT(faults(whole(AgreementShape::written), of_type("15")), IsEmpty());
}

static PerformanceView paid(std::int64_t fen) { return {LegalDate(2026, 12, 1), Fen{fen}, Proof::transfer}; }

TEST(Performance, of_a_sum_is_whole_when_the_instalments_reach_it) {
    EXPECT_FALSE(is_performed(TermKind::pay, Fen{1000}, {}));
    EXPECT_FALSE(is_performed(TermKind::pay, Fen{1000}, {paid(400), paid(599)}));
    EXPECT_TRUE(is_performed(TermKind::pay, Fen{1000}, {paid(400), paid(600)}));
}

TEST(Performance, of_an_act_is_whole_when_it_is_said) {
    EXPECT_FALSE(is_performed(TermKind::apologise, std::nullopt, {}));
    EXPECT_TRUE(
        is_performed(TermKind::apologise, std::nullopt, {{LegalDate(2026, 12, 1), std::nullopt, Proof::statement}}));
    EXPECT_TRUE(is_performed(TermKind::act, Fen{1000}, {{LegalDate(2026, 12, 1), std::nullopt, Proof::statement}}));
}

TEST(Performance, is_recorded_of_what_is_open_and_not_beyond_it) {
    TermView term;
    term.kind = TermKind::pay;
    term.amount_fen = Fen{1000};
    term.performed_fen = Fen{400};
    PerformanceForm form;
    EXPECT_THAT(said(why_not_perform(term, form)), IsEmpty());
    form.amount_fen = Fen{600};
    EXPECT_THAT(said(why_not_perform(term, form)), IsEmpty());
    form.amount_fen = Fen{601};
    EXPECT_THAT(said(why_not_perform(term, form)), ElementsAre("amount_fen more_than_agreed"));
    form.amount_fen = Fen{0};
    EXPECT_THAT(said(why_not_perform(term, form)), ElementsAre("amount_fen out_of_range"));
    term.performed = true;
    form.amount_fen.reset();
    EXPECT_THAT(said(why_not_perform(term, form)), ElementsAre("term_id already_performed"));
}

TEST(Performance, stands_in_sums_with_what_is_left_and_overdue) {
    const LegalDate today(2026, 12, 10);
    std::vector<TermView> terms(3);
    terms[0].amount_fen = Fen{1000};
    terms[0].performed_fen = Fen{400};
    terms[0].due_on = LegalDate(2026, 12, 1);
    terms[1].amount_fen = Fen{500};
    terms[1].performed_fen = Fen{500};
    terms[1].performed = true;
    terms[1].due_on = LegalDate(2026, 11, 1);
    terms[2].kind = TermKind::apologise;
    terms[2].due_on = LegalDate(2026, 12, 20);
    const auto dues = dues_of(terms, LegalDate(2026, 11, 1), today);
    EXPECT_EQ(dues[0].left_fen, Fen{600});
    EXPECT_EQ(dues[0].days_late, 9);
    EXPECT_EQ(dues[1].left_fen, Fen{});
    EXPECT_EQ(dues[1].days_late, 0);
    const Balance balance = balance_of(dues);
    EXPECT_EQ(balance.agreed_fen, Fen{1500});
    EXPECT_EQ(balance.performed_fen, Fen{900});
    EXPECT_EQ(balance.left_fen, Fen{600});
    EXPECT_EQ(balance.overdue_fen, Fen{600});
    EXPECT_EQ(balance.open_terms, 2);
    EXPECT_EQ(balance.days_late, 9);
    EXPECT_EQ(balance.next_due_on, LegalDate(2026, 12, 1));
    EXPECT_EQ(balance_of(dues_of(terms, std::nullopt, today)).overdue_fen, Fen{}) << "not in effect yet";
}

}  // namespace hemu::agreements
