#include "case_home.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "store.hpp"

namespace hemu::case_home {

using dispute::State;
using identity::Duty;
using identity::testing::code_of;
using identity::testing::fields_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Browser = identity::testing::Caller;

HEMU_ON_BOTH_ENGINES(case_home_of_a_party);

/// A dispute at a village's committee, with its mediator, and the browsers of the two parties.
class Case {
  public:
    explicit Case(db::Database& database, State state = State::mediating) : city(database) {
        dispute = city.add_dispute(state);
        mediator = city.person(Duty::mediator, city.village);
        city.person(Duty::head, city.village);
        city.hand_to(dispute, city.village, mediator);
        give_phone_to_second();
        const std::string code = city.keys.search_digest("ABCDEFGHJK", "query_code");
        sql(fmt::format("UPDATE dispute SET query_digest = '{}'", code));
    }

    void sql(const std::string& text) {
        city.database().transact([&](db::Tx& tx) { tx.run_text(text); });
    }

    Browser enter(std::string_view phone) {
        Browser browser = city.citizen(routes);
        const auto reply = browser.post("/api/citizen/case/entry",
                                        fmt::format(R"({{"query_code":"abcde-fghjk","phone":"{}"}})", phone));
        EXPECT_EQ(reply.status, 204) << reply.body;
        return browser;
    }
    Browser applicant() { return enter("138 0000 0001"); }
    Browser respondent() { return enter("13800000002"); }
    Browser staff(Duty duty, Id<identity::Organisation> body) { return city.caller(routes, duty, body); }
    Browser handler() { return staff(Duty::mediator, city.village); }

    std::string at_case() const { return "/api/disputes/" + to_text(dispute.id) + "/case_home"; }
    std::string party(int number) {
        return to_text(city.parties_in(city.reload(dispute))[static_cast<std::size_t>(number)]);
    }

    dispute::TestCity city;
    Dispute dispute;
    identity::Actor mediator;

  private:
    void give_phone_to_second() {
        dispute::PartyForm form;
        form.phone = "13800000002";
        const auto digest = dispute::digests_of(form, city.keys).phone.value();
        sql(fmt::format("UPDATE dispute_party SET phone_digest = '{}', phone_sealed = '{}' WHERE position > 1",
                        digest, city.keys.seal("13800000002", "phone")));
    }
};

static std::string fresh() { return to_text(Id<Message>::fresh(now())); }
static HomeView home_in(const http::Reply& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::read<HomeView>(reply.body);
}
static HomeView home_for(Browser& browser) { return home_in(browser.get("/api/citizen/case")); }
static http::Reply put(Browser& browser, const std::string& path, const std::string& body) {
    return browser.ask("PUT", "/api/citizen/case/" + path, body);
}
static std::string outcome(const http::Reply& reply) {
    return reply.status < 300 ? "" : code_of(reply) + (fields_of(reply).empty() ? "" : " " + fields_of(reply));
}

TEST_P(case_home_of_a_party, opens_to_code_and_phone_together) {
    Case one(database());
    Browser stranger = one.city.citizen(routes);
    const auto ask = [&](std::string_view code, std::string_view phone) {
        return outcome(stranger.post("/api/citizen/case/entry",
                                     fmt::format(R"({{"query_code":"{}","phone":"{}"}})", code, phone)));
    };
    EXPECT_EQ(outcome(stranger.get("/api/citizen/case")), "pass_needed");
    EXPECT_EQ(ask("ABCDEFGHJK", "13800000009"), "code_not_found");
    EXPECT_EQ(ask("AAAAAAAAAA", "13800000001"), "code_not_found");
    EXPECT_EQ(ask("", ""), "invalid query_code:missing phone:missing");
    EXPECT_EQ(ask("abcde fghjk", "138 0000 0001"), "");
    const HomeView home = home_for(stranger);
    EXPECT_EQ(home.side, dispute::Side::applicant);
    EXPECT_EQ(home.party_name, "张三");
    EXPECT_THAT(home.others, ElementsAre("李四"));
    EXPECT_EQ(home.handler.body_name, "高桥村人民调解委员会");
    EXPECT_THAT(home.handler.mediators, ElementsAre(one.mediator.name));
    EXPECT_EQ(home.steps.size(), 7U);
    EXPECT_EQ(home.phone, "138****0001");
}

TEST_P(case_home_of_a_party, opens_to_who_acts_for_a_party) {
    Case one(database());
    one.sql(fmt::format(R"(INSERT INTO dispute_agent (id, dispute_id, party_id, kind, name, phone_digest, powers)
        VALUES ('{}', '{}', '{}', 'close_relative', '张小妹', '{}', '[]'))",
                        fresh(), to_text(one.dispute.id), one.party(0),
                        one.city.keys.search_digest("13900000009", "phone")));
    Browser daughter = one.enter("13900000009");
    EXPECT_EQ(home_for(daughter).party_name, "张三");
    one.sql("UPDATE dispute_agent SET removed_at = '2026-11-24 00:00:00.000000+00'");
    Browser later = one.city.citizen(routes);
    EXPECT_EQ(outcome(later.post("/api/citizen/case/entry", R"({"query_code":"ABCDEFGHJK","phone":"13900000009"})")),
              "code_not_found");
}

