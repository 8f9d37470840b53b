// Counts what the server did, for Prometheus.
#pragma once
#include "http.hpp"

namespace hemu::http {

/// Requests and their latency by route. Counted from any thread.
class Metrics {
  public:
    /// Upper bounds of the latency histogram in microseconds.
    static constexpr std::array<std::int64_t, 12> bounds{250,    500,     1'000,   2'500,   5'000,     10'000,
                                                         25'000, 100'000, 250'000, 500'000, 1'000'000, 5'000'000};

    explicit Metrics(const std::vector<Route>& routes);
    /// No route: the request found none, or a file answered it.
    void count(const Route* route, int status, std::chrono::microseconds took);
    /// Prometheus text, format 0.0.4.
    std::string text() const;

    std::atomic<std::int64_t> connections{0};
    std::atomic<std::int64_t> connections_refused{0};
    std::atomic<std::int64_t> streams{0};
    std::atomic<std::int64_t> streams_dropped{0};
    std::atomic<std::int64_t> workers_busy{0};
    std::atomic<std::int64_t> queue_refused{0};

  private:
    struct Series {
        std::array<std::atomic<std::int64_t>, 6> by_class{};  // 1xx to 5xx
        std::array<std::atomic<std::int64_t>, bounds.size() + 1> by_time{};
        std::atomic<std::int64_t> microseconds{0};
    };
    const Route* first_;
    std::vector<std::string> labels_;
    std::unique_ptr<Series[]> series_;
};

}  // namespace hemu::http
