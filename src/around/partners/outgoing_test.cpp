#include "outgoing.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "figures.hpp"

namespace hemu::partners {

using dispute::TestCity;
using exchange::Direction;
using exchange::PartnerKind;
using exchange::PartnerWay;
using identity::Duty;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

static const LegalDate today(2026, 11, 24);

static std::vector<std::string> said(const Verdict& verdict) {
    std::vector<std::string> words;
    for (const FieldFault& fault : verdict.fields) words.push_back(fault.field + ":" + fault.code);
    return words;
}

/// Every event that a matter speaks of may be told by each of its partners, and every clock is one of the rules.
TEST(out_matters, speak_of_events_and_clocks_that_there_are) {
    const std::string rules(embedded_file("clock_rules.json"));
    for (const auto& matter : exchange::out_matters()) {
        EXPECT_FALSE(matter.partners.empty() || matter.basis.empty() || matter.passing_basis.empty()) << matter.code;
        for (const auto& kind :
             {matter.on_sent, matter.on_accepted, matter.on_accepted_urgently, matter.on_refused, matter.on_result}) {
            if (kind.empty()) continue;
            for (const PartnerKind partner : matter.partners)
                EXPECT_THAT(said(why_not_told({kind, today, TestCity::morning()}, partner, today)), IsEmpty())
                    << matter.code << " " << kind;
        }
        std::istringstream codes(matter.answer_clock + " " + matter.result_clock);
        for (std::string code; codes >> code;)
            EXPECT_THAT(rules, HasSubstr("\"code\": \"" + code + "\"")) << matter.code;
        for (const auto& fit : matter.fits)
            EXPECT_TRUE(fit.starts_with("type=") || fit.starts_with("flag=") || fit.starts_with("state=")) << fit;
    }
}

static dispute::PartyView party(dispute::Side side, dispute::PartyKind kind, int id) {
    dispute::PartyView view;
    view.id = Id<dispute::Party>::parse(fmt::format("00000000-0000-7000-8000-00000000000{}", id)).value();
    view.side = side;
    view.kind = kind;
    view.name = fmt::format("某{}", id);
    view.phone = "19900001234";
    view.identity_number = "421202199001011237";
    view.address = "永安街1号";
    return view;
}

struct Wages {
    dispute::Dispute dispute;
    std::vector<dispute::PartyView> parties = {party(dispute::Side::applicant, dispute::PartyKind::natural, 1),
                                               party(dispute::Side::respondent, dispute::PartyKind::natural, 2),
                                               party(dispute::Side::respondent, dispute::PartyKind::legal, 3)};
    ReferOutForm form;
    Wages() {
        dispute.state = dispute::State::mediating;
        dispute.national_type = "10";
        form = {"legal_aid", {}, {}, "欠薪三个月。", "请求给予法律援助。", {}, {}, {}, {}};
        for (const auto& one : parties) form.parties.push_back(one.id);
        form.consent_by = std::vector{parties[0].id};
        form.consent_on = today;
    }
    std::vector<std::string> wrong(PartnerKind kind = PartnerKind::legal_aid) const {
        return said(why_not_refer_out(form, kind, dispute, parties, today));
    }
};

TEST(refer_out_rules, ask_for_the_consent_that_the_matter_wants) {
    Wages wages;
    EXPECT_THAT(wages.wrong(), IsEmpty());
    wages.form.consent_by.reset();
    EXPECT_THAT(wages.wrong(), ElementsAre("parties[0]:consent_of_party_missing"));
    wages.form.matter = "arbitration_review";
    EXPECT_THAT(wages.wrong(PartnerKind::labour),
                ElementsAre("parties[0]:consent_of_party_missing", "parties[1]:consent_of_party_missing"));
    wages.form.matter = "police_report";
    EXPECT_THAT(wages.wrong(PartnerKind::police), IsEmpty());
    wages.form.matter = "legal_aid";
    wages.form.parties = {wages.parties[2].id};
    EXPECT_THAT(wages.wrong(), ElementsAre("parties:applicant_missing"));
}

TEST(refer_out_rules, know_who_takes_what) {
    Wages wages;
    EXPECT_THAT(wages.wrong(PartnerKind::police), ElementsAre("partner_id:partner_does_not_take_it"));
    wages.form.urgent = true;
    EXPECT_THAT(wages.wrong(), ElementsAre("urgent:urgent_not_for_matter"));
    wages.form = {"commercial_mediation", {}, {}, " ", "", {}, {}, today + 1, {}};
    wages.dispute.national_type = "14";
    EXPECT_THAT(wages.wrong(PartnerKind::commercial_mediation),
                ElementsAre("facts:blank", "request:blank", "matter:matter_not_for_type", "parties:missing",
                            "consent_on:in_the_future"));
    wages.form.matter = "anything";
    EXPECT_THAT(wages.wrong(), Contains("matter:unknown_word"));
    wages.dispute.state = dispute::State::closed;
    EXPECT_EQ(why_not_refer_out(wages.form, {}, wages.dispute, wages.parties, today).code, "not_in_this_state");
}

TEST(refer_out_rules, pass_of_others_only_what_names_them) {
    const auto who = party(dispute::Side::respondent, dispute::PartyKind::natural, 2);
    EXPECT_EQ(passed_on(who, true).identity_number, who.identity_number);
    EXPECT_FALSE(passed_on(who, false).identity_number || passed_on(who, false).phone);
    EXPECT_EQ(passed_on(who, false).address, who.address);
    EXPECT_TRUE(passed_on(party(dispute::Side::respondent, dispute::PartyKind::legal, 3), false).phone);
}

TEST(refer_out_rules, propose_what_fits) {
    const Wages wages;
    const auto fitting = [&](std::string_view code, const std::vector<std::string>& flags) {
        return fits(*exchange::find_out_matter(code), wages.dispute, flags);
    };
    EXPECT_TRUE(fitting("legal_aid", {}));
    EXPECT_FALSE(fitting("protection_order", {}));
    EXPECT_TRUE(fitting("protection_order", {"past_violence"}));
    EXPECT_FALSE(fitting("notarisation", {}));
}

TEST(answers, come_in_their_order_with_typed_reasons) {
    OutRow row;
    row.sent_on = today + -3;
    const auto wrong = [&](AnswerKind kind, const PartnerAnswer& answer) {
        return said(why_not_answer(kind, answer, &row, PartnerKind::legal_aid, today));
    };
    PartnerAnswer answer;
    EXPECT_THAT(wrong(AnswerKind::acceptance, answer), ElementsAre("on:missing"));
    answer.on = today + -4;
    EXPECT_THAT(wrong(AnswerKind::acceptance, answer), ElementsAre("on:too_early"));
    answer.on = today;
    EXPECT_THAT(wrong(AnswerKind::refusal, answer), ElementsAre("reason:missing"));
    answer.reason = "no idea";
    EXPECT_THAT(wrong(AnswerKind::refusal, answer), ElementsAre("reason:unknown_word"));
    answer.reason = "not_eligible";
    EXPECT_THAT(wrong(AnswerKind::refusal, answer), IsEmpty());
    EXPECT_THAT(wrong(AnswerKind::result, answer), ElementsAre("result:missing"));
    answer.event = "arbitration_awarded";
    EXPECT_THAT(wrong(AnswerKind::progress, answer), ElementsAre("event:unknown_word"));
    answer.event = "legal_aid_assigned";
    EXPECT_THAT(wrong(AnswerKind::progress, answer), IsEmpty());
    row.state = OutState::accepted;
    EXPECT_THAT(wrong(AnswerKind::acceptance, answer), ElementsAre("kind:not_in_this_state"));
    row.state = OutState::refused;
    EXPECT_THAT(wrong(AnswerKind::progress, answer), ElementsAre("kind:not_in_this_state"));
}

TEST(answers, are_events_by_their_matter) {
    const auto& order = *exchange::find_out_matter("protection_order");
    OutRow row;
    EXPECT_EQ(event_of(order, row, AnswerKind::acceptance, {}), "protection_order_accepted");
    row.urgent = true;
    EXPECT_EQ(event_of(order, row, AnswerKind::acceptance, {}), "protection_order_accepted_urgently");
    PartnerAnswer answer;
    answer.result = "unsolved";
    EXPECT_EQ(event_of(order, row, AnswerKind::result, answer), "");
    answer.result = "solved";
    EXPECT_EQ(event_of(order, row, AnswerKind::result, answer), "protection_order_issued");
}

class outgoing : public db::OnBothEngines {
  protected:
    using Caller = identity::testing::Caller;
    void SetUp() override {
        db::OnBothEngines::SetUp();
        city_ = std::make_unique<TestCity>(database());
        city_->now = TestCity::morning();
        admin_ = std::make_unique<Caller>(
            city_->caller(exchange::routes, Duty::system_administrator, city_->county_centre));
        keeper_ = std::make_unique<Caller>(city_->caller(exchange::routes, Duty::dispatcher, city_->county_centre));
        clerk_ = std::make_unique<Caller>(city_->caller(routes, Duty::clerk, city_->county_centre));
        exchange::set_receivers({receive});
    }
    void TearDown() override { exchange::set_receivers({}); }

