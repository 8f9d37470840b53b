#include "verification.hpp"

#include "journal.hpp"
#include "roots.hpp"

namespace hemu::dispute {

std::string to_text(const Break& found) {
    if (found.dispute.empty()) return fmt::format("{} root of {}", found.what, found.root_on);
    const std::string_view name = found.dispute_number.empty() ? "(gone)" : std::string_view(found.dispute_number);
    return fmt::format("{} dispute {} ({}) event {}", found.what, name, found.dispute, found.number);
}

/// An event as texts: after tampering a field may hold anything, and the row must still be named.
struct EventText {
    std::string dispute_id;
    std::string number;
    std::string id;
    std::string happened_at;
    std::string kind;
    std::optional<std::string> from_state;
    std::string to_state;
    std::optional<std::string> actor_id;
    std::string actor_name;
    std::string actor_duty;
    std::optional<std::string> organisation_id;
    std::string content;
    std::optional<std::string> version;
    std::string previous_digest;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(EventText, (),
                      (dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name,
                       actor_duty, organisation_id, content, version, previous_digest, digest))

static const db::Statement select_events{"dispute.events_in_order", R"(
    SELECT dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name, actor_duty,
           organisation_id, content, version, previous_digest, digest
      FROM dispute_event
     WHERE (dispute_id, number) > ($1, $2)
     ORDER BY dispute_id, number
     LIMIT 5000)"};

struct Head {
    std::string id;
    std::string number;
    std::string state;
    std::string version;
    std::string event_number;
    std::string event_digest;
};
BOOST_DESCRIBE_STRUCT(Head, (), (id, number, state, version, event_number, event_digest))

static const db::Statement select_heads{"dispute.heads_in_order", R"(
    SELECT id, number, state, version, event_number, event_digest FROM dispute WHERE id > $1 ORDER BY id LIMIT 5000)"};

static const db::Statement select_ends{"dispute.root_ends_in_order", R"(
    SELECT root_on, dispute_id, number, digest
      FROM journal_root_end
     WHERE (dispute_id, number) > ($1, $2)
     ORDER BY dispute_id, number
     LIMIT 5000)"};

/// Rows in the order of their key, read a page at a time.
template <class Row>
class Pages {
  public:
    /// fetch: the page after a row, the first one when there is none.
    using Fetch = std::function<std::vector<Row>(const Row* last)>;
    explicit Pages(Fetch fetch) : fetch_(std::move(fetch)), page_(fetch_(nullptr)) {}

    const Row* front() const { return at_ < page_.size() ? &page_[at_] : nullptr; }
    void pop() {
        if (++at_ < page_.size()) return;
        page_ = fetch_(&page_.back());
        at_ = 0;
    }

  private:
    Fetch fetch_;
    std::vector<Row> page_;
    std::size_t at_ = 0;
};

static std::string canonical_digest(const db::Tx& tx, const EventText& event) {
    std::vector<std::string> fields = {
        event.dispute_id,
        event.number,
        event.id,
        moment_in(tx, event.happened_at),
        event.kind,
        event.from_state.value_or(""),
        event.to_state,
        event.actor_id.value_or(""),
        event.actor_name,
        event.actor_duty,
        event.organisation_id.value_or(""),
        event.content,
        event.previous_digest,
    };
    if (event.version) fields.push_back(*event.version);
    return digest_of(fields);
}

/// Follows one dispute's chain; keeps the first thing that is wrong.
class ChainWalk {
  public:
    ChainWalk(const db::Tx& tx, const std::vector<LegalDate>& root_days) : tx_(tx), root_days_(root_days) {}

    /// end: the next end that a root holds of this chain, if any.
    void see(const EventText& event, const RootEnd* end) {
        const std::int64_t expected = number_ + 1;
        if (event.number != std::to_string(expected)) {
            wrong("number_missing", expected);
        } else if (event.previous_digest != last_.digest) {
            wrong("link_wrong", expected);
        } else if (canonical_digest(tx_, event) != event.digest) {
            wrong("digest_wrong", expected);
        } else if (event.from_state != (number_ == 0 ? std::nullopt : std::optional(last_.to_state))) {
            wrong("state_unexplained", expected);
        } else if (end && number_in(end->number) == expected && end->digest != event.digest) {
            wrong("rewritten", expected);
        } else if (!is_held(event, end)) {
            wrong("backdated", expected);
        }
        number_ = expected;
        last_ = event;
    }

    /// An end that no event reached: the chain was longer.
    void miss(const RootEnd& end) {
        if (number_in(end.number) > number_) wrong("number_missing", number_ + 1);
    }

    /// The dispute's row must stand where its chain ended.
    void compare(const Head& head) {
        const std::int64_t event_number = number_in(head.event_number);
        if (number_ == 0) return wrong("chain_missing", 1);
        if (event_number != number_) return wrong("head_wrong", std::min(event_number, number_) + 1);
        const bool same = head.event_digest == last_.digest && head.state == last_.to_state &&
                          (!last_.version || head.version == *last_.version);
        if (!same) wrong("head_wrong", number_);
    }