TEST_P(case_home_of_a_party, is_limited_by_address) {
    Case one(database());
    Browser stranger = one.city.citizen(routes);
    const std::string body = R"({"query_code":"AAAAAAAAAA","phone":"13800000001"})";
    for (int i = 0; i < 30; ++i) stranger.post("/api/citizen/case/entry", body);
    EXPECT_EQ(code_of(stranger.post("/api/citizen/case/entry", body)), "too_many_tries");
}

// A party who reported what was reported before reads on where it goes on.
TEST_P(case_home_of_a_party, follows_a_merge_where_the_phone_is_known) {
    Case one(database(), State::registered);
    const auto second = one.city.add_dispute(State::registered);
    one.sql(fmt::format("UPDATE dispute SET merged_into_id = '{}', state = 'merged' WHERE id = '{}'",
                        to_text(second.id), to_text(one.dispute.id)));
    Browser first = one.applicant();
    EXPECT_EQ(home_for(first).number, second.number);
    Browser other = one.respondent();
    EXPECT_EQ(home_for(other).state, State::merged);
}

TEST_P(case_home_of_a_party, talks_with_the_handler_and_nobody_else) {
    Case one(database());
    Browser applicant = one.applicant();
    const std::string id = fresh();
    EXPECT_EQ(home_in(put(applicant, "messages/" + id, R"({"words":"什么时候开会"})")).messages.size(), 1U);
    EXPECT_EQ(home_in(put(applicant, "messages/" + id, R"({"words":"什么时候开会"})")).messages.size(), 1U) << "once";
    EXPECT_EQ(outcome(put(applicant, "messages/" + fresh(), R"({"words":" "})")), "invalid words:missing");
    Browser respondent = one.respondent();
    EXPECT_THAT(home_for(respondent).messages, IsEmpty());
    EXPECT_EQ(outcome(put(respondent, "messages/" + id, R"({"words":"x"})")), "not_found");

    Browser handler = one.handler();
    const auto seen = json::read<CaseHomeView>(handler.get(one.at_case()).body);
    EXPECT_EQ(seen.unread, 1);
    EXPECT_EQ(seen.threads[0].messages[0].words, "什么时候开会");
    const std::string at = one.at_case() + "/parties/" + one.party(0);
    EXPECT_EQ(handler.ask("PUT", at + "/messages/" + fresh(), R"({"words":"周五上午"})").status, 200);
    EXPECT_EQ(json::read<CaseHomeView>(handler.get(one.at_case()).body).unread, 0) << "who answers has read";
    HomeView home = home_for(applicant);
    EXPECT_EQ(home.unread, 1);
    EXPECT_EQ(home.messages[1].words, "周五上午");
    EXPECT_EQ(home.messages[1].author_name, one.mediator.name);
    ASSERT_EQ(home.notices.size(), 1U) << "he is told that there is an answer";
    home = home_in(applicant.post("/api/citizen/case/reading", R"({"notices":true,"messages":true})"));
    EXPECT_EQ(home.unread, 0);
    EXPECT_THAT(one.city.events_of(one.dispute),
                ElementsAre("register", "party_message", "message_answer", "notice_read"));
    EXPECT_EQ(code_of(one.staff(Duty::mediator, one.city.other_village).get(one.at_case())), "dispute_not_found");
    EXPECT_EQ(code_of(handler.ask("PUT", one.at_case() + "/parties/" + fresh() + "/messages/" + fresh(),
                                  R"({"words":"x"})")),
              "party_not_found");
}

