#include <signal.h>

#include <iostream>

#include "dispute.hpp"
#include "embedded.hpp"
#include "http_server.hpp"
#include "log.hpp"
#include "program.hpp"

namespace hemu::app {

static void line(std::string& text, std::string_view name, std::int64_t value) {
    text += fmt::format("hemu_{} {}\n", name, value);
}

static std::string database_metrics(const db::Counters& counters, const jobs::RunnerCounters& jobs) {
    std::string text;
    boost::mp11::mp_for_each<json::detail::members<db::Counters>>(
        [&](auto member) { line(text, std::string("database_") + member.name, counters.*member.pointer); });
    boost::mp11::mp_for_each<json::detail::members<jobs::RunnerCounters>>(
        [&](auto member) { line(text, std::string("jobs_") + member.name, jobs.*member.pointer); });
    return text;
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

static void wait_for_end() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    int received = 0;
    sigwait(&ending, &received);
}

int serve(Program& program) {
    connect_reactions();
    schedule_all_jobs(*program.database, now());
    const identity::Surroundings surroundings{*program.database, *program.keys, program.config(), now,
                                              dispute::refuse_hidden};
    jobs::Runner runner(*program.database, all_jobs(surroundings), now);

    http::ServerOptions options = options_of(program.config());
    options.why_not_ready = [&]() -> std::optional<std::string> {
        program.database->read([](db::Tx& tx) { return tx.one<std::int64_t>(select_one); });
        return std::nullopt;
    };
    options.more_metrics = [&] { return database_metrics(program.database->counters(), runner.counters()); };
    http::Server server(std::move(options), identity::wrap(all_routes(), surroundings));
    server.start();
    runner.start();
    std::cout << "Hemu: " << (program.config().tls_certificate.empty() ? "http" : "https") << "://"
              << program.config().address << ":" << server.port() << "/" << std::endl;
    wait_for_end();
    log::info("stopping");
    const bool finished = server.stop();
    runner.stop();
    return finished ? 0 : 1;
}

}  // namespace hemu::app
