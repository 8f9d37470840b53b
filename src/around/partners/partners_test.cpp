#include "partners.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "letters.hpp"

namespace hemu::partners {

using dispute::TestCity;
using exchange::Direction;
using exchange::LedgerLine;
using exchange::MessageKind;
using exchange::MessageState;
using exchange::PartnerKind;
using identity::Duty;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

static const LegalDate today(2026, 11, 24);

static Referral petition() {
    Referral form;
    form.matter = "petition_item";
    form.letter_number = "咸信转〔2026〕7号";
    form.received_on = LegalDate(2026, 11, 20);
    form.deadline_on = LegalDate(2027, 1, 20);
    form.consent = ReferralConsent{{"张三", "李四"}, LegalDate(2026, 11, 23)};
    form.contact = ReferralContact{"王接访", "0715-8812345"};
    form.place_code = TestCity::village_code;
    form.national_type = "17";
    form.narrative = "信访人反映邻居排水造成渗水，多年未解决。";
    form.request = "请求修复并赔偿。";
    form.parties = TestCity::both_sides();
    return form;
}

static std::vector<std::string> said(const Verdict& verdict) {
    std::vector<std::string> words;
    for (const FieldFault& fault : verdict.fields) words.push_back(fault.field + ":" + fault.code);
    return words;
}

TEST(partner_rules, want_the_parties_consent_before_a_matter_is_handed_over) {
    EXPECT_THAT(said(why_not_referral(petition(), PartnerKind::petition_office, {}, today)), IsEmpty());
    Referral form = petition();
    form.consent.reset();
    EXPECT_THAT(said(why_not_referral(form, PartnerKind::petition_office, {}, today)),
                ElementsAre("consent:missing"));
    form.consent = ReferralConsent{{}, LegalDate(2026, 12, 1)};
    EXPECT_THAT(said(why_not_referral(form, PartnerKind::petition_office, {}, today)),
                ElementsAre("consent.given_by:missing", "consent.given_on:in_the_future"));
    form.matter = "call_110";
    form.consent.reset();
    EXPECT_THAT(said(why_not_referral(form, PartnerKind::police, {}, today)), IsEmpty());
}

TEST(partner_rules, take_from_a_partner_what_was_agreed_with_it) {
    EXPECT_THAT(said(why_not_referral(petition(), PartnerKind::police, {}, today)),
                ElementsAre("matter:unknown_word"));
    Referral form = petition();
    form.matter = "public_security_case";
    EXPECT_THAT(said(why_not_referral(form, PartnerKind::police, {"call_110"}, today)),
                ElementsAre("matter:unknown_word"));
    form = petition();
    form.received_on = LegalDate(2026, 12, 1);
    form.deadline_on = LegalDate(2026, 11, 1);
    EXPECT_THAT(said(why_not_referral(form, PartnerKind::petition_office, {}, today)),
                ElementsAre("received_on:in_the_future", "deadline_on:in_the_past"));
}

TEST(partner_rules, register_by_source_and_channel_of_the_matter) {
    const auto registration = registration_of(petition(), *exchange::find_matter("petition_item"), "信访7");
    EXPECT_EQ(registration.source, dispute::Source::petition_office);
    EXPECT_EQ(registration.channel, dispute::Channel::petition);
    EXPECT_EQ(registration.source_reference, "信访7");
}

TEST(partner_rules, let_each_partner_tell_of_its_own_side) {
    EXPECT_THAT(
        said(why_not_told({"petition_extended", LegalDate(2027, 1, 1), {}}, PartnerKind::petition_office, today)),
        IsEmpty());
    EXPECT_THAT(said(why_not_told({"petition_extended", {}, {}}, PartnerKind::petition_office, today)),
                ElementsAre("on:missing"));
    EXPECT_THAT(said(why_not_told({"petition_extended", today, {}}, PartnerKind::police, today)),
                ElementsAre("kind:unknown_word"));
    EXPECT_THAT(said(why_not_told({"close", today, {}}, PartnerKind::police, today)),
                ElementsAre("kind:unknown_word"));
    EXPECT_THAT(said(why_not_told({"appraisal_begun", {}, {}}, PartnerKind::insurer, today)), IsEmpty());
    EXPECT_EQ(event_content({"petition_extended", LegalDate(2027, 1, 1), {}}), R"({"until_on":"2027-01-01"})");
    EXPECT_EQ(event_content({"appraisal_begun", {}, {}}), "{}");
    EXPECT_THAT(said(why_not_told({"petition_answered", today + 1, {}}, std::nullopt, today)),
                ElementsAre("on:in_the_future"));
}

TEST(partner_rules, check_packages_for_the_kit) {
    EXPECT_THAT(said(why_not_message(MessageKind::referral, nullptr, json::write(petition()), today)), IsEmpty());
    Referral form = petition();
    form.narrative.clear();
    form.parties.clear();
    EXPECT_THAT(said(why_not_message(MessageKind::referral, nullptr, json::write(form), today)), Not(IsEmpty()));
    EXPECT_THAT(said(why_not_message(MessageKind::referral, nullptr, "{}", today)), Contains("matter:missing"));
    EXPECT_THAT(said(why_not_message(MessageKind::event, nullptr, R"({"kind":"close"})", today)),
                ElementsAre("kind:unknown_word"));
    EXPECT_THAT(said(why_not_message(MessageKind::result, nullptr, "{}", today)),
                ElementsAre("on:missing", "result:missing"));
}

class partners : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        // Papers go to the data folder of the shared configuration, which is a relative one.
        folder_ = std::filesystem::temp_directory_path() / ("hemu_partners_" + crypto::random_code(10));
        std::filesystem::create_directories(folder_);
        before_ = std::filesystem::current_path();
        std::filesystem::current_path(folder_);
        city_ = std::make_unique<TestCity>(database());
        city_->now = TestCity::morning();
        admin_ = std::make_unique<Caller>(
            city_->caller(exchange::routes, Duty::system_administrator, city_->county_centre));
        keeper_ = std::make_unique<Caller>(city_->caller(exchange::routes, Duty::dispatcher, city_->county_centre));
        exchange::set_receivers({receive});
        dispute::set_reactions({follow});
        exchange::PartnerForm form;
        form.code = "xf-01";
        form.name = "咸安区信访局";
        form.kind = PartnerKind::petition_office;
        form.window_id = city_->county_centre;
        form.legal_basis = "《信访工作条例》第三十三条";
        form.way = exchange::PartnerWay::files;
        const auto made = admin_->post("/api/exchange/partners", json::write(form));
        EXPECT_EQ(made.status, 201) << made.body;
        path_ = "/api/exchange/partners/" + std::string(boost::json::parse(made.body).at("id").as_string());
        secret_ = std::string(boost::json::parse(admin_->post(path_ + "/keys").body).at("secret").as_string());
    }
    void TearDown() override {
        exchange::set_receivers({});
        dispute::set_reactions({});
        std::filesystem::current_path(before_);
        std::filesystem::remove_all(folder_);
    }
    using Caller = identity::testing::Caller;

    boost::json::value bring(MessageKind kind, const std::string& reference, const std::string& message,
                             const std::vector<exchange::Paper>& papers = {}) {
        const std::string own = exchange::own_code(city_->config);
        const std::string bytes = exchange::make_package(
            {"", "xf-01", own, ++sequence_, kind, reference, city_->now, "k1", {}}, message, papers, secret_);
        const auto reply = keeper_->post(path_ + "/files", bytes);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return boost::json::parse(reply.body);
    }
    dispute::Dispute refer(const std::string& reference, const std::vector<exchange::Paper>& papers = {}) {
        const auto taken = bring(MessageKind::referral, reference, json::write(petition()), papers);
        EXPECT_EQ(taken.at("state"), "taken") << boost::json::serialize(taken);
        return referred(reference);
    }
    dispute::Dispute referred(const std::string& reference) {
        static const db::Statement select_it{"partners.test_referred",
                                             "SELECT dispute_id FROM partner_referral WHERE reference = $1"};
        const auto id =
            database().read([&](db::Tx& tx) { return tx.one<Id<dispute::Dispute>>(select_it, reference); });
        return city_->reload(id);
    }
    std::vector<LedgerLine> told(const dispute::Dispute& found) {
        auto lines = database().read([&](db::Tx& tx) { return exchange::ledger_of(tx, found.id); });
        std::erase_if(lines, [](const LedgerLine& line) { return line.direction == Direction::in; });
        return lines;
    }
    /// The message of a line, as the partner would read it.
    exchange::Package package_of(const LedgerLine& line) {
        return exchange::open_package(keeper_->get("/api/exchange/messages/" + to_text(line.id) + "/package").body);
    }

    /// Of these words those that stand in the letter.
    std::vector<std::string> printed(const dispute::Dispute& found, LetterKind kind) {
        const auto letter = database().read([&](db::Tx& tx) {
            const auto now = dispute::load(tx, found.id).value();
            return pdf::print(letter_paper(kind, letter_facts(tx, kind, *referral_of(tx, found.id), now, today)));
        });
        std::string text;
        for (const auto& line : letter.lines) text += line.words;
        std::vector<std::string> there;
        for (const char* word :
             {"支付维修费", "已于2026年11月24日全部履行完毕", "行政争议", "行政复议", "MARK-FACTS"})
            if (text.find(word) != std::string::npos) there.emplace_back(word);
        return there;
    }

    std::unique_ptr<TestCity> city_;
    std::unique_ptr<Caller> admin_, keeper_;
    std::filesystem::path folder_, before_;
    std::string path_, secret_;
    std::int64_t sequence_ = 0;
};
INSTANTIATE_TEST_SUITE_P(engines, partners, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(partners, make_a_dispute_of_a_referral) {
    const auto found = refer("信访2026-7", {{"来信.txt", "evidence", "渠道堵塞三年"}});
    EXPECT_EQ(found.source, dispute::Source::petition_office);
    EXPECT_EQ(found.channel, dispute::Channel::petition);
    EXPECT_EQ(found.window_id, city_->county_centre);
    EXPECT_THAT(city_->events_of(found),
                ElementsAre("register", "attachment", "referral", "petition_received", "petition_forwarded"));
    EXPECT_THAT(city_->running_clocks(found), Contains("PT-TELL"));
    EXPECT_THAT(city_->running_clocks(found), Not(Contains("PT-DISP")));
    auto clerk = city_->caller(routes, Duty::clerk, city_->county_centre);
    const auto seen = clerk.get("/api/disputes/" + to_text(found.id) + "/referral").body;
    for (const char* word : {"咸安区信访局", "信访2026-7", "咸信转〔2026〕7号", "张三、李四", "王接访"})
        EXPECT_THAT(seen, HasSubstr(word));
}

TEST_P(partners, get_back_what_is_wrong_by_field) {
    Referral form = petition();
    form.consent.reset();
    const auto rejected = bring(MessageKind::referral, "信访2026-8", json::write(form));
    EXPECT_EQ(rejected.at("state"), "rejected");
    EXPECT_EQ(rejected.at("faults").at(0).at("field"), "consent");
    form = petition();
    form.parties[0].name.clear();
    EXPECT_EQ(bring(MessageKind::referral, "信访2026-8", json::write(form)).at("faults").at(0).at("field"),
              "parties[0].name");
    const auto program = bring(MessageKind::referral, "信访2026-8", json::write(petition()),
                               {{"a.exe", "evidence", std::string("MZ\x90\0\x03", 5)}});
    EXPECT_EQ(program.at("faults").at(0).at("field"), "files[1]");
    refer("信访2026-8");
    EXPECT_EQ(bring(MessageKind::referral, "信访2026-8", json::write(petition())).at("faults").at(0).at("code"),
              "reference_taken");
}

TEST_P(partners, start_and_meet_their_clocks) {
    const auto found = refer("信访2026-9");
    bring(MessageKind::event, "信访2026-9", R"({"kind":"petition_answered","on":"2026-11-24"})");
    EXPECT_THAT(city_->running_clocks(found), Contains("PT-REV-APP"));
    bring(MessageKind::event, "信访2026-9", R"({"kind":"petition_review_asked","on":"2026-11-24"})");
    EXPECT_THAT(city_->running_clocks(found), Contains("PT-REV"));
    EXPECT_THAT(city_->running_clocks(found), Not(Contains("PT-REV-APP")));
    EXPECT_EQ(bring(MessageKind::event, "无此件", R"({"kind":"petition_reviewed","on":"2026-11-24"})")
                  .at("faults")
                  .at(0)
                  .at("code"),
              "unknown_reference");
    bring(MessageKind::materials, "信访2026-9", "{}", {{"补充.txt", "evidence", "补充材料"}});
    EXPECT_THAT(city_->events_of(found), Contains("attachment"));
}

TEST_P(partners, hear_of_the_case_in_order) {
    const auto found = refer("信访2026-10", {{"来信.txt", "evidence", "渠道堵塞三年"}});
    const auto cx = city_->as(Duty::dispatcher, city_->county_centre);
    const auto record = [&](std::string_view kind, const std::string& content) {
        database().transact([&](db::Tx& tx) {
            auto now = dispute::load(tx, found.id).value();
            dispute::record_with(tx, now, kind, cx, content);
        });
    };
    record("accept", "{}");
    record("note", "{}");
    record("begin", "{}");
    record("terminate", R"({"reason":"T02","routes":["court"]})");
    const auto lines = told(found);
    std::vector<MessageKind> kinds;
    for (const auto& line : lines) kinds.push_back(line.kind);
    ASSERT_THAT(kinds, ElementsAre(MessageKind::acceptance, MessageKind::progress, MessageKind::result,
                                   MessageKind::materials));
    EXPECT_EQ(lines[3].sequence, 4);
    const auto acceptance = package_of(lines[0]);
    EXPECT_EQ(acceptance.manifest.reference, "信访2026-10");
    EXPECT_EQ(json::read<AcceptanceTold>(acceptance.message).number, found.number);
    const auto result = json::read<ResultTold>(package_of(lines[2]).message);
    EXPECT_EQ(result.reason, "T02");
    EXPECT_THAT(result.ways, ElementsAre(dispute::Way::court));
    const auto materials = package_of(lines[3]);
    ASSERT_EQ(materials.papers.size(), 1U);
    EXPECT_EQ(materials.papers[0].content, "渠道堵塞三年");
}

TEST_P(partners, hear_a_refusal_in_their_own_words) {
    const auto found = refer("信访2026-12");
    const auto cx = city_->as(Duty::dispatcher, city_->county_centre);
    database().transact([&](db::Tx& tx) {
        auto now = dispute::load(tx, found.id).value();
        dispute::record_with(tx, now, "refuse", cx, R"({"reason":"R05","routes":["reconsideration"]})");
    });
    const auto told_of = json::read<RefusalTold>(package_of(told(found).at(0)).message);
    EXPECT_EQ(told_of.reason, "R05");
    EXPECT_EQ(told_of.not_suitable, "administrative");
    EXPECT_THAT(told_of.ways, ElementsAre(dispute::Way::reconsideration));
    EXPECT_EQ(printed(found, LetterKind::refusal), (std::vector<std::string>{"行政争议", "行政复议"}));
}

TEST_P(partners, may_tell_by_letter_what_a_desk_notes) {
    const auto found = refer("信访2026-13");
    const std::string at = "/api/disputes/" + to_text(found.id) + "/partner_events";
    auto clerk = city_->caller(routes, Duty::clerk, city_->county_centre);
    EXPECT_EQ(clerk.post(at, R"({"kind":"petition_answered","on":"2026-11-23","words":"来函"})").status, 201);
    EXPECT_THAT(city_->running_clocks(found), Contains("PT-REV-APP"));
    EXPECT_EQ(identity::testing::fields_of(clerk.post(at, R"({"kind":"petition_answered"})")), "on:missing");
    EXPECT_EQ(identity::testing::fields_of(clerk.post(at, R"({"kind":"accept"})")), "kind:unknown_word");
    auto above = city_->caller(routes, Duty::dispatcher, city_->city_centre);
    EXPECT_EQ(identity::testing::code_of(above.post(at, R"({"kind":"petition_rereviewed"})")),
              "not_your_bodys_dispute");
}

TEST_P(partners, are_counted_by_what_became_of_their_matters) {
    refer("信访2026-14");
    const auto found = refer("信访2026-15");
    database().transact([&](db::Tx& tx) {
        auto now = dispute::load(tx, found.id).value();
        dispute::record_with(tx, now, "refuse", city_->as(Duty::dispatcher, city_->county_centre),
                             R"({"reason":"R05"})");
    });
    auto leader = city_->caller(routes, Duty::leader, city_->county_centre);
    const auto figures = boost::json::parse(leader.get("/api/partners/figures").body).at("lines").as_array();
    ASSERT_EQ(figures.size(), 1U);
    EXPECT_EQ(figures[0].at("direction"), "in");
    EXPECT_EQ(figures[0].at("matter"), "petition_item");
    EXPECT_EQ(figures[0].at("referred"), 2);
    EXPECT_EQ(figures[0].at("refused"), 1);
    EXPECT_EQ(figures[0].at("refusals").at(0).at("reason"), "R05");
    EXPECT_EQ(figures[0].at("open"), 2);
    auto elsewhere = city_->caller(routes, Duty::leader, city_->city_centre);
    EXPECT_THAT(elsewhere.get("/api/partners/figures").body, HasSubstr(R"("lines":[])"));
}

TEST_P(partners, hear_nothing_of_other_cases) {
    const auto other = city_->add_dispute(dispute::State::registered);
    database().transact([&](db::Tx& tx) {
        auto now = dispute::load(tx, other.id).value();
        dispute::record_with(tx, now, "accept", city_->as(Duty::dispatcher, city_->county_centre), "{}");
    });
    EXPECT_THAT(told(other), IsEmpty());
}

/// The result holds what was agreed and done, and none of what was said in between.
TEST_P(partners, hear_of_performance_and_never_of_concessions) {
    const auto found = refer("信访2026-11");
    const auto cx = city_->as(Duty::dispatcher, city_->county_centre);
    database().transact([&](db::Tx& tx) {
        auto now = dispute::load(tx, found.id).value();
        agreements::AgreementForm form;
        form.facts = form.points = form.responsibility = "MARK-FACTS";
        agreements::TermForm term;
        term.kind = agreements::TermKind::pay;
        term.text = "支付维修费";
        term.amount_fen = Fen{100000};
        term.due_on = today;
        term.manner = "转账";
        form.terms = {term};
        agreements::save(tx, now, form, cx.moment);
        dispute::set_outcome(tx, now, "success", "written", today);
        now = dispute::load(tx, found.id).value();
        agreements::PerformanceForm done;
        done.performed_on = today;
        done.proof = agreements::Proof::transfer;
        agreements::perform(tx, now, done, cx);
        dispute::record_with(tx, now, "perform", cx, "{}");
    });
    const auto lines = told(found);
    ASSERT_EQ(lines.size(), 1U);
    const auto message = package_of(lines[0]).message;
    const auto result = json::read<ResultTold>(message);
    ASSERT_TRUE(result.performance);
    EXPECT_EQ(result.performance->open_terms, 0);
    EXPECT_EQ(result.performance->performed_fen, Fen{100000});
    EXPECT_EQ(result.performance->performed_on, today);
    EXPECT_EQ(printed(found, LetterKind::certificate),
              (std::vector<std::string>{"支付维修费", "已于2026年11月24日全部履行完毕"}));
    EXPECT_THAT(message, Not(HasSubstr("MARK-FACTS")));
}

}  // namespace hemu::partners
