#include <atomic>
#include <condition_variable>
#include <thread>

#include "db_notices.hpp"
#include "live_hub.hpp"
#include "log.hpp"
#include "store.hpp"
#include "streams.hpp"
#include "wish.hpp"

namespace hemu::live {

static constexpr std::int64_t most_at_once = 200;
// More than are ever replayed, so that a server that lags a little still finds what its readers missed.
static constexpr std::int64_t kept_beyond_replay = 1'000;
// Everything that is replayed fits, and some that comes while a slow reader takes it.
static constexpr std::size_t most_unread_bytes = 512 * 1024;
static constexpr std::chrono::milliseconds pause_after_failure{1'000};

using Ticks = std::chrono::steady_clock;
using ReadersOfSubject = std::unordered_map<Id<Subject>, std::vector<Reader>>;

class Hub::Body : public std::enable_shared_from_this<Hub::Body> {
  public:
    Body(db::Database& database, std::unique_ptr<Audience> audience, std::function<Instant()> clock,
         HubOptions options)
        : database_(database),
          audience_(std::move(audience)),
          clock_(std::move(clock)),
          options_(options),
          streams_(options.streams_of_session) {
        streams_.begin_at(database_.read([](db::Tx& tx) { return last_number(tx); }));
    }
    ~Body() { stop(); }

    void start() {
        stopping_ = false;
        thread_ = std::thread([this] { work(); });
        listener_ = std::make_unique<db::Listener>(
            database_, std::vector<std::string>{std::string(message_channel), std::string(session_channel)},
            [this](const db::Notice& notice) { wake(notice.channel == session_channel); }, [this] { wake(true); });
    }

    void stop() {
        listener_.reset();
        {
            const std::lock_guard lock(guard_);
            stopping_ = true;
        }
        changed_.notify_all();
        if (thread_.joinable()) thread_.join();
    }

    http::Reply open(const Reader& reader, const http::Request& request);
    void look() {
        serve_new_messages();
        sweep();
    }
    std::int64_t position() const { return streams_.position(); }
    HubCounters counters() const {
        return {streams_.count(), opened_,    ended_,       refused_,
                numbered_,        delivered_, look_agains_, streams_.position()};
    }

  private:
    void wake(bool sweep_too) {
        {
            const std::lock_guard lock(guard_);
            woken_ = true;
            sweep_wanted_ = sweep_wanted_ || sweep_too;
        }
        changed_.notify_all();
    }

    /// Waits; true when the hub is to stop.
    template <class F>
    bool wait(std::chrono::milliseconds time, F until) {
        std::unique_lock lock(guard_);
        changed_.wait_for(lock, time, [&] { return stopping_ || until(); });
        return stopping_;
    }

    void work();
    /// Many who sign out at once share a look.
    std::chrono::milliseconds least_between_sweeps() const { return 4 * options_.least_pause; }
    bool sweep_wanted();
    bool sweep_is_due();
    void serve_new_messages();
    void deliver(const std::vector<Message>&);
    std::optional<ReadersOfSubject> readers_of(const std::vector<Message>&);
    void sweep();
    void mark();

    void join(const StreamPtr&, std::optional<std::int64_t> after);
    std::int64_t replay(const OpenStream&, std::int64_t after);
    void tell_to_look_again(const OpenStream&, std::int64_t number);

    db::Database& database_;
    const std::unique_ptr<Audience> audience_;
    const std::function<Instant()> clock_;
    const HubOptions options_;
    Streams streams_;

    std::thread thread_;
    std::unique_ptr<db::Listener> listener_;
    std::mutex guard_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool woken_ = false;
    bool sweep_wanted_ = false;
    Ticks::time_point swept_at_{};
    Ticks::time_point marked_at_ = Ticks::now();
    std::int64_t marked_ = 0;
    std::atomic<std::int64_t> opened_{0}, ended_{0}, refused_{0}, numbered_{0}, delivered_{0}, look_agains_{0};
};

void Hub::Body::work() {
    bool stopping = false;
    while (!stopping) {
        try {
            serve_new_messages();
            if (sweep_is_due()) sweep();
            mark();
        } catch (const std::exception& failure) {
            log::warn("live_feed_failed", {{"why", failure.what()}});
        }
        stopping = wait(options_.least_pause, [] { return false; }) ||
                   wait(sweep_wanted() ? least_between_sweeps() : options_.poll,
                        [&] { return std::exchange(woken_, false); });
    }
}

/// Numbers what was announced, here or elsewhere, and delivers what has a number.
void Hub::Body::serve_new_messages() {
    struct Found {
        bool announced = false;
        std::vector<Message> messages;
    };
    Found found;
    do {
        found = database_.read([&](db::Tx& tx) {
            auto announced = count_announced_later(tx, 1);
            auto messages = messages_later(tx, position(), most_at_once);
            return Found{announced.one() > 0, messages.all()};
        });
        if (!found.messages.empty()) deliver(found.messages);
        if (found.announced)
            numbered_ += database_.transact([&](db::Tx& tx) {
                return number_announced(tx, most_at_once, options_.most_replayed + kept_beyond_replay);
            });
    } while (found.announced || !found.messages.empty());
}

/// Rights are asked after the position has moved: a stream that is admitted meanwhile replays these messages itself,
/// and one that was admitted before belongs to a session that the answer knows.
void Hub::Body::deliver(const std::vector<Message>& messages) {
    const auto wanted = streams_.take(messages);
    if (wanted.gap)
        for (const StreamPtr& stream : streams_.all()) tell_to_look_again(*stream, messages.front().number - 1);

    std::vector<Message> asked;
    std::unordered_set<Id<Subject>> subjects;
    for (std::size_t i = 0; i < messages.size(); ++i)
        if (!wanted.streams[i].empty() && subjects.insert(messages[i].subject_id).second)
            asked.push_back(messages[i]);
    if (asked.empty()) return;
    const auto readers = readers_of(asked);
    if (!readers) return;

    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (wanted.streams[i].empty()) continue;
        const auto& may_get = readers->at(messages[i].subject_id);
        const http::StreamPiece piece(message_event(messages[i]));
        for (const StreamPtr& stream : wanted.streams[i])
            if (std::binary_search(may_get.begin(), may_get.end(), stream->reader) && stream->stream->write(piece))
                ++delivered_;
    }
}

/// Asks until there is an answer; nothing when the hub stops first. Streams that then miss messages are about to be
/// closed, and go on from their last number elsewhere.
std::optional<ReadersOfSubject> Hub::Body::readers_of(const std::vector<Message>& asked) {
    for (;;) {
        try {
            auto found = database_.read([&](db::Tx& tx) { return audience_->readers_of(tx, asked, clock_()); });
            ReadersOfSubject readers;
            for (std::size_t i = 0; i < asked.size(); ++i) {
                std::sort(found[i].begin(), found[i].end());
                readers.emplace(asked[i].subject_id, std::move(found[i]));
            }
            return readers;
        } catch (const std::exception& failure) {
            log::warn("live_rights_unknown", {{"why", failure.what()}});
        }
        if (wait(pause_after_failure, [] { return false; })) return std::nullopt;
    }
}

bool Hub::Body::sweep_wanted() {
    const std::lock_guard lock(guard_);
    return sweep_wanted_;
}

bool Hub::Body::sweep_is_due() {
    const auto since = Ticks::now() - swept_at_;
    return since >= options_.sweep_every || (sweep_wanted() && since >= least_between_sweeps());
}

/// Ends streams whose session is over or acts in another post.
void Hub::Body::sweep() {
    {
        const std::lock_guard lock(guard_);
        sweep_wanted_ = false;
    }
    swept_at_ = Ticks::now();
    const auto streams = streams_.all();
    if (streams.empty()) return;
    auto present = database_.read([&](db::Tx& tx) { return audience_->present(tx, clock_()); });
    std::sort(present.begin(), present.end());
    for (const StreamPtr& stream : streams) {
        if (std::binary_search(present.begin(), present.end(), stream->reader)) continue;
        stream->stream->close();
        streams_.remove(stream);
        ++ended_;
    }
}

/// Tells all streams how far they are complete, so that who seldom gets a message need not look again after a break.
void Hub::Body::mark() {
    const std::int64_t number = position();
    if (number == marked_ || Ticks::now() - marked_at_ < options_.mark_every) return;
    marked_ = number;
    marked_at_ = Ticks::now();
    const http::StreamPiece piece(position_event(number));
    for (const StreamPtr& stream : streams_.all()) stream->stream->write(piece);
}

void Hub::Body::tell_to_look_again(const OpenStream& stream, std::int64_t number) {
    stream.stream->write(look_again_event(number));
    ++look_agains_;
}

http::Reply Hub::Body::open(const Reader& reader, const http::Request& request) {
    const Wish wish = wish_of(request, *audience_, options_.topics_of_stream);
    if (!streams_.has_room(reader.session_id)) {
        ++refused_;
        throw Refusal(Fault::too_many, "too_many_streams");
    }
    const auto stream = std::make_shared<OpenStream>(OpenStream{reader, wish.topics, std::nullopt});
    http::StreamPlan plan;
    plan.opened = [body = shared_from_this(), stream, after = wish.after](http::Stream end) {
        stream->stream = std::move(end);
        body->join(stream, after);
    };
    plan.closed = [body = shared_from_this(), stream] { body->streams_.remove(stream); };
    plan.heartbeat = ":\n\n";
    plan.heartbeat_every = options_.heartbeat_every;
    plan.buffer_bytes = most_unread_bytes;
    auto reply = http::streaming("text/event-stream; charset=utf-8", std::move(plan));
    // nginx would otherwise collect the stream before it passes it on.
    return http::with_header(std::move(reply), "X-Accel-Buffering", "no");
}

void Hub::Body::join(const StreamPtr& stream, std::optional<std::int64_t> after) {
    stream->stream->write(retry_line(stream->reader));
    std::int64_t at = after.value_or(position());
    for (;;) {
        switch (streams_.admit(stream, at)) {
            case Streams::Admission::admitted:
                ++opened_;
                return;
            case Streams::Admission::too_many:
                ++refused_;
                return stream->stream->close();
            case Streams::Admission::behind:
                at = replay(*stream, at);
        }
    }
}

/// Writes what the reader missed; returns the number up to which he then has everything. A number from another
/// database, or from a server that is ahead, says nothing about what he has.
std::int64_t Hub::Body::replay(const OpenStream& stream, std::int64_t after) {
    const std::int64_t up_to = position();
    if (after == up_to) return up_to;
    std::optional<std::vector<Message>> missed;
    if (after < up_to && up_to - after <= options_.most_replayed)
        missed = database_.read([&](db::Tx& tx) -> std::optional<std::vector<Message>> {
            const auto oldest = oldest_number(tx);
            if (!oldest || *oldest > after + 1) return std::nullopt;
            return audience_->missed(tx, stream.reader, after, up_to, clock_());
        });
    if (!missed) {
        tell_to_look_again(stream, up_to);
        return up_to;
    }
    for (const Message& message : *missed)
        if (concerns(message, stream.topics) && stream.stream->write(message_event(message))) ++delivered_;
    return up_to;
}

Hub::Hub(db::Database& database, std::unique_ptr<Audience> audience, std::function<Instant()> clock,
         HubOptions options)
    : body_(std::make_shared<Body>(database, std::move(audience), std::move(clock), options)) {}

Hub::~Hub() { body_->stop(); }

void Hub::start() { body_->start(); }
void Hub::stop() { body_->stop(); }
http::Reply Hub::open(const Reader& reader, const http::Request& request) { return body_->open(reader, request); }
std::int64_t Hub::position() const { return body_->position(); }
HubCounters Hub::counters() const { return body_->counters(); }
void Hub::look() { body_->look(); }

}  // namespace hemu::live
