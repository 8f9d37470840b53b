#include <gmock/gmock.h>

#include "handling_case.hpp"

namespace hemu::handling {

using testing::ElementsAre;

HEMU_ON_BOTH_ENGINES(on_the_spot);

// On the spot.

static OnTheSpot settled() {
    OnTheSpot form;
    form.facts = "停车剐蹭，双方当场核对";
    agreements::TermForm term;
    term.kind = agreements::TermKind::pay;
    term.text = "当场赔偿三百元";
    term.amount_fen = Fen{30000};
    form.terms = {term};
    form.words = "双方握手言和";
    return form;
}

// One step that leaves what the law asks for: notice, record, oral agreement, proof of performance.
TEST_P(on_the_spot, settles_a_simple_matter_in_one_step_with_a_whole_record) {
    Case one(database(), State::taken);
    ASSERT_EQ(one.settle(one.colleague(), settled()), "");
    const Dispute after = one.stored();
    EXPECT_EQ(after.state, State::performed);
    EXPECT_EQ(after.result, "success");
    EXPECT_EQ(after.agreement_form, "oral");
    EXPECT_EQ(after.effective_on, LegalDate(2026, 11, 24));
    EXPECT_EQ(after.handler_id, one.colleague().account);
    const auto view = one.view(one.colleague());
    ASSERT_EQ(view.notices.size(), 1U);
    EXPECT_EQ(view.notices[0].given_to, one.parties);
    ASSERT_EQ(view.sessions.size(), 1U);
    EXPECT_EQ(view.sessions[0].place, "高桥村人民调解委员会");
    EXPECT_EQ(view.sessions[0].record, "停车剐蹭，双方当场核对\n当场赔偿三百元\n双方握手言和");
    EXPECT_THAT(view.sessions[0].participants, ElementsAre("张三", "李四", one.colleague().name));
    ASSERT_TRUE(view.agreement);
    EXPECT_EQ(view.agreement->form, agreements::AgreementShape::oral);
    ASSERT_EQ(view.agreement->terms[0].performances.size(), 1U);
    EXPECT_EQ(view.agreement->terms[0].performances[0].amount_fen, Fen{30000});
    EXPECT_THAT(one.city.running_clocks(after), ElementsAre("FU-1"));
}

TEST_P(on_the_spot, settles_at_once_only_what_is_its_bodys_and_its_mediators) {
    Case one(database(), State::taken);
    const auto stranger = one.city.person(Duty::clerk, one.city.county_centre);
    EXPECT_EQ(one.settle(stranger, settled()), "not_your_bodys_dispute");
    OnTheSpot form = settled();
    form.terms.clear();
    EXPECT_EQ(one.settle(one.colleague(), form), "missing");
    database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE dispute SET state = 'assigned' WHERE id = '{}'", to_text(one.id)));
    });
    EXPECT_EQ(one.settle(one.colleague(), settled()), "not_on_this_dispute");
    EXPECT_EQ(one.settle(one.mediator(), settled()), "");
}

TEST_P(on_the_spot, settles_at_once_at_the_window_where_it_was_registered) {
    dispute::TestCity city(database());
    const Dispute dispute = city.add_dispute(State::registered);
    const Context cx = city.as(Duty::clerk, city.county_centre, city.tick());
    database().transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, dispute.id, cx.actor);
        OnTheSpot form = settled();
        form.place = "一楼大厅";
        settle_at_once(tx, found, form, cx);
        EXPECT_EQ(handling_of(tx, found, cx).sessions[0].place, "一楼大厅");
    });
    EXPECT_EQ(city.reload(dispute).state, State::performed);
    EXPECT_THAT(city.running_clocks(dispute), ElementsAre("FU-1"));
}

TEST_P(on_the_spot, settles_nothing_at_once_that_needs_writing_or_more_care) {
    Case one(database(), State::taken, [](Dispute& fresh) { fresh.difficulty = dispute::Difficulty::difficult; });
    EXPECT_EQ(one.settle(one.colleague(), settled()), "not_simple");
}

}  // namespace hemu::handling
