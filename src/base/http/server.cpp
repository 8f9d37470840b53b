#include <boost/asio/ssl/context.hpp>

#include <future>

#include "connection.hpp"
#include "log.hpp"

namespace hemu::http {

namespace ssl = asio::ssl;

struct Server::Parts {
    Parts(ServerOptions options, std::vector<Route> routes)
        : site(std::move(options), std::move(routes)),
          workers(site.options().worker_threads, site.options().worker_queue, site.metrics().workers_busy) {
        for (int i = 0; i < std::max(1, site.options().network_threads); ++i)
            networks.push_back(std::make_shared<Network>(site, workers));
    }

    void listen();
    void accept();
    void accepted(const std::shared_ptr<Network>& network, Socket socket);
    void stop_accepting();
    bool wait_until_closed(std::chrono::milliseconds limit);

    Site site;
    Workers workers;
    std::vector<std::shared_ptr<Network>> networks;
    std::optional<ssl::context> certificate;
    std::optional<Acceptor> acceptor;
    std::optional<Timer> pause;
    std::size_t turn = 0;
    std::uint16_t port = 0;
    bool running = false;
};

/// Modern protocols only, and no buffers kept for connections that wait.
static ssl::context tls_context(const ServerOptions& options) {
    ssl::context context(ssl::context::tls_server);
    context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                        ssl::context::no_compression);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    Error error;
    context.use_certificate_chain_file(options.certificate_path, error);
    if (error) throw std::runtime_error(fmt::format("certificate {}: {}", options.certificate_path, error.message()));
    context.use_private_key_file(options.key_path, ssl::context::pem, error);
    if (error) throw std::runtime_error(fmt::format("key {}: {}", options.key_path, error.message()));
    return context;
}

void Server::Parts::listen() {
    const auto& options = site.options();
    const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
    acceptor.emplace(networks.front()->context.get_executor());
    pause.emplace(networks.front()->context.get_executor());
    Error error;
    acceptor->open(endpoint.protocol(), error);
    if (!error) acceptor->set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor->bind(endpoint, error);
    if (!error) acceptor->listen(4096, error);
    if (error)
        throw std::runtime_error(fmt::format("{} port {}: {}", options.address, options.port, error.message()));
    port = acceptor->local_endpoint().port();
}

void Server::Parts::accept() {
    const auto network = networks[turn++ % networks.size()];
    acceptor->async_accept(network->context.get_executor(), [this, network](Error error, Socket socket) {
        if (!acceptor->is_open()) return;
        if (!error) {
            accepted(network, std::move(socket));
            return accept();
        }
        // Out of file handles, most likely: others must close first.
        log::warn("accept_failed", {{"cause", error.message()}});
        pause->expires_after(std::chrono::milliseconds(100));
        pause->async_wait([this](Error stopped) {
            if (!stopped && acceptor->is_open()) accept();
        });
    });
}

void Server::Parts::accepted(const std::shared_ptr<Network>& network, Socket socket) {
    auto& metrics = site.metrics();
    if (static_cast<std::size_t>(metrics.connections.load()) >= site.options().connections) {
        metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
        static constexpr std::string_view full =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n";
        if (!certificate) ::send(socket.native_handle(), full.data(), full.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        return;
    }
    metrics.connections.fetch_add(1);
    std::shared_ptr<AnyConnection> connection;
    if (certificate)
        connection = std::make_shared<Connection<TlsSocket>>(network, TlsSocket(std::move(socket), *certificate));
    else
        connection = std::make_shared<Connection<Socket>>(network, std::move(socket));
    asio::dispatch(network->context, [connection] { connection->start(); });
}

void Server::Parts::stop_accepting() {
    std::promise<void> closed;
    asio::post(networks.front()->context, [&] {
        Error error;
        acceptor->close(error);
        pause->cancel();
        closed.set_value();
    });
    closed.get_future().wait();
}

bool Server::Parts::wait_until_closed(std::chrono::milliseconds limit) {
    const auto end = Clock::now() + limit;
    while (site.metrics().connections > 0) {
        if (Clock::now() > end) return false;
        // A connection that has just finished its reply is idle only now.
        for (auto& network : networks) network->for_all([](AnyConnection& connection) { connection.wind_up(); });
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

Server::Server(ServerOptions options, std::vector<Route> routes)
    : parts_(std::make_unique<Parts>(std::move(options), std::move(routes))) {
    if (!parts_->site.options().certificate_path.empty()) parts_->certificate = tls_context(parts_->site.options());
}

Server::~Server() {
    while (!stop()) log::warn("handlers_still_run", {});
}

void Server::start() {
    parts_->listen();
    parts_->accept();
    for (auto& network : parts_->networks) network->start();
    parts_->running = true;
}

std::uint16_t Server::port() const { return parts_->port; }

const std::vector<Route>& Server::routes() const { return parts_->site.routes(); }

bool Server::stop() {
    if (!std::exchange(parts_->running, false)) return true;
    parts_->site.stopping = true;
    parts_->stop_accepting();
    bool all_finished = parts_->wait_until_closed(parts_->site.options().stop_timeout);
    if (!all_finished) {
        for (auto& network : parts_->networks)
            network->for_all([](AnyConnection& connection) { connection.abandon(); });
        all_finished = parts_->wait_until_closed(std::chrono::milliseconds(500));
    }
    if (!all_finished) {
        parts_->running = true;
        return false;
    }
    parts_->workers.stop();
    for (auto& network : parts_->networks) network->end();
    return true;
}

bool Server::run_on_worker(std::function<void()> task) {
    struct Task final : Job {
        explicit Task(std::function<void()> what) : what_(std::move(what)) {}
        void run() override {
            try {
                what_();
            } catch (const std::exception& failure) {
                log::error("task_failed", {{"cause", failure.what()}});
            }
        }
        std::function<void()> what_;
    };
    const auto added = parts_->workers.add(std::make_shared<Task>(std::move(task)));
    if (added == Workers::Added::left_to_awake) parts_->workers.wake_if_stuck();
    return added != Workers::Added::refused;
}

}  // namespace hemu::http
