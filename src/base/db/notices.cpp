#include "notices.hpp"

#include <algorithm>

#include "log.hpp"

namespace hemu::db {

void call_listener(const std::function<void()>& function) {
    if (!function) return;
    try {
        function();
    } catch (const std::exception& error) {
        log::error("listener_failed", {{"why", error.what()}});
    }
}

Listener::Listener(Database& database, std::vector<std::string> channels,
                   std::function<void(const Notice&)> on_notice, std::function<void()> on_connected)
    : body_(database.notices().listen(std::move(channels), std::move(on_notice), std::move(on_connected))) {}

Listener::~Listener() = default;

bool Listener::connected() const { return body_->connected(); }

class LocalListener;

class LocalHub : public NoticeHub {
  public:
    void publish(std::vector<Notice>) override;
    std::unique_ptr<Listener::Body> listen(std::vector<std::string> channels,
                                           std::function<void(const Notice&)> on_notice,
                                           std::function<void()> on_connected) override;
    void leave(LocalListener*);

  private:
    std::mutex guard_;
    std::vector<LocalListener*> listeners_;
};

class LocalListener : public Listener::Body {
  public:
    LocalListener(LocalHub& hub, std::vector<std::string> channels, std::function<void(const Notice&)> on_notice)
        : hub_(hub), channels_(std::move(channels)), on_notice_(std::move(on_notice)) {}
    ~LocalListener() override {
        hub_.leave(this);
        {
            const std::lock_guard lock(guard_);
            ending_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }
    bool connected() const override { return true; }

    /// Begins only once the hub knows the listener, so that nothing falls between on_connected and the first notice.
    void start(std::function<void()> on_connected) {
        thread_ = std::thread([this, greet = std::move(on_connected)] {
            call_listener(greet);
            work();
        });
    }

    void hear(const Notice& notice) {
        if (std::find(channels_.begin(), channels_.end(), notice.channel) == channels_.end()) return;
        {
            const std::lock_guard lock(guard_);
            heard_.push_back(notice);
        }
        changed_.notify_one();
    }

  private:
    void work() {
        std::unique_lock lock(guard_);
        while (true) {
            changed_.wait(lock, [this] { return ending_ || !heard_.empty(); });
            if (ending_) return;
            std::deque<Notice> now_heard;
            now_heard.swap(heard_);
            lock.unlock();
            for (const Notice& notice : now_heard) call_listener([&] { on_notice_(notice); });
            lock.lock();
        }
    }

    LocalHub& hub_;
    const std::vector<std::string> channels_;
    const std::function<void(const Notice&)> on_notice_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<Notice> heard_;
    bool ending_ = false;
    std::thread thread_;
};

void LocalHub::publish(std::vector<Notice> notices) {
    const std::lock_guard lock(guard_);
    for (const Notice& notice : notices)
        for (LocalListener* listener : listeners_) listener->hear(notice);
}

std::unique_ptr<Listener::Body> LocalHub::listen(std::vector<std::string> channels,
                                                 std::function<void(const Notice&)> on_notice,
                                                 std::function<void()> on_connected) {
    auto listener = std::make_unique<LocalListener>(*this, std::move(channels), std::move(on_notice));
    {
        const std::lock_guard lock(guard_);
        listeners_.push_back(listener.get());
    }
    listener->start(std::move(on_connected));
    return listener;
}

void LocalHub::leave(LocalListener* listener) {
    const std::lock_guard lock(guard_);
    std::erase(listeners_, listener);
}

std::unique_ptr<NoticeHub> make_local_hub() { return std::make_unique<LocalHub>(); }

}  // namespace hemu::db
