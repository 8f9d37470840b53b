#include "workers.hpp"

namespace hemu::http {

Workers::Workers(int threads, std::size_t queue_limit, std::atomic<std::int64_t>& busy)
    : queue_limit_(queue_limit), busy_(busy) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() { stop(); }

bool Workers::add(std::shared_ptr<Job> job) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_limit_) return false;
        queue_.push_back(std::move(job));
        // Every waiting job already has a worker on its way: waking another would only cost.
        wake = idle_ > 0;
        if (wake) --idle_;
    }
    if (wake) arrived_.notify_one();
    return true;
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
        lock.unlock();
        busy_.fetch_add(1, std::memory_order_relaxed);
        job->run();
        job.reset();
        busy_.fetch_sub(1, std::memory_order_relaxed);
        lock.lock();
    }
}

}  // namespace hemu::http
