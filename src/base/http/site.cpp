#include "site.hpp"

#include <random>

#include "bytes.hpp"
#include "log.hpp"
#include "problem.hpp"

namespace hemu::http {

Site::Site(ServerOptions options, std::vector<Route> routes)
    : options_(std::move(options)), routes_(std::move(routes)) {
    if (!options_.clock) throw std::logic_error("the server needs a clock");
    add_own_routes();
    router_.emplace(routes_);
    metrics_ = std::make_unique<Metrics>(routes_);
}

void Site::add_own_routes() {
    Route health{.method = "GET", .path_pattern = "/healthz", .handler = [](Request&) { return text("ok\n"); }};
    health.where = Where::network_thread;
    routes_.push_back(std::move(health));
    routes_.push_back({.method = "GET", .path_pattern = "/readyz", .handler = [this](Request&) {
                           const auto why = stopping                 ? std::optional<std::string>("stopping")
                                            : options_.why_not_ready ? options_.why_not_ready()
                                                                     : std::nullopt;
                           auto reply = text(why ? *why + "\n" : "ready\n");
                           if (why) reply.status = 503;
                           return reply;
                       }});
    routes_.push_back({.method = "GET", .path_pattern = "/metrics", .handler = [this](Request& request) {
                           return metrics_reply(request);
                       }});
}

Reply Site::metrics_reply(const Request& request) const {
    if (!options_.metrics_readers.contains(request.client_address)) throw Refusal(Fault::not_found, "not_found");
    auto words = metrics_->text();
    if (options_.more_metrics) words += options_.more_metrics();
    return text(std::move(words), "text/plain; version=0.0.4; charset=utf-8");
}

/// 32 hex digits that nobody else has; not a secret.
static void make_trace_id(std::string& id) {
    thread_local std::mt19937_64 numbers = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    static constexpr std::string_view digits = "0123456789abcdef";
    id.resize(32);
    for (std::size_t half = 0; half < 2; ++half) {
        auto number = numbers();
        for (std::size_t i = 0; i < 16; ++i, number >>= 4) id[half * 16 + i] = digits[number & 15];
    }
}

/// An X-Forwarded-For element without its port: "192.0.2.7:4711", "[2001:db8::1]:4711".
static std::string_view without_port(std::string_view element) {
    if (element.starts_with('[')) return element.substr(1, element.find(']') - 1);
    const auto colon = element.find(':');
    const bool one_colon = colon != element.npos && element.find(':', colon + 1) == element.npos;
    return one_colon ? element.substr(0, colon) : element;
}

/// The nearest address that is no trusted proxy: what lies beyond it anybody could have written.
std::string Site::client_of(const Request& request, std::string_view peer) const {
    if (!options_.trusted_proxies.contains(peer)) return std::string(peer);
    const auto forwarded = request.joined_header("x-forwarded-for");
    const auto elements = listed(forwarded);
    auto client = peer;
    for (auto element = elements.rbegin(); element != elements.rend(); ++element) {
        const auto address = without_port(*element);
        if (!is_address(address)) break;
        client = address;
        if (!options_.trusted_proxies.contains(address)) break;
    }
    return std::string(client);
}

void Site::receive(Request& request, std::string_view peer, bool over_tls) const {
    request.received_at = options_.clock();
    request.words = &options_.words;
    request.client_address = client_of(request, peer);
    request.secure = over_tls;
    if (!over_tls && options_.trusted_proxies.contains(peer))
        request.secure = same_word(request.header("x-forwarded-proto").value_or(""), "https");

    const auto chosen = request.cookie("hemu_language").value_or("");
    if (chosen == "zh" || chosen == "en")
        request.language = chosen;
    else
        request.language = preferred_language(request.header("accept-language").value_or(""));

    if (const auto told = trace_id_of(request.header("traceparent").value_or("")))
        request.trace_id = *told;
    else
        make_trace_id(request.trace_id);
    router_->find(request);
}

std::size_t Site::body_limit(const Request& request) const {
    return request.route && request.route->body_limit > 0 ? request.route->body_limit : options_.body_bytes;
}

Reply Site::answer_unrouted(const Request& request) const {
    const bool asks_methods = request.method == "OPTIONS";
    if (asks_methods && request.path == "*")
        return with_header(no_content(), "Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    if (const auto allowed = router_->allowed(request.path); !allowed.empty()) {
        // A path with broken escapes matches by form but has no route.
        if (allowed.find(request.method) != allowed.npos && !asks_methods)
            return problem_with_status(request, 400, "target_malformed");
        return with_header(asks_methods ? no_content() : problem_with_status(request, 405, "method_not_allowed"),
                           "Allow", allowed);
    }
    const bool is_api = request.path == "/api" || request.path.starts_with("/api/");
    if (!is_api)
        if (auto file = options_.files.find(request)) return std::move(*file);
    return problem(request, Fault::not_found, "not_found");
}

Reply Site::answer(Request& request) const noexcept {
    const log::Trace trace(request.trace_id);
    std::string cause;
    try {
        return request.route ? request.route->handler(request) : answer_unrouted(request);
    } catch (const Refusal& refusal) {
        if (!refusal.detail_for_log.empty())
            log::info("refused", {{"code", refusal.code}, {"detail", refusal.detail_for_log}});
        return problem(request, refusal);
    } catch (const std::exception& failure) {
        cause = failure.what();
    } catch (...) {
        cause = "an exception that is no std::exception";
    }
    log::error(
        "request_failed",
        {{"method", request.method}, {"route", request.route ? request.route->path_pattern : ""}, {"cause", cause}});
    return problem_with_status(request, 500, "failure");
}

void Site::open(const StreamPlan& plan, Stream stream) const noexcept {
    try {
        plan.opened(stream);
    } catch (const std::exception& failure) {
        log::error("stream_failed", {{"cause", failure.what()}});
        stream.close();
    }
}

/// An address without its last part: enough to see a flood, not enough to name a person.
static std::string network_of(std::string_view address) {
    if (const auto dot = address.rfind('.'); dot != address.npos) return std::string(address.substr(0, dot)) + ".0";
    std::size_t at = 0;
    for (int groups = 0; groups < 3 && at != address.npos; ++groups) at = address.find(':', at + 1);
    return std::string(address.substr(0, at)) + "::";
}

void Site::record(const Request& request, const Reply& reply, std::chrono::microseconds took) {
    metrics_->count(request.route, reply.status, took);
    if (!options_.access_log) return;
    const log::Trace trace(request.trace_id);
    log::info("request", {{"method", request.method},
                          {"route", request.route ? request.route->path_pattern : ""},
                          {"status", reply.status},
                          {"microseconds", took.count()},
                          {"bytes", reply.shared_body ? reply.shared_body->size() : reply.body.size()},
                          {"client_network", network_of(request.client_address)}});
}

}  // namespace hemu::http
