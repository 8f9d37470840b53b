#include <signal.h>
#include <sys/resource.h>

#include <iostream>

#include "dispute.hpp"
#include "embedded.hpp"
#include "http_server.hpp"
#include "live_audience.hpp"
#include "log.hpp"
#include "program.hpp"

namespace hemu::app {

static void line(std::string& text, std::string_view name, std::int64_t value) {
    text += fmt::format("hemu_{} {}\n", name, value);
}

template <class Counters>
static void lines(std::string& text, const std::string& prefix, const Counters& counters) {
    boost::mp11::mp_for_each<json::detail::members<Counters>>(
        [&](auto member) { line(text, prefix + member.name, counters.*member.pointer); });
}

/// Every answer to somebody signed in says how far the feed was before it was made: a page that reads after it and
/// listens from there on misses nothing in between.
static std::vector<http::Route> with_position(std::vector<http::Route> routes, const live::Hub& hub) {
    for (http::Route& route : routes) {
        const bool signs_in = route.path_pattern == "/api/session";
        if (route.duties.empty() && !signs_in) continue;
        route.handler = [&hub, handler = std::move(route.handler)](http::Request& request) {
            const auto position = hub.position();
            auto reply = handler(request);
            if (reply.status < 300) reply.headers.push_back({"Live-Position", std::to_string(position)});
            return reply;
        };
    }
    return routes;
}

static const db::Statement select_one{"app.ready", "SELECT count(*) AS count FROM schema_migration"};

static http::ServerOptions options_of(const config::Config& config) {
    http::ServerOptions options;
    options.address = config.address;
    options.port = static_cast<std::uint16_t>(config.port);
    options.certificate_path = config.tls_certificate;
    options.key_path = config.tls_key;
    options.network_threads = static_cast<int>(config.network_threads);
    options.worker_threads = static_cast<int>(config.workers);
    options.trusted_proxies = http::AddressList(config.trusted_proxies);
    options.words = http::ProblemWords(embedded_file("problems.json"));
    if (!config.web_dir.empty())
        options.files =
            http::StaticFiles(config.web_dir, {{"/desk/", "/desk/index.html"}, {"/", "/citizen/index.html"}});
    options.clock = now;
    return options;
}

/// Each connection is a file handle, and the usual limit of 1,024 is only where a system begins to ask.
static void raise_handle_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 65'536));
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) log::warn("handle_limit_not_raised");
}

static void wait_for_end() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    int received = 0;
    sigwait(&ending, &received);
}

int serve(Program& program) {
    raise_handle_limit();
    connect_reactions();
    schedule_all_jobs(*program.database, now());
    live::Hub hub(*program.database, dispute::live_audience(), now,
                  {.streams_of_session = program.config().live_streams_of_session});
    const identity::Surroundings surroundings{*program.database,      *program.keys, program.config(), now,
                                              dispute::refuse_hidden, &hub};
    jobs::Runner runner(*program.database, all_jobs(surroundings), now);

    http::ServerOptions options = options_of(program.config());
    options.why_not_ready = [&]() -> std::optional<std::string> {
        program.database->read([](db::Tx& tx) { return tx.one<std::int64_t>(select_one); });
        return std::nullopt;
    };
    options.more_metrics = [&] {
        std::string text;
        lines(text, "database_", program.database->counters());
        lines(text, "jobs_", runner.counters());
        lines(text, "live_", hub.counters());
        return text;
    };
    http::Server server(std::move(options), with_position(identity::wrap(all_routes(), surroundings), hub));
    hub.start();
    server.start();
    runner.start();
    std::cout << "Hemu: " << (program.config().tls_certificate.empty() ? "http" : "https") << "://"
              << program.config().address << ":" << server.port() << "/" << std::endl;
    wait_for_end();
    log::info("stopping");
    const bool finished = server.stop();
    hub.stop();
    runner.stop();
    return finished ? 0 : 1;
}

}  // namespace hemu::app