    struct Body {
        std::string id, path, secret, code;
        std::int64_t sequence = 0;
    };
    Body add_partner(const std::string& code, PartnerKind kind, PartnerWay way = PartnerWay::files) {
        exchange::PartnerForm form;
        form.code = code;
        form.name = "单位" + code;
        form.kind = kind;
        form.window_id = city_->county_centre;
        form.legal_basis = "《人民调解法》第十八条";
        form.way = way;
        const auto made = admin_->post("/api/exchange/partners", json::write(form));
        EXPECT_EQ(made.status, 201) << made.body;
        Body body;
        body.code = code;
        body.id = std::string(boost::json::parse(made.body).at("id").as_string());
        body.path = "/api/exchange/partners/" + body.id;
        body.secret =
            std::string(boost::json::parse(admin_->post(body.path + "/keys").body).at("secret").as_string());
        return body;
    }
    boost::json::value bring(Body& from, exchange::MessageKind kind, const std::string& reference,
                             const std::string& message) {
        const std::string own = exchange::own_code(city_->config);
        const std::string bytes = exchange::make_package(
            {"", from.code, own, ++from.sequence, kind, reference, city_->now, "k1", {}}, message, {}, from.secret);
        const auto reply = keeper_->post(from.path + "/files", bytes);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return boost::json::parse(reply.body);
    }
    static std::string at(const dispute::Dispute& found) {
        return "/api/disputes/" + to_text(found.id) + "/referrals_out";
    }
    std::string form(const dispute::Dispute& found, const std::string& matter, const Body& to) {
        const auto parties = city_->parties_in(found);
        ReferOutForm form{matter,
                          Id<exchange::Partner>::parse(to.id).value(),
                          {},
                          "工资拖欠三个月。",
                          "请求法律援助。",
                          parties,
                          parties,
                          today,
                          {}};
        return json::write(form);
    }
    OutRow row_of(const dispute::Dispute& found) {
        return database().read([&](db::Tx& tx) { return outs_of(tx, found.id).at(0); });
    }

