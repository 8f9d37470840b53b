// The writing half of a connection: replies, streams, the end.
#pragma once
#include "connection.hpp"

namespace hemu::http {

/// Turns a reply into bytes; counts and logs it.
template <class T>
void Connection<T>::compose(Reply reply) {
    const bool head_only = request_.method == "HEAD";
    if (site_.stopping) keep_alive_ = false;
    if (reply.stream && !parser_.in_version_1_1()) keep_alive_ = false;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - complete_at_);
    site_.record(request_, reply, took);

    head_.clear();
    head_sent_ = 0;
    body_.clear();
    shared_body_ = nullptr;
    plan_ = nullptr;
    write_head(head_, reply,
               {.in_version_1_1 = parser_.in_version_1_1(),
                .keep_alive = keep_alive_,
                .secure = request_.secure,
                .trace_id = request_.trace_id,
                .moment = request_.received_at});
    if (head_only || reply.status == 204 || reply.status == 304) return;
    constexpr std::size_t short_body = 16 * 1024;
    if (reply.stream)
        plan_ = std::move(reply.stream);
    else if (reply.shared_body)
        shared_body_ = std::move(reply.shared_body);
    else if (reply.body.size() <= short_body)
        head_ += reply.body;
    else
        body_ = std::move(reply.body);
    in_chunks_ = parser_.in_version_1_1();
}

template <class T>
void Connection<T>::run() {
    compose(site_.answer(request_));
    open_stream();
    const bool is_short = !plan_ && body_.empty() && !shared_body_;
    if (!over_tls && is_short && keep_alive_ && write_now()) return hand_back();
    network_->leave(self(), Note::reply_ready);
}

