// The open streams of one server by topic, and how far they have all been served.
#pragma once
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "live_hub.hpp"

namespace hemu::live {

struct OpenStream {
    Reader reader;
    std::vector<std::string> topics;
    std::optional<http::Stream> stream;
};
using StreamPtr = std::shared_ptr<OpenStream>;

/// Used by the thread that delivers and by those that open and close streams. A stream is in here from the moment it
/// is complete up to `position` until its reader is gone.
class Streams {
  public:
    explicit Streams(std::int64_t of_session) : most_of_session_(of_session) {}

    enum class Admission { admitted, behind, too_many };
    /// Adds a stream that has everything up to `number` if that is the position still, and tells it so: whatever is
    /// delivered later reaches it by the deliverer, after this.
    Admission admit(const StreamPtr&, std::int64_t number);
    void remove(const StreamPtr&);
    bool has_room(Id<ReadingSession>) const;

    /// Whom the messages are for, message by message; and moves the position behind them. `gap`: numbers are missing
    /// before the first.
    struct Wanted {
        bool gap = false;
        std::vector<std::vector<StreamPtr>> streams;
    };
    Wanted take(const std::vector<Message>&);

    std::vector<StreamPtr> all() const;
    std::int64_t count() const;
    std::int64_t position() const;
    void begin_at(std::int64_t number);

  private:
    std::vector<StreamPtr> streams_of(const Message&) const;

    const std::int64_t most_of_session_;
    mutable std::mutex guard_;
    std::int64_t position_ = 0;
    std::unordered_set<StreamPtr> all_;
    std::unordered_map<std::string, std::unordered_set<StreamPtr>> by_topic_;
    std::unordered_map<Id<ReadingSession>, std::int64_t> of_session_;
};

}  // namespace hemu::live