    std::unique_ptr<TestCity> city_;
    std::unique_ptr<Caller> admin_, keeper_, clerk_;
};
INSTANTIATE_TEST_SUITE_P(engines, outgoing, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(outgoing, go_by_the_ledger_and_run_our_clock_until_the_laws_day) {
    auto aid = add_partner("fy-aid", PartnerKind::legal_aid);
    const auto found = city_->add_dispute(dispute::State::mediating);
    const auto sent = clerk_->post(at(found), form(found, "legal_aid", aid));
    ASSERT_EQ(sent.status, 201) << sent.body;
    EXPECT_THAT(city_->events_of(found), testing::IsSupersetOf({"referred_out", "legal_aid_applied"}));
    EXPECT_THAT(city_->running_clocks(found), testing::IsSupersetOf({"LA-DEC", "OUT"}));
    OutRow row = row_of(found);
    EXPECT_EQ(row.answer_due_on, today + 7);
    EXPECT_EQ(row.reference, found.number + "-1");

    const auto lines = database().read([&](db::Tx& tx) { return exchange::ledger_of(tx, found.id); });
    ASSERT_EQ(lines.size(), 1U);
    const auto bytes = keeper_->get("/api/exchange/messages/" + to_text(lines[0].id) + "/package").body;
    const auto message = json::read<Referral>(exchange::open_package(bytes).message);
    EXPECT_EQ(message.matter, "legal_aid");
    ASSERT_EQ(message.parties.size(), 2U);
    EXPECT_EQ(message.parties[0].name, "张三");
    EXPECT_THAT(bytes, Not(HasSubstr(found.narrative)));

    EXPECT_EQ(
        bring(aid, exchange::MessageKind::acceptance, row.reference, R"({"number":"援助7号","on":"2026-11-24"})")
            .at("state"),
        "taken");
    row = row_of(found);
    EXPECT_EQ(row.state, OutState::accepted);
    EXPECT_EQ(row.partner_number, "援助7号");
    EXPECT_EQ(row.result_due_on, today + 3);
    EXPECT_THAT(city_->running_clocks(found), testing::AllOf(Contains("LA-ASG"), Not(Contains("LA-DEC"))));
    bring(aid, exchange::MessageKind::result, row.reference, R"({"on":"2026-11-24","result":"solved"})");
    EXPECT_EQ(row_of(found).state, OutState::finished);
    EXPECT_THAT(city_->running_clocks(found), testing::AllOf(Not(Contains("OUT")), Not(Contains("LA-ASG"))));
    const auto late =
        bring(aid, exchange::MessageKind::refusal, row.reference, R"({"on":"2026-11-24","reason":"other"})");
    EXPECT_EQ(late.at("faults").at(0).at("code"), "not_in_this_state");
    EXPECT_EQ(bring(aid, exchange::MessageKind::refusal, "无此件", R"({"on":"2026-11-24","reason":"other"})")
                  .at("faults")
                  .at(0)
                  .at("code"),
              "unknown_reference");
}

TEST_P(outgoing, are_answered_by_letter_where_there_is_no_line) {
    const auto notary = add_partner("gz-01", PartnerKind::notary, PartnerWay::none);
    const auto found = city_->add_dispute(dispute::State::performing);
    ASSERT_EQ(clerk_->post(at(found), form(found, "notarisation", notary)).status, 201);
    EXPECT_THAT(database().read([&](db::Tx& tx) { return exchange::ledger_of(tx, found.id); }), IsEmpty());
    const OutRow row = row_of(found);
    EXPECT_EQ(row.answer_due_on, today + 15);
    const std::string answers = at(found) + "/" + to_text(row.id) + "/answers";
    EXPECT_EQ(identity::testing::fields_of(clerk_->post(answers, R"({"kind":"refusal","on":"2026-11-24"})")),
              "reason:missing");
    EXPECT_EQ(
        clerk_->post(answers, R"({"kind":"refusal","on":"2026-11-24","reason":"papers_missing","words":"缺户口本"})")
            .status,
        201);
    EXPECT_THAT(city_->events_of(found), Contains("notary_refused"));
    const auto seen = clerk_->get(at(found)).body;
    for (const char* word : {"papers_missing", "单位gz-01", "《公证法》第37条", "张三、李四"})
        EXPECT_THAT(seen, HasSubstr(word));
    EXPECT_EQ(identity::testing::code_of(
                  clerk_->post(at(found) + "/" + to_text(found.id) + "/answers", R"({"kind":"progress"})")),
              "not_found");
    auto above = city_->caller(routes, Duty::dispatcher, city_->city_centre);
    EXPECT_EQ(identity::testing::code_of(above.post(at(found), form(found, "notarisation", notary))),
              "not_your_bodys_dispute");
}

TEST_P(outgoing, print_the_letter_with_bases_and_consent) {
    const auto police = add_partner("ga-01", PartnerKind::police, PartnerWay::none);
    const auto found = city_->add_dispute(dispute::State::refused);
    ASSERT_EQ(clerk_->post(at(found), form(found, "police_report", police)).status, 201);
    const auto cx = city_->as(Duty::clerk, city_->county_centre);
    const OutRow row = row_of(found);
    const auto letter = database().read(
        [&](db::Tx& tx) { return pdf::print(out_letter(tx, dispute::load(tx, found.id).value(), row, cx)); });
    std::string text;
    for (const auto& line : letter.lines) text += line.words;
    for (const std::string word : {"移送函", "《人民调解法》第25条", "张三", "工资拖欠三个月"})
        EXPECT_THAT(text, HasSubstr(word));
}

TEST_P(outgoing, keep_the_hours_of_a_protection_order) {
    const auto court = add_partner("fy-01", PartnerKind::court, PartnerWay::none);
    const auto found = city_->add_dispute(dispute::State::mediating);
    auto urgent = json::read<ReferOutForm>(form(found, "protection_order", court));
    urgent.urgent = true;
    ASSERT_EQ(clerk_->post(at(found), json::write(urgent)).status, 201);
    EXPECT_EQ(row_of(found).answer_due_on, today + 1);
    const std::string answers = at(found) + "/" + to_text(row_of(found).id) + "/answers";
    ASSERT_EQ(clerk_->post(answers, R"({"kind":"acceptance","on":"2026-11-24","at":"2026-11-24T02:00:00Z"})").status,
              201);
    EXPECT_THAT(city_->running_clocks(found), testing::AllOf(Contains("DV-PO-U"), Not(Contains("DV-PO"))));
    EXPECT_EQ(row_of(found).result_due_on, today + 1);
}

TEST_P(outgoing, are_counted_by_matter_apart_from_what_comes_in) {
    const auto body = add_partner("ss-01", PartnerKind::commercial_mediation, PartnerWay::none);
    const auto found =
        city_->add_dispute(dispute::State::mediating, [](dispute::Dispute& fresh) { fresh.national_type = "04"; });
    ASSERT_EQ(clerk_->post(at(found), form(found, "commercial_mediation", body)).status, 201);
    const std::string answers = at(found) + "/" + to_text(row_of(found).id) + "/answers";
    ASSERT_EQ(clerk_->post(answers, R"({"kind":"result","on":"2026-11-24","result":"solved"})").status, 201);
    ASSERT_EQ(clerk_->post(at(found), form(found, "commercial_mediation", body)).status, 201);
    const std::string second = at(found) + "/" + to_text(row_of(found).id) + "/answers";
    ASSERT_EQ(clerk_->post(second, R"({"kind":"refusal","on":"2026-11-24","reason":"other"})").status, 201);
    auto leader = city_->caller(routes, Duty::leader, city_->county_centre);
    const auto lines = boost::json::parse(leader.get("/api/partners/figures").body).at("lines").as_array();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].at("direction"), "out");
    EXPECT_EQ(lines[0].at("referred"), 2);
    EXPECT_EQ(lines[0].at("solved"), 1);
    EXPECT_EQ(lines[0].at("in_time"), 2);
    EXPECT_EQ(lines[0].at("refusals").at(0).at("reason"), "other");
    EXPECT_FALSE(city_->reload(found.id).result) << "no success of ours";
}