TEST_P(case_home_of_a_party, messages_are_sealed_news_for_the_handler_and_limited) {
    Case one(database());
    one.sql("UPDATE case_home_setting SET value = 2 WHERE code = 'messages_a_day'");
    Browser applicant = one.applicant();
    for (int i = 0; i < 2; ++i) put(applicant, "messages/" + fresh(), R"({"words":"悄悄话"})");
    EXPECT_EQ(outcome(put(applicant, "messages/" + fresh(), R"({"words":"x"})")), "too_many_messages");
    static const db::Statement select_all{"testing.case_home_sealed", R"(
        SELECT words_sealed FROM case_home_message UNION ALL SELECT content FROM dispute_event)"};
    for (const auto& text : database().read([](db::Tx& tx) { return tx.all<std::string>(select_all); }))
        EXPECT_THAT(text, Not(HasSubstr("悄悄")));
    static const db::Statement select_news{"testing.case_home_news",
                                           "SELECT count(*) FROM dispute WHERE news_at IS NOT NULL"};
    EXPECT_EQ(database().read([](db::Tx& tx) { return tx.one<std::int64_t>(select_news); }), 1);
}

TEST_P(case_home_of_a_party, asks_become_tasks_and_are_answered) {
    Case one(database());
    Browser applicant = one.applicant();
    const std::string id = fresh();
    auto home = home_in(put(applicant, "asks/" + id, R"({"kind":"end_mediation","words":"不想谈了"})"));
    ASSERT_EQ(home.asks.size(), 1U);
    EXPECT_EQ(outcome(put(applicant, "asks/" + id, R"({"kind":"end_mediation"})")), "") << "the same again";
    EXPECT_EQ(outcome(put(applicant, "asks/" + fresh(), R"({"kind":"end_mediation"})")), "asked_already");
    EXPECT_EQ(outcome(put(applicant, "asks/" + fresh(), R"({"kind":"withdrawal"})")), "not_in_this_state");
    static const db::Statement select_tasks{"testing.case_home_tasks", "SELECT words FROM task"};
    const auto tasks = database().read([](db::Tx& tx) { return tx.all<std::string>(select_tasks); });
    ASSERT_EQ(tasks.size(), 1U);
    EXPECT_THAT(tasks[0], HasSubstr("终止调解"));
    EXPECT_THAT(tasks[0], Not(HasSubstr("不想谈了")));

    Browser handler = one.handler();
    const std::string answer = one.at_case() + "/asks/" + id + "/answer";
    EXPECT_EQ(outcome(handler.post(answer, R"({"words":""})")), "invalid words:missing");
    EXPECT_EQ(handler.post(answer, R"({"words":"已办理"})").status, 201);
    EXPECT_EQ(outcome(handler.post(answer, R"({"words":"再答"})")), "answered_already");
    home = home_for(applicant);
    EXPECT_EQ(home.asks[0].answer, "已办理");
    EXPECT_EQ(home.asks[0].answered_by_name, one.mediator.name);
    EXPECT_THAT(one.city.events_of(one.dispute), ElementsAre("register", "party_ask", "task", "ask_answer"));
}

TEST_P(case_home_of_a_party, another_mediator_is_asked_for_at_the_head_not_at_himself) {
    Case one(database());
    Browser applicant = one.applicant();
    EXPECT_FALSE(home_for(applicant).acts.other_mediator) << "nobody is named";
    EXPECT_EQ(outcome(put(applicant, "asks/" + fresh(), R"({"kind":"other_mediator"})")), "not_in_this_state");
    one.sql(fmt::format(R"(INSERT INTO assignment_mediator (id, dispute_id, revision, account_id, presiding, relation,
            kept_by_consent, since_at) VALUES ('{}', '{}', 1, '{}', true, 'none', false, '2026-11-24 00:00:00.000000+00'))",
                        fresh(), to_text(one.dispute.id), to_text(one.mediator.account)));
    ASSERT_TRUE(home_for(applicant).acts.other_mediator);
    EXPECT_EQ(outcome(put(applicant, "asks/" + fresh(), R"({"kind":"other_mediator","words":"他们是牌友"})")), "");
    static const db::Statement select_duty{"testing.case_home_asked", R"(
        SELECT p.duty FROM task t JOIN post p ON p.account_id = t.assignee_id)"};
    static const db::Statement select_objected{"testing.case_home_objected",
                                               "SELECT account_id FROM assignment_objection"};
    database().read([&](db::Tx& tx) {
        EXPECT_THAT(tx.all<Duty>(select_duty), ElementsAre(Duty::head));
        EXPECT_THAT(tx.all<Id<identity::Account>>(select_objected), ElementsAre(one.mediator.account));
    });
}

