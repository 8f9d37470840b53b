// Everything of the server that is not sockets: which route, which reply, what is counted and logged.
#pragma once
#include "http_server.hpp"
#include "metrics.hpp"
#include "router.hpp"
#include "workers.hpp"

namespace hemu::http {

class Site {
  public:
    Site(ServerOptions options, std::vector<Route> routes);

    /// Completes a request whose header has arrived: time, language, client, trace id, route.
    void receive(Request& request, std::string_view peer, bool over_tls) const;
    /// The most bytes that the request's body may have.
    std::size_t body_limit(const Request& request) const;
    /// The answer to a request without a route: a file, the methods of the path, or a problem.
    Reply answer_unrouted(const Request& request) const;
    /// Runs the route's handler. Throws nothing: this is where refusals and failures become problems.
    Reply answer(Request& request) const noexcept;
    /// Gives a streamed reply's handler its stream. Throws nothing: a stream whose handler fails is closed.
    void open(const StreamPlan& plan, Stream stream) const noexcept;
    /// Counts and logs an answered request.
    void record(const Request& request, const Reply& reply, std::chrono::microseconds took);

    const ServerOptions& options() const { return options_; }
    const std::vector<Route>& routes() const { return routes_; }

    Metrics& metrics() { return *metrics_; }
    std::atomic<bool> stopping{false};

  private:
    void add_own_routes();
    Reply metrics_reply(const Request& request) const;
    std::string client_of(const Request& request, std::string_view peer) const;

    ServerOptions options_;
    std::vector<Route> routes_;
    std::optional<Router> router_;
    std::unique_ptr<Metrics> metrics_;
};

}  // namespace hemu::http
