#include "notices.hpp"

#include <gmock/gmock.h>

#include "by_hand.hpp"
#include "ladders.hpp"
#include "letter_paper.hpp"
#include "notices_case.hpp"
#include "tasks.hpp"
#include "templates.hpp"

namespace hemu::notices {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using enum NoticeMethod;
using identity::Duty;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HEMU_ON_BOTH_ENGINES(notices);

TEST_P(notices, are_made_for_whom_they_concern_and_once) {
    Case one(database());
    one.tell_both();
    one.tell_both();
    ASSERT_EQ(one.all().size(), 2u);
    EXPECT_EQ(one.of(0).state, NoticeState::waiting);
    EXPECT_EQ(one.of(0).method, message);
    EXPECT_EQ(one.of(0).due_at, one.now);
    one.tell_about(NoticeEvent::refused);
    EXPECT_EQ(one.all().size(), 3u) << "only the applicant is told that it was refused";
}

TEST_P(notices, stand_on_the_case_page_alone_where_nothing_is_set_up) {
    Case one(database());
    one.city.config.message_gateway_url.clear();
    one.tell_both();
    EXPECT_EQ(one.of(0).state, NoticeState::sent);
    EXPECT_EQ(one.of(0).method, inbox);
    EXPECT_FALSE(one.of(0).due_at);
    const auto party = one.city.parties_in(one.dispute)[0];
    const auto cx = one.machine();
    const auto found = database().transact([&](db::Tx& tx) {
        auto dispute = dispute::load(tx, one.dispute.id).value();
        auto items = inbox_of(tx, dispute.id, party, one.city.keys);
        mark_read(tx, dispute, party, cx);
        return items;
    });
    ASSERT_EQ(found.size(), 1u);
    EXPECT_THAT(found[0].words, HasSubstr("咸安区人民调解中心"));
    EXPECT_THAT(found[0].words, Not(HasSubstr("张三")));
    EXPECT_EQ(one.of(0).state, NoticeState::read);
    EXPECT_EQ(one.of(1).state, NoticeState::sent) << "李四 has not read anything";
    EXPECT_THAT(one.events(), ElementsAre("notice_read"));
}

TEST_P(notices, are_sent_and_their_record_holds_the_words) {
    Case one(database());
    one.tell_both();
    const auto out = one.begin(one.of(0));
    ASSERT_TRUE(out);
    EXPECT_EQ(out->to, "13800000001");
    EXPECT_EQ(one.of(0).services.at(0).state, ServiceState::sending);
    one.finish(*out, {});
    const auto notice = one.of(0);
    EXPECT_EQ(notice.state, NoticeState::sent);
    ASSERT_EQ(notice.services.size(), 1u);
    EXPECT_EQ(notice.services[0].recipient, "138****0001");
    EXPECT_EQ(notice.services[0].words, out->words);
    EXPECT_FALSE(one.begin(notice)) << "what is sent is not sent again";
    one.report(notice, 0, ServiceState::delivered);
    EXPECT_EQ(one.of(0).state, NoticeState::delivered);
    EXPECT_THAT(one.events(), ElementsAre("notice_sent", "notice_delivered"));
    const auto stored = database().read([](db::Tx& tx) {
        static const db::Statement select{"testing.notice_words", "SELECT words_sealed FROM notice_service"};
        return tx.one<std::string>(select);
    });
    EXPECT_THAT(stored, Not(HasSubstr("咸安")));
}

TEST_P(notices, that_were_cut_off_go_out_again_under_the_same_key) {
    Case one(database());
    one.tell_both();
    const auto first = one.begin(one.of(0));
    one.pass(std::chrono::minutes(2));
    const auto second = one.begin(one.of(0));
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->key, second->key);
    EXPECT_EQ(first->service_id, second->service_id);
    EXPECT_EQ(one.of(0).services.size(), 1u);
    one.finish(*first, {});
    one.finish(*second, {});
    EXPECT_THAT(one.events(), ElementsAre("notice_sent"));
}

