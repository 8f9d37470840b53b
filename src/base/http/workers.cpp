#include "workers.hpp"

namespace hemu::http {

Workers::Workers(int threads, std::size_t queue_limit, std::atomic<std::int64_t>& busy)
    : queue_limit_(queue_limit), busy_(busy), thread_count_(threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() { stop(); }

/// A job so short that waking a second worker for the next one would cost more than waiting.
static constexpr std::chrono::microseconds short_job{50};
/// The awake workers have not come back for so long: they are stuck in longer jobs, or have lost their processor.
static constexpr std::chrono::microseconds behind{1000};

bool Workers::awake_suffice() const {
    return idle_ < thread_count_ && typical_ < short_job && std::chrono::steady_clock::now() - last_taken_ < behind;
}

Workers::Added Workers::add(std::shared_ptr<Job> job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_limit_) return Added::refused;
        queue_.push_back(std::move(job));
        if (idle_ == 0) return Added::taken;
        if (awake_suffice()) return Added::left_to_awake;
        --idle_;
    }
    arrived_.notify_one();
    return Added::taken;
}

void Workers::wake_if_stuck() {
    std::size_t wake = 0;
    {
        const std::lock_guard lock(mutex_);
        wake = std::min(queue_.size(), static_cast<std::size_t>(idle_));
        idle_ -= static_cast<int>(wake);
    }
    for (; wake > 0; --wake) arrived_.notify_one();
}

std::size_t Workers::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Workers::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void Workers::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        while (queue_.empty() && !stopping_) {
            ++idle_;
            arrived_.wait(lock);
        }
        if (queue_.empty()) return;
        auto job = std::move(queue_.front());
        queue_.pop_front();
        const auto taken = last_taken_ = std::chrono::steady_clock::now();
        lock.unlock();
        busy_.fetch_add(1, std::memory_order_relaxed);
        job->run();
        job.reset();
        busy_.fetch_sub(1, std::memory_order_relaxed);
        const auto took = std::chrono::steady_clock::now() - taken;
        lock.lock();
        typical_ += (took - typical_) / 8;
    }
}

}  // namespace hemu::http
