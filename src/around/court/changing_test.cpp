#include "changing.hpp"

#include "closing.hpp"
#include "court_testing.hpp"
#include "figures.hpp"
#include "filing.hpp"
#include "handling.hpp"
#include "judging.hpp"

namespace hemu::court {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

HEMU_ON_BOTH_ENGINES(after_a_refusal);

/// The mediation goes on after the court said no; what is changed is signed and sealed like the first agreement.
class Changed : public Case {
  public:
    using Case::Case;
    std::string rule_against(const char* number) {
        const std::string said = decides<AcceptanceForm>(accept, {today, number});
        return said.empty() ? decides<RulingForm>(rule, {false, today, number, CourtReason::unclear, "给付不明确"})
                            : said;
    }
    ChangedAgreementForm new_terms(std::int64_t fen) {
        ChangedAgreementForm form;
        form.facts = form.points = form.responsibility = "渗水";
        agreements::TermForm term;
        term.kind = agreements::TermKind::pay;
        term.text = "一次付清维修费用";
        term.party_id = parties[1];
        term.amount_fen = Fen{fen};
        term.due_on = LegalDate(2026, 12, 28);
        term.manner = "转账";
        form.terms = {term};
        form.words = "按法院意见写明给付。";
        return form;
    }
    void sign_all() {
        for (const auto& party : parties)
            ASSERT_EQ(staff<closing::SignatureForm>(
                          closing::sign, {{party, std::nullopt, std::nullopt}, closing::Manner::signature, day()}),
                      "");
        ASSERT_EQ(staff<closing::SignatureForm>(
                      closing::sign, {{std::nullopt, std::nullopt, true}, closing::Manner::signature, day()}),
                  "");
        ASSERT_EQ(as(head,
                     [&](db::Tx& tx, const Context& cx) {
                         Dispute found = dispute::find(tx, dispute_id, cx.actor);
                         closing::seal(tx, found, {day()}, cx);
                     }),
                  "");
    }
    LegalDate day() const { return legal_date(now); }
    Dispute reload() { return city.reload(dispute_id); }
};

TEST_P(after_a_refusal, lets_the_parties_change_what_it_refused_and_hears_them_again) {
    Changed one(database());
    EXPECT_EQ(one.staff<ChangedAgreementForm>(change_agreement, one.new_terms(300000)), "court_did_not_refuse");
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    const auto first = one.confirmation();
    ASSERT_EQ(one.rule_against("1号"), "");
    auto form = one.new_terms(300000);
    form.words = " ";
    form.terms[0].manner.reset();
    EXPECT_EQ(one.staff<ChangedAgreementForm>(change_agreement, form), "terms[0].manner missing");
    EXPECT_EQ(one.staff<ChangedAgreementForm>(change_agreement, one.new_terms(300000)), "");

    EXPECT_EQ(one.reload().state, State::agreed);
    EXPECT_FALSE(one.reload().effective_on);
    EXPECT_THAT(one.clocks(), AllOf(Not(Contains("PERF")), Not(Contains("JC-APP"))));
    EXPECT_THAT(one.desk().moves, IsEmpty());
    EXPECT_FALSE(one.desk().application);
    ASSERT_EQ(one.desk().earlier.size(), 1u);
    EXPECT_EQ(one.desk().earlier[0].effective_on, today);
    EXPECT_EQ(one.desk().earlier[0].agreement.terms.at(0).amount_fen, Fen{280000});
    EXPECT_EQ(one.desk().earlier[0].application->reason, CourtReason::unclear);
    EXPECT_EQ(one.staff<handling::TerminationForm>(
                  handling::terminate, {handling::TerminationReason::T02, {dispute::Way::court}, "谈不拢"}),
              "earlier_agreement_stands");

    one.pass_days(3);
    ASSERT_NO_FATAL_FAILURE(one.sign_all());
    EXPECT_EQ(one.reload().state, State::performing);
    EXPECT_EQ(one.reload().effective_on, today + 3);
    EXPECT_THAT(one.clocks(), AllOf(Contains("PERF"), Contains("JC-APP")));
    EXPECT_EQ(one.desk().last_day_on, LegalDate(2026, 12, 28)) << "thirty days from the new effect, on a Monday";
    EXPECT_EQ(one.desk().edition, 2);
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    EXPECT_NE(one.confirmation(), first);
    const auto bench = [&](Id<Confirmation> id) {
        return one.city.database().read(
            [&](db::Tx& tx) { return bench_case(tx, id, one.city.as(one.judge, one.now)); });
    };
    EXPECT_EQ(bench(first).agreement.terms.at(0).amount_fen, Fen{280000}) << "the court sees what it refused";
    EXPECT_EQ(bench(first).effective_on, today);
    EXPECT_EQ(bench(first).line.agreed_fen, Fen{280000});
    EXPECT_EQ(bench(one.confirmation()).line.agreed_fen, Fen{300000});
    ASSERT_EQ(one.decides<AcceptanceForm>(accept, {one.day(), "2号"}), "");
    EXPECT_EQ(one.decides<RulingForm>(rule, {true, one.day(), "2号", std::nullopt, std::nullopt}), "");
    EXPECT_EQ(one.state(), ConfirmationState::ruled);
    const auto supervisor = one.city.person(Duty::supervisor, one.city.city_centre);
    const auto figures = one.city.database().read(
        [&](db::Tx& tx) { return figures_since(tx, LegalDate(2026, 1, 1), one.city.as(supervisor, one.now)); });
    EXPECT_EQ(figures.written, 1) << "one agreement, in two editions";
    EXPECT_EQ(figures.applied_of_written, 1);
    EXPECT_EQ(figures.applied, 2);
}

TEST_P(after_a_refusal, leaves_the_agreement_as_it_was_when_its_change_is_not_signed) {
    Changed one(database());
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    ASSERT_EQ(one.rule_against("1号"), "");
    EXPECT_EQ(one.staff<ChangeDropForm>(keep_agreement, {"李四不签"}), "not_in_this_state");
    ASSERT_EQ(one.staff<ChangedAgreementForm>(change_agreement, one.new_terms(300000)), "");
    ASSERT_EQ(one.staff<closing::SignatureForm>(
                  closing::sign, {{one.parties[0], std::nullopt, std::nullopt}, closing::Manner::signature, today}),
              "");
    EXPECT_EQ(one.staff<ChangeDropForm>(keep_agreement, {" "}), "words missing");
    EXPECT_EQ(one.staff<ChangeDropForm>(keep_agreement, {"李四不签"}), "");
    EXPECT_EQ(one.reload().state, State::performing);
    EXPECT_EQ(one.reload().effective_on, today);
    EXPECT_THAT(one.clocks(), Contains("PERF"));
    EXPECT_EQ(one.state(), ConfirmationState::rejected);
    EXPECT_THAT(one.desk().moves, ElementsAre(ConfirmationMove::change, ConfirmationMove::sue));
    ASSERT_EQ(one.desk().earlier.size(), 1u);
    EXPECT_FALSE(one.desk().earlier[0].effective_on) << "nobody was bound by it";

    ASSERT_EQ(one.staff<ChangedAgreementForm>(change_agreement, one.new_terms(310000)), "");
    EXPECT_EQ(one.desk().edition, 3);
    ASSERT_NO_FATAL_FAILURE(one.sign_all());
    auto named = one.new_terms(320000);
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    ASSERT_EQ(one.rule_against("2号"), "");
    EXPECT_EQ(one.staff<ChangedAgreementForm>(change_agreement, named), "facts earlier_agreement_not_named");
    named.facts = "变更" + one.desk().file_number.value() + "协议。渗水";
    EXPECT_EQ(one.staff<FilingForm>(bring_suit, {one.court, today, "请求支付维修费", std::nullopt}), "");
    EXPECT_EQ(one.staff<ChangedAgreementForm>(change_agreement, named), "suit_brought_already");
}

TEST_P(after_a_refusal, ends_performance_when_a_judgment_annuls_the_agreement_and_tells_it_above) {
    Case one(database());
    const auto judged = [&](const identity::Actor& actor, const JudgmentForm& form) {
        return one.as(actor, [&](db::Tx& tx, const Context& cx) {
            Dispute found = dispute::find(tx, one.dispute_id, cx.actor);
            tell_judgment(tx, found, form, cx);
        });
    };
    JudgmentForm form{std::nullopt, CourtOutcome::changed, today, "（2026）鄂12民终5号", std::nullopt, std::nullopt};
    EXPECT_EQ(judged(one.mediator, form), "reason missing");
    form.reason = CourtReason::too_late;
    EXPECT_EQ(judged(one.mediator, form), "reason reason_of_another_decision");
    form.reason = CourtReason::unclear;
    EXPECT_EQ(judged(one.mediator, form), "court_id court_unknown");
    form.court_id = one.court;
    EXPECT_EQ(judged(one.mediator, form), "");
    EXPECT_EQ(judged(one.mediator, form), "court_number number_taken");
    EXPECT_EQ(one.city.reload(one.dispute_id).state, State::performing) << "a changed agreement is still to be kept";

    form.outcome = CourtOutcome::annulled;
    form.reason = CourtReason::not_voluntary;
    EXPECT_EQ(judged(one.mediator, form), "");
    const Dispute ended = one.city.reload(one.dispute_id);
    EXPECT_EQ(ended.state, State::terminated);
    EXPECT_EQ(ended.result, "failed");
    EXPECT_FALSE(ended.effective_on);
    EXPECT_THAT(one.clocks(), AllOf(Not(Contains("PERF")), Not(Contains("JC-APP")), Not(Contains("ENF"))));
    const auto supervisor = one.city.person(Duty::supervisor, one.city.city_centre);
    one.city.database().read([&](db::Tx& tx) {
        const Context cx = one.city.as(supervisor, one.now);
        EXPECT_EQ(feedback_for(tx, cx).size(), 2u);
        const auto view = judgments_of(tx, ended, one.city.as(one.mediator, one.now));
        EXPECT_TRUE(view.may_tell);
        EXPECT_EQ(view.told.at(0).outcome, CourtOutcome::annulled);
        const auto figures = figures_since(tx, LegalDate(2026, 1, 1), cx);
        EXPECT_EQ(figures.judged_annulled, 1);
        EXPECT_EQ(figures.judged_changed, 1);
    });
}

}  // namespace hemu::court