TEST_P(case_home_of_a_party, urging_counts_on_the_body_and_is_limited) {
    Case one(database());
    Browser applicant = one.applicant();
    one.sql("UPDATE dispute_clock SET state = 'ended'");
    EXPECT_EQ(outcome(put(applicant, "asks/" + fresh(), R"({"kind":"urge"})")), "urge_nothing_runs");
    one.city.run_clocks_as_after(one.city.reload(one.dispute), "accept", one.city.now);
    EXPECT_EQ(outcome(put(applicant, "asks/" + fresh(), R"({"kind":"urge","words":"太慢"})")), "");
    EXPECT_EQ(outcome(put(applicant, "asks/" + fresh(), R"({"kind":"urge"})")), "urge_too_soon");
    EXPECT_EQ(home_for(applicant).acts.urge_again_on, legal_date(one.city.now) + 3);
    Browser respondent = one.respondent();
    EXPECT_TRUE(home_for(respondent).acts.urge) << "his own count";
    static const db::Statement select_urged{"testing.case_home_urged",
                                            "SELECT organisation_id FROM case_home_ask WHERE kind = 'urge'"};
    EXPECT_EQ(database().read([](db::Tx& tx) { return tx.one<Id<identity::Organisation>>(select_urged); }),
              one.city.village);
    EXPECT_THAT(one.city.events_of(one.dispute), Contains("urge"));
    one.city.now = one.city.now + std::chrono::hours(24 * 3);
    Browser again = one.applicant();
    EXPECT_EQ(outcome(put(again, "asks/" + fresh(), R"({"kind":"urge"})")), "");
}

TEST_P(case_home_of_a_party, complaints_go_above_and_never_to_whom_they_are_about) {
    Case one(database());
    Browser leader = one.staff(Duty::leader, one.city.town);
    Browser above = one.staff(Duty::supervisor, one.city.county_centre);
    Browser elsewhere = one.staff(Duty::supervisor, one.city.other_village);
    Browser applicant = one.applicant();
    const std::string id = fresh();
    EXPECT_EQ(outcome(put(applicant, "complaints/" + id, R"({"about":"person","words":""})")),
              "invalid words:missing");
    auto home = home_in(put(applicant, "complaints/" + id, R"({"about":"person","words":"他和对方是亲戚"})"));
    ASSERT_EQ(home.complaints.size(), 1U);
    EXPECT_EQ(home.complaints[0].to_name, "汀泗桥镇人民调解委员会") << "the nearest above with somebody who answers";
    EXPECT_EQ(home.complaints[0].answer_by_on, LegalDate(2026, 12, 8));
    const auto lines = json::read<std::vector<ComplaintLine>>(leader.get("/api/complaints").body);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].words, "他和对方是亲戚");
    EXPECT_EQ(lines[0].number, one.dispute.number);
    EXPECT_EQ(json::read<std::vector<ComplaintLine>>(above.get("/api/complaints").body).size(), 1U);
    EXPECT_EQ(elsewhere.get("/api/complaints").body, "[]");
    EXPECT_EQ(code_of(one.handler().get("/api/complaints")), "duty_may_not");
    const std::string answer = "/api/complaints/" + id + "/answer";
    EXPECT_EQ(outcome(elsewhere.post(answer, R"({"outcome":"upheld","words":"x"})")), "not_found");
    EXPECT_EQ(leader.post("/api/complaints/" + id + "/taking", "{}").status, 204);
    EXPECT_EQ(home_for(applicant).complaints[0].state, ComplaintState::taken);
    EXPECT_EQ(leader.post(answer, R"({"outcome":"upheld","words":"已换调解员"})").status, 204);
    EXPECT_EQ(outcome(leader.post(answer, R"({"outcome":"upheld","words":"x"})")), "answered_already");
    home = home_for(applicant);
    EXPECT_EQ(home.complaints[0].outcome, ComplaintOutcome::upheld);
    EXPECT_EQ(home.complaints[0].answer, "已换调解员");
    const auto handler_sees = one.handler().get(one.at_case()).body;
    EXPECT_THAT(handler_sees, Not(HasSubstr("亲戚")));
}

