// A small server for tests, with limits short enough to be waited for.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server.hpp"
#include "http_testing.hpp"
#include "log.hpp"

namespace hemu::http {

using namespace std::chrono_literals;
using testing::Answer;
using testing::Client;

inline ServerOptions short_limits() {
    ServerOptions options;
    options.port = 0;
    options.worker_threads = 2;
    options.header_timeout = options.body_timeout = options.idle_timeout = options.write_timeout = 500ms;
    options.stop_timeout = 2s;
    options.header_bytes = 4096;
    options.body_bytes = 2000;
    options.slowest_bytes_per_second = 16 * 1024 * 1024;
    options.access_log = false;
    options.clock = now;
    options.words = ProblemWords(R"({"not_found":{"zh":"没有找到","en":"Not found"},)"
                                 R"("failure":{"zh":"出错了","en":"Something failed"}})");
    return options;
}

/// Answers with what the handler was given.
inline Reply echo(Request& request) {
    return text(fmt::format("{} {} {} {}", request.method, request.path, request.query_text, request.body_text));
}

inline std::vector<Route> small_site() {
    const auto get = [](std::string path, std::function<Reply(Request&)> handler, Where where = Where::worker) {
        return Route{.method = "GET", .path_pattern = std::move(path), .handler = std::move(handler), .where = where};
    };
    std::vector<Route> routes{
        get("/worker", echo),
        get("/network", echo, Where::network_thread),
        get("/slow", [](Request&) { return std::this_thread::sleep_for(300ms), text("slow"); }),
        get("/refuse", [](Request&) -> Reply { throw Refusal(Fault::conflict, "version_outdated"); }),
        get("/fail", [](Request&) -> Reply { throw std::runtime_error("the secret cause"); }),
        get("/big", [](Request&) { return text(std::string(4'000'000, 'x')); }),
        get("/who",
            [](Request& request) {
                return text(fmt::format("{} {} {} {}", request.client_address, request.secure ? "tls" : "plain",
                                        request.language, request.trace_id));
            }),
        get("/things/{thing}", [](Request& request) { return text(request.path_text("thing")); })};
    routes.push_back({.method = "POST", .path_pattern = "/worker", .handler = echo});
    routes.push_back({.method = "POST", .path_pattern = "/network", .handler = echo, .where = Where::network_thread});
    Route upload{.method = "POST", .path_pattern = "/upload", .handler = [](Request& request) {
                     return text(fmt::format("{}", request.body_text.size()));
                 }};
    upload.body_limit = 300'000;
    routes.push_back(std::move(upload));
    return routes;
}

class SiteTest : public ::testing::Test {
  protected:
    explicit SiteTest(ServerOptions options = short_limits(), std::vector<Route> routes = small_site())
        : server(std::move(options), std::move(routes)) {
        log::set_level(log::Level::off);
        server.start();
    }
    /// The status of the reply to these bytes; 0 when the connection was closed without one.
    int status_of(std::string_view bytes) {
        Client client(server.port());
        client.send(bytes);
        return client.receive().status;
    }
    Answer get(std::string_view target, const std::vector<Header>& headers = {}) {
        return Client(server.port()).get(target, headers);
    }
    Server server;
};

}  // namespace hemu::http
