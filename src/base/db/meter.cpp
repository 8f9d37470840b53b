#include "meter.hpp"

#include <random>
#include <thread>

#include "log.hpp"

namespace hemu::db {

Counters Meter::counters() const {
    return {statements,
            round_trips,
            transactions,
            reads,
            retries,
            failures,
            slow_statements,
            commits,
            connections_opened,
            pool_waits,
            pool_wait_microseconds,
            pool_refusals,
            in_use,
            waiting};
}

void Meter::judge(const std::string& name, Ticks::time_point began, std::size_t others) {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Ticks::now() - began);
    if (took < slow) return;
    ++slow_statements;
    log::warn("slow_statement", {{"statement", name}, {"milliseconds", took.count()}, {"sent_with", others}});
}

static thread_local bool inside = false;

void InsideTransaction::refuse() {
    if (inside) throw std::logic_error("a transaction or read inside another one of the same thread");
}
InsideTransaction::InsideTransaction() {
    refuse();
    inside = true;
}
InsideTransaction::~InsideTransaction() { inside = false; }

void wait_before_try(int tries_made) {
    static thread_local std::minstd_rand chance(std::random_device{}());
    const int most = 4'000 << std::min(tries_made - 1, 7);
    std::uniform_int_distribution<int> microseconds(most / 2, most);
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds(chance)));
}

}  // namespace hemu::db
