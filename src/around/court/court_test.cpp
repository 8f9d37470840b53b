#include "clocks.hpp"
#include "court_testing.hpp"
#include "entrusting.hpp"
#include "feedback.hpp"
#include "figures.hpp"
#include "filing.hpp"
#include "handling.hpp"
#include "packages.hpp"

namespace hemu::court {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HEMU_ON_BOTH_ENGINES(court_desk);

TEST_P(court_desk, takes_a_joint_application_through_to_the_ruling_with_its_clocks) {
    Case one(database());
    one.city.run_clocks_as_after(one.city.reload(one.dispute_id), "take_effect");
    EXPECT_THAT(one.clocks(), Contains("JC-APP"));
    EXPECT_EQ(one.desk().last_day_on, LegalDate(2026, 12, 24));
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    EXPECT_THAT(one.clocks(), AllOf(Contains("JC-ACC"), Not(Contains("JC-APP"))));
    EXPECT_EQ(one.decides<AcceptanceForm>(accept, {today, "（2026）鄂1202诉前调确1号"}), "");
    EXPECT_THAT(one.clocks(), AllOf(Contains("JC-DEC-A"), Contains("JC-DEC-B"), Not(Contains("JC-ACC"))));
    EXPECT_EQ(one.decides<RulingForm>(rule, {true, today, "（2026）鄂1202诉前调确1号", std::nullopt, std::nullopt}),
              "");
    EXPECT_THAT(one.clocks(), AllOf(Contains("ENF"), Not(Contains("JC-DEC-A")), Not(Contains("JC-DEC-B"))));
    const auto view = one.desk().application.value();
    EXPECT_EQ(view.performance_ends_on, LegalDate(2026, 12, 20));
    EXPECT_EQ(view.enforce_by_on, LegalDate(2028, 12, 20));
    EXPECT_EQ(one.staff<RulingReceiptForm>(serve, {one.parties[0], today}), "");
    EXPECT_THAT(one.clocks(), Contains("JC-OBJ-P"));
    EXPECT_EQ(one.staff<ObjectionForm>(object, {one.parties[1], today, "不同意"}), "party_id not_served");
    EXPECT_EQ(one.staff<ObjectionForm>(object, {one.parties[0], today, "不同意"}), "");
    EXPECT_EQ(one.staff<EnforcementForm>(enforce, {today}), "");
    EXPECT_THAT(one.clocks(), Not(Contains("ENF")));
    EXPECT_EQ(one.staff<EnforcementForm>(enforce, {today}), "not_in_this_state");
}

TEST_P(court_desk, hands_nothing_in_before_everything_is_there_and_everybody_applies) {
    Case one(database());
    auto form = one.form();
    form.applicants.pop_back();
    form.papers.pop_back();
    ASSERT_EQ(one.prepare_it(form), "");
    EXPECT_EQ(one.staff<HandingInForm>(hand_in, {today}), "applicants all_must_apply");
    form = one.form();
    form.ground = CourtGround::inviting_court;
    EXPECT_EQ(one.prepare_it(form), "ground ground_does_not_hold");
    form = one.form();
    form.papers.push_back({Material::other, Id<attachments::Attachment>{}});
    EXPECT_EQ(one.prepare_it(form), "papers[2].attachment_id not_found");
    ASSERT_EQ(one.prepare_it(one.form()), "");
    one.pass_days(31);
    EXPECT_EQ(one.staff<HandingInForm>(hand_in, {LegalDate(2026, 12, 25)}), "checks.in_time check_against");
    EXPECT_EQ(one.staff<HandingInForm>(hand_in, {today}), "");
}

TEST_P(court_desk, shows_an_application_to_its_own_court_alone) {
    Case one(database(), [](Dispute& fresh) { fresh.secrecy = dispute::Secrecy::private_; });
    ASSERT_EQ(one.prepare_it(one.form()), "");
    EXPECT_EQ(one.decides<AcceptanceForm>(accept, {today, "1号"}), "not_found") << "it was not handed in";
    ASSERT_EQ(one.staff<HandingInForm>(hand_in, {today}), "");
    const auto seen = [&](const identity::Actor& actor) {
        return one.city.database().read(
            [&](db::Tx& tx) { return bench_lines(tx, BenchView::waiting, one.city.as(actor, one.now)).size(); });
    };
    EXPECT_EQ(seen(one.judge), 1u);
    EXPECT_EQ(seen(one.other_judge), 0u);
    const auto id = one.confirmation();
    EXPECT_EQ(one.as(one.other_judge, [&](db::Tx& tx, const Context& cx) { bench_case(tx, id, cx); }), "not_found");
    EXPECT_EQ(one.as(one.judge, [&](db::Tx& tx, const Context& cx) { dispute::find(tx, one.dispute_id, cx.actor); }),
              "")
        << "its judges are named on a private case";
    const auto bench =
        one.city.database().read([&](db::Tx& tx) { return bench_case(tx, id, one.city.as(one.judge, one.now)); });
    EXPECT_EQ(bench.checks.size(), 13u);
    EXPECT_EQ(bench.materials.size(), 12u);
    EXPECT_THAT(bench.line.party_names, ElementsAre("张三", "李四"));
    EXPECT_EQ(bench.line.agreed_fen, Fen{280000});
}

TEST_P(court_desk, returns_with_marks_and_takes_it_back_supplemented) {
    Case one(database());
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    EXPECT_EQ(one.decides<SendBackForm>(send_back, {{}, " "}), "words missing");
    EXPECT_EQ(one.decides<SendBackForm>(send_back, {{{"terms[0].due_on", "请写明日期"}}, "请补正"}), "");
    EXPECT_EQ(one.state(), ConfirmationState::returned);
    EXPECT_EQ(one.desk().application->marks.at(0).field, "terms[0].due_on");
    EXPECT_EQ(one.decides<AcceptanceForm>(accept, {today, "1号"}), "confirmation_not_here");
    EXPECT_EQ(one.staff<SupplementForm>(supplement, {"已补正"}), "");
    EXPECT_EQ(one.state(), ConfirmationState::handed_in);
    EXPECT_EQ(one.staff<ConfirmationWithdrawal>(withdraw, {today, "当事人不再申请"}), "");
    EXPECT_EQ(one.state(), ConfirmationState::withdrawn);
    EXPECT_THAT(one.clocks(), AllOf(Not(Contains("JC-ACC")), Contains("JC-APP"))) << "they may apply again";
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    EXPECT_EQ(one.state(), ConfirmationState::handed_in);
}

TEST_P(court_desk, tells_a_rejection_to_the_committee_and_opens_the_way_to_a_suit) {
    Case one(database());
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    ASSERT_EQ(one.decides<AcceptanceForm>(accept, {today, "1号"}), "");
    EXPECT_EQ(one.decides<RulingForm>(rule, {false, today, "2号", CourtReason::title_to_rights, "不清"}),
              "reason reason_of_another_decision");
    EXPECT_EQ(one.decides<RulingForm>(rule, {false, today, "2号", CourtReason::unclear, "给付内容不明确"}), "");
    EXPECT_THAT(one.desk().moves, ElementsAre(ConfirmationMove::change, ConfirmationMove::sue));
    const auto told = [&](const identity::Actor& actor) {
        return one.city.database().read([&](db::Tx& tx) { return feedback_for(tx, one.city.as(actor, one.now)); });
    };
    ASSERT_EQ(told(one.head).size(), 1u);
    EXPECT_EQ(told(one.head)[0].reason, CourtReason::unclear);
    const auto supervisor = one.city.person(Duty::supervisor, one.city.city_centre);
    EXPECT_EQ(told(supervisor).size(), 1u) << "those above read it too";
    EXPECT_THAT(told(one.city.person(Duty::head, one.city.other_village)), IsEmpty());
    const auto id = told(one.head)[0].id;
    EXPECT_EQ(one.as(one.head, [&](db::Tx& tx, const Context& cx) { see_feedback(tx, id, cx); }), "");
    EXPECT_TRUE(told(one.head)[0].seen_at);

    EXPECT_EQ(one.staff<FilingForm>(bring_suit, {one.court, today, "请求支付维修费", std::nullopt}), "");
    EXPECT_THAT(one.clocks(), Contains("CT-FILE"));
    const auto filings =
        one.city.database().read([&](db::Tx& tx) { return filings_at(tx, one.city.as(one.judge, one.now)); });
    ASSERT_EQ(filings.size(), 1u);
    EXPECT_EQ(filings[0].file_by_on, LegalDate(2026, 12, 1));
    EXPECT_EQ(one.as(one.other_judge,
                     [&](db::Tx& tx, const Context& cx) {
                         decide_filing(tx, filings[0].id, {true, today, "3号", std::nullopt}, cx);
                     }),
              "not_found");
    EXPECT_EQ(one.as(one.judge,
                     [&](db::Tx& tx, const Context& cx) {
                         decide_filing(tx, filings[0].id, {true, today, "3号", std::nullopt}, cx);
                     }),
              "");
    EXPECT_THAT(one.clocks(), Not(Contains("CT-FILE")));
    const auto figures = one.city.database().read(
        [&](db::Tx& tx) { return figures_since(tx, LegalDate(2026, 1, 1), one.city.as(supervisor, one.now)); });
    EXPECT_EQ(figures.applied, 1);
    EXPECT_EQ(figures.rejected, 1);
    EXPECT_EQ(figures.written, 1);
    EXPECT_EQ(figures.permille, 1000);
    EXPECT_EQ(figures.suits_filed, 1);
}

TEST_P(court_desk, decides_many_as_its_preview_says) {
    Case one(database());
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    const auto first = one.confirmation();
    one.dispute_id = one.add();
    ASSERT_NO_FATAL_FAILURE(one.hand_over());
    const auto second = one.confirmation();
    BenchBulkForm form{{first, second}, BenchBulkDecision::accept, today, "（2026）鄂1202诉前调确", 7, true};
    const Context cx = one.city.as(one.judge, one.now);
    const auto tried = decide_many(form, cx);
    ASSERT_EQ(tried.size(), 2u);
    EXPECT_EQ(tried[1].court_number, "（2026）鄂1202诉前调确8号");
    EXPECT_EQ(tried[0].code + tried[1].code, "");
    EXPECT_EQ(one.state(), ConfirmationState::handed_in) << "a preview does nothing";
    form.preview = false;
    decide_many(form, cx);
    EXPECT_EQ(one.state(), ConfirmationState::accepted);
    EXPECT_EQ(decide_many(form, cx)[0].code, "confirmation_not_here");
    const auto bench = one.city.database().read([&](db::Tx& tx) { return bench_case(tx, second, cx).same_parties; });
    ASSERT_FALSE(bench.empty());
    EXPECT_EQ(bench[0].confirmation_id, first);
}

static EntrustmentForm sent_case(const char* number, EntrustmentKind kind, std::optional<Procedure> procedure) {
    EntrustmentForm form;
    form.kind = kind;
    form.procedure = procedure;
    form.case_number = number;
    form.judge_name = "周法官";
    form.judge_phone = "07150000001";
    form.received_on = today;
    form.materials = {"起诉状"};
    form.dispute.narrative = "楼上夜间装修噪音扰民";
    form.dispute.request = "停止噪声";
    form.dispute.national_type = "02";
    form.dispute.place_code = std::string(TestCity::village_code);
    form.dispute.parties = TestCity::both_sides();
    return form;
}

TEST(entrusting, keeps_delegated_and_entrusted_apart) {
    const auto why = [](const EntrustmentForm& form) {
        const Verdict verdict = why_not_entrust(form, today);
        return verdict.fields.empty() ? verdict.code : verdict.fields[0].field + " " + verdict.fields[0].code;
    };
    EXPECT_EQ(why(sent_case("1", EntrustmentKind::delegated, std::nullopt)), "");
    EXPECT_EQ(why(sent_case("1", EntrustmentKind::delegated, Procedure::summary)), "procedure of_entrusted_only");
    EXPECT_EQ(why(sent_case("1", EntrustmentKind::entrusted, std::nullopt)), "procedure missing");
    auto asked = sent_case("1", EntrustmentKind::entrusted, Procedure::ordinary);
    EXPECT_EQ(why(asked), "");
    asked.consent = CourtConsent::to_ask;
    EXPECT_EQ(why(asked), "consent consent_of_all_needed");
}

TEST_P(court_desk, registers_what_a_court_sends_at_the_centre_of_the_place_under_its_own_code) {
    Case one(database());
    dispute::set_reactions({follow});
    intake::Receipt receipt;
    EXPECT_EQ(one.as(one.judge,
                     [&](db::Tx& tx, const Context& cx) {
                         receipt = entrust(
                             tx, sent_case("（2026）鄂1202民初9号", EntrustmentKind::entrusted, Procedure::summary),
                             cx);
                     }),
              "");
    const Dispute dispute = one.city.reload(receipt.id);
    EXPECT_EQ(dispute.channel, dispute::Channel::court_entrusted);
    EXPECT_EQ(dispute.window_id, one.city.county_centre);
    EXPECT_EQ(dispute.source_reference, "（2026）鄂1202民初9号");
    const auto sent = one.city.database().read([&](db::Tx& tx) {
        EXPECT_THAT(dispute::flags_of(tx, dispute), Contains("summary_procedure"));
        return entrustment_of(tx, dispute, one.city.as(one.judge, one.now)).value();
    });
    EXPECT_EQ(sent.confirm_by_on, LegalDate(2026, 11, 27));
    one.city.database().read([&](db::Tx& tx) {
        std::vector<LegalDate> due;
        for (const auto& clock : dispute::clocks_of(tx, dispute, one.now, "zh"))
            if (clock.code == "CT-CONF" && clock.state == "running") due.push_back(legal_date(clock.due_at));
        EXPECT_THAT(due, ElementsAre(sent.confirm_by_on)) << "one trigger: the receipt of the court's message";
    });
    EXPECT_EQ(sent.judge_phone, "07150000001");
    EXPECT_EQ(one.as(one.judge,
                     [&](db::Tx& tx, const Context& cx) {
                         entrust(tx, sent_case("（2026）鄂1202民初9号", EntrustmentKind::delegated, std::nullopt),
                                 cx);
                     }),
              "case_number number_taken");

    one.pass_days(3);
    EXPECT_EQ(return_unconfirmed(one.city.as_machine(one.now)), 0) << "the third working day is not over";
    one.pass_days(1);
    const Context machine = one.city.as(identity::machine(Duty::clerk), one.now);
    EXPECT_EQ(return_unconfirmed(machine), 1);
    EXPECT_EQ(return_unconfirmed(machine), 0);
    EXPECT_EQ(one.city.reload(receipt.id).state, State::withdrawn);
    const auto back = one.city.database().read(
        [&](db::Tx& tx) { return entrustment_of(tx, dispute, one.city.as(one.judge, one.now)).value(); });
    EXPECT_EQ(back.state, EntrustmentState::returned);
    EXPECT_EQ(back.ended_by, "unconfirmed");
    dispute::set_reactions({});
}

TEST_P(court_desk, returns_a_failed_case_with_its_course_and_never_with_what_was_said) {
    Case one(database());
    dispute::set_reactions({follow});
    intake::Receipt receipt;
    ASSERT_EQ(one.as(one.judge,
                     [&](db::Tx& tx, const Context& cx) {
                         receipt = entrust(tx, sent_case("9号", EntrustmentKind::delegated, std::nullopt), cx);
                     }),
              "");
    one.city.database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE dispute SET state = 'mediating' WHERE id = '{}'", to_text(receipt.id)));
        one.add_rows(tx, to_text(receipt.id));
    });
    one.city.hand_to(one.city.reload(receipt.id), one.city.village, one.mediator);
    one.dispute_id = receipt.id;
    EXPECT_EQ(one.as(one.mediator,
                     [&](db::Tx& tx, const Context& cx) {
                         Dispute found = dispute::find(tx, receipt.id, cx.actor);
                         std::vector<PartyId> all;
                         for (const auto& party : dispute::parties_of(tx, found, cx)) all.push_back(party.id);
                         handling::add_undisputed(tx, found, {"双方住上下楼。", all}, cx);
                         handling::terminate(
                             tx, found, {handling::TerminationReason::T02, {dispute::Way::court}, "李四最多让两千"},
                             cx);
                     }),
              "");
    one.city.database().read([&](db::Tx& tx) {
        const Dispute found = dispute::load(tx, receipt.id).value();
        const auto cx = one.city.as(one.judge, one.now);
        EXPECT_EQ(entrustment_of(tx, found, cx)->ended_by, "T02");
        const auto kept = packages_of(tx, found);
        ASSERT_EQ(kept.size(), 1u);
        EXPECT_EQ(kept[0].kind, PackageKind::returned);
        const auto words = pdf::print(package_paper(tx, found, kept[0].id, cx)).lines;
        std::string all;
        for (const auto& line : words) all += line.words;
        EXPECT_THAT(all, AllOf(HasSubstr("双方住上下楼"), HasSubstr("调解员认为不能达成协议"), HasSubstr("9号")));
        EXPECT_THAT(all, Not(HasSubstr("让两千")));
        EXPECT_TRUE(filing_desk(tx, found, cx).may_bring);
        EXPECT_EQ(filing_desk(tx, found, cx).facts, "楼上夜间装修噪音扰民");
    });
    dispute::set_reactions({});
}

}  // namespace hemu::court