// Whoever is named on the case does not answer for it, and a secret dispute stays without a number.
TEST_P(case_home_of_a_party, complaints_pass_over_those_who_are_named_and_keep_secrets) {
    Case one(database());
    const auto named = one.city.person(Duty::leader, one.city.town);
    Browser leader = one.staff(Duty::leader, one.city.town);
    Browser above = one.staff(Duty::supervisor, one.city.county_centre);
    one.city.hand_to(one.dispute, one.city.village, named);
    one.sql("UPDATE dispute SET secrecy = 'private'");
    Browser applicant = one.applicant();
    const auto home = home_in(put(applicant, "complaints/" + fresh(), R"({"about":"delay","words":"太慢"})"));
    EXPECT_EQ(home.complaints[0].to_name, "咸安区人民调解中心");
    EXPECT_EQ(leader.get("/api/complaints").body, "[]");
    const auto lines = json::read<std::vector<ComplaintLine>>(above.get("/api/complaints").body);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_FALSE(lines[0].number);
    EXPECT_FALSE(lines[0].dispute_id);
    EXPECT_EQ(lines[0].party_name, "");
    EXPECT_FALSE(lines[0].phone);
}

TEST_P(case_home_of_a_party, the_only_applicant_withdraws) {
    Case one(database(), State::assigned);
    Browser respondent = one.respondent();
    EXPECT_EQ(outcome(respondent.post("/api/citizen/case/withdrawal", R"({"understood":true})")),
              "not_in_this_state");
    Browser applicant = one.applicant();
    EXPECT_EQ(outcome(applicant.post("/api/citizen/case/withdrawal", R"({"understood":false})")),
              "invalid understood:missing");
    EXPECT_EQ(home_in(applicant.post("/api/citizen/case/withdrawal", R"({"understood":true})")).state,
              State::withdrawn);
    EXPECT_EQ(applicant.post("/api/citizen/case/withdrawal", R"({"understood":true})").status, 200) << "again";
    EXPECT_THAT(one.city.events_of(one.dispute), ElementsAre("register", "withdraw"));
}

TEST_P(case_home_of_a_party, says_how_it_was_once) {
    Case one(database(), State::mediating);
    Browser applicant = one.applicant();
    const std::string body = R"({"score":4,"fair":true,"fast":false,"words":"谢谢"})";
    EXPECT_EQ(outcome(put(applicant, "satisfaction", body)), "not_in_this_state");
    one.sql("UPDATE dispute SET state = 'closed'");
    EXPECT_TRUE(home_for(applicant).acts.satisfaction);
    EXPECT_FALSE(home_in(put(applicant, "satisfaction", body)).acts.satisfaction);
    EXPECT_EQ(outcome(put(applicant, "satisfaction", body)), "satisfaction_given_already");
    EXPECT_EQ(outcome(put(applicant, "satisfaction", R"({"score":6,"fair":true,"fast":true})")),
              "invalid score:out_of_range");
}