TEST_P(outgoing, orders_have_a_deadline_and_come_back_once) {
    auto hotline = add_partner("rx-01", PartnerKind::hotline_12345);
    Referral order;
    order.matter = "order_12345";
    order.deadline_on = today + 5;
    order.place_code = TestCity::village_code;
    order.national_type = "17";
    order.narrative = "来电反映楼上渗水。";
    order.request = "请求协调修复。";
    order.parties = TestCity::both_sides();
    ASSERT_EQ(bring(hotline, exchange::MessageKind::referral, "工单1", json::write(order)).at("state"), "taken");
    static const db::Statement select_it{"partners.test_order", "SELECT dispute_id FROM partner_referral"};
    const auto id = database().read([&](db::Tx& tx) { return tx.one<Id<dispute::Dispute>>(select_it); });
    const auto found = city_->reload(id);
    EXPECT_THAT(city_->running_clocks(found), Contains("REF-DUE"));
    const auto unsatisfied = [&] {
        return bring(hotline, exchange::MessageKind::event, "工单1", R"({"kind":"order_unsatisfied"})");
    };
    EXPECT_EQ(unsatisfied().at("faults").at(0).at("code"), "not_in_this_state");
    city_->run_clocks_as_after(found, "refuse");
    database().transact(
        [&](db::Tx& tx) { tx.run_text("UPDATE dispute SET state = 'closed' WHERE id = '" + to_text(id) + "'"); });
    EXPECT_EQ(unsatisfied().at("state"), "taken");
    EXPECT_EQ(city_->reload(id).state, dispute::State::accepted);
    EXPECT_THAT(city_->running_clocks(found), Contains("ORDER-BACK"));
    database().transact(
        [&](db::Tx& tx) { tx.run_text("UPDATE dispute SET state = 'closed' WHERE id = '" + to_text(id) + "'"); });
    EXPECT_EQ(unsatisfied().at("faults").at(0).at("code"), "came_back_already");
}

