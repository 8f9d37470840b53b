// What a stream's request asks for, and how events look on the wire. Pure.
#pragma once
#include "live_hub.hpp"

namespace hemu::live {

struct Wish {
    std::vector<std::string> topics;    ///< without repetitions
    std::optional<std::int64_t> after;  ///< the last number that the reader has
};

/// Refusals as Hub::open.
Wish wish_of(const http::Request&, const Audience&, std::int64_t most_topics);

/// Whether a message with these topics belongs to a stream with those.
bool concerns(const Message&, const std::vector<std::string>& topics);
std::vector<std::string> topics_of(const Message&);

std::string message_event(const Message&);
std::string position_event(std::int64_t number);
std::string look_again_event(std::int64_t number);
/// How long the reader waits before it comes back after a break: between one and three seconds, another time for
/// each session, so that a restart is not followed by everybody at once.
std::string retry_line(const Reader&);

}  // namespace hemu::live