TEST_P(case_home_of_a_party, asks_for_his_data_and_gets_a_copy_once_the_phone_is_confirmed) {
    Case one(database());
    Browser applicant = one.applicant();
    const std::string id = fresh();
    EXPECT_EQ(outcome(put(applicant, "data_requests/" + fresh(), R"({"kind":"correction"})")),
              "invalid words:missing");
    auto home = home_in(put(applicant, "data_requests/" + id, R"({"kind":"copy"})"));
    EXPECT_EQ(home.data_requests[0].answer_by_on, LegalDate(2026, 12, 24));
    EXPECT_EQ(outcome(put(applicant, "data_requests/" + fresh(), R"({"kind":"copy"})")), "asked_already");
    const std::string copy = "/api/citizen/case/data_requests/" + id + "/copy";
    EXPECT_EQ(outcome(applicant.post(copy, "{}")), "copy_not_granted");

    Browser head = one.staff(Duty::head, one.city.village);
    const auto lines = json::read<std::vector<DataLine>>(head.get("/api/data_requests").body);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].party_name, "张三");
    EXPECT_EQ(code_of(one.handler().get("/api/data_requests")), "duty_may_not");
    EXPECT_EQ(one.staff(Duty::head, one.city.other_village).get("/api/data_requests").body, "[]");
    const std::string decision = "/api/data_requests/" + id + "/decision";
    EXPECT_EQ(outcome(head.post(decision, R"({"outcome":"refused","words":"x"})")), "invalid reason:missing");
    EXPECT_EQ(head.post(decision, R"({"outcome":"provided","words":""})").status, 204);
    EXPECT_EQ(outcome(head.post(decision, R"({"outcome":"provided","words":""})")), "answered_already");
    EXPECT_EQ(outcome(applicant.post(copy, "{}")), "phone_not_confirmed");
    Browser respondent = one.respondent();
    EXPECT_EQ(outcome(respondent.post(copy, "{}")), "not_found");

    one.sql(fmt::format(R"(INSERT INTO access_phone_code (id, subject_id, phone_digest, code_digest, sent_at, tries,
        confirmed_at) VALUES ('{}', '{}', '{}', 'x', '{}', 0, '{}'))",
                        fresh(), one.party(0), one.city.keys.search_digest("13800000001", "phone"),
                        to_text(one.city.now), to_text(one.city.now)));
    const auto stands = [&] {
        const auto todos = home_in(applicant.get("/api/citizen/case")).todos;
        for (const Todo& todo : todos)
            if (todo.code == TodoCode::take_copy) return std::string(json::enum_word(todo.state));
        return std::string();
    };
    EXPECT_EQ(stands(), "ready");
    const auto got = applicant.post(copy, "{}");
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_THAT(got.body, HasSubstr("13800000001"));
    EXPECT_THAT(got.body, HasSubstr("楼上夜间装修噪音扰民"));
    EXPECT_THAT(got.body, Not(HasSubstr("13800000002")));
    EXPECT_NO_THROW(static_cast<void>(boost::json::parse(got.body)));
    EXPECT_EQ(stands(), "done");
    EXPECT_THAT(one.city.events_of(one.dispute),
                ElementsAre("register", "data_request", "data_decision", "data_copy"));
    static const db::Statement select_audit{"testing.case_home_audit",
                                            "SELECT act FROM audit_entry WHERE act = 'data_copy'"};
    EXPECT_EQ(database().read([](db::Tx& tx) { return tx.all<std::string>(select_audit); }).size(), 1U);
}

TEST_P(case_home_of_a_party, a_deletion_erases_words_that_are_no_part_of_the_file) {
    Case one(database(), State::closed);
    Browser applicant = one.applicant();
    put(applicant, "messages/" + fresh(), R"({"words":"悄悄话"})");
    const std::string id = fresh();
    put(applicant, "data_requests/" + id, R"({"kind":"deletion","words":"都删了"})");
    Browser head = one.staff(Duty::head, one.city.village);
    EXPECT_EQ(head.post("/api/data_requests/" + id + "/decision", R"({"outcome":"deleted","words":""})").status, 204);
    EXPECT_EQ(home_for(applicant).messages[0].words, "");
}

// PIPL art. 46: what was wrong is put right, is found under the new number, and the audit knows which fields.
TEST_P(case_home_of_a_party, a_correction_puts_right_what_was_wrong) {
    Case one(database());
    Browser applicant = one.applicant();
    const std::string id = fresh();
    put(applicant, "data_requests/" + id, R"({"kind":"correction","words":"名字写错了"})");
    Browser head = one.staff(Duty::head, one.city.village);
    const std::string decision = "/api/data_requests/" + id + "/decision";
    EXPECT_EQ(outcome(head.post(decision, R"({"outcome":"corrected","words":""})")), "invalid correction:missing");
    EXPECT_EQ(outcome(head.post(decision, R"({"outcome":"corrected","words":"","correction":{"phone":"12"}})")),
              "invalid correction.phone:phone_wrong");
    EXPECT_EQ(head.post(decision,
                        R"({"outcome":"corrected","words":"","correction":{"name":"张叁","phone":"13800000007"}})")
                  .status,
              204);
    Browser again = one.enter("13800000007");
    EXPECT_EQ(home_for(again).party_name, "张叁");
}