/// Writes the head as far as the socket takes it without waiting. True when all went out.
template <class T>
bool Connection<T>::write_now() {
    while (head_sent_ < head_.size()) {
        const auto sent =
            ::send(handle_, head_.data() + head_sent_, head_.size() - head_sent_, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return false;
        head_sent_ += static_cast<std::size_t>(sent);
    }
    return true;
}

/// The worker's last act on a connection whose reply it has written. Nothing may be touched after the exchange.
template <class T>
void Connection<T>::hand_back() {
    begin_request();
    set_deadline(options().idle_timeout);
    const auto keep = self();
    if (stage_.exchange(Stage::reading, std::memory_order_acq_rel) == Stage::working_and_input)
        keep->network_->leave(keep, Note::input_waits);
}

/// Writes the composed reply, at once as far as the socket takes it. True when the next request may be parsed.
template <class T>
bool Connection<T>::write_reply() {
    stage_ = Stage::writing;
    header_began_ = header_known_ = continue_sent_ = false;
    const std::string_view body = shared_body_ ? std::string_view(*shared_body_) : body_;
    if constexpr (!over_tls)
        if (write_now() && body.empty()) return reply_written();
    set_deadline(allowed(options().write_timeout, head_.size() + body.size()));
    const std::array<asio::const_buffer, 2> rest{asio::buffer(head_) + head_sent_, asio::buffer(body)};
    asio::async_write(transport_, rest, [self = self()](Error error, std::size_t) {
        if (self->stage_ != Stage::writing) return;
        if (error) return self->drop();
        if (self->reply_written()) self->go_on();
    });
    return false;
}

template <class T>
bool Connection<T>::reply_written() {
    if (plan_) {
        become_stream();
        return false;
    }
    shared_body_ = nullptr;
    std::string().swap(body_);
    if (!keep_alive_) {
        linger();
        return false;
    }
    begin_request();
    set_deadline(options().idle_timeout);
    stage_ = Stage::reading;
    return true;
}

/// Closes our end and waits a moment for the client's: closing at once over unread input would make the kernel throw
/// the reply away.
template <class T>
void Connection<T>::linger() {
    stage_ = Stage::lingering;
    set_deadline(std::chrono::seconds(1));
    if (peer_ended_) return drop();
    if constexpr (over_tls) {
        transport_.async_shutdown([self = self()](Error) {});
    } else {
        Error error;
        transport_.shutdown(tcp::socket::shutdown_send, error);
        if (error) return drop();
    }
    input_.clear();
    read();
}

template <class T>
void Connection<T>::drop() {
    const auto stage = stage_.load(std::memory_order_acquire);
    if (stage == Stage::closed) return;
    if (stage == Stage::working || stage == Stage::working_and_input) {
        // The worker writes to the socket: it is closed when the connection comes back.
        peer_ended_ = true;
        return;
    }
    stage_ = Stage::closed;
    Error error;
    transport_.lowest_layer().close(error);
    if (open_.exchange(false)) {
        if (counted_as_stream_) site_.metrics().streams.fetch_sub(1, std::memory_order_relaxed);
        if (plan_ && plan_->closed) plan_->closed();
    }
    plan_ = nullptr;
    pieces_.clear();
    network_->remove(this);
}

/// Tells the handler of a streamed reply where to write. Before the network thread has the reply, so that `closed`
/// cannot come first.
template <class T>
void Connection<T>::open_stream() {
    if (!plan_) return;
    open_ = true;
    if (plan_->opened) site_.open(*plan_, Stream(self()));
}

/// From here on the connection keeps only what a waiting stream needs.
template <class T>
void Connection<T>::become_stream() {
    stage_ = Stage::streaming;
    counted_as_stream_ = true;
    site_.metrics().streams.fetch_add(1, std::memory_order_relaxed);
    request_ = Request();
    std::string().swap(head_);
    if (peer_ended_) return drop();
    deadline_ = never;
    send_pieces();
    if (stage_ == Stage::streaming) read();
}

template <class T>
bool Connection<T>::write(const StreamPiece& piece) {
    if (!open_) return false;
    network_->leave(self(), Note::piece, piece);
    return true;
}

template <class T>
void Connection<T>::queue_piece(const StreamPiece& piece) {
    if (!open_ || ending_) return;
    if (stage_ == Stage::streaming && queued_bytes_ >= plan_->buffer_bytes) {
        site_.metrics().streams_dropped.fetch_add(1, std::memory_order_relaxed);
        return drop();
    }
    pieces_.push_back(piece);
    queued_bytes_ += piece.framed().size();
    if (stage_ == Stage::streaming) send_pieces();
}

template <class T>
void Connection<T>::send_pieces() {
    if (sending_) return;
    if (!pieces_.empty()) {
        // One write for everything that waits; what comes meanwhile goes with the next.
        head_.clear();
        for (const auto& piece : pieces_) head_ += in_chunks_ ? piece.framed() : piece.bytes();
        pieces_.clear();
    } else if (ending_ && !end_sent_) {
        head_ = in_chunks_ ? "0\r\n\r\n" : "";
        end_sent_ = true;
    } else {
        std::string().swap(head_);
        queued_bytes_ = 0;
        if (ending_) return linger();
        if (plan_->heartbeat.empty())
            deadline_ = never;
        else
            set_deadline(plan_->heartbeat_every);
        return;
    }
    head_sent_ = 0;
    if constexpr (!over_tls)
        if (write_now()) return send_pieces();
    sending_ = true;
    set_deadline(options().write_timeout);
    asio::async_write(transport_, asio::buffer(head_) + head_sent_, [self = self()](Error error, std::size_t count) {
        if (self->stage_ != Stage::streaming) return;
        if (error) return self->drop();
        self->sending_ = false;
        self->queued_bytes_ -= std::min(self->queued_bytes_, count);
        self->send_pieces();
    });
}

template <class T>
void Connection<T>::heartbeat() {
    if (plan_->heartbeat.empty())
        deadline_ = never;
    else
        queue_piece(StreamPiece(plan_->heartbeat));
}

template <class T>
void Connection<T>::end_stream() {
    ending_ = true;
    if (stage_ == Stage::streaming) send_pieces();
}

}  // namespace hemu::http
