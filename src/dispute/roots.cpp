#include "roots.hpp"

#include <charconv>

#include "audit.hpp"
#include "journal.hpp"

namespace hemu::dispute {

struct Root {
    std::string root_on;
    std::string made_at;
    std::string chain_count;
    std::string event_count;
    std::string previous_digest;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(Root, (), (root_on, made_at, chain_count, event_count, previous_digest, digest))

static const db::Statement select_roots{"dispute.roots", R"(
    SELECT root_on, made_at, chain_count, event_count, previous_digest, digest FROM journal_root ORDER BY root_on)"};

static const db::Statement insert_root{"dispute.insert_root", R"(
    INSERT INTO journal_root (root_on, made_at, chain_count, event_count, previous_digest, digest)
    VALUES ($1, $2, $3, $4, $5, $6))"};

// An event whose transaction was slower than the next one's belongs to a root already and is left out.
static const db::Statement insert_ends{"dispute.insert_root_ends", R"(
    INSERT INTO journal_root_end (root_on, dispute_id, number, digest)
    SELECT $1, e.dispute_id, e.number, e.digest
      FROM dispute_event e
      JOIN (SELECT dispute_id, max(number) AS number FROM dispute_event
             WHERE happened_at >= $2 AND happened_at < $3 GROUP BY dispute_id) newest
        ON newest.dispute_id = e.dispute_id AND newest.number = e.number
     WHERE NOT EXISTS (SELECT 1 FROM journal_root_end held
                        WHERE held.dispute_id = e.dispute_id AND held.number >= e.number))"};

static const db::Statement count_events{"dispute.count_events_between", R"(
    SELECT count(*) AS count FROM dispute_event WHERE happened_at >= $1 AND happened_at < $2)"};

static const db::Statement select_ends{"dispute.ends_of_root", R"(
    SELECT root_on, dispute_id, number, digest
      FROM journal_root_end
     WHERE root_on = $1 AND dispute_id > $2
     ORDER BY dispute_id
     LIMIT 5000)"};

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = fault == std::errc{} && end == text.data() + text.size() && text == std::to_string(number);
    return whole ? number : 0;
}

std::string moment_in(const db::Tx& tx, const std::string& text) {
    if (tx.engine() == db::Engine::sqlite) return text;
    const auto moment = parse_instant(text);
    return moment ? to_text(*moment) : text;
}

std::vector<LegalDate> root_days(db::Tx& tx) {
    std::vector<LegalDate> days;
    for (const Root& root : tx.all<Root>(select_roots))
        if (const auto day = parse_date(root.root_on)) days.push_back(*day);
    return days;
}

struct Sum {
    std::int64_t count = 0;
    std::string digest;
};

/// One digest after the other over a root's ends, so that a day of any size needs no memory.
static Sum sum_of_ends(db::Tx& tx, const std::string& root_on) {
    Sum sum;
    // Every id of a dispute is later; SQLite keeps ids as texts and a tampered one may be anything.
    std::string after = tx.engine() == db::Engine::sqlite ? std::string() : to_text(Id<Dispute>{});
    for (;;) {
        const auto ends = tx.all<RootEnd>(select_ends, root_on, after);
        if (ends.empty()) return sum;
        for (const RootEnd& end : ends) {
            sum.digest = digest_of({sum.digest, end.dispute_id, end.number, end.digest});
            ++sum.count;
        }
        after = ends.back().dispute_id;
    }
}

static std::string digest_of_root(const Root& root, const std::string& made_at, const Sum& ends) {
    return digest_of({root.root_on, made_at, root.chain_count, root.event_count, root.previous_digest, ends.digest});
}

/// The note in the audit: its subject is the day, its only field the root's digest.
static void note(db::Tx& tx, const Root& root, Instant moment) {
    audit::Entry entry;
    entry.happened_at = moment;
    entry.kind = audit::AuditKind::journal_root;
    entry.act = "store";
    entry.subject = root.root_on;
    entry.fields = {root.digest};
    audit::record(tx, entry);
}

void store_root(db::Database& database, LegalDate on, Instant moment) {
    database.transact([&](db::Tx& tx) {
        const auto roots = tx.all<Root>(select_roots);
        Instant from{0};
        if (!roots.empty()) {
            const auto last = parse_date(roots.back().root_on);
            if (!last || on <= *last) return;
            from = start_of(*last + 1);
        }
        const Instant to = start_of(on + 1);
        tx.run(insert_ends, on, from, to);
        Root root;
        root.root_on = to_text(on);
        const Sum ends = sum_of_ends(tx, root.root_on);
        root.chain_count = std::to_string(ends.count);
        root.event_count = std::to_string(tx.one<std::int64_t>(count_events, from, to));
        if (!roots.empty()) root.previous_digest = roots.back().digest;
        root.digest = digest_of_root(root, to_text(moment), ends);
        tx.run(insert_root, root.root_on, moment, ends.count, number_in(root.event_count), root.previous_digest,
               root.digest);
        note(tx, root, moment);
    });
}

static void add(Verification& result, std::size_t most, std::string what, std::string root_on) {
    if (result.breaks.size() >= most) return;
    Break found;
    found.what = std::move(what);
    found.root_on = std::move(root_on);
    result.breaks.push_back(std::move(found));
}

/// The audit's newest note must be of the last root there is.
static void compare_with_audit(db::Tx& tx, const std::vector<Root>& roots, Verification& result, std::size_t most) {
    audit::Filter filter;
    filter.kind = audit::AuditKind::journal_root;
    filter.limit = 1;
    const auto noted = audit::list(tx, filter).items;
    if (noted.empty() && roots.empty()) return;
    if (noted.empty()) return add(result, most, "root_wrong", roots.back().root_on);
    const std::string& day = noted.front().subject;
    if (roots.empty() || roots.back().root_on < day) return add(result, most, "root_missing", day);
    const bool same = roots.back().root_on == day && roots.back().digest == noted.front().fields;
    if (!same) add(result, most, "root_wrong", roots.back().root_on);
}

void verify_roots(db::Tx& tx, Verification& result, std::size_t most_breaks) {
    const auto roots = tx.all<Root>(select_roots);
    result.roots = static_cast<std::int64_t>(roots.size());
    std::string previous;
    for (const Root& root : roots) {
        const Sum ends = sum_of_ends(tx, root.root_on);
        const bool same = root.previous_digest == previous && root.chain_count == std::to_string(ends.count) &&
                          root.digest == digest_of_root(root, moment_in(tx, root.made_at), ends);
        if (!same) return add(result, most_breaks, "root_wrong", root.root_on);
        previous = root.digest;
    }
    compare_with_audit(tx, roots, result, most_breaks);
}

}  // namespace hemu::dispute
