#include "outbound.hpp"

#include <gmock/gmock.h>

#include "crypto.hpp"
#include "loopback.hpp"
#include "mail.hpp"

namespace hemu::outbound {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

static std::string failure_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Failure& failure) {
        return failure.what();
    }
    return "";
}

TEST(outbound, posts_and_brings_back_whatever_was_answered) {
    std::string asked;
    LoopbackServer server([&](int peer) {
        asked = hear(peer, "{\"a\":1}");
        say(peer, "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlate");
    });
    const auto response = send_http({"POST", "http://" + server.host + "/send", {"X-Key: k"}, R"({"a":1})"});
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.body, "late");
    EXPECT_THAT(asked, AllOf(StartsWith("POST /send HTTP/1.1"), HasSubstr("X-Key: k\r\n"), Not(HasSubstr("Expect"))));
}

TEST(outbound, follows_no_redirect) {
    LoopbackServer elsewhere([](int peer) { say(peer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"); });
    LoopbackServer server([&](int peer) {
        hear(peer, "\r\n\r\n");
        say(peer, "HTTP/1.1 302 Found\r\nLocation: http://" + elsewhere.host +
                      "/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    EXPECT_EQ(send_http({"GET", "http://" + server.host + "/", {}, {}}).status, 302);
}

TEST(outbound, waits_no_longer_than_it_was_told_and_takes_no_more) {
    LoopbackServer silent([](int peer) { hear(peer, "never"); });
    EXPECT_THAT(failure_of([&] {
                    send_http({"POST",
                               "http://" + silent.host + "/secret_path",
                               {"X-Key: secret"},
                               "secret body",
                               std::chrono::milliseconds(200)});
                }),
                AllOf(HasSubstr("127.0.0.1"), Not(HasSubstr("secret"))));
    LoopbackServer talkative([](int peer) {
        hear(peer, "\r\n\r\n");
        say(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'x'));
    });
    HttpRequest request{"GET", "http://" + talkative.host + "/", {}, {}};
    request.most_bytes = 1000;
    EXPECT_NE(failure_of([&] { send_http(request); }), "");
}

TEST(outbound, calls_nothing_but_http) {
    EXPECT_NE(failure_of([] { send_http({"GET", "file:///etc/hostname", {}, {}}); }), "");
    EXPECT_NE(failure_of([] { send_http({"GET", "http://127.0.0.1:1/", {}, {}}); }), "");
    EXPECT_THROW(send_http({"GET", "http://127.0.0.1:1/", {"A: b\r\nC: d"}, {}}), std::invalid_argument);
}

static Mail mail_for(const std::string& host) {
    return {"smtp://" + host,
            "",
            "",
            "notices@example.org",
            "zhang@example.org",
            "案件进展通知，请查看您的案件：咸安登〔2026〕1号",
            "您好：\n调解会定于明天。",
            "key-1",
            start_of(LegalDate(2026, 11, 24)) + std::chrono::hours(10)};
}

TEST(outbound, hands_a_mail_to_a_server) {
    std::string envelope, content;
    LoopbackServer server([&](int peer) {
        say(peer, "220 here\r\n");
        hear(peer, "\r\n");
        say(peer, "250 hello\r\n");
        envelope = hear(peer, "\r\n");
        say(peer, "250 ok\r\n");
        envelope += hear(peer, "\r\n");
        say(peer, "250 ok\r\n");
        hear(peer, "\r\n");
        say(peer, "354 go on\r\n");
        content = hear(peer, "\r\n.\r\n");
        say(peer, "250 taken\r\n");
        hear(peer, "\r\n");
        say(peer, "221 bye\r\n");
    });
    const Mail mail = mail_for(server.host);
    send_mail(mail);
    server.finish();
    EXPECT_EQ(envelope, "MAIL FROM:<notices@example.org>\r\nRCPT TO:<zhang@example.org>\r\n");
    EXPECT_THAT(content, AllOf(HasSubstr("Message-ID: <key-1@example.org>\r\n"), HasSubstr("=?UTF-8?B?"),
                               HasSubstr("Date: Tue, 24 Nov 2026 10:00:00 +0800\r\n"),
                               HasSubstr(crypto::to_base64(mail.text).substr(0, 76))));
}

TEST(outbound, tells_when_a_mail_was_not_taken) {
    LoopbackServer server([&](int peer) {
        say(peer, "220 here\r\n");
        hear(peer, "\r\n");
        say(peer, "250 hello\r\n");
        hear(peer, "\r\n");
        say(peer, "550 nobody\r\n");
        hear(peer, "\r\n");
    });
    EXPECT_THAT(failure_of([&] { send_mail(mail_for(server.host)); }), HasSubstr("127.0.0.1"));
}

TEST(outbound, sends_no_password_without_tls) {
    std::string heard;
    LoopbackServer server([&](int peer) {
        say(peer, "220 here\r\n");
        heard = hear(peer, "\r\n");
        say(peer, "250-hello\r\n250 AUTH PLAIN LOGIN\r\n");
        heard += hear(peer, "\r\n");
        say(peer, "502 no\r\n");
        heard += hear(peer, "\r\n");
    });
    Mail mail = mail_for(server.host);
    mail.user = "hemu";
    mail.password = "password";
    EXPECT_NE(failure_of([&] { send_mail(mail); }), "");
    server.finish();
    EXPECT_THAT(heard, Not(HasSubstr("AUTH")));
}

TEST(outbound, takes_no_address_that_ends_the_line) {
    Mail mail = mail_for("127.0.0.1:1");
    mail.to = "a@b\r\nRCPT TO:<c@d>";
    EXPECT_THROW(send_mail(mail), std::invalid_argument);
    EXPECT_FALSE(is_plain_address("nobody"));
    EXPECT_FALSE(is_plain_address("a@b c"));
    EXPECT_TRUE(is_plain_address("a@b.c"));
}

}  // namespace hemu::outbound
