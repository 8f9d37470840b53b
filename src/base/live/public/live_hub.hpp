// 实时流 The open event streams of this server, and the thread that brings them what was announced.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http.hpp"
#include "live.hpp"

namespace hemu::live {

struct ReadingSession;
struct ReadingPost;

/// Who reads a stream: a session, in the post it acts in. Another post is another reader.
struct Reader {
    Id<ReadingSession> session_id;
    Id<ReadingPost> post_id;
    friend auto operator<=>(const Reader&, const Reader&) = default;
};
BOOST_DESCRIBE_STRUCT(Reader, (), (session_id, post_id))

/// What the hub asks about rights. Answered by a folder that knows sessions and subjects, out of the rows as they are
/// now. Called on any thread.
class Audience {
  public:
    virtual ~Audience() = default;
    virtual bool is_topic(std::string_view) const = 0;
    /// Everybody whose session still runs, in the post it acts in.
    virtual std::vector<Reader> present(db::Tx&, Instant) = 0;
    /// For each message, which stands for all about its subject, those of them who may get it: one statement for a
    /// subject, however many read.
    virtual std::vector<std::vector<Reader>> readers_of(db::Tx&, const std::vector<Message>&, Instant) = 0;
    /// The messages above `after` up to `up_to` that this reader may get, in their order.
    virtual std::vector<Message> missed(db::Tx&, const Reader&, std::int64_t after, std::int64_t up_to, Instant) = 0;
};

struct HubOptions {
    std::int64_t streams_of_session = 8;
    std::int64_t topics_of_stream = 32;
    std::int64_t most_replayed = 1'000;             ///< who missed more is told to look again
    std::chrono::milliseconds poll{1'000};          ///< how often rows are looked at without a hint
    std::chrono::milliseconds least_pause{50};      ///< between two looks: what comes meanwhile shares one
    std::chrono::milliseconds sweep_every{10'000};  ///< sessions that ended without a hint
    std::chrono::milliseconds mark_every{30'000};
    std::chrono::milliseconds heartbeat_every{20'000};
};

struct HubCounters {
    std::int64_t streams = 0;      ///< now
    std::int64_t opened = 0;       ///< streams
    std::int64_t ended = 0;        ///< streams whose session or post was over
    std::int64_t refused = 0;      ///< streams above the limit of a session
    std::int64_t numbered = 0;     ///< by this server
    std::int64_t delivered = 0;    ///< messages written to streams
    std::int64_t look_agains = 0;  ///< streams told so
    std::int64_t position = 0;     ///< number of the newest message delivered here
};
BOOST_DESCRIBE_STRUCT(HubCounters, (), (streams, opened, ended, refused, numbered, delivered, look_agains, position))

/// Streams are server-sent events. Messages have the default type, their number as id and `words` as data. Two other
/// types have no data: `position` says up to which number the stream is complete, `look_again` that messages were
/// left out before this number, so that everything shown must be read anew.
class Hub {
  public:
    /// The clock is hemu::now in the program. Numbers nothing and delivers nothing before start.
    Hub(db::Database&, std::unique_ptr<Audience>, std::function<Instant()> clock, HubOptions options = {});
    /// Stops.
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void start();
    /// Delivers no more. Streams stay open until their server closes them.
    void stop();

    /// The streaming reply to GET …?topics=a,b&last_event_id=n (or header Last-Event-ID, which goes before). Messages
    /// above that number are replayed first; without one the stream begins now. Refusals: invalid (topics:
    /// missing, unknown_word, too_many; last_event_id: not_a_number), too_many too_many_streams.
    http::Reply open(const Reader&, const http::Request&);

    /// A number all of whose messages can be seen in the database already: what is read from now on and a stream that
    /// begins above it miss nothing together.
    std::int64_t position() const;
    HubCounters counters() const;
    /// Looks at the rows now, on the calling thread: for tests, instead of start.
    void look();

    class Body;

  private:
    std::shared_ptr<Body> body_;
};

}  // namespace hemu::live
