#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "log.hpp"
#include "notices.hpp"
#include "postgres_connection.hpp"

namespace hemu::db {

// A hint that could not be sent for so long is of no more use than the listener's own look at the rows.
static constexpr std::size_t most_unsent = 10'000;
static constexpr std::size_t most_at_once = 500;
/// What is sent together costs one commit, which on a busy server the transactions themselves wait for.
static constexpr std::chrono::milliseconds gathering{10};
static constexpr std::chrono::milliseconds first_pause{100};
static constexpr std::chrono::milliseconds longest_pause{5'000};

static std::string channel_of(const Options& options, std::string_view channel) {
    std::string name = fmt::format("{}/{}", options.city_schema, channel);
    if (name.size() > 63 || name.find('"') != std::string::npos)
        throw std::logic_error("not a channel name: " + name);
    return name;
}

/// Sends notices from a thread of its own, after their transactions: NOTIFY inside a transaction takes a lock on the
/// whole cluster until its commit is on disk, so that commits would go one after the other.
class Sender {
  public:
    Sender(std::string url, const Options& options) : url_(std::move(url)), options_(options) {}
    ~Sender() {
        {
            const std::lock_guard lock(guard_);
            ending_ = true;
        }
        changed_.notify_one();
        if (thread_.joinable()) thread_.join();
    }
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    void send(std::vector<Notice> notices) {
        {
            const std::lock_guard lock(guard_);
            for (Notice& notice : notices) {
                notice.channel = channel_of(options_, notice.channel);
                unsent_.push_back(std::move(notice));
            }
            while (unsent_.size() > most_unsent) unsent_.pop_front();
            if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
        }
        changed_.notify_one();
    }

  private:
    void work() {
        std::unique_lock lock(guard_);
        auto pause = first_pause;
        while (true) {
            changed_.wait(lock, [this] { return ending_ || !unsent_.empty(); });
            if (unsent_.empty()) return;
            changed_.wait_for(lock, gathering, [this] { return ending_; });
            const std::vector<Notice> batch = next_batch();
            lock.unlock();
            const bool sent = try_to_send(batch);
            lock.lock();
            if (sent) {
                pause = first_pause;
                continue;
            }
            if (ending_) return;
            changed_.wait_for(lock, pause, [this] { return ending_; });
            pause = std::min(pause * 2, longest_pause);
        }
    }

    std::vector<Notice> next_batch() {
        const auto count = std::min(unsent_.size(), most_at_once);
        const auto end = unsent_.begin() + static_cast<std::ptrdiff_t>(count);
        std::vector<Notice> batch(unsent_.begin(), end);
        unsent_.erase(unsent_.begin(), end);
        return batch;
    }

    /// The whole batch in one transaction, in which the server itself drops repetitions.
    bool try_to_send(const std::vector<Notice>& batch) {
        try {
            if (!handle_) handle_ = connect_postgres(url_, options_);
            std::string values;
            std::vector<const char*> texts;
            for (std::size_t i = 0; i < batch.size(); ++i) {
                values += fmt::format("{}(${}, ${})", i == 0 ? "" : ", ", 2 * i + 1, 2 * i + 2);
                texts.push_back(batch[i].channel.c_str());
                texts.push_back(batch[i].payload.c_str());
            }
            const std::string sql =
                fmt::format("SELECT pg_notify(n.channel, n.payload) FROM (VALUES {}) n (channel, payload)", values);
            const Result result(PQexecParams(handle_.get(), sql.c_str(), static_cast<int>(texts.size()), nullptr,
                                             texts.data(), nullptr, nullptr, 0));
            if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) return true;
            log::warn("notices_not_sent", {{"why", PQerrorMessage(handle_.get())}, {"count", batch.size()}});
        } catch (const Failure& failure) {
            log::warn("notices_not_sent", {{"why", failure.what()}, {"count", batch.size()}});
        }
        handle_.reset();
        return false;
    }

    const std::string url_;
    const Options& options_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<Notice> unsent_;
    bool ending_ = false;
    Handle handle_;
    std::thread thread_;
};

class PostgresListener : public Listener::Body {
  public:
    PostgresListener(std::string url, const Options& options, const std::vector<std::string>& channels,
                     std::function<void(const Notice&)> on_notice, std::function<void()> on_connected)
        : url_(std::move(url)),
          options_(options),
          on_notice_(std::move(on_notice)),
          on_connected_(std::move(on_connected)),
          wake_(eventfd(0, EFD_CLOEXEC)) {
        for (const std::string& channel : channels) channels_.push_back(channel_of(options, channel));
        thread_ = std::thread([this] { work(); });
    }
    ~PostgresListener() override {
        ending_ = true;
        const std::uint64_t one = 1;
        if (write(wake_, &one, sizeof one) != sizeof one) log::error("listener_not_woken");
        thread_.join();
        close(wake_);
    }
    bool connected() const override { return connected_; }

