#include "chain.hpp"
#include "crypto.hpp"

namespace hemu::audit {

struct ChainEnd {
    std::string chain;
    std::int64_t number = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(ChainEnd, (), (chain, number, digest))

static const db::Statement select_heads{"audit.heads_in_order", R"(
    SELECT chain, number, digest FROM audit_chain ORDER BY chain)"};

// The last entry of each chain that has entries in a span of time.
static const db::Statement select_ends{"audit.ends_between", R"(
    SELECT e.chain, e.number, e.digest
      FROM audit_entry e
      JOIN (SELECT chain, max(number) AS number FROM audit_entry
             WHERE happened_at >= $1 AND happened_at < $2 GROUP BY chain) newest
        ON newest.chain = e.chain AND newest.number = e.number)"};

/// Where each chain stood at the end of a day. Byte order of the chains, whatever the collation of the database.
class Ends {
  public:
    explicit Ends(db::Tx& tx) : tx_(tx) {}

    void advance_to(LegalDate on) {
        const Instant until = start_of(on + 1);
        for (ChainEnd& end : tx_.all<ChainEnd>(select_ends, reached_, until)) {
            ChainEnd& known = ends_[end.chain];
            if (end.number > known.number) known = std::move(end);
        }
        reached_ = until;
    }
    const std::map<std::string, ChainEnd>& all() const { return ends_; }

  private:
    db::Tx& tx_;
    Instant reached_{0};
    std::map<std::string, ChainEnd> ends_;
};

struct Root {
    LegalDate root_on;
    std::int64_t chain_count = 0;
    std::int64_t entry_count = 0;
    std::string previous_digest;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(Root, (), (root_on, chain_count, entry_count, previous_digest, digest))

static const db::Statement select_roots{"audit.roots", R"(
    SELECT root_on, chain_count, entry_count, previous_digest, digest FROM audit_root ORDER BY root_on)"};

static const db::Statement insert_root{"audit.insert_root", R"(
    INSERT INTO audit_root (root_on, made_at, chain_count, entry_count, previous_digest, digest)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (root_on) DO NOTHING)"};

static Root root_over(const Ends& ends, LegalDate on, std::string previous_digest) {
    Root root{on, 0, 0, std::move(previous_digest), {}};
    std::string content = to_text(on) + "\n" + root.previous_digest + "\n";
    for (const auto& [chain, end] : ends.all()) {
        ++root.chain_count;
        root.entry_count += end.number;
        content += fmt::format("{} {} {}\n", chain, end.number, end.digest);
    }
    root.digest = crypto::to_hex(crypto::sm3(content));
    return root;
}

void store_root(db::Database& database, LegalDate on, Instant moment) {
    database.transact([&](db::Tx& tx) {
        const auto roots = tx.all<Root>(select_roots);
        if (!roots.empty() && on <= roots.back().root_on) return;
        Ends ends(tx);
        ends.advance_to(on);
        const Root root = root_over(ends, on, roots.empty() ? std::string() : roots.back().digest);
        tx.run(insert_root, root.root_on, moment, root.chain_count, root.entry_count, root.previous_digest,
               root.digest);
    });
}

/// Follows the chains as their entries come by, in order.
class ChainWalk {
  public:
    ChainWalk(Verification& result, std::size_t most) : result_(result), most_(most) {}

    void see(const AuditEntry& entry) {
        if (entry.chain != end_.chain) begin(entry.chain);
        ++result_.entries;
        if (named_.count(entry.chain) == 0) check(entry);
        end_.number = entry.number;
        end_.digest = entry.digest;
    }

    /// Every head must stand where its chain ended.
    void compare(const std::vector<ChainEnd>& heads) {
        finish();
        std::set<std::string> with_head;
        for (const ChainEnd& head : heads) {
            with_head.insert(head.chain);
            const auto end = ends_.find(head.chain);
            if (end == ends_.end())
                found("chain_missing", head.chain, 1);
            else if (end->second.number != head.number || end->second.digest != head.digest)
                found("head_wrong", head.chain, head.number);
        }
        for (const auto& [chain, end] : ends_)
            if (with_head.count(chain) == 0) found("head_wrong", chain, end.number);
    }

    void found(std::string what, const std::string& chain, std::int64_t number) {
        if (named_.insert(chain).second && result_.breaks.size() < most_)
            result_.breaks.push_back({std::move(what), chain, number});
    }

    const ChainEnd& last() const { return end_; }

  private:
    void begin(const std::string& chain) {
        finish();
        end_ = {chain, 0, ""};
        ++result_.chains;
    }

    void finish() {
        if (!end_.chain.empty()) ends_[end_.chain] = end_;
    }

    void check(const AuditEntry& entry) {
        if (entry.number != end_.number + 1) return found("number_missing", entry.chain, end_.number + 1);
        if (entry.previous_digest != end_.digest) return found("link_wrong", entry.chain, entry.number);
        if (digest_of(entry) != entry.digest) found("digest_wrong", entry.chain, entry.number);
    }

    Verification& result_;
    std::size_t most_;
    ChainEnd end_;
    std::map<std::string, ChainEnd> ends_;
    std::set<std::string> named_;
};

static void verify_roots(db::Tx& tx, Verification& result, ChainWalk& walk) {
    std::string previous;
    Ends ends(tx);
    for (const Root& root : tx.all<Root>(select_roots)) {
        ++result.roots;
        ends.advance_to(root.root_on);
        const Root again = root_over(ends, root.root_on, previous);
        const bool same = again.digest == root.digest && root.previous_digest == previous &&
                          again.chain_count == root.chain_count && again.entry_count == root.entry_count;
        if (!same) return walk.found("root_wrong", "root of " + to_text(root.root_on), result.roots);
        previous = root.digest;
    }
}

Verification verify(db::Database& database, std::size_t most_breaks) {
    return database.read([&](db::Tx& tx) {
        Verification result;
        ChainWalk walk(result, most_breaks);
        for (auto page = entries_after(tx, "", 0); !page.empty();
             page = entries_after(tx, walk.last().chain, walk.last().number))
            for (const AuditEntry& entry : page) walk.see(entry);
        walk.compare(tx.all<ChainEnd>(select_heads));
        verify_roots(tx, result, walk);
        return result;
    });
}

}  // namespace hemu::audit