TEST(insurers, are_called_in_above_the_citys_sums) {
    dispute::Dispute medical;
    medical.national_type = "15";
    medical.amount_fen = Fen{1'000'000};
    const OutSettings chosen;
    EXPECT_FALSE(insurer_need(medical, chosen, {}).must_be_called) << "ten thousand yuan are not above";
    medical.amount_fen = Fen{1'000'100};
    EXPECT_TRUE(insurer_need(medical, chosen, {}).must_be_called);
    EXPECT_FALSE(insurer_need(medical, chosen, {}).must_be_appraised);
    medical.amount_fen = Fen{10'000'000};
    EXPECT_TRUE(insurer_need(medical, chosen, {}).must_be_appraised);
    OutSettings none;
    none.insurer_medical_yuan = none.appraisal_medical_yuan = 0;
    EXPECT_FALSE(insurer_need(medical, none, {}).must_be_called);
    medical.national_type = "16";
    EXPECT_FALSE(insurer_need(medical, chosen, {}).must_be_called);
}

/// An agreement by which the insurer pays, made effective.
TEST_P(outgoing, insurers_pay_only_what_they_consented_to_in_writing) {
    const auto insurer = add_partner("bx-01", PartnerKind::insurer, PartnerWay::none);
    const auto found =
        city_->add_dispute(dispute::State::agreed, [](dispute::Dispute& fresh) { fresh.national_type = "15"; });
    const auto cx = city_->as(Duty::dispatcher, city_->county_centre);
    database().transact([&](db::Tx& tx) {
        dispute::PartyForm party;
        party.side = dispute::Side::third_party;
        party.kind = dispute::PartyKind::legal;
        party.name = "单位bx-01";
        dispute::add_parties(tx, found.id, {party}, cx);
        agreements::AgreementForm form;
        form.facts = form.points = form.responsibility = "一";
        agreements::TermForm term;
        term.kind = agreements::TermKind::pay;
        term.text = "支付赔偿金";
        for (const auto& one : dispute::parties_of(tx, dispute::load(tx, found.id).value(), cx))
            if (one.name == party.name) term.party_id = one.id;
        term.amount_fen = Fen{5'000'000};
        form.terms = {term};
        agreements::save(tx, dispute::load(tx, found.id).value(), form, cx.moment);
    });
    dispute::set_reactions({follow});
    const auto take_effect = [&]() -> std::string {
        try {
            database().transact([&](db::Tx& tx) {
                auto now = dispute::load(tx, found.id).value();
                dispute::record_with(tx, now, "take_effect", cx, "{}");
                dispute::set_outcome(tx, now, std::nullopt, std::nullopt, today);
            });
        } catch (const Refusal& refusal) {
            return refusal.code;
        }
        return "in effect";
    };
    EXPECT_EQ(take_effect(), "insurer_consent_missing");
    ASSERT_EQ(clerk_->post(at(found), form(found, "insurer_call", insurer)).status, 201);
    const std::string one = at(found) + "/" + to_text(row_of(found).id);
    const std::string yes = R"({"kind":"result","on":"2026-11-24","result":"solved")";
    EXPECT_EQ(identity::testing::fields_of(clerk_->post(one + "/answers", yes + R"(,"amount_fen":5000000})")),
              "paper_id:missing");
    // Its letter of consent lies in the file; that rule of the desk is tried above.
    database().transact([&](db::Tx& tx) {
        auto now = dispute::load(tx, found.id).value();
        PartnerAnswer answer;
        answer.on = today;
        answer.result = "solved";
        OutRow row = outs_of(tx, found.id).at(0);
        EXPECT_THAT(said(why_not_answer(AnswerKind::result, answer, &row, PartnerKind::insurer, today)),
                    ElementsAre("amount_fen:missing"));
        answer.amount_fen = Fen{5'000'000};
        take_answer(tx, now, row, AnswerKind::result, answer, cx);
    });
    EXPECT_EQ(take_effect(), "in effect");
    dispute::set_reactions({});
    const OutRow row = row_of(found);
    const auto letter = database().read(
        [&](db::Tx& tx) { return pdf::print(payment_basis(tx, dispute::load(tx, found.id).value(), row, cx)); });
    std::string text;
    for (const auto& line : letter.lines) text += line.words;
    for (const std::string word : {"赔付依据函", "支付赔偿金", "50000.00"}) EXPECT_THAT(text, HasSubstr(word));
    EXPECT_EQ(clerk_->get(one + "/letter?kind=payment_basis").status, 200);
}

}  // namespace hemu::partners