    void wrong(const char* what, std::int64_t number) {
        if (what_.empty() || number < where_) what_ = what, where_ = number;
    }

    const std::string& what() const { return what_; }
    std::int64_t where() const { return where_; }

  private:
    /// Whoever says that he happened before a root must stand at or before the end that it, or an earlier one, holds.
    bool is_held(const EventText& event, const RootEnd* end) const {
        const auto moment = parse_instant(event.happened_at);
        if (!moment) return true;
        const auto root = std::lower_bound(root_days_.begin(), root_days_.end(), legal_date(*moment));
        return root == root_days_.end() || (end && end->root_on <= to_text(*root));
    }

    const db::Tx& tx_;
    const std::vector<LegalDate>& root_days_;
    std::int64_t number_ = 0;
    EventText last_;
    std::string what_;
    std::int64_t where_ = 0;
};

/// Events, rows and root ends side by side, dispute by dispute: memory does not grow with the journal.
class JournalWalk {
  public:
    JournalWalk(db::Tx& tx, Verification& result, std::size_t most)
        : tx_(tx),
          result_(result),
          most_(most),
          root_days_(root_days(tx)),
          events_([this](const EventText* last) {
              return tx_.all<EventText>(select_events, last ? last->dispute_id : first_id(),
                                        last ? last->number : "0");
          }),
          heads_([this](const Head* last) { return tx_.all<Head>(select_heads, last ? last->id : first_id()); }),
          ends_([this](const RootEnd* last) {
              return tx_.all<RootEnd>(select_ends, last ? last->dispute_id : first_id(), last ? last->number : "0");
          }) {}

    void walk() {
        while (const auto id = next_id()) walk_dispute(*id);
    }

  private:
    /// Before every id. SQLite keeps ids as texts and a tampered one may be anything.
    std::string first_id() const {
        return tx_.engine() == db::Engine::sqlite ? std::string() : to_text(Id<Dispute>{});
    }

    std::optional<std::string> next_id() const {
        std::optional<std::string> least;
        const auto consider = [&](const std::string& id) {
            if (!least || id < *least) least = id;
        };
        if (events_.front()) consider(events_.front()->dispute_id);
        if (heads_.front()) consider(heads_.front()->id);
        if (ends_.front()) consider(ends_.front()->dispute_id);
        return least;
    }

    const RootEnd* end_of_chain(const std::string& id) const {
        const RootEnd* end = ends_.front();
        return end && end->dispute_id == id ? end : nullptr;
    }

    void walk_dispute(const std::string& id) {
        ChainWalk chain(tx_, root_days_);
        std::int64_t events = 0;
        for (; events_.front() && events_.front()->dispute_id == id; events_.pop()) {
            while (end_of_chain(id) && number_in(end_of_chain(id)->number) <= events) ends_.pop();
            chain.see(*events_.front(), end_of_chain(id));
            ++events;
        }
        for (; end_of_chain(id); ends_.pop()) chain.miss(*end_of_chain(id));
        const bool has_row = heads_.front() && heads_.front()->id == id;
        std::string number;
        if (has_row) {
            chain.compare(*heads_.front());
            number = heads_.front()->number;
            heads_.pop();
        }
        result_.events += events;
        if (events > 0) ++result_.chains;
        if (!has_row)
            add({"dispute_missing", id, "", 1, ""});
        else if (!chain.what().empty())
            add({chain.what(), id, number, chain.where(), ""});
    }

    void add(Break found) {
        if (result_.breaks.size() < most_) result_.breaks.push_back(std::move(found));
    }

    db::Tx& tx_;
    Verification& result_;
    std::size_t most_;
    std::vector<LegalDate> root_days_;
    Pages<EventText> events_;
    Pages<Head> heads_;
    Pages<RootEnd> ends_;
};

static const db::Statement select_chain{"dispute.chain", R"(
    SELECT dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name, actor_duty,
           organisation_id, content, version, previous_digest, digest
      FROM dispute_event
     WHERE dispute_id = $1
     ORDER BY number)"};

static const db::Statement select_head{
    "dispute.head", "SELECT id, number, state, version, event_number, event_digest FROM dispute WHERE id = $1"};

bool is_chain_whole(db::Tx& tx, Id<Dispute> id) {
    const std::vector<LegalDate> no_roots;
    ChainWalk chain(tx, no_roots);
    for (const EventText& event : tx.all<EventText>(select_chain, id)) chain.see(event, nullptr);
    const auto head = tx.maybe<Head>(select_head, id);
    if (head) chain.compare(*head);
    return head && chain.what().empty();
}

Verification verify(db::Database& database, std::size_t most_breaks) {
    return database.read([&](db::Tx& tx) {
        Verification result;
        JournalWalk(tx, result, most_breaks).walk();
        verify_roots(tx, result, most_breaks);
        return result;
    });
}

}  // namespace hemu::dispute