TEST_P(notices, go_up_the_ladder_when_nobody_is_reached) {
    Case one(database());
    const auto clerk = one.city.person(Duty::clerk, one.city.county_centre);
    one.tell_both();
    for (int i = 0; i < 3; ++i) {
        const auto out = one.begin(one.of(0));
        ASSERT_TRUE(out) << i;
        one.finish(*out, {"answered 500", true});
        one.pass(std::chrono::minutes(60));
    }
    EXPECT_EQ(one.of(0).state, NoticeState::next_method);
    EXPECT_EQ(one.of(0).step, 1);
    EXPECT_FALSE(one.begin(one.of(0))) << "the second message has its time";
    one.pass(std::chrono::minutes(120));
    const auto second = one.begin(one.of(0));
    ASSERT_TRUE(second);
    EXPECT_THAT(second->key, testing::EndsWith("-1"));
    one.finish(*second, {"answered 400", false});
    EXPECT_FALSE(one.begin(one.of(0))) << "a person calls";
    EXPECT_EQ(one.of(0).method, call);
    EXPECT_EQ(one.of(0).state, NoticeState::sent);
    const auto tasks = database().read([&](db::Tx& tx) { return tasks::own_tasks(tx, clerk, 10); });
    ASSERT_EQ(tasks.size(), 1u);
    EXPECT_THAT(tasks[0].words, HasSubstr("张三"));
    EXPECT_THAT(tasks[0].words, Not(HasSubstr("13800000001")));
    const auto cx = one.city.as(clerk, one.now);
    const auto say = [&](bool reached) {
        database().transact([&](db::Tx& tx) {
            auto dispute = dispute::load(tx, one.dispute.id).value();
            note_outcome(tx, dispute, one.of_in(tx).id, {reached, "无人接听"}, cx);
        });
    };
    say(false);
    EXPECT_FALSE(one.begin(one.of(0)));
    EXPECT_EQ(one.of(0).method, visit);
    say(true);
    EXPECT_EQ(one.of(0).state, NoticeState::delivered);
    EXPECT_THROW(say(true), Refusal);
    EXPECT_EQ(one.of(0).services.size(), 6u);
}

TEST_P(notices, without_a_number_go_on_at_once) {
    Case one(database());
    one.tell_both();
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(one.begin(one.of(1)));
        one.pass(std::chrono::minutes(120));
    }
    const auto notice = one.of(1);
    EXPECT_EQ(notice.services.at(0).fault, "no_number");
    EXPECT_EQ(notice.method, visit) << "nobody can call without a number";
}

TEST_P(notices, wait_in_quiet_hours_and_when_a_number_has_had_enough) {
    Case one(database());
    one.set("most_messages_a_day", 1);
    one.now = start_of(LegalDate(2026, 11, 24)) + std::chrono::hours(23);
    const Instant morning = start_of(LegalDate(2026, 11, 25)) + std::chrono::hours(8);
    one.tell_both();
    EXPECT_EQ(one.of(0).due_at, morning);
    one.set("quiet_from_minute", 480);
    one.tell_about(NoticeEvent::refused);
    one.set("quiet_from_minute", 1260);
    for (const auto& notice : one.all()) EXPECT_FALSE(one.begin(notice)) << "the setting of the moment counts";
    for (const auto& notice : one.all()) EXPECT_EQ(notice.due_at, morning);
    one.now = morning;
    std::vector<Outgoing> sent;
    for (const auto& notice : one.all())
        if (const auto out = one.begin(notice)) sent.push_back(*out);
    ASSERT_EQ(sent.size(), 1u);
    one.finish(sent[0], {});
    const auto late = std::ranges::count_if(
        one.all(), [&](const PartyNotice& notice) { return notice.due_at == morning + std::chrono::hours(24); });
    EXPECT_EQ(late, 1);
}

