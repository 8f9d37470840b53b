// Connections to one database; who finds none free waits his turn.
#pragma once
#include <condition_variable>
#include <mutex>

#include "meter.hpp"

namespace hemu::db {

template <class Connection>
class Pool {
  public:
    using Open = std::function<std::unique_ptr<Connection>()>;
    Pool(const Options& options, Meter& meter, Open open)
        : options_(options), meter_(meter), open_(std::move(open)) {}

    /// Refusal unavailable database_busy when none becomes free in time; what `open` throws when one is to be opened.
    std::unique_ptr<Connection> take() {
        std::unique_lock lock(guard_);
        if (!may_take()) wait(lock);
        ++meter_.in_use;
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        ++count_;
        lock.unlock();
        return open();
    }

    /// A broken one is closed, and so are the idle ones, which have probably lost the same server.
    void give_back(std::unique_ptr<Connection> connection, bool broken) {
        std::vector<std::unique_ptr<Connection>> closing;
        {
            const std::lock_guard lock(guard_);
            --meter_.in_use;
            idle_.push_back(std::move(connection));
            if (broken) {
                closing.swap(idle_);
                count_ -= static_cast<int>(closing.size());
            }
        }
        broken ? freed_.notify_all() : freed_.notify_one();
    }

  private:
    bool may_take() const { return !idle_.empty() || count_ < options_.connections; }

    void wait(std::unique_lock<std::mutex>& lock) {
        const auto began = Ticks::now();
        ++meter_.pool_waits;
        ++meter_.waiting;
        const bool free = freed_.wait_for(lock, options_.longest_wait, [this] { return may_take(); });
        --meter_.waiting;
        meter_.pool_wait_microseconds +=
            std::chrono::duration_cast<std::chrono::microseconds>(Ticks::now() - began).count();
        if (free) return;
        ++meter_.pool_refusals;
        throw Refusal(Fault::unavailable, "database_busy");
    }

    std::unique_ptr<Connection> open() {
        try {
            auto connection = open_();
            ++meter_.connections_opened;
            return connection;
        } catch (...) {
            {
                const std::lock_guard lock(guard_);
                --count_;
                --meter_.in_use;
            }
            freed_.notify_one();
            throw;
        }
    }

    const Options& options_;
    Meter& meter_;
    const Open open_;
    std::mutex guard_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int count_ = 0;
};

/// A connection for as long as it is used.
template <class Connection>
class Borrowed {
  public:
    explicit Borrowed(Pool<Connection>& pool) : pool_(pool), connection_(pool.take()) {}
    ~Borrowed() {
        const bool broken = connection_->broken();
        pool_.give_back(std::move(connection_), broken);
    }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    Connection& operator*() const { return *connection_; }

  private:
    Pool<Connection>& pool_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace hemu::db
