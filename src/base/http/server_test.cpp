// What a server owes to decent clients.
#include "testing_site.hpp"

namespace hemu::http {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class ServerTest : public SiteTest {};

TEST_F(ServerTest, AnswersFromWorkerAndNetworkThread) {
    for (const auto* path : {"/worker", "/network"}) {
        Client client(server.port());
        for (int i = 0; i < 50; ++i) {
            const auto answer = client.get(fmt::format("{}?n={}", path, i));
            ASSERT_EQ(answer.status, 200);
            ASSERT_EQ(answer.body, fmt::format("GET {} n={} ", path, i));
            ASSERT_EQ(answer.header("content-type"), "text/plain; charset=utf-8");
        }
    }
}

TEST_F(ServerTest, EveryReplyCarriesItsHeaders) {
    const auto answer = get("/worker");
    EXPECT_THAT(answer.header("date"), MatchesRegex("[A-Z][a-z][a-z], .* GMT"));
    EXPECT_THAT(answer.header("trace-id"), MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("referrer-policy"), "same-origin");
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    EXPECT_THAT(answer.header("content-security-policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(answer.header("permissions-policy"), HasSubstr("camera="));
    EXPECT_EQ(answer.header("strict-transport-security"), "") << "means nothing without TLS";
    EXPECT_EQ(get("/nowhere").header("x-content-type-options"), "nosniff");
    EXPECT_EQ(get("/fail").header("x-content-type-options"), "nosniff");
}

TEST_F(ServerTest, HeadIsGetWithoutBody) {
    Client client(server.port());
    const auto head = client.ask("HEAD", "/worker");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), "14");
    EXPECT_EQ(client.get("/worker").body, "GET /worker  ") << "no stray bytes stand before the next reply";
}

TEST_F(ServerTest, UnknownPathsAndMethods) {
    const auto missing = get("/nowhere", {{"Accept-Language", "en"}});
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("content-type"), "application/problem+json");
    EXPECT_THAT(missing.body, HasSubstr(R"("detail":"Not found")"));
    EXPECT_EQ(missing.header("content-language"), "en");
    EXPECT_THAT(get("/nowhere").body, HasSubstr("没有找到"));

    Client client(server.port());
    const auto wrong = client.ask("DELETE", "/worker");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("allow"), "GET, HEAD, OPTIONS, POST");
    const auto options = client.ask("OPTIONS", "/worker");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.header("allow"), "GET, HEAD, OPTIONS, POST");
    EXPECT_EQ(client.ask("OPTIONS", "*").status, 204);
    EXPECT_EQ(client.ask("BREW", "/worker").status, 405);
    EXPECT_EQ(client.get("/things/%FF").status, 400);
    EXPECT_EQ(client.get("/things/%E5%92%8C").body, "和");
}

TEST_F(ServerTest, RefusalsAndFailuresBecomeProblems) {
    const auto refused = get("/refuse");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr(R"("code":"version_outdated")"));
    const auto failed = get("/fail");
    EXPECT_EQ(failed.status, 500);
    EXPECT_THAT(failed.body, HasSubstr(R"("code":"failure")"));
    EXPECT_THAT(failed.body, HasSubstr(failed.header("trace-id")));
    EXPECT_THAT(failed.body, Not(HasSubstr("secret")));
}