TEST_P(notices, are_sent_by_hand_by_what_is_set_up) {
    Case one(database());
    const auto clerk = one.city.person(Duty::clerk, one.city.county_centre);
    const auto cx = one.city.as(clerk, one.now);
    const auto parties = one.city.parties_in(one.dispute);
    const auto send = [&](const SendForm& form) -> std::string {
        try {
            database().transact([&](db::Tx& tx) {
                auto dispute = dispute::load(tx, one.dispute.id).value();
                send_by_hand(tx, dispute, form, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields[0].code;
        }
        return "";
    };
    EXPECT_EQ(send({parties[0], NoticeEvent::general, mail, {}, {}, {}, "a@b.c", {}}), "not_set_up");
    EXPECT_EQ(send({parties[1], NoticeEvent::general, message, {}, {}, {}, {}, {}}), "no_number");
    EXPECT_EQ(send({Id<dispute::Party>::fresh(one.now), NoticeEvent::general, message, {}, {}, {}, {}, {}}),
              "unknown_party");
    one.city.config.mail_server = "smtp://127.0.0.1:1";
    const auto with_mail = one.city.as(clerk, one.now);
    EXPECT_EQ(send({parties[1], NoticeEvent::general, mail, {}, {}, {}, "nobody", {}}), "mail_address_wrong");
    EXPECT_EQ(send({parties[1], NoticeEvent::general, mail, {}, {}, {}, "li@example.org", {}}), "");
    EXPECT_EQ(one.begin(one.of(1))->to, "li@example.org");
    EXPECT_EQ(send({parties[0], NoticeEvent::general, letter, {}, {}, {}, {}, {}}), "");
    const auto letter =
        database().read([&](db::Tx& tx) { return letter_of(tx, one.dispute, one.of_in(tx, 0).id, with_mail); });
    EXPECT_EQ(letter.party_name, "张三");
    EXPECT_THAT(one.events(), ElementsAre("notice_written", "notice_written"));
}

TEST_P(notices, go_by_wechat_to_the_openid_of_the_party) {
    Case one(database());
    one.city.config.wechat_gateway_url = "http://127.0.0.1:1/";
    const auto clerk = one.city.person(Duty::clerk, one.city.county_centre);
    const auto cx = one.city.as(clerk, one.now);
    const auto parties = one.city.parties_in(one.dispute);
    const auto send = [&](std::optional<std::string> openid) -> std::string {
        try {
            database().transact([&](db::Tx& tx) {
                auto dispute = dispute::load(tx, one.dispute.id).value();
                const SendForm form{parties[1], NoticeEvent::general, wechat, {}, {}, {}, {}, std::move(openid)};
                send_by_hand(tx, dispute, form, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.at(0).field + " " + refusal.fields.at(0).code;
        }
        return "";
    };
    EXPECT_EQ(send(std::nullopt), "openid missing");
    EXPECT_EQ(send("13800000001"), "openid openid_wrong");
    EXPECT_EQ(send("oX1_abcdefghij-KLMNOPQRSTUVW"), "");
    EXPECT_EQ(send(std::nullopt), "") << "it is known from now on";
    for (const auto& notice : one.all()) {
        const auto out = one.begin(notice);
        ASSERT_TRUE(out);
        EXPECT_EQ(out->to, "oX1_abcdefghij-KLMNOPQRSTUVW");
        EXPECT_THAT(gateway_request(*out, one.city.config).body,
                    HasSubstr(R"("openid":"oX1_abcdefghij-KLMNOPQRSTUVW")"));
    }
    EXPECT_THAT(one.of(1).services.at(0).recipient, testing::Optional(Not(HasSubstr("abcdefghij"))));
    const auto stored = database().read([](db::Tx& tx) {
        static const db::Statement select{"testing.openid", "SELECT openid_sealed FROM notice_contact"};
        return tx.one<std::string>(select);
    });
    EXPECT_THAT(stored, Not(HasSubstr("oX1_")));
}

TEST_P(notices, walk_the_citys_ladder_from_its_day_on) {
    Case one(database());
    one.city.config.mail_server = "smtp://127.0.0.1:1";
    const auto cx = one.city.as(Duty::dispatcher, one.city.city_centre, one.now);
    const auto add = [&](std::vector<NoticeMethod> methods, std::optional<LegalDate> from = {}) -> std::string {
        try {
            database().transact([&](db::Tx& tx) {
                add_ladder(tx, {NoticeEvent::session_planned, std::move(methods), from}, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.at(0).field + " " + refusal.fields.at(0).code;
        }
        return "";
    };
    EXPECT_EQ(add({message}, LegalDate(2026, 11, 23)), "valid_from_on in_the_past");
    EXPECT_EQ(add({call, visit}), "methods electronic_missing");
    EXPECT_EQ(add({mail, wechat, call}), "");
    EXPECT_EQ(add({message, letter}, legal_date(one.now) + 1), "");
    one.tell_both();
    EXPECT_THAT(one.of(0).ladder, ElementsAre(mail, call)) << "WeChat is not set up";
    one.pass(std::chrono::hours(24));
    const auto fresh = one.city.add_dispute(State::accepted);
    database().transact([&](db::Tx& tx) {
        tell(tx, fresh, NoticeEvent::session_planned, to_text(fresh.id), {}, one.machine());
        EXPECT_THAT(*rows_of(tx, fresh.id).at(0).ladder, ElementsAre(message, letter));
    });
    const auto all = database().read([&](db::Tx& tx) { return all_ladders(tx); });
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].version, 2);
    EXPECT_THAT(all[1].methods, ElementsAre(mail, wechat, call));
}

TEST_P(notices, ask_staff_to_send_a_letter_where_the_ladder_says_so) {
    Case one(database());
    const auto clerk = one.city.person(Duty::clerk, one.city.county_centre);
    const auto cx = one.city.as(Duty::dispatcher, one.city.city_centre, one.now);
    database().transact([&](db::Tx& tx) {
        add_ladder(tx, {NoticeEvent::session_planned, {message, letter}, {}}, cx);
    });
    one.tell_both();
    EXPECT_FALSE(one.begin(one.of(1))) << "nobody can send a message without a number";
    EXPECT_FALSE(one.begin(one.of(1)));
    EXPECT_EQ(one.of(1).method, letter);
    EXPECT_EQ(one.of(1).state, NoticeState::sent);
    const auto tasks = database().read([&](db::Tx& tx) { return tasks::own_tasks(tx, clerk, 10); });
    ASSERT_EQ(tasks.size(), 1u);
    EXPECT_THAT(tasks[0].words, HasSubstr("寄送"));
}

/// Of all that is known of a case, what a message may name: its number, the body, a day, a place to come to.
TEST_P(notices, tell_nothing_personal_whatever_the_event) {
    Case one(database());
    const std::vector<std::string> kept_back = {"张三", "李四",  "13800000001", "110105194912310",
                                                "拖欠", "38000", "高桥村"};
    database().transact([&](db::Tx& tx) {
        tx.run_text(
            fmt::format("UPDATE dispute SET title = '张三与李四', narrative = '李四拖欠张三工资 38000 元', request = "
                        "'支付工资 38000 元' WHERE id = '{}'",
                        to_text(one.dispute.id)));
    });
    one.dispute = one.city.reload(one.dispute);
    std::ptrdiff_t concerned = 0;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<NoticeEvent>>([&](auto event) {
        concerned += std::ranges::count_if(rule_of(event.value).sides,
                                           [](dispute::Side side) { return side != dispute::Side::third_party; });
        Occasion occasion;
        occasion.on = LegalDate(2026, 12, 1);
        one.tell_about(event.value, occasion);
    });
    const auto rows = database().read([&](db::Tx& tx) { return rows_of(tx, one.dispute.id); });
    EXPECT_EQ(std::ssize(rows), concerned) << "the applicant and the respondent, whom it concerns";
    for (const NoticeRow& row : rows) {
        for (const auto& [fact, value] : *row.facts)
            EXPECT_TRUE(example_facts(NoticeLanguage::zh).contains(fact)) << fact;
        std::string told = json::write(*row.facts) + one.city.keys.open(row.inbox_sealed, "notice");
        for (const NoticeMethod method : {message, wechat, mail, letter})
            for (const NoticeLanguage language : {NoticeLanguage::zh, NoticeLanguage::en})
                told += filled_in(words_of({}, row.event, method, language), *row.facts);
        for (const std::string& word : kept_back)
            EXPECT_THAT(told, Not(HasSubstr(word))) << json::enum_word(row.event);
    }
}

TEST_P(notices, speak_with_the_citys_words_from_their_day_on) {
    Case one(database());
    const auto cx = one.city.as(Duty::dispatcher, one.city.city_centre, one.now);
    database().transact([&](db::Tx& tx) {
        add_template(tx, {NoticeEvent::session_planned, message, NoticeLanguage::zh, "今天{number}", {}}, cx);
        add_template(
            tx, {NoticeEvent::session_planned, message, NoticeLanguage::zh, "明天{number}", legal_date(one.now) + 1},
            cx);
    });
    EXPECT_THROW(database().transact([&](db::Tx& tx) {
        add_template(tx, {NoticeEvent::session_planned, message, NoticeLanguage::zh, "{name}", {}}, cx);
    }),
                 Refusal);
    one.tell_both();
    EXPECT_EQ(one.begin(one.of(0))->words, "今天" + one.dispute.number);
    one.pass(std::chrono::hours(24));
    one.set("quiet_from_minute", 480);
    one.tell_about(NoticeEvent::registered);
    const auto versions = database().read([&](db::Tx& tx) { return all_templates(tx); });
    ASSERT_EQ(versions.size(), 2u);
    EXPECT_EQ(versions[0].version, 2);
}

TEST(Letter, shows_its_address_in_the_window_and_leads_to_the_status_page) {
    LetterView letter;
    letter.number = "咸人调〔2026〕118号";
    letter.body_name = "咸安区人民调解中心";
    letter.body_phone = "0715-8812348";
    letter.party_name = "张三";
    letter.address = "咸宁市咸安区温泉街道桂花路 128 号 3 栋 2 单元 501 室";
    letter.words = "您的纠纷已受理，请于三日内与我们联系。";
    letter.written_on = LegalDate(2026, 11, 24);
    for (const auto language : {NoticeLanguage::zh, NoticeLanguage::en}) {
        letter.language = language;
        const auto paper = letter_paper(letter, "https://hemu.example/status");
        const auto printed = pdf::print(paper);
        EXPECT_EQ(printed.pages, 1u);
        EXPECT_EQ(paper.language, language == NoticeLanguage::zh ? "zh-CN" : "en");
        std::string all;
        for (const pdf::SetLine& line : printed.lines) {
            if (all.find("张三") == all.npos) {
                EXPECT_GT(line.y_mm, 50);
                EXPECT_LT(line.y_mm, 90);
            }
            all += line.words;
        }
        EXPECT_THAT(all, HasSubstr("501 室"));
        EXPECT_THAT(all, HasSubstr("https://hemu.example/status"));
        EXPECT_THAT(all, HasSubstr(language == NoticeLanguage::zh ? "2026年11月24日" : "2026-11-24"));
    }
}

}  // namespace hemu::notices
