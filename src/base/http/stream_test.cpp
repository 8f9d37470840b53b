#include "testing_site.hpp"

namespace hemu::http {
namespace {

using ::testing::HasSubstr;

/// Streams of a test site: those opened, how many were closed.
struct Streams {
    std::mutex mutex;
    std::vector<Stream> open;
    int closed = 0;

    StreamPlan plan() {
        StreamPlan plan;
        plan.opened = [this](const Stream& stream) {
            const std::lock_guard lock(mutex);
            open.push_back(stream);
            stream.write("data: hello\n\n");
        };
        plan.closed = [this] {
            const std::lock_guard lock(mutex);
            ++closed;
        };
        plan.heartbeat = ": still here\n\n";
        plan.heartbeat_every = 300ms;
        return plan;
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return open.size();
    }
    Stream last() {
        const std::lock_guard lock(mutex);
        return open.back();
    }
    int closed_count() {
        const std::lock_guard lock(mutex);
        return closed;
    }
};

class StreamTest : public ::testing::Test {
  protected:
    StreamTest() {
        log::set_level(log::Level::off);
        const auto open = [this](Request&) { return streaming("text/event-stream", streams.plan()); };
        auto routes = small_site();
        routes.push_back({.method = "GET", .path_pattern = "/stream", .handler = open});
        routes.push_back(
            {.method = "GET", .path_pattern = "/inline", .handler = open, .where = Where::network_thread});
        routes.push_back({.method = "GET", .path_pattern = "/broken", .handler = [](Request&) {
                              StreamPlan plan;
                              plan.opened = [](const Stream&) { throw std::runtime_error("cannot"); };
                              return streaming("text/event-stream", plan);
                          }});
        server = std::make_unique<Server>(short_limits(), std::move(routes));
        server->start();
    }
    /// Opens a stream and takes its head and greeting.
    std::unique_ptr<Client> listen(std::string_view path = "/stream") {
        auto client = std::make_unique<Client>(server->port(), 2s);
        client->send(fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n\r\n", path));
        std::string arrived;
        while (arrived.find("hello\n\n\r\n") == std::string::npos) {
            const auto more = client->receive_some();
            if (more.empty()) throw std::runtime_error("no stream: " + arrived);
            arrived += more;
        }
        head = arrived;
        return client;
    }
    template <class F>
    static bool soon(F function) {
        for (int i = 0; i < 200 && !function(); ++i) std::this_thread::sleep_for(10ms);
        return function();
    }
    std::string head;
    Streams streams;
    std::unique_ptr<Server> server;
};

TEST_F(StreamTest, PiecesArriveAsTheyAreWritten) {
    for (const auto* path : {"/stream", "/inline"}) {
        const auto client = listen(path);
        EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked\r\n"));
        EXPECT_THAT(head, HasSubstr("\r\n\r\nd\r\ndata: hello\n\n\r\n"));
        for (int i = 0; i < 20; ++i) {
            EXPECT_TRUE(streams.last().write(fmt::format("data: {}\n\n", i)));
            EXPECT_THAT(client->receive_some(), HasSubstr(fmt::format("data: {}\n\n", i)));
        }
        streams.last().close();
        EXPECT_THAT(client->receive_some(), HasSubstr("0\r\n\r\n"));
        EXPECT_TRUE(client->closes_within(1s));
    }
}

TEST_F(StreamTest, OldClientsGetPlainBytesUntilClose) {
    Client client(server->port(), 2s);
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(soon([&] { return streams.count() == 1; }));
    streams.last().write("more");
    streams.last().close();
    const auto all = client.receive_all();
    EXPECT_THAT(all, ::testing::EndsWith("\r\n\r\ndata: hello\n\nmore"));
    EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
}

TEST_F(StreamTest, HeartbeatsFillSilence) {
    const auto client = listen();
    EXPECT_THAT(client->receive_some(), HasSubstr(": still here\n\n"));
    EXPECT_THAT(client->receive_some(), HasSubstr(": still here\n\n"));
}

TEST_F(StreamTest, IdleStreamsOutliveTheIdleTimeout) {
    const auto client = listen();
    for (int i = 0; i < 5; ++i) {
        std::this_thread::sleep_for(200ms);
        EXPECT_TRUE(streams.last().write("data: on\n\n"));
    }
    std::string arrived;
    while (arrived.size() < 5 * 10) arrived += client->receive_some();
    EXPECT_THAT(arrived, HasSubstr("data: on"));
}

TEST_F(StreamTest, TheEndOfAReaderIsNoticed) {
    auto client = listen();
    client.reset();
    EXPECT_TRUE(soon([&] { return streams.closed_count() == 1; }));
    EXPECT_FALSE(streams.last().is_open());
    EXPECT_FALSE(streams.last().write("x"));
    streams.last().close();
}

TEST_F(StreamTest, SlowReadersAreDropped) {
    Client slow(server->port());
    slow.shrink_receive_buffer();
    slow.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(soon([&] { return streams.count() == 1; }));
    const auto quick = listen();
    const StreamPiece piece(std::string(30'000, 'x'));
    int written = 0;
    {
        const auto slow_stream = streams.open.front();
        while (slow_stream.write(piece) && written < 10'000) {
            ++written;
            std::this_thread::sleep_for(1ms);
        }
    }
    EXPECT_LT(written, 1000) << "the kernel's buffers and ours, no more";
    EXPECT_EQ(streams.closed_count(), 1);
    EXPECT_TRUE(streams.last().is_open()) << "the other reader stays";
    EXPECT_THAT(Client(server->port()).get("/metrics").body, HasSubstr("hemu_streams_dropped_total 1\n"));
}

TEST_F(StreamTest, HeadAndFailingHandlers) {
    Client client(server->port());
    EXPECT_EQ(client.ask("HEAD", "/stream").status, 200);
    EXPECT_EQ(client.get("/worker").status, 200);
    EXPECT_EQ(streams.count(), 0u);
    client.send("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.receive().body, "");
    EXPECT_TRUE(client.closes_within(1s));
}

TEST_F(StreamTest, StoppingEndsStreams) {
    const auto client = listen();
    const auto stream = streams.last();
    std::thread stopping([&] { EXPECT_TRUE(server->stop()); });
    EXPECT_THAT(client->receive_some(), HasSubstr("0\r\n\r\n"));
    client->end_sending();
    stopping.join();
    EXPECT_FALSE(stream.write("x"));
    EXPECT_EQ(streams.closed_count(), 1);
    server.reset();
    EXPECT_FALSE(stream.write("x")) << "a stream may outlive its server";
    streams.open.clear();
}

TEST_F(StreamTest, WritersAndReadersComeAndGo) {
    std::atomic<bool> end = false;
    std::thread writer([&] {
        const StreamPiece piece("data: x\n\n");
        while (!end) {
            std::vector<Stream> all;
            {
                const std::lock_guard lock(streams.mutex);
                all = streams.open;
            }
            for (const auto& stream : all) stream.write(piece);
            std::this_thread::sleep_for(1ms);
        }
    });
    for (int i = 0; i < 200; ++i) {
        const auto client = listen(i % 2 ? "/stream" : "/inline");
        if (i % 3 == 0) client->receive_some();
    }
    end = true;
    writer.join();
    EXPECT_TRUE(soon([&] { return streams.closed_count() == 200; }));
}

}  // namespace
}  // namespace hemu::http