TEST_F(ServerTest, TakesBodies) {
    Client client(server.port());
    EXPECT_EQ(client.post("/worker", "{}").body, "POST /worker  {}");
    EXPECT_EQ(client.post("/network", std::string(2000, 'x')).status, 200);
    EXPECT_EQ(client.post("/upload", std::string(300'000, 'x')).body, "300000");
    EXPECT_EQ(client.post("/worker", "").body, "POST /worker  ");
    client.send(
        "POST /worker HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;name=value\r\nabc\r\n");
    client.send("2\r\nde\r\n0\r\nTrailer: x\r\n\r\n");
    EXPECT_EQ(client.receive().body, "POST /worker  abcde");
    EXPECT_EQ(client.get("/worker").status, 200);
}

TEST_F(ServerTest, BodiesMayArriveInPieces) {
    Client client(server.port());
    const std::string_view bytes = "POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    for (const char byte : bytes) {
        client.send({&byte, 1});
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(client.receive().body, "POST /worker  hello");
}

TEST_F(ServerTest, AsksForBodiesThatWaitForIt) {
    Client client(server.port());
    client.send("POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    client.send("hi");
    EXPECT_EQ(client.receive().body, "POST /worker  hi");
    client.send("POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 413) << "refused before it is sent";
    EXPECT_EQ(status_of("POST /worker HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: cookies\r\n\r\n"), 417);
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
    Client client(server.port());
    std::string all;
    for (int i = 0; i < 200; ++i)
        all += fmt::format("{} /{}?{} HTTP/1.1\r\nHost: a\r\n{}\r\n", i % 5 == 4 ? "POST" : "GET",
                           i % 3 == 0 ? "worker" : "network", i, i % 5 == 4 ? "Content-Length: 3\r\n" : "") +
               (i % 5 == 4 ? "abc" : "");
    client.send(all);
    for (int i = 0; i < 200; ++i) {
        const auto answer = client.receive();
        ASSERT_EQ(answer.status, 200);
        ASSERT_EQ(answer.body, fmt::format("{} /{} {} {}", i % 5 == 4 ? "POST" : "GET",
                                           i % 3 == 0 ? "worker" : "network", i, i % 5 == 4 ? "abc" : ""));
    }
}

TEST_F(ServerTest, InputDuringWorkIsKept) {
    Client client(server.port());
    client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    client.send("GET /network?2 HTTP/1.1\r\nHost: a\r\n\r\nGET /wor");
    std::this_thread::sleep_for(50ms);
    client.send("ker?3 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.receive().body, "slow");
    EXPECT_EQ(client.receive().body, "GET /network 2 ");
    EXPECT_EQ(client.receive().body, "GET /worker 3 ");
}

TEST_F(ServerTest, AnswersAClientThatHasEndedSending) {
    for (const auto* path : {"/slow", "/worker", "/network", "/big"}) {
        Client client(server.port());
        client.send(fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n\r\n", path));
        client.end_sending();
        EXPECT_EQ(client.receive().status, 200) << path;
        EXPECT_TRUE(client.closes_within(1s)) << path;
    }
}

TEST_F(ServerTest, OldClientsGetOneReplyUnlessTheyAsk) {
    Client client(server.port());
    client.send("GET /worker HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.receive().header("connection"), "close");
    EXPECT_TRUE(client.closes_within(400ms));
    Client keeping(server.port());
    keeping.send("GET /worker HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(keeping.receive().header("connection"), "keep-alive");
    EXPECT_EQ(keeping.get("/worker").status, 200);
}

TEST_F(ServerTest, ClosesWhenTheClientWishes) {
    for (const auto* path : {"/worker", "/network", "/big", "/nowhere"}) {
        Client client(server.port());
        EXPECT_EQ(client.get(path, {{"Connection", "close"}}).header("connection"), "close");
        EXPECT_TRUE(client.closes_within(1s)) << path;
    }
}

TEST_F(ServerTest, LargeRepliesArriveWhole) {
    Client client(server.port());
    for (int i = 0; i < 5; ++i) ASSERT_EQ(client.get("/big").body, std::string(4'000'000, 'x'));
}

TEST_F(ServerTest, LanguageAndTraceAreThoseOfTheRequest) {
    EXPECT_EQ(get("/who", {{"Accept-Language", "en"}}).body.substr(0, 18), "127.0.0.1 plain en");
    EXPECT_EQ(get("/who", {{"Accept-Language", "en"}, {"Cookie", "hemu_language=zh"}}).body.substr(0, 18),
              "127.0.0.1 plain zh");
    const std::string id = "4bf92f3577b34da6a3ce929d0e0e4736";
    const auto traced = get("/who", {{"traceparent", "00-" + id + "-00f067aa0ba902b7-01"}});
    EXPECT_THAT(traced.body, HasSubstr(id));
    EXPECT_EQ(traced.header("trace-id"), id);
}

TEST_F(ServerTest, ForwardedHeadersOfStrangersAreIgnored) {
    const auto answer = get("/who", {{"X-Forwarded-For", "203.0.113.9"}, {"X-Forwarded-Proto", "https"}});
    EXPECT_THAT(answer.body, HasSubstr("127.0.0.1 plain"));
}

TEST_F(ServerTest, HealthReadinessMetrics) {
    EXPECT_EQ(get("/healthz").body, "ok\n");
    EXPECT_EQ(get("/readyz").body, "ready\n");
    get("/worker");
    get("/fail");
    const auto metrics = get("/metrics");
    EXPECT_EQ(metrics.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_THAT(metrics.body, HasSubstr("hemu_requests_total{method=\"GET\",route=\"/worker\",status=\"2xx\"} 1\n"));
    EXPECT_THAT(metrics.body, HasSubstr("hemu_requests_total{method=\"GET\",route=\"/fail\",status=\"5xx\"} 1\n"));
    EXPECT_THAT(metrics.body,
                HasSubstr("hemu_request_seconds_bucket{method=\"GET\",route=\"/worker\",le=\"+Inf\"} 1"));
    EXPECT_THAT(metrics.body, HasSubstr("hemu_workers_busy 1\n"));
}

TEST_F(ServerTest, ManyConnectionsAtOnce) {
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            Client client(server.port());
            for (int i = 0; i < 500; ++i) {
                const auto answer = client.get(fmt::format("/{}?{}-{}", i % 2 ? "worker" : "network", t, i));
                good += answer.body == fmt::format("GET /{} {}-{} ", i % 2 ? "worker" : "network", t, i);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(good, 4000);
}

class BehindProxyTest : public SiteTest {
  protected:
    static ServerOptions options() {
        auto options = short_limits();
        options.trusted_proxies = AddressList({"127.0.0.0/8", "10.0.0.0/8"});
        options.why_not_ready = [] { return std::optional<std::string>("the database does not answer"); };
        options.more_metrics = [] { return std::string("hemu_jobs_waiting 3\n"); };
        options.network_threads = 2;
        return options;
    }
    BehindProxyTest() : SiteTest(options()) {}
    std::string who(const std::vector<Header>& headers) {
        const auto body = get("/who", headers).body;
        return body.substr(0, body.find(' ', body.find(' ') + 1));
    }
};

TEST_F(BehindProxyTest, BelievesItsProxiesOnly) {
    EXPECT_EQ(who({{"X-Forwarded-For", "203.0.113.9"}, {"X-Forwarded-Proto", "https"}}), "203.0.113.9 tls");
    EXPECT_EQ(who({{"X-Forwarded-For", "1.1.1.1, 203.0.113.9, 10.0.0.7"}}), "203.0.113.9 plain");
    EXPECT_EQ(who({{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "203.0.113.9"}}), "203.0.113.9 plain");
    EXPECT_EQ(who({{"X-Forwarded-For", "[2001:db8::5]:4711"}}), "2001:db8::5 plain");
    EXPECT_EQ(who({{"X-Forwarded-For", "203.0.113.9:80"}}), "203.0.113.9 plain");
    EXPECT_EQ(who({{"X-Forwarded-For", "unknown"}}), "127.0.0.1 plain");
    EXPECT_EQ(who({{"X-Forwarded-For", "203.0.113.9, ,nonsense"}}), "127.0.0.1 plain");
    EXPECT_EQ(who({}), "127.0.0.1 plain");
    EXPECT_EQ(get("/who", {{"X-Forwarded-Proto", "https"}}).header("strict-transport-security").substr(0, 7),
              "max-age");
}

TEST_F(BehindProxyTest, MetricsAreNotForTheWorld) {
    EXPECT_EQ(get("/metrics", {{"X-Forwarded-For", "203.0.113.9"}}).status, 404);
    EXPECT_THAT(get("/metrics").body, HasSubstr("hemu_jobs_waiting 3\n"));
}

TEST_F(BehindProxyTest, UnreadyIsTold) {
    const auto answer = get("/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, "the database does not answer\n");
}

}  // namespace
}  // namespace hemu::http
