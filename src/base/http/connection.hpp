// One connection: reads requests, has them answered, writes the replies in order.
//
// While a worker answers, the worker owns request, parser and reply, and the network thread owns socket and input;
// the hand-over is the atomic stage. On a plain socket the worker writes a short reply itself and hands the
// connection back without waking the network thread, unless input waits.
#pragma once
#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "head.hpp"
#include "input.hpp"
#include "network.hpp"
#include "parser.hpp"
#include "problem.hpp"

namespace hemu::http {

using TlsSocket = asio::ssl::stream<Socket>;

template <class Transport>
class Connection final : public AnyConnection,
                         public Job,
                         public StreamEnd,
                         public std::enable_shared_from_this<Connection<Transport>> {
    static constexpr bool over_tls = !std::is_same_v<Transport, Socket>;

  public:
    Connection(std::shared_ptr<Network> network, Transport transport)
        : network_(std::move(network)), site_(network_->site), transport_(std::move(transport)) {}

    // On the network thread.
    void start() override;
    void take_note(Note note, const std::optional<StreamPiece>& piece) override;
    void check_deadline(std::int64_t moment) override;
    void wind_up() override;
    void abandon() override { drop(); }

    // On a worker.
    void run() override;

    // From any thread.
    bool write(const StreamPiece& piece) override;
    void close() override { network_->leave(self(), Note::end_stream); }
    bool is_open() const override { return open_; }

  private:
    enum class Stage : std::uint8_t {
        handshake,          ///< of TLS
        reading,            ///< waits for a request, or for the rest of one
        working,            ///< a worker has it
        working_and_input,  ///< likewise, and something arrived that must be looked at afterwards
        writing,
        streaming,
        lingering,  ///< our end is closed; what the client still sends is thrown away, so that it can read the reply
        closed
    };

    std::shared_ptr<Connection> self() { return this->shared_from_this(); }
    const ServerOptions& options() const { return site_.options(); }
    void set_deadline(std::chrono::milliseconds from_now) {
        deadline_.store(ticks() + from_now.count(), std::memory_order_relaxed);
    }
    /// The time that so many bytes may take.
    std::chrono::milliseconds allowed(std::chrono::milliseconds grace, std::size_t bytes) const {
        return grace + std::chrono::milliseconds(bytes * 1000 / options().slowest_bytes_per_second);
    }

    void begin_request();
    void read();
    void on_read(Error error, std::size_t count);
    void go_on();
    bool wait_for_more();
    bool header_arrived();
    void send_continue();
    bool respond();
    bool refuse(int status, std::string_view code);

    void compose(Reply reply);
    bool write_now();
    void hand_back();
    bool write_reply();
    bool reply_written();
    void linger();
    void drop();

    void open_stream();
    void become_stream();
    void queue_piece(const StreamPiece& piece);
    void send_pieces();
    void heartbeat();
    void end_stream();

    const std::shared_ptr<Network> network_;
    Site& site_;
    Transport transport_;
    int handle_ = -1;
    std::string peer_;
    std::atomic<Stage> stage_{Stage::reading};
    std::atomic<std::int64_t> deadline_{never};
    std::atomic<bool> open_{false};  ///< as a stream

    // The network thread's.
    Input input_;
    bool reading_ = false;
    bool peer_ended_ = false;
    bool header_began_ = false;
    bool header_known_ = false;
    bool continue_sent_ = false;

    // The worker's while one works, else the network thread's.
    Request request_;
    RequestParser parser_;
    Clock::time_point complete_at_{};
    bool keep_alive_ = true;
    std::string head_;  ///< with the body when that is short
    std::size_t head_sent_ = 0;
    std::string body_;
    std::shared_ptr<const std::string> shared_body_;
    std::shared_ptr<StreamPlan> plan_;

    // Of a stream, the network thread's.
    std::vector<StreamPiece> pieces_;
    std::size_t queued_bytes_ = 0;
    bool sending_ = false;
    bool ending_ = false;
    bool end_sent_ = false;
    bool counted_as_stream_ = false;
    bool in_chunks_ = true;
};

}  // namespace hemu::http

#include "connection_reading.hpp"
#include "connection_writing.hpp"
