// A fixed number of threads that run blocking jobs in the order they came.
#pragma once
#include <atomic>
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
    /// False when the queue is full or the workers are stopping.
    bool add(std::shared_ptr<Job> job);
    std::size_t waiting() const;
    /// Runs what is queued, then ends the threads.
    void stop();

  private:
    void run();
    std::size_t queue_limit_;
    std::atomic<std::int64_t>& busy_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::shared_ptr<Job>> queue_;
    int idle_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace hemu::http
