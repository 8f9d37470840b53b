// Rows of the feed.
//
// Why nothing is lost, on either engine and with several servers on one database:
// 1. An event and its row in the outbox are written by one transaction: both are there or neither is.
// 2. A row leaves the outbox only in a transaction that gives it a number.
// 3. That transaction writes the counter's row before it looks into the outbox, and so holds it until its end: the
// next
//    one begins to count when the first is committed or undone. Numbers therefore become visible in their order and
//    without gaps, however late an event is committed and whatever its own id is: who sees a number sees all below
//    it.
// 4. So "everything above n", read at any time, leaves out nothing that gets a number above n.
// What was forgotten is noticed: the first number above n is then not n + 1. No clock, no id's order and no hint is
// part of the argument; hints only make it quick.
#pragma once
#include "live.hpp"

namespace hemu::live {

/// The number given last, 0 before the first.
std::int64_t last_number(db::Tx&);

/// The oldest number that is kept; nothing when none is.
std::optional<std::int64_t> oldest_number(db::Tx&);

db::Later<std::int64_t> count_announced_later(db::Tx&, std::int64_t most);

/// Gives numbers to at most `most` announced messages and forgets all but the newest `kept`. How many got one.
std::int64_t number_announced(db::Tx&, std::int64_t most, std::int64_t kept);

/// Messages above a number in their order.
db::Later<Message> messages_later(db::Tx&, std::int64_t after, std::int64_t most);

}  // namespace hemu::live
