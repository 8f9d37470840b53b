// A fixed number of threads that run blocking jobs in the order they came.
//
// Waking a thread costs more than a short job. While jobs are short, one awake worker takes them all and others are
// woken only when it falls behind; as soon as jobs block, every job finds a worker at once.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace hemu::http {

class Job {
  public:
    virtual ~Job() = default;
    virtual void run() = 0;  ///< throws nothing
};

class Workers {
  public:
    Workers(int threads, std::size_t queue_limit, std::atomic<std::int64_t>& busy);
    ~Workers();
    enum class Added {
        refused,  ///< the queue is full or the workers are stopping
        taken,
        left_to_awake  ///< nobody was woken for it: call wake_if_stuck a millisecond later
    };
    Added add(std::shared_ptr<Job> job);
    /// Wakes workers for jobs that still wait.
    void wake_if_stuck();
    std::size_t waiting() const;
    /// Runs what is queued, then ends the threads.
    void stop();

  private:
    void run();
    bool awake_suffice() const;
    std::size_t queue_limit_;
    std::atomic<std::int64_t>& busy_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::shared_ptr<Job>> queue_;
    int thread_count_;
    int idle_ = 0;
    std::chrono::nanoseconds typical_{0};  ///< moving mean of a job's time
    std::chrono::steady_clock::time_point last_taken_{};
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace hemu::http
