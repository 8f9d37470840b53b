#include "metrics.hpp"

namespace hemu::http {

static std::string label(std::string_view method, std::string_view pattern) {
    return fmt::format("method=\"{}\",route=\"{}\"", method, pattern);
}

Metrics::Metrics(const std::vector<Route>& routes) : first_(routes.data()) {
    for (const auto& route : routes) labels_.push_back(label(route.method, route.path_pattern));
    labels_.push_back(label({}, {}));
    series_ = std::make_unique<Series[]>(labels_.size());
}

void Metrics::count(const Route* route, int status, std::chrono::microseconds took) {
    const auto at = route ? static_cast<std::size_t>(route - first_) : labels_.size() - 1;
    auto& series = series_[at];
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), took.count()) - bounds.begin();
    series.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, std::memory_order_relaxed);
    series.by_time[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    series.microseconds.fetch_add(took.count(), std::memory_order_relaxed);
}

static void gauge(std::string& out, std::string_view name, std::string_view words, std::int64_t value) {
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, words, value);
}

static void counter(std::string& out, std::string_view name, std::string_view words, std::int64_t value) {
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} counter\n{0} {2}\n", name, words, value);
}

std::string Metrics::text() const {
    std::string requests = "# HELP hemu_requests_total Requests answered.\n# TYPE hemu_requests_total counter\n";
    std::string times =
        "# HELP hemu_request_seconds Time from the complete request to the composed reply.\n"
        "# TYPE hemu_request_seconds histogram\n";
    for (std::size_t at = 0; at < labels_.size(); ++at) {
        const auto& series = series_[at];
        std::int64_t all = 0;
        for (std::size_t digit = 1; digit <= 5; ++digit)
            if (const auto n = series.by_class[digit].load(std::memory_order_relaxed); n > 0)
                requests += fmt::format("hemu_requests_total{{{},status=\"{}xx\"}} {}\n", labels_[at], digit, n);
        for (const auto& n : series.by_time) all += n.load(std::memory_order_relaxed);
        if (all == 0) continue;
        std::int64_t below = 0;
        for (std::size_t i = 0; i < bounds.size(); ++i) {
            below += series.by_time[i].load(std::memory_order_relaxed);
            times += fmt::format("hemu_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels_[at],
                                 static_cast<double>(bounds[i]) / 1e6, below);
        }
        const auto sum = static_cast<double>(series.microseconds.load(std::memory_order_relaxed)) / 1e6;
        times += fmt::format(
            "hemu_request_seconds_bucket{{{0},le=\"+Inf\"}} {1}\nhemu_request_seconds_sum{{{0}}} {2}\n"
            "hemu_request_seconds_count{{{0}}} {1}\n",
            labels_[at], all, sum);
    }
    std::string out = requests + times;
    gauge(out, "hemu_connections", "Open connections.", connections);
    counter(out, "hemu_connections_refused_total", "Connections above the limit.", connections_refused);
    gauge(out, "hemu_streams", "Open event streams.", streams);
    counter(out, "hemu_streams_dropped_total", "Streams dropped because their reader was too slow.", streams_dropped);
    gauge(out, "hemu_workers_busy", "Workers running a handler.", workers_busy);
    counter(out, "hemu_queue_refused_total", "Requests answered 503 because the queue was full.", queue_refused);
    return out;
}

}  // namespace hemu::http
