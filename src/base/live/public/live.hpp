// 实时消息 The feed: short messages about what was committed, numbered in the order in which they become visible, for
// pages that are open (live_hub.hpp). The numbers have no gaps, so that a reader who knows the last one he got can go
// on from there without loss.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "db.hpp"

namespace hemu::live {

/// What a message is about. Its rows belong to who announces it.
struct Subject;

/// What is announced, before it has a number.
struct Announcement;

struct Message {
    std::int64_t number = 0;
    Id<Subject> subject_id;
    std::string topics;  ///< names separated by blanks
    std::string words;   ///< what readers get: one line of JSON
};
BOOST_DESCRIBE_STRUCT(Message, (), (number, subject_id, topics, words))

/// Announces in the caller's transaction: the message exists when and only when that is committed. id: of the event
/// it tells of. std::logic_error when `words` is more than one line.
void announce(db::Tx&, Id<Announcement> id, Id<Subject> subject, std::string_view topics, std::string_view words);

/// Channels of hints: something was announced; a session ended or its rights changed.
inline constexpr std::string_view message_channel = "live";
inline constexpr std::string_view session_channel = "session";

}  // namespace hemu::live