// Nothing of the other side but his name; nothing of staff's own papers. Tried by markers on every answer.
TEST_P(case_home_of_a_party, shows_nothing_of_the_other_side) {
    Case one(database(), State::refused);
    one.sql(fmt::format(
        R"(UPDATE dispute_party SET identity_sealed = '{}', address_sealed = '{}', needs = '独居' WHERE
        position > 1)",
        one.city.keys.seal("110101190101011231", "identity"), one.city.keys.seal("机密路1号", "address")));
    const auto cx = one.city.as(one.mediator);
    one.city.database().transact([&](db::Tx& tx) {
        auto found = dispute::load(tx, one.dispute.id).value();
        const auto event = dispute::record_with(tx, found, "note", cx, R"({"reason":"R03"})");
        dispute::add_note(tx, found, event, "内部备注", cx.moment);
    });
    Browser respondent = one.respondent();
    put(respondent, "messages/" + fresh(), R"({"words":"被告的话"})");
    Browser applicant = one.applicant();
    const std::string seen =
        applicant.get("/api/citizen/case").body + applicant.get("/api/citizen/case/calendar.ics").body;
    for (const char* marker : {"13800000002", "110101", "机密路", "独居", "内部备注", "R03", "被告的话", "楼上夜间"})
        EXPECT_THAT(seen, Not(HasSubstr(marker))) << marker;
    const std::string other = respondent.get("/api/citizen/case").body;
    for (const char* marker : {"13800000001", "楼上夜间", "内部备注", "R03"})
        EXPECT_THAT(other, Not(HasSubstr(marker))) << marker;
}

TEST_P(case_home_of_a_party, tells_what_went_to_another_authority_to_whom_agreed_alone) {
    Case one(database());
    one.sql(fmt::format(R"(
        INSERT INTO exchange_partner (id, code, name, kind, window_id, matters, contact_name, contact_phone,
                                      legal_basis, way, active, sent_sequence, taken_sequence, failures, made_at,
                                      made_by_name, version)
        VALUES ('01900000-0000-7000-8000-000000000001', 'fa', '法律援助中心', 'legal_aid', '{}', '[]', '内部联系人',
                '07151234567', '', 'none', TRUE, 0, 0, 0, '2026-11-24 00:00:00.000000+00', '', 1))",
                        to_text(one.city.village)));
    for (const auto& [id, matter, by] :
         {std::tuple("2", "legal_aid", "(SELECT name FROM dispute_party WHERE position = 1)"),
          std::tuple("3", "police_report", "''")})
        one.sql(fmt::format(R"(
        INSERT INTO partner_referral_out (id, dispute_id, partner_id, matter, reference, state, urgent, content_sealed,
                                          consent_by, papers, sent_on, sent_by_name, partner_number, made_at)
        VALUES ('01900000-0000-7000-8000-00000000000{0}', '{1}', '01900000-0000-7000-8000-000000000001', '{2}', 'r{0}',
                'accepted', FALSE, '', {3}, '[]', '2026-11-24', '', '援字1号', '2026-11-24 00:00:00.000000+00'))",
                            id, to_text(one.dispute.id), matter, by));
    Browser applicant = one.applicant();
    const auto reply = applicant.get("/api/citizen/case");
    const auto told = home_in(reply).handed_out;
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].matter_zh, "申请法律援助");
    EXPECT_EQ(told[0].partner_name, "法律援助中心");
    EXPECT_EQ(told[0].phone, "07151234567");
    EXPECT_EQ(told[0].partner_number, "援字1号");
    EXPECT_THAT(reply.body, Not(HasSubstr("内部联系人")));
    Browser respondent = one.respondent();
    EXPECT_TRUE(home_for(respondent).handed_out.empty());
}

TEST_P(case_home_of_a_party, a_party_who_was_taken_off_is_out) {
    Case one(database());
    Browser applicant = one.applicant();
    one.sql("UPDATE dispute_party SET removed_at = '2026-11-24 00:00:00.000000+00' WHERE position = 1");
    EXPECT_EQ(outcome(applicant.get("/api/citizen/case")), "pass_needed");
    EXPECT_EQ(outcome(put(applicant, "messages/" + fresh(), R"({"words":"x"})")), "pass_needed");
}

}  // namespace hemu::case_home
