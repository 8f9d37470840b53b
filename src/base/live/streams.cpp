#include "streams.hpp"

#include "wish.hpp"

namespace hemu::live {

Streams::Admission Streams::admit(const StreamPtr& stream, std::int64_t number) {
    const std::lock_guard lock(guard_);
    if (number != position_) return Admission::behind;
    auto& of_session = of_session_[stream->reader.session_id];
    if (of_session >= most_of_session_) return Admission::too_many;
    ++of_session;
    all_.insert(stream);
    for (const std::string& topic : stream->topics) by_topic_[topic].insert(stream);
    stream->stream->write(position_event(number));
    return Admission::admitted;
}

void Streams::remove(const StreamPtr& stream) {
    const std::lock_guard lock(guard_);
    if (all_.erase(stream) == 0) return;
    for (const std::string& topic : stream->topics) {
        const auto found = by_topic_.find(topic);
        found->second.erase(stream);
        if (found->second.empty()) by_topic_.erase(found);
    }
    const auto found = of_session_.find(stream->reader.session_id);
    if (--found->second == 0) of_session_.erase(found);
}

bool Streams::has_room(Id<ReadingSession> session) const {
    const std::lock_guard lock(guard_);
    const auto found = of_session_.find(session);
    return found == of_session_.end() || found->second < most_of_session_;
}

std::vector<StreamPtr> Streams::streams_of(const Message& message) const {
    std::vector<StreamPtr> streams;
    for (const std::string& topic : topics_of(message))
        if (const auto found = by_topic_.find(topic); found != by_topic_.end())
            streams.insert(streams.end(), found->second.begin(), found->second.end());
    std::sort(streams.begin(), streams.end());
    streams.erase(std::unique(streams.begin(), streams.end()), streams.end());
    return streams;
}

Streams::Wanted Streams::take(const std::vector<Message>& messages) {
    const std::lock_guard lock(guard_);
    Wanted wanted;
    wanted.gap = messages.front().number != position_ + 1;
    for (const Message& message : messages) wanted.streams.push_back(streams_of(message));
    position_ = messages.back().number;
    return wanted;
}

std::vector<StreamPtr> Streams::all() const {
    const std::lock_guard lock(guard_);
    return {all_.begin(), all_.end()};
}

std::int64_t Streams::count() const {
    const std::lock_guard lock(guard_);
    return static_cast<std::int64_t>(all_.size());
}

std::int64_t Streams::position() const {
    const std::lock_guard lock(guard_);
    return position_;
}

void Streams::begin_at(std::int64_t number) {
    const std::lock_guard lock(guard_);
    position_ = number;
}

}  // namespace hemu::live
