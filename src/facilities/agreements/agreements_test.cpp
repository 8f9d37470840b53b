#include "agreements.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"

namespace hemu::agreements {

using dispute::Dispute;
using dispute::State;
using dispute::Way;
using identity::Duty;
using testing::ElementsAre;

HEMU_ON_BOTH_ENGINES(agreements_store);

static TermForm payment(std::int64_t fen) {
    TermForm term;
    term.kind = TermKind::pay;
    term.text = "支付维修费用";
    term.amount_fen = Fen{fen};
    term.due_on = LegalDate(2026, 12, 1);
    term.manner = "转账";
    term.place = "咸安区";
    return term;
}

static TermForm apology() {
    TermForm term;
    term.kind = TermKind::apologise;
    term.text = "当面道歉";
    return term;
}

static AgreementForm of(std::vector<TermForm> terms) {
    AgreementForm form;
    form.facts = "楼上渗水";
    form.points = "赔偿数额";
    form.responsibility = "楼上负责";
    form.terms = std::move(terms);
    return form;
}

class Paper {
  public:
    Paper(dispute::TestCity& city, const AgreementForm& form)
        : city_(city), dispute_(city.add_dispute(State::performing)) {
        city.database().transact([&](db::Tx& tx) { save(tx, dispute_, form, city.morning()); });
    }
    AgreementView view() {
        return city_.database().read([&](db::Tx& tx) { return find(tx, dispute_).value(); });
    }
    std::string perform(const PerformanceForm& form) {
        const auto cx = city_.as(Duty::clerk, city_.county_centre, city_.tick());
        try {
            city_.database().transact([&](db::Tx& tx) { agreements::perform(tx, dispute_, form, cx); });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
        }
        return "";
    }
    std::string pay(std::optional<std::int64_t> fen, LegalDate on = LegalDate(2026, 11, 24)) {
        PerformanceForm form;
        form.term_id = view().terms[0].id;
        form.performed_on = on;
        if (fen) form.amount_fen = Fen{*fen};
        form.proof = Proof::transfer;
        return perform(form);
    }
    const Dispute& dispute() const { return dispute_; }

