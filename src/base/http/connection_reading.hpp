// The reading half of a connection, up to the moment when somebody answers.
#pragma once
#include "connection.hpp"

namespace hemu::http {

template <class T>
void Connection<T>::start() {
    Error error;
    auto& socket = transport_.lowest_layer();
    handle_ = socket.native_handle();
    network_->add(this);
    auto address = socket.remote_endpoint(error).address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    peer_ = address.to_string();
    if (!error) socket.set_option(tcp::no_delay(true), error);
    if (error) return drop();
    set_deadline(options().header_timeout);
    if constexpr (over_tls) {
        stage_ = Stage::handshake;
        transport_.async_handshake(asio::ssl::stream_base::server, [self = self()](Error fault) {
            if (self->stage_ != Stage::handshake) return;
            if (fault) return self->drop();
            self->stage_ = Stage::reading;
            self->begin_request();
            self->read();
        });
    } else {
        begin_request();
        read();
    }
}

template <class T>
void Connection<T>::take_note(Note note, const std::optional<StreamPiece>& piece) {
    switch (note) {
        case Note::reply_ready:
            if (write_reply()) go_on();
            return;
        case Note::input_waits:
            if (stage_ == Stage::reading) go_on();
            return;
        case Note::piece:
            return queue_piece(*piece);
        case Note::end_stream:
            return end_stream();
    }
}

template <class T>
void Connection<T>::check_deadline(std::int64_t moment) {
    const auto stage = stage_.load(std::memory_order_acquire);
    if (moment < deadline_.load(std::memory_order_relaxed)) return;
    switch (stage) {
        case Stage::working:
        case Stage::working_and_input:
        case Stage::closed:
            return;
        case Stage::reading:
            if (!header_began_) return drop();
            refuse(408, "too_slow");
            return;
        case Stage::streaming:
            if (!sending_) return heartbeat();
            site_.metrics().streams_dropped.fetch_add(1, std::memory_order_relaxed);
            return drop();
        default:
            return drop();
    }
}

template <class T>
void Connection<T>::wind_up() {
    if (stage_ == Stage::streaming) return end_stream();
    if (stage_ == Stage::handshake || (stage_ == Stage::reading && !header_began_ && input_.empty())) drop();
}

/// Makes ready for the next request. Runs on a worker too, so it leaves what belongs to the network thread alone.
template <class T>
void Connection<T>::begin_request() {
    constexpr std::size_t kept = 64 * 1024;
    if (request_.body_text.capacity() > kept) std::string().swap(request_.body_text);
    if (head_.capacity() > kept) std::string().swap(head_);
    request_.clear();
    parser_.begin(request_, options().header_bytes);
}

template <class T>
void Connection<T>::read() {
    if (reading_) return;
    reading_ = true;
    const auto room = input_.room(header_known_ ? 16 * 1024 : stage_ == Stage::streaming ? 256 : 2 * 1024);
    transport_.async_read_some(asio::buffer(room.data, room.size),
                               [self = self()](Error error, std::size_t count) { self->on_read(error, count); });
}

template <class T>
void Connection<T>::on_read(Error error, std::size_t count) {
    reading_ = false;
    input_.add(count);
    if (error) peer_ended_ = true;
    auto stage = stage_.load(std::memory_order_acquire);
    // The worker may hand back at this very moment; whoever comes second sees the other.
    if (stage == Stage::working && stage_.compare_exchange_strong(stage, Stage::working_and_input)) return;
    switch (stage) {
        case Stage::reading:
            return go_on();
        case Stage::streaming:
        case Stage::lingering:
            input_.clear();
            if (error) return drop();
            return read();
        default:
            return;
    }
}

/// Parses what has arrived and answers, until more is needed or somebody else has the connection.
template <class T>
void Connection<T>::go_on() {
    for (;;) {
        if (!header_began_ && !input_.empty()) {
            header_began_ = true;
            set_deadline(options().header_timeout);
        }
        std::size_t taken = 0;
        const auto state = parser_.put(input_.arrived(), taken);
        input_.take(taken);
        bool further = false;
        switch (state) {
            case RequestParser::State::need_more:
                further = wait_for_more();
                break;
            case RequestParser::State::header:
                further = header_arrived();
                break;
            case RequestParser::State::complete:
                further = respond();
                break;
            case RequestParser::State::refused:
                further = refuse(parser_.status(), parser_.code());
                break;
        }
        if (!further) return;
    }
}

template <class T>
bool Connection<T>::wait_for_more() {
    if (peer_ended_) {
        drop();
        return false;
    }
    if (header_known_ && !continue_sent_ && parser_.expects_continue() && request_.body_text.empty()) {
        continue_sent_ = true;
        send_continue();
        return false;
    }
    if (header_known_) {
        const auto arrived = request_.body_text.size();
        const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - complete_at_);
        set_deadline(allowed(options().body_timeout, arrived) - since);
    }
    read();
    return false;
}

template <class T>
bool Connection<T>::header_arrived() {
    header_known_ = true;
    complete_at_ = Clock::now();
    site_.receive(request_, peer_, over_tls);
    parser_.limit_body(site_.body_limit(request_));
    return true;
}

template <class T>
void Connection<T>::send_continue() {
    static constexpr std::string_view words = "HTTP/1.1 100 Continue\r\n\r\n";
    stage_ = Stage::writing;
    set_deadline(options().write_timeout);
    asio::async_write(transport_, asio::buffer(words), [self = self()](Error error, std::size_t) {
        if (self->stage_ != Stage::writing) return;
        if (error) return self->drop();
        self->stage_ = Stage::reading;
        self->go_on();
    });
}

/// Answers the complete request here or has a worker do it. True when the next request may be parsed at once.
template <class T>
bool Connection<T>::respond() {
    complete_at_ = Clock::now();
    keep_alive_ = parser_.keep_alive();
    if (request_.route == nullptr || request_.route->where == Where::network_thread) {
        compose(site_.answer(request_));
        open_stream();
        return write_reply();
    }
    // With input left over, no read is started that could tell the worker later: tell it now.
    const bool input_waits = !input_.empty() || peer_ended_;
    deadline_.store(never, std::memory_order_relaxed);
    stage_.store(input_waits ? Stage::working_and_input : Stage::working, std::memory_order_release);
    header_began_ = header_known_ = continue_sent_ = false;
    if (!network_->hand_over(self())) {
        site_.metrics().queue_refused.fetch_add(1, std::memory_order_relaxed);
        compose(problem_with_status(request_, 503, "server_busy"));
        return write_reply();
    }
    if (!input_waits) read();
    return false;
}

/// Answers a request that cannot be read to its end, and closes.
template <class T>
bool Connection<T>::refuse(int status, std::string_view code) {
    keep_alive_ = false;
    complete_at_ = Clock::now();
    if (!header_known_) site_.receive(request_, peer_, over_tls);
    request_.route = status == 408 || status == 413 ? request_.route : nullptr;
    compose(problem_with_status(request_, status, code));
    return write_reply();
}

}  // namespace hemu::http
