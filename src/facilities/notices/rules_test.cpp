#include "rules.hpp"

#include <gmock/gmock.h>

#include "dispute_testing.hpp"
#include "sending.hpp"
#include "templates.hpp"

namespace hemu::notices {

using enum NoticeMethod;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

static const LegalDate tuesday(2026, 11, 24);
static Instant at(int hour, int minute = 0, int days = 0) {
    return start_of(tuesday + days) + std::chrono::minutes(hour * 60 + minute);
}

TEST(notice_words, name_only_what_the_event_knows) {
    const std::vector<std::string> fields = {"number", "link"};
    EXPECT_THAT(unknown_placeholders("{number} 见 {link}", fields), IsEmpty());
    EXPECT_THAT(unknown_placeholders("{name}的{number}{}", fields), ElementsAre("name", ""));
    EXPECT_THAT(unknown_placeholders("{number", fields), ElementsAre("{"));
    EXPECT_EQ(filled_in("编号{number}，{link}{phone}。", {{"number", "1号"}, {"link", "https://a"}}),
              "编号1号，https://a。");
    const auto said = [&](std::string_view words, NoticeMethod method) {
        std::vector<std::string> codes;
        for (const auto& fault : why_not_words(words, method, fields).fields)
            codes.push_back(fault.field + " " + fault.code);
        return codes;
    };
    EXPECT_THAT(said("{number}", message), IsEmpty());
    EXPECT_THAT(said(" ", message), ElementsAre("words missing"));
    EXPECT_THAT(said("{name}", mail), ElementsAre("words unknown_placeholder"));
    EXPECT_THAT(said(std::string(501, 'x'), message), ElementsAre("words too_long"));
    EXPECT_THAT(said(std::string(501, 'x'), letter), IsEmpty());
}

TEST(notice_words, shipped_ones_are_fit_for_their_events) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<NoticeEvent>>([](auto event) {
        const EventRule& rule = rule_of(event.value);
        for (const std::string& words : {rule.zh, rule.en})
            EXPECT_TRUE(why_not_words(words, message, rule.fields).fine()) << event.name;
        EXPECT_THAT(rule.ladder, Not(IsEmpty()));
        for (const std::string& field : rule.fields)
            EXPECT_TRUE(example_facts(NoticeLanguage::zh).contains(field)) << field;
    });
    EXPECT_EQ(told_as("accept"), NoticeEvent::accepted);
    EXPECT_EQ(told_as("note"), std::nullopt);
}

TEST(notice_words, of_the_city_go_before_those_of_the_program) {
    const auto of_city = [](NoticeMethod method, std::int64_t version, std::string words) {
        return TemplateVersion{
            NoticeEvent::accepted, method, NoticeLanguage::zh, version, std::move(words), tuesday, at(9), ""};
    };
    const auto words = [](const std::vector<TemplateVersion>& versions, NoticeMethod method) {
        return words_of(versions, NoticeEvent::accepted, method, NoticeLanguage::zh);
    };
    EXPECT_EQ(words({}, mail), rule_of(NoticeEvent::accepted).zh);
    EXPECT_EQ(words({of_city(message, 2, "新"), of_city(message, 1, "旧")}, message), "新");
    EXPECT_EQ(words({of_city(message, 1, "短信")}, mail), "短信");
    EXPECT_EQ(words({of_city(message, 1, "短信"), of_city(mail, 1, "邮件")}, mail), "邮件");
    EXPECT_EQ(words_of({of_city(message, 1, "短信")}, NoticeEvent::accepted, message, NoticeLanguage::en),
              rule_of(NoticeEvent::accepted).en);
}

TEST(quiet_hours, hold_until_morning) {
    const Settings nine_to_eight;
    EXPECT_EQ(after_quiet_hours(at(10), nine_to_eight), at(10));
    EXPECT_EQ(after_quiet_hours(at(20, 59), nine_to_eight), at(20, 59));
    EXPECT_EQ(after_quiet_hours(at(21), nine_to_eight), at(8, 0, 1));
    EXPECT_EQ(after_quiet_hours(at(2), nine_to_eight), at(8));
    EXPECT_EQ(after_quiet_hours(at(8), nine_to_eight), at(8));
    Settings noon;
    noon.quiet_from_minute = 12 * 60;
    noon.quiet_to_minute = 14 * 60;
    EXPECT_EQ(after_quiet_hours(at(13), noon), at(14));
    EXPECT_EQ(after_quiet_hours(at(22), noon), at(22));
    Settings never;
    never.quiet_from_minute = never.quiet_to_minute = 0;
    EXPECT_EQ(after_quiet_hours(at(3), never), at(3));
    EXPECT_EQ(next_morning(at(10), nine_to_eight), at(8, 0, 1));
    EXPECT_EQ(next_morning(at(10), noon), at(14, 0, 1));
}

TEST(contact_ladder, is_walked_where_something_is_set_up) {
    EXPECT_THAT(usable({message, message, call, visit}, {message}), ElementsAre(message, message, call, visit));
    EXPECT_THAT(usable({wechat, message, call}, {message}), ElementsAre(message, call));
    EXPECT_THAT(usable({message, call, visit}, {}), IsEmpty());
    EXPECT_THAT(usable({message, call}, {mail}), IsEmpty());
}

