#include "store.hpp"

namespace hemu::live {

static const db::Statement insert_announcement{"live.announce", R"(
    INSERT INTO live_outbox (id, subject_id, topics, words) VALUES ($1, $2, $3, $4))"};

void announce(db::Tx& tx, Id<Announcement> id, Id<Subject> subject, std::string_view topics, std::string_view words) {
    if (words.find_first_of("\r\n") != words.npos) throw std::logic_error("a live message is one line");
    tx.run(insert_announcement, id, subject, topics, words);
    tx.notify(message_channel, "");
}

static const db::Statement select_last{"live.last_number", "SELECT value FROM live_counter WHERE name = 'message'"};

std::int64_t last_number(db::Tx& tx) { return tx.maybe<std::int64_t>(select_last).value_or(0); }

static const db::Statement select_oldest{"live.oldest_number", "SELECT min(number) AS number FROM live_message"};

std::optional<std::int64_t> oldest_number(db::Tx& tx) { return tx.one<std::optional<std::int64_t>>(select_oldest); }

static const db::Statement count_announced{
    "live.count_announced", "SELECT count(*) AS count FROM (SELECT 1 AS one FROM live_outbox LIMIT $1) announced"};

db::Later<std::int64_t> count_announced_later(db::Tx& tx, std::int64_t most) {
    return tx.later<std::int64_t>(count_announced, most);
}

// Adding nothing reads the counter and holds it until the end of the transaction.
static const db::Statement add_to_counter{"live.count", R"(
    INSERT INTO live_counter (name, value) VALUES ('message', $1)
    ON CONFLICT (name) DO UPDATE SET value = live_counter.value + excluded.value
    RETURNING value)"};

static const db::Statement select_announced{"live.announced", R"(
    SELECT id FROM live_outbox ORDER BY id LIMIT $1)"};

static const db::Statement insert_message{"live.number", R"(
    INSERT INTO live_message (number, subject_id, topics, words)
    SELECT $1, subject_id, topics, words FROM live_outbox WHERE id = $2)"};

static const db::Statement delete_announced{"live.take_out", "DELETE FROM live_outbox WHERE id = $1"};

static const db::Statement delete_messages{"live.forget", "DELETE FROM live_message WHERE number <= $1"};

std::int64_t number_announced(db::Tx& tx, std::int64_t most, std::int64_t kept) {
    std::int64_t number = tx.one<std::int64_t>(add_to_counter, 0);
    const auto announced = tx.all<Id<Announcement>>(select_announced, most);
    if (announced.empty()) return 0;
    for (const Id<Announcement>& id : announced) {
        tx.run(insert_message, ++number, id);
        tx.run(delete_announced, id);
    }
    const auto count = static_cast<std::int64_t>(announced.size());
    tx.one<std::int64_t>(add_to_counter, count);
    tx.run(delete_messages, number - kept);
    return count;
}

static const db::Statement select_messages{"live.messages", R"(
    SELECT number, subject_id, topics, words FROM live_message WHERE number > $1 ORDER BY number LIMIT $2)"};

db::Later<Message> messages_later(db::Tx& tx, std::int64_t after, std::int64_t most) {
    return tx.later<Message>(select_messages, after, most);
}

}  // namespace hemu::live