  private:
    dispute::TestCity& city_;
    Dispute dispute_;
};

TEST_P(agreements_store, keeps_every_field_and_the_order_of_terms) {
    dispute::TestCity city(database());
    AgreementForm form = of({payment(1000), apology(), payment(2000)});
    form.scope = Scope::partial;
    form.open_points = "误工费";
    form.routes = {Way::court, Way::legal_aid};
    form.breach_clause = "逾期支付违约金";
    form.copies = 4;
    Paper paper(city, form);
    const AgreementView view = paper.view();
    EXPECT_EQ(view.form, AgreementShape::written);
    EXPECT_EQ(view.scope, Scope::partial);
    EXPECT_EQ(view.facts, "楼上渗水");
    EXPECT_EQ(view.points, "赔偿数额");
    EXPECT_EQ(view.responsibility, "楼上负责");
    EXPECT_EQ(view.open_points, "误工费");
    EXPECT_THAT(view.routes, ElementsAre(Way::court, Way::legal_aid));
    EXPECT_EQ(view.breach_clause, "逾期支付违约金");
    EXPECT_EQ(view.copies, 4);
    EXPECT_EQ(view.concluded_on, LegalDate(2026, 11, 24));
    ASSERT_EQ(view.terms.size(), 3U);
    EXPECT_EQ(view.terms[0].amount_fen, Fen{1000});
    EXPECT_EQ(view.terms[0].place, "咸安区");
    EXPECT_EQ(view.terms[1].kind, TermKind::apologise);
    EXPECT_EQ(view.terms[2].amount_fen, Fen{2000});
    EXPECT_FALSE(view.terms[0].performed);
}

TEST_P(agreements_store, belongs_to_its_revision) {
    dispute::TestCity city(database());
    Paper paper(city, of({payment(1000)}));
    Dispute reopened = paper.dispute();
    reopened.revision = 2;
    database().transact([&](db::Tx& tx) {
        EXPECT_FALSE(find(tx, reopened));
        save(tx, reopened, of({apology()}), city.morning());
    });
    EXPECT_EQ(paper.view().terms[0].kind, TermKind::pay);
}

TEST_P(agreements_store, replacing_writes_text_and_terms_anew) {
    dispute::TestCity city(database());
    Paper paper(city, of({payment(1000), apology()}));
    database().transact([&](db::Tx& tx) {
        AgreementForm form = of({payment(900)});
        form.facts = "另一说法";
        replace(tx, paper.dispute(), form, city.tick());
    });
    const AgreementView view = paper.view();
    EXPECT_EQ(view.version, 2);
    EXPECT_EQ(view.facts, "另一说法");
    ASSERT_EQ(view.terms.size(), 1U);
    EXPECT_EQ(view.terms[0].amount_fen, Fen{900});
    const Dispute other = city.add_dispute(State::agreed);
    database().transact(
        [&](db::Tx& tx) { EXPECT_THROW(replace(tx, other, of({payment(1)}), city.tick()), Refusal); });
}

// By date or in instalments, each with its proof (domain facts 2.14).
TEST_P(agreements_store, performed_in_instalments_with_proof) {
    dispute::TestCity city(database());
    Paper paper(city, of({payment(1000)}));
    EXPECT_EQ(paper.pay(300, LegalDate(2026, 11, 20)), "");
    TermView term = paper.view().terms[0];
    EXPECT_FALSE(term.performed);
    EXPECT_FALSE(term.performed_on);
    EXPECT_EQ(term.performed_fen, Fen{300});
    EXPECT_EQ(paper.pay(701), "more_than_agreed");
    EXPECT_EQ(paper.pay(std::nullopt), "");
    term = paper.view().terms[0];
    EXPECT_TRUE(term.performed);
    EXPECT_EQ(term.performed_on, LegalDate(2026, 11, 24));
    ASSERT_EQ(term.performances.size(), 2U);
    EXPECT_EQ(term.performances[0].performed_on, LegalDate(2026, 11, 20));
    EXPECT_EQ(term.performances[1].amount_fen, Fen{700});
    EXPECT_EQ(term.performances[1].proof, Proof::transfer);
    EXPECT_EQ(paper.pay(1), "already_performed");
}

TEST_P(agreements_store, performed_at_once_closes_every_open_term) {
    dispute::TestCity city(database());
    Paper paper(city, of({payment(1000), apology(), payment(500)}));
    ASSERT_EQ(paper.pay(400), "");
    PerformanceForm all;
    all.performed_on = LegalDate(2026, 11, 24);
    all.proof = Proof::statement;
    EXPECT_EQ(paper.perform(all), "");
    for (const TermView& term : paper.view().terms) EXPECT_TRUE(term.performed) << term.text;
    EXPECT_EQ(paper.view().terms[0].performed_fen, Fen{1000});
    EXPECT_FALSE(paper.view().terms[1].performances[0].amount_fen);
}

TEST_P(agreements_store, performance_is_of_a_known_term_and_has_happened) {
    dispute::TestCity city(database());
    Paper paper(city, of({payment(1000)}));
    PerformanceForm form;
    form.term_id = Id<Term>::fresh(city.morning());
    form.performed_on = LegalDate(2026, 11, 24);
    EXPECT_EQ(paper.perform(form), "unknown_term");
    EXPECT_EQ(paper.pay(100, LegalDate(2026, 11, 25)), "in_the_future");
    form.term_id.reset();
    form.amount_fen = Fen{100};
    EXPECT_EQ(paper.perform(form), "missing");
    const Dispute other = city.add_dispute(State::performing);
    const auto cx = city.as(Duty::clerk, city.county_centre, city.tick());
    database().transact([&](db::Tx& tx) { EXPECT_THROW(perform(tx, other, {}, cx), Refusal); });
}

}  // namespace hemu::agreements