  private:
    void work() {
        auto pause = first_pause;
        while (!ending_) {
            try {
                listen();
                pause = first_pause;
                connected_ = true;
                call_listener(on_connected_);
                while (!ending_) hear();
            } catch (const Failure& failure) {
                connected_ = false;
                log::warn("listener_disconnected", {{"why", failure.what()}});
                pollfd woken{wake_, POLLIN, 0};
                poll(&woken, 1, static_cast<int>(pause.count()));
                pause = std::min(pause * 2, longest_pause);
            }
        }
    }

    void listen() {
        handle_ = connect_postgres(url_, options_);
        for (const std::string& channel : channels_) {
            const Result result(PQexec(handle_.get(), fmt::format("LISTEN \"{}\"", channel).c_str()));
            if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) lost();
        }
    }

    /// Waits for the next notices and hands them on.
    void hear() {
        pollfd waited[] = {{PQsocket(handle_.get()), POLLIN, 0}, {wake_, POLLIN, 0}};
        poll(waited, 2, -1);
        if (ending_) return;
        if (PQconsumeInput(handle_.get()) != 1) lost();
        struct FreeNotify {
            void operator()(PGnotify* notify) const { PQfreemem(notify); }
        };
        while (const std::unique_ptr<PGnotify, FreeNotify> notify{PQnotifies(handle_.get())}) {
            const std::string_view channel = notify->relname;
            const Notice notice{std::string(channel.substr(channel.find('/') + 1)), notify->extra};
            call_listener([&] { on_notice_(notice); });
        }
    }

    [[noreturn]] void lost() { throw Failure("", "08006", "", PQerrorMessage(handle_.get())); }

    const std::string url_;
    const Options& options_;
    std::vector<std::string> channels_;
    const std::function<void(const Notice&)> on_notice_;
    const std::function<void()> on_connected_;
    const int wake_;
    std::atomic<bool> ending_{false};
    std::atomic<bool> connected_{false};
    Handle handle_;
    std::thread thread_;
};

class PostgresHub : public NoticeHub {
  public:
    PostgresHub(const std::string& url, const Options& options)
        : url_(url), options_(options), sender_(url, options_) {}

    void publish(std::vector<Notice> notices) override { sender_.send(std::move(notices)); }

    std::unique_ptr<Listener::Body> listen(std::vector<std::string> channels,
                                           std::function<void(const Notice&)> on_notice,
                                           std::function<void()> on_connected) override {
        return std::make_unique<PostgresListener>(url_, options_, channels, std::move(on_notice),
                                                  std::move(on_connected));
    }

  private:
    const std::string url_;
    const Options options_;
    Sender sender_;
};

std::unique_ptr<NoticeHub> make_postgres_hub(const std::string& url, const Options& options) {
    return std::make_unique<PostgresHub>(url, options);
}

}  // namespace hemu::db
