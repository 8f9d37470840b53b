#include "sealing.hpp"
#include "store.hpp"

namespace hemu::case_home {

static const sealing::SealedColumn sealed_words{"case_home_message", "id", "words_sealed", "case_home"};

struct MessageRow {
    Id<Message> id;
    PartyId party_id;
    bool from_party = false;
    std::string author_name;
    std::string words_sealed;
    Instant sent_at;
    std::optional<Instant> read_at;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (), (id, party_id, from_party, author_name, words_sealed, sent_at, read_at))

static const std::string message_columns = R"(
    SELECT id, party_id, from_party, author_name, words_sealed, sent_at, read_at
      FROM case_home_message)";

static const db::Statement select_of_party{"case_home.messages_of_party", message_columns + R"(
     WHERE dispute_id = $1 AND party_id = $2
     ORDER BY sent_at, id)"};

static const db::Statement select_of_dispute{"case_home.messages", message_columns + R"(
     WHERE dispute_id = $1
     ORDER BY sent_at, id)"};

static MessageView view_of(const MessageRow& row, const crypto::Keys& keys) {
    return {row.id, row.from_party, row.author_name, opened(keys, row.words_sealed), row.sent_at, row.read_at};
}

std::vector<MessageView> messages_of(db::Tx& tx, Id<Dispute> dispute, PartyId party, const crypto::Keys& keys) {
    std::vector<MessageView> messages;
    for (const MessageRow& row : tx.all<MessageRow>(select_of_party, dispute, party))
        messages.push_back(view_of(row, keys));
    return messages;
}

static std::vector<Thread> threads_of(db::Tx& tx, const Dispute& dispute, const crypto::Keys& keys) {
    std::vector<Thread> threads;
    for (const PartyRow& party : parties_of(tx, dispute)) threads.push_back({party.id, {}, 0});
    for (const MessageRow& row : tx.all<MessageRow>(select_of_dispute, dispute.id))
        for (Thread& thread : threads)
            if (thread.party_id == row.party_id) {
                thread.messages.push_back(view_of(row, keys));
                if (row.from_party && !row.read_at) ++thread.unread;
            }
    return threads;
}

struct MessageOwner {
    Id<Dispute> dispute_id;
    PartyId party_id;
    bool from_party = false;
};
BOOST_DESCRIBE_STRUCT(MessageOwner, (), (dispute_id, party_id, from_party))

static const db::Statement select_owner{"case_home.message_owner", R"(
    SELECT dispute_id, party_id, from_party FROM case_home_message WHERE id = $1)"};

/// Whether it is there already; somebody else's id is none of the caller's.
static bool was_sent(db::Tx& tx, Id<Message> id, const MessageOwner& by) {
    const auto owner = tx.maybe<MessageOwner>(select_owner, id);
    if (!owner) return false;
    if (owner->dispute_id != by.dispute_id || owner->party_id != by.party_id || owner->from_party != by.from_party)
        throw Refusal(Fault::not_found, "not_found");
    return true;
}

static const db::Statement insert_message{"case_home.insert_message", R"(
    INSERT INTO case_home_message (id, dispute_id, party_id, from_party, author_id, author_name, words_sealed, sent_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

static void insert(db::Tx& tx, Id<Message> id, const MessageOwner& by, const std::string& words, const Context& cx) {
    tx.run(insert_message, id, by.dispute_id, by.party_id, by.from_party, cx.actor.account, cx.actor.name,
           cx.keys.seal(words, "case_home"), cx.moment);
}

static const db::Statement count_today{"case_home.messages_since", R"(
    SELECT count(*) FROM case_home_message
     WHERE dispute_id = $1 AND party_id = $2 AND from_party = TRUE AND sent_at >= $3)"};

struct MessageContent {
    Id<Message> message_id;
    PartyId party_id;
};
BOOST_DESCRIBE_STRUCT(MessageContent, (), (message_id, party_id))

void say(db::Tx& tx, Caller& by, Id<Message> id, const MessageForm& form) {
    const MessageOwner owner{by.dispute.id, by.party_id, true};
    if (was_sent(tx, id, owner)) return;
    refuse_if(why_not_words(form.words, longest_message));
    if (by.dispute.state == dispute::State::archived || by.dispute.state == dispute::State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
    const auto sent =
        tx.one<std::int64_t>(count_today, by.dispute.id, by.party_id, start_of(legal_date(by.cx.moment)));
    if (sent >= settings(tx).messages_a_day) throw Refusal(Fault::too_many, "too_many_messages");
    dispute::record(tx, by.dispute, "party_message", by.cx, MessageContent{id, by.party_id});
    insert(tx, id, owner, form.words, by.cx);
}

void answer_party(db::Tx& tx, Dispute& dispute, PartyId party, Id<Message> id, const MessageForm& form,
                  const Context& cx) {
    party_in(parties_of(tx, dispute), party);
    const MessageOwner owner{dispute.id, party, false};
    if (was_sent(tx, id, owner)) return;
    refuse_if(why_not_words(form.words, longest_message));
    dispute::record(tx, dispute, "message_answer", cx, MessageContent{id, party});
    insert(tx, id, owner, form.words, cx);
    mark_messages_read(tx, dispute.id, party, true, cx.moment);
    notices::Occasion occasion;
    occasion.party_id = party;
    notices::tell(tx, dispute, notices::NoticeEvent::answered, to_text(id), occasion, cx);
}

static const db::Statement update_read{"case_home.read_messages", R"(
    UPDATE case_home_message SET read_at = $4
     WHERE dispute_id = $1 AND party_id = $2 AND from_party = $3 AND read_at IS NULL)"};

void mark_messages_read(db::Tx& tx, Id<Dispute> dispute, PartyId party, bool from_party, Instant moment) {
    tx.run(update_read, dispute, party, from_party, moment);
}

CaseHomeView case_home_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    CaseHomeView view;
    view.threads = threads_of(tx, dispute, cx.keys);
    for (const Thread& thread : view.threads) {
        view.unread += thread.unread;
        for (AskView& one : asks_of_party(tx, dispute, thread.party_id, cx.keys)) {
            if (!one.answered_at) ++view.open_asks;
            if (one.kind == AskKind::urge) ++view.urges;
            view.asks.push_back(std::move(one));
        }
    }
    std::stable_sort(view.asks.begin(), view.asks.end(), [](const AskView& one, const AskView& other) {
        if (one.answered_at.has_value() != other.answered_at.has_value()) return !one.answered_at;
        return other.made_at < one.made_at;
    });
    return view;
}

}  // namespace hemu::case_home
