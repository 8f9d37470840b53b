// Counting and the log of slow statements, shared by the engines.
#pragma once
#include <atomic>
#include <chrono>

#include "db.hpp"

namespace hemu::db {

using Ticks = std::chrono::steady_clock;

struct Meter {
    explicit Meter(const Options& options) : slow(options.slow_statement) {}

    const std::chrono::milliseconds slow;
    std::atomic<std::int64_t> statements{0}, round_trips{0}, transactions{0}, reads{0}, retries{0}, failures{0},
        slow_statements{0}, commits{0}, connections_opened{0}, pool_waits{0}, pool_wait_microseconds{0},
        pool_refusals{0}, in_use{0}, waiting{0};

    Counters counters() const;
    /// Logs `name` when it took longer than allowed; `others` shared its round trip.
    void judge(const std::string& name, Ticks::time_point began, std::size_t others = 0);
};

/// Marks this thread as running a transaction. std::logic_error when it already does.
class InsideTransaction {
  public:
    InsideTransaction();
    ~InsideTransaction();
    InsideTransaction(const InsideTransaction&) = delete;
    InsideTransaction& operator=(const InsideTransaction&) = delete;
    static void refuse();
};

/// Sleeps before the n-th repetition: from 4 ms doubling to 512 ms, half of it by chance so that rivals part.
void wait_before_try(int tries_made);

}  // namespace hemu::db
