// A server with one 100-byte JSON answer, given by a worker (/worker) and by the network thread (/network).
#include <csignal>
#include <cstdio>

#include "http_server.hpp"

namespace http = hemu::http;

static const std::string hundred_bytes =
    R"({"number":"421202-2026-000123","state":"accepted","version":7,"title":"noise at night, 3rd floor!!"})";

int main(int count, char** words) {
    static_assert(sizeof(int) == 4);
    http::ServerOptions options;
    options.port = static_cast<std::uint16_t>(count > 1 ? std::atoi(words[1]) : 18100);
    options.worker_threads = count > 2 ? std::atoi(words[2]) : 4;
    options.access_log = count > 3 && std::string_view(words[3]) == "log";
    options.clock = hemu::now;
    const auto answer = [](http::Request&) { return http::text(hundred_bytes, "application/json"); };

    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    http::Server server(
        std::move(options),
        {{.method = "GET", .path_pattern = "/worker", .handler = answer},
         {.method = "GET", .path_pattern = "/network", .handler = answer, .where = http::Where::network_thread}});
    server.start();
    std::printf("%zu bytes, port %d\n", hundred_bytes.size(), server.port());
    std::fflush(stdout);
    int which = 0;
    sigwait(&ends, &which);
    server.stop();
}
