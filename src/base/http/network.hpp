// One network thread: its event loop, its connections, and the notes that other threads leave for it.
#pragma once
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include "site.hpp"

namespace hemu::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// Milliseconds of the steady clock.
inline std::int64_t ticks() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch()).count();
}
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// What a connection looks like to its network thread. All functions are called on that thread.
class AnyConnection {
  public:
    enum class Note { reply_ready, input_waits, piece, end_stream };
    virtual ~AnyConnection() = default;
    virtual void start() = 0;
    virtual void take_note(Note note, const std::optional<StreamPiece>& piece) = 0;
    virtual void check_deadline(std::int64_t moment) = 0;
    /// The server is stopping: ends what waits for a client; running requests go on.
    virtual void wind_up() = 0;
    /// Closes unless a worker is using the connection.
    virtual void abandon() = 0;
};

class Network : public std::enable_shared_from_this<Network> {
  public:
    Network(Site& with_site, Workers& with_workers)
        : site(with_site),
          workers(with_workers),
          context(1),
          sweep_(context),
          check_(context),
          keep_running_(context.get_executor()) {}

    Site& site;
    Workers& workers;
    asio::io_context context;

    void start() {
        sweep_later();
        thread_ = std::thread([self = shared_from_this()] { self->context.run(); });
    }

    void add(AnyConnection* connection) { connections_.insert(connection); }
    void remove(AnyConnection* connection) {
        connections_.erase(connection);
        site.metrics().connections.fetch_sub(1);
    }

    /// Hands a job to the workers; on this network's thread. False when they refuse it.
    bool hand_over(std::shared_ptr<Job> job) {
        const auto added = workers.add(std::move(job));
        if (added == Workers::Added::left_to_awake && !std::exchange(checking_workers_, true)) {
            check_.expires_after(std::chrono::milliseconds(1));
            check_.async_wait([this](Error error) {
                checking_workers_ = false;
                if (!error) workers.wake_if_stuck();
            });
        }
        return added != Workers::Added::refused;
    }

    /// Leaves a note for a connection of this thread; from any thread. Many notes cost one wake-up.
    void leave(std::shared_ptr<AnyConnection> connection, AnyConnection::Note note,
               std::optional<StreamPiece> piece = std::nullopt) {
        bool wake = false;
        {
            const std::lock_guard lock(mutex_);
            if (ended_) return;
            notes_.push_back({std::move(connection), note, std::move(piece)});
            wake = !std::exchange(woken_, true);
        }
        if (wake) asio::post(context, [this] { take_notes(); });
    }

    /// Runs a function over all connections, on this network's thread.
    template <class F>
    void for_all(F function) {
        asio::post(context, [this, function] {
            const std::vector<AnyConnection*> all(connections_.begin(), connections_.end());
            for (auto* connection : all)
                if (connections_.contains(connection)) function(*connection);
        });
    }

    /// After the connections are closed: ends the loop and the thread.
    void end() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        asio::post(context, [this] {
            // A sweep that is due already cannot be cancelled any more, and would begin the next one.
            over_ = true;
            sweep_.cancel();
            check_.cancel();
            keep_running_.reset();
        });
        if (thread_.joinable()) thread_.join();
        const std::lock_guard lock(mutex_);
        notes_.clear();
    }

  private:
    struct Left {
        std::shared_ptr<AnyConnection> connection;
        AnyConnection::Note note;
        std::optional<StreamPiece> piece;
    };

    void take_notes() {
        {
            const std::lock_guard lock(mutex_);
            taken_.swap(notes_);
            woken_ = false;
        }
        for (auto& left : taken_) left.connection->take_note(left.note, left.piece);
        taken_.clear();
    }

    void sweep_later() {
        sweep_.expires_after(std::chrono::milliseconds(200));
        sweep_.async_wait([this](Error error) {
            if (error || over_) return;
            const auto moment = ticks();
            const std::vector<AnyConnection*> all(connections_.begin(), connections_.end());
            for (auto* connection : all) connection->check_deadline(moment);
            sweep_later();
        });
    }

    Timer sweep_;
    Timer check_;
    bool over_ = false;
    bool checking_workers_ = false;
    asio::executor_work_guard<Executor> keep_running_;
    std::set<AnyConnection*> connections_;
    std::mutex mutex_;
    std::vector<Left> notes_, taken_;
    bool woken_ = false;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace hemu::http
