#include "verification.hpp"

#include "crypto.hpp"
#include "journal.hpp"

namespace hemu::dispute {

static const db::Statement select_events{"dispute.events_in_order", R"(
    SELECT dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name, actor_duty,
           organisation_id, content, previous_digest, digest
      FROM dispute_event
     WHERE dispute_id > $1 OR (dispute_id = $1 AND number > $2)
     ORDER BY dispute_id, number
     LIMIT 5000)"};

struct Head {
    Id<Dispute> id;
    State state = State::registered;
    std::int64_t event_number = 0;
    std::string event_digest;
};
BOOST_DESCRIBE_STRUCT(Head, (), (id, state, event_number, event_digest))

static const db::Statement select_heads{"dispute.heads_in_order", R"(
    SELECT id, state, event_number, event_digest FROM dispute WHERE id > $1 ORDER BY id LIMIT 5000)"};

/// The newest event of a chain before a moment: what a daily root is made of.
struct ChainEnd {
    Id<Dispute> dispute_id;
    std::int64_t number = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(ChainEnd, (), (dispute_id, number, digest))

static const db::Statement select_ends{"dispute.chain_ends", R"(
    SELECT e.dispute_id, e.number, e.digest
      FROM dispute_event e
      JOIN (SELECT dispute_id, max(number) AS number FROM dispute_event
             WHERE happened_at < $1 GROUP BY dispute_id) newest
        ON newest.dispute_id = e.dispute_id AND newest.number = e.number
     ORDER BY e.dispute_id)"};

struct Root {
    LegalDate root_on;
    Instant made_at;
    std::int64_t chain_count = 0;
    std::int64_t event_count = 0;
    std::string previous_digest;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(Root, (), (root_on, made_at, chain_count, event_count, previous_digest, digest))

static const db::Statement select_roots{"dispute.roots", R"(
    SELECT root_on, made_at, chain_count, event_count, previous_digest, digest FROM journal_root ORDER BY root_on)"};

static const db::Statement insert_root{"dispute.insert_root", R"(
    INSERT INTO journal_root (root_on, made_at, chain_count, event_count, previous_digest, digest)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (root_on) DO NOTHING)"};

static Root root_over(const std::vector<ChainEnd>& ends, LegalDate on, std::string previous_digest) {
    Root root;
    root.root_on = on;
    root.previous_digest = std::move(previous_digest);
    std::string content = to_text(on) + "\n" + root.previous_digest + "\n";
    for (const ChainEnd& end : ends) {
        ++root.chain_count;
        root.event_count += end.number;
        content += end.digest;
        content += '\n';
    }
    root.digest = crypto::to_hex(crypto::sm3(content));
    return root;
}

void store_root(db::Database& database, LegalDate on, Instant moment) {
    database.transact([&](db::Tx& tx) {
        const auto roots = tx.all<Root>(select_roots);
        if (!roots.empty() && on <= roots.back().root_on) return;
        Root root = root_over(tx.all<ChainEnd>(select_ends, start_of(on + 1)), on,
                              roots.empty() ? std::string() : roots.back().digest);
        tx.run(insert_root, root.root_on, moment, root.chain_count, root.event_count, root.previous_digest,
               root.digest);
    });
}

/// Follows chains as their events come by, in order, and remembers where each one ended.
class ChainWalk {
  public:
    ChainWalk(Verification& result, std::size_t most) : result_(result), most_(most) {}

    void see(const Event& event) {
        if (event.dispute_id != current_) begin(event.dispute_id);
        ++result_.events;
        if (!broken_) check(event);
        number_ = event.number;
        digest_ = event.digest;
        state_ = event.to_state;
        ends_[event.dispute_id] = {event.number, event.digest, event.to_state};
    }

    /// The dispute's row must stand where its chain ended.
    void compare(const Head& head) {
        const auto end = ends_.find(head.id);
        if (end == ends_.end()) return found("chain_missing", head.id, 1);
        const bool same = end->second.number == head.event_number && end->second.digest == head.event_digest &&
                          end->second.state == head.state;
        if (!same) found("head_wrong", head.id, head.event_number);
    }

    void found(std::string what, Id<Dispute> dispute, std::int64_t number) {
        if (named_.insert(dispute).second && result_.breaks.size() < most_)
            result_.breaks.push_back({std::move(what), to_text(dispute), number});
    }

  private:
    struct End {
        std::int64_t number = 0;
        std::string digest;
        State state = State::registered;
    };

    void begin(Id<Dispute> dispute) {
        current_ = dispute;
        number_ = 0;
        digest_.clear();
        broken_ = false;
        ++result_.chains;
    }

    void check(const Event& event) {
        const std::int64_t expected = number_ + 1;
        if (event.number != expected) return broken("number_missing", event, expected);
        if (event.previous_digest != digest_) return broken("link_wrong", event, event.number);
        if (digest_of(event) != event.digest) return broken("digest_wrong", event, event.number);
        const bool explained = event.number == 1 ? !event.from_state : event.from_state == state_;
        if (!explained) broken("state_unexplained", event, event.number);
    }

    void broken(std::string what, const Event& event, std::int64_t number) {
        broken_ = true;
        found(std::move(what), event.dispute_id, number);
    }

    Verification& result_;
    std::size_t most_;
    Id<Dispute> current_;
    std::int64_t number_ = 0;
    std::string digest_;
    State state_ = State::registered;
    bool broken_ = false;
    std::map<Id<Dispute>, End> ends_;
    std::set<Id<Dispute>> named_;
};

static void walk_events(db::Tx& tx, ChainWalk& walk) {
    Id<Dispute> after;
    std::int64_t number = 0;
    for (;;) {
        const auto events = tx.all<Event>(select_events, after, number);
        if (events.empty()) return;
        for (const Event& event : events) walk.see(event);
        after = events.back().dispute_id;
        number = events.back().number;
    }
}

static void walk_heads(db::Tx& tx, ChainWalk& walk) {
    Id<Dispute> after;
    for (;;) {
        const auto heads = tx.all<Head>(select_heads, after);
        if (heads.empty()) return;
        for (const Head& head : heads) walk.compare(head);
        after = heads.back().id;
    }
}

static void check_roots(db::Tx& tx, Verification& result, std::size_t most) {
    std::string previous;
    for (const Root& stored : tx.all<Root>(select_roots)) {
        ++result.roots;
        const Root root =
            root_over(tx.all<ChainEnd>(select_ends, start_of(stored.root_on + 1)), stored.root_on, previous);
        const bool same = root.digest == stored.digest && root.previous_digest == stored.previous_digest &&
                          root.chain_count == stored.chain_count && root.event_count == stored.event_count;
        if (!same && result.breaks.size() < most) result.breaks.push_back({"root_wrong", to_text(stored.root_on), 0});
        previous = stored.digest;
    }
}

Verification verify(db::Database& database, std::size_t most_breaks) {
    return database.read([&](db::Tx& tx) {
        Verification result;
        ChainWalk walk(result, most_breaks);
        walk_events(tx, walk);
        walk_heads(tx, walk);
        check_roots(tx, result, most_breaks);
        return result;
    });
}

}  // namespace hemu::dispute
