// What a server owes to itself: malformed, endless and slow input.
#include "testing_site.hpp"

namespace hemu::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AbuseTest : public SiteTest {};

TEST_F(AbuseTest, WhatTwoReadersCouldReadDifferentlyIsRefused) {
    const auto get = [](std::string_view headers) { return fmt::format("GET /worker HTTP/1.1\r\n{}\r\n", headers); };
    const auto post = [](std::string_view headers) {
        return fmt::format("POST /worker HTTP/1.1\r\nHost: a\r\n{}\r\nhi", headers);
    };
    EXPECT_EQ(status_of(get("Host: a\r\n")), 200);
    EXPECT_EQ(status_of(get("")), 400) << "no host";
    EXPECT_EQ(status_of(get("Host: a\r\nHost: a\r\n")), 400) << "two hosts";
    EXPECT_EQ(status_of(get("Host: a/b\r\n")), 400);
    EXPECT_EQ(status_of(get("Host:\r\n")), 400);
    EXPECT_EQ(status_of(get("Host : a\r\n")), 400) << "blank before the colon";
    EXPECT_EQ(status_of(get("Host: a\r\nX: a\r\n b\r\n")), 400) << "folded";
    EXPECT_EQ(status_of(get("Host: a\r\n X: a\r\n")), 400) << "blank before the name";
    EXPECT_EQ(status_of(get(std::string_view("Host: a\r\nX: a\0b\r\n", 17))), 400);
    EXPECT_EQ(status_of("GET /worker HTTP/1.1\nHost: a\n\n"), 400) << "bare line feeds";
    EXPECT_EQ(status_of(get("Host: a\nX: y\r\n")), 400);
    EXPECT_EQ(status_of(get("Host: a\r\nNo colon\r\n")), 400);
    EXPECT_EQ(status_of(get("Host: a\r\n: empty name\r\n")), 400);

    EXPECT_EQ(status_of(post("Content-Length: 2\r\n")), 200);
    EXPECT_EQ(status_of(post("Content-Length: 2\r\nContent-Length: 2\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: 2\r\nContent-Length: 3\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: 2, 2\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: +2\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: -2\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: 0x2\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: 2 2\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length:\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: 99999999999999999999999\r\n")), 400);
    EXPECT_EQ(status_of(post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n")), 400);
    EXPECT_EQ(status_of(post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n")), 400);
    EXPECT_EQ(status_of(post("Transfer-Encoding: gzip, chunked\r\n")), 501);
    EXPECT_EQ(status_of(post("Transfer-Encoding: chunked, chunked\r\n")), 501);
    EXPECT_EQ(status_of(post("Transfer-Encoding: xchunked\r\n")), 501);
    EXPECT_EQ(status_of(post("Transfer-Encoding: identity\r\n")), 501);
    EXPECT_EQ(status_of("POST /worker HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
}

TEST_F(AbuseTest, RequestLines) {
    EXPECT_EQ(status_of("GET /worker HTTP/9.9\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(status_of("GET /worker\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET  /worker HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("G(T /worker HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET worker HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /worker#x HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET http://other/worker HTTP/1.1\r\nHost: a\r\n\r\n"), 200) << "absolute form is lawful";
    EXPECT_EQ(status_of("GET ftp://other/worker HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("\x16\x03\x01\x02\x00\x01\r\n\r\n"), 400) << "TLS to a plain port";
    EXPECT_EQ(status_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505) << "HTTP/2";
}

TEST_F(AbuseTest, BrokenChunks) {
    const auto chunked = [&](std::string_view body) {
        return status_of(
            fmt::format("POST /worker HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{}", body));
    };
    EXPECT_EQ(chunked("2\r\nhi\r\n0\r\n\r\n"), 200);
    EXPECT_EQ(chunked("x\r\n"), 400);
    EXPECT_EQ(chunked("2\r\nhiX\r\n0\r\n"), 400);
    EXPECT_EQ(chunked("-1\r\n"), 400);
    EXPECT_EQ(chunked("ffffffffffffffffff\r\n"), 400);
    EXPECT_EQ(chunked("fffffffffffffff0\r\n"), 413);
    EXPECT_EQ(chunked("7d1\r\n"), 413) << "one byte above the limit";
    EXPECT_EQ(chunked("2;" + std::string(10'000, 'x')), 400) << "an endless extension";
    EXPECT_EQ(chunked("0\r\n" + std::string(10'000, 'x')), 400) << "an endless trailer";
}

TEST_F(AbuseTest, LimitsAnswerBeforeTheyClose) {
    EXPECT_EQ(status_of("GET /worker HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'x') + "\r\n\r\n"), 431);
    EXPECT_EQ(status_of("GET /" + std::string(5000, 'x')), 414);
    std::string many = "GET /worker HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 600; ++i) many += fmt::format("X-{}: y\r\n", i);
    EXPECT_EQ(status_of(many), 431) << "without an end";

    Client client(server.port());
    client.send("POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 2001\r\n\r\n");
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 413) << "before the body is sent";
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_THAT(answer.body, HasSubstr("body_too_large"));
    EXPECT_TRUE(client.closes_within(2s));
    EXPECT_EQ(Client(server.port()).post("/upload", std::string(300'001, 'x')).status, 413);
}

TEST_F(AbuseTest, TheReplyToAnEndlessBodyIsReadable) {
    Client client(server.port());
    client.send("POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
    const std::string part(64 * 1024, 'x');
    for (int i = 0; i < 100 && client.send(part); ++i) {
    }
    EXPECT_EQ(client.receive().status, 413);
}

TEST_F(AbuseTest, SlowHeadersAreCut) {
    Client client(server.port());
    client.send("GET /worker HTTP/1.1\r\n");
    std::string answer;
    for (int i = 0; i < 30 && answer.empty(); ++i) {
        client.send("X");
        std::this_thread::sleep_for(50ms);
        if (i > 8) answer = client.receive_some();
    }
    EXPECT_THAT(answer, HasSubstr("408 Request Timeout"));
    EXPECT_TRUE(client.closes_within(2s));
}

TEST_F(AbuseTest, SlowBodiesAreCut) {
    Client client(server.port());
    client.send("POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
    const auto start = std::chrono::steady_clock::now();
    std::thread trickle([&] {
        while (std::chrono::steady_clock::now() - start < 1500ms) {
            client.send("x");
            std::this_thread::sleep_for(50ms);
        }
    });
    EXPECT_EQ(client.receive().status, 408);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
    trickle.join();
}

TEST_F(AbuseTest, IdleConnectionsAreClosedSilently) {
    Client fresh(server.port());
    Client kept(server.port());
    EXPECT_EQ(kept.get("/worker").status, 200);
    Client inline_kept(server.port());
    EXPECT_EQ(inline_kept.get("/network").status, 200);
    for (auto* client : {&fresh, &kept, &inline_kept}) EXPECT_EQ(client->receive_all(), "");
}

TEST_F(AbuseTest, SlowReadersAreCut) {
    Client client(server.port());
    client.shrink_receive_buffer();
    for (int i = 0; i < 10; ++i) client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto only_mine = HasSubstr("hemu_connections 1\n");
    EXPECT_THAT(get("/metrics").body, Not(only_mine));
    std::this_thread::sleep_for(1500ms);
    EXPECT_THAT(get("/metrics").body, only_mine);
}

class FullTest : public SiteTest {
  protected:
    static ServerOptions options() {
        auto options = short_limits();
        options.worker_threads = 1;
        options.worker_queue = 1;
        options.connections = 6;
        return options;
    }
    FullTest() : SiteTest(options()) {}
};

TEST_F(FullTest, AFullQueueAnswers503) {
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        clients.back()->send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        std::this_thread::sleep_for(20ms);
    }
    std::map<int, int> statuses;
    EXPECT_EQ(clients.back()->receive().status, 503);
    EXPECT_EQ(clients.back()->get("/network").status, 200) << "the connection goes on, and no worker is needed";
    clients.pop_back();
    for (auto& client : clients) {
        const auto answer = client->receive();
        ++statuses[answer.status];
        EXPECT_EQ(answer.header("retry-after"), answer.status == 503 ? "2" : "");
    }
    EXPECT_EQ(statuses, (std::map<int, int>{{200, 2}, {503, 2}}));
}

TEST_F(FullTest, TooManyConnectionsAreTurnedAway) {
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        ASSERT_EQ(clients.back()->get("/network").status, 200);
    }
    Client last(server.port());
    EXPECT_EQ(last.receive().status, 503);
    EXPECT_TRUE(last.closes_within(1s));
    clients.clear();
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(get("/network").status, 200);
}

TEST(Stop, FinishesWhatRunsAndClosesTheRest) {
    log::set_level(log::Level::off);
    Server server(short_limits(), small_site());
    server.start();
    Client idle(server.port());
    ASSERT_EQ(idle.get("/network").status, 200);
    Client working(server.port());
    working.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    const auto start = std::chrono::steady_clock::now();
    std::thread stopping([&] { EXPECT_TRUE(server.stop()); });
    const auto answer = working.receive();
    EXPECT_EQ(answer.body, "slow");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(idle.closes_within(100ms));
    working.end_sending();
    stopping.join();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 1500ms);
    EXPECT_THROW(Client(server.port()), std::runtime_error);
}

TEST(Stop, GivesUpOnHandlersThatHang) {
    log::set_level(log::Level::off);
    auto options = short_limits();
    options.stop_timeout = 200ms;
    std::atomic<bool> release = false;
    Server server(std::move(options), {{.method = "GET", .path_pattern = "/hang", .handler = [&](Request&) {
                                            while (!release) std::this_thread::sleep_for(5ms);
                                            return text("late");
                                        }}});
    server.start();
    Client client(server.port());
    client.send("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    EXPECT_FALSE(server.stop());
    release = true;
    EXPECT_TRUE(server.stop());
}

TEST(Start, ATakenPortIsAnError) {
    log::set_level(log::Level::off);
    Server one(short_limits(), small_site());
    one.start();
    auto options = short_limits();
    options.port = one.port();
    Server other(std::move(options), small_site());
    EXPECT_THROW(other.start(), std::runtime_error);
}

}  // namespace
}  // namespace hemu::http