TEST(contact_ladder, of_a_city_has_some_steps_and_something_to_begin_with) {
    const auto said = [](const std::vector<NoticeMethod>& ladder) {
        std::vector<std::string> codes;
        for (const auto& fault : why_not_ladder(ladder).fields) codes.push_back(fault.field + " " + fault.code);
        return codes;
    };
    EXPECT_THAT(said({wechat, message, mail, letter, call, visit}), IsEmpty());
    EXPECT_THAT(said({}), ElementsAre("methods missing"));
    EXPECT_THAT(said({message, inbox}), ElementsAre("methods method_is_no_step"));
    EXPECT_THAT(said({message, window}), ElementsAre("methods method_is_no_step"));
    EXPECT_THAT(said({call, visit, letter}), ElementsAre("methods electronic_missing"));
    EXPECT_THAT(said(std::vector(7, message)), ElementsAre("methods ladder_too_long"));
}

TEST(recipients, are_told_so_that_only_who_knows_them_knows_them_again) {
    EXPECT_EQ(masked_recipient("13800000001"), "138****0001");
    EXPECT_EQ(masked_recipient("li@example.org"), "l***@example.org");
    EXPECT_EQ(masked_recipient("oX1_abcdefghij-KLMNOPQRSTUVW"), "oX1*********************TUVW");
    EXPECT_TRUE(is_openid("oX1_abcdefghij-KLMNOPQRSTUVW"));
    EXPECT_FALSE(is_openid("13800000001"));
    EXPECT_FALSE(is_openid("oX1_abcdefghij\"KLMNOPQRSTUV"));
}

TEST(contact_ladder, tries_again_with_growing_delays_then_goes_on) {
    const Settings settings;
    const std::vector<NoticeMethod> ladder = {message, message, call};
    const auto next = [&](Position position, bool again, Instant moment = at(10)) {
        return after_failure(ladder, position, again, moment, settings);
    };
    EXPECT_EQ(next({0, 1}, true)->due_at, at(10, 2));
    EXPECT_EQ(next({0, 2}, true)->due_at, at(10, 8));
    EXPECT_EQ(next({0, 2}, true)->position.step, 0);
    const auto second = next({0, 3}, true);
    EXPECT_EQ(second->position.step, 1);
    EXPECT_EQ(second->position.tries, 0);
    EXPECT_EQ(second->due_at, at(12));
    EXPECT_EQ(next({0, 1}, false)->position.step, 1) << "what can never succeed is not tried again";
    EXPECT_EQ(next({1, 3}, true)->due_at, at(10)) << "a person can call at once";
    EXPECT_EQ(next({1, 3}, true, at(22))->due_at, at(8, 0, 1)) << "but not at night";
    EXPECT_FALSE(next({2, 1}, false));
}

TEST(reports, never_go_back) {
    using enum ServiceState;
    EXPECT_TRUE(is_progress(sent, delivered));
    EXPECT_TRUE(is_progress(sending, delivered));
    EXPECT_TRUE(is_progress(delivered, read));
    EXPECT_TRUE(is_progress(sent, failed));
    EXPECT_FALSE(is_progress(read, delivered));
    EXPECT_FALSE(is_progress(delivered, failed));
    EXPECT_FALSE(is_progress(delivered, delivered));
    EXPECT_FALSE(is_progress(failed, delivered));
}

TEST(gateway_requests, carry_words_so_that_they_cannot_break_out) {
    config::Config config;
    config.message_gateway_url = "http://127.0.0.1/send";
    Outgoing out;
    out.to = "13800000001";
    out.words = "引号\"和{phone}\n&";
    out.key = "k-0";
    const auto plain = gateway_request(out, config);
    EXPECT_EQ(plain.body, R"({"phone":"13800000001","words":"引号\"和{phone}\n&","key":"k-0"})");
    EXPECT_THAT(plain.headers, ElementsAre("Content-Type: application/json", "Idempotency-Key: k-0"));
    config.message_gateway_headers = {"Content-Type: application/x-www-form-urlencoded"};
    config.message_gateway_body = "mobile={phone}&content={words}";
    EXPECT_EQ(gateway_request(out, config).body,
              "mobile=13800000001&content=%E5%BC%95%E5%8F%B7%22%E5%92%8C%7Bphone%7D%0A%26");
    out.method = wechat;
    EXPECT_EQ(send(out, config, at(10)).fault, "not_set_up");
    out.to = "oX1_abcdefghij-KLMNOPQRSTUVW";
    out.words = "{openid}";
    config.wechat_gateway_body =
        R"({"touser":"{openid}","data":{"thing1":{"value":"{words}"}},"client_msg_id":"{key}"})";
    EXPECT_EQ(
        gateway_request(out, config).body,
        R"({"touser":"oX1_abcdefghij-KLMNOPQRSTUVW","data":{"thing1":{"value":"{openid}"}},"client_msg_id":"k-0"})");
}

}  // namespace hemu::notices
