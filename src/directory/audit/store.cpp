#include "chain.hpp"
#include "crypto.hpp"
#include "error.hpp"

namespace hemu::audit {

std::string digest_of(const AuditEntry& entry) {
    const std::vector<std::string> fields = {
        entry.chain,
        std::to_string(entry.number),
        to_text(entry.happened_at),
        std::string(json::enum_word(entry.kind)),
        entry.act,
        entry.account_id ? to_text(*entry.account_id) : "",
        entry.duty,
        entry.organisation_id ? to_text(*entry.organisation_id) : "",
        entry.subject,
        entry.fields,
        entry.refusal,
        entry.address_digest,
        entry.trace_id,
        entry.previous_digest,
    };
    return crypto::to_hex(crypto::sm3(json::write(fields)));
}

static std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, " ")); }

static AuditEntry stored_form(const Entry& entry) {
    AuditEntry stored;
    stored.chain = entry.account ? to_text(*entry.account) : "anonymous";
    stored.happened_at = entry.happened_at;
    stored.kind = entry.kind;
    stored.act = entry.act;
    stored.account_id = entry.account;
    stored.duty = entry.duty;
    stored.organisation_id = entry.organisation;
    stored.subject = entry.subject;
    stored.fields = joined(entry.fields);
    stored.refusal = entry.refusal;
    stored.address_digest = entry.address_digest;
    stored.trace_id = entry.trace_id;
    return stored;
}

// Taking the next number locks the chain's head until the transaction ends: entries of a chain never fork.
static const db::Statement take_number{"audit.take_number", R"(
    INSERT INTO audit_chain (chain, number, digest) VALUES ($1, 1, '')
    ON CONFLICT (chain) DO UPDATE SET number = audit_chain.number + 1
    RETURNING number, digest)"};

struct Head {
    std::int64_t number = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(Head, (), (number, digest))

static const db::Statement insert_entry{"audit.insert_entry", R"(
    INSERT INTO audit_entry (chain, number, happened_at, kind, act, account_id, duty, organisation_id, subject, fields,
                             refusal, address_digest, trace_id, previous_digest, digest)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))"};

static const db::Statement set_head{"audit.set_head", R"(
    UPDATE audit_chain SET digest = $2 WHERE chain = $1)"};

void record(db::Tx& tx, const Entry& entry) {
    AuditEntry stored = stored_form(entry);
    const auto head = tx.one<Head>(take_number, stored.chain);
    stored.number = head.number;
    stored.previous_digest = head.digest;
    stored.digest = digest_of(stored);
    tx.run(insert_entry, stored.chain, stored.number, stored.happened_at, stored.kind, stored.act, stored.account_id,
           stored.duty, stored.organisation_id, stored.subject, stored.fields, stored.refusal, stored.address_digest,
           stored.trace_id, stored.previous_digest, stored.digest);
    tx.run(set_head, stored.chain, stored.digest);
}

static const db::Statement select_in_order{"audit.entries_in_order", R"(
    SELECT chain, number, happened_at, kind, act, account_id, duty, organisation_id, subject, fields, refusal,
           address_digest, trace_id, previous_digest, digest
      FROM audit_entry
     WHERE chain > $1 OR (chain = $1 AND number > $2)
     ORDER BY chain, number
     LIMIT 5000)"};

std::vector<AuditEntry> entries_after(db::Tx& tx, std::string_view chain, std::int64_t number) {
    return tx.all<AuditEntry>(select_in_order, chain, number);
}

/// The listing with one more condition; each of the three has its own index.
static std::string listing(std::string_view condition) {
    return fmt::format(R"(
    SELECT chain, number, happened_at, kind, act, account_id, duty, organisation_id, subject, fields, refusal,
           address_digest, trace_id, previous_digest, digest
      FROM audit_entry
     WHERE happened_at >= $1 AND happened_at < $2
       AND (happened_at, chain, number) < ($3, $4, $5) {}
     ORDER BY happened_at DESC, chain DESC, number DESC
     LIMIT $6)",
                       condition);
}
static const db::Statement select_latest{"audit.latest", listing("")};
static const db::Statement select_by_kind{"audit.latest_by_kind", listing("AND kind = $7")};
static const db::Statement select_by_account{"audit.latest_by_account", listing("AND account_id = $7")};
static const db::Statement select_by_both{"audit.latest_by_account_and_kind",
                                          listing("AND account_id = $7 AND kind = $8")};

struct Cursor {
    Instant happened_at{253'402'300'799'000'000};  // the last second of the year 9999
    std::string chain;
    std::int64_t number = 0;
};

static std::string to_cursor(const AuditEntry& entry) {
    return fmt::format("{}~{}~{}", to_json_text(entry.happened_at), entry.chain, entry.number);
}

static Cursor read_cursor(std::string_view text) {
    Cursor cursor;
    if (text.empty()) return cursor;
    const auto first = text.find('~');
    const auto second = first == text.npos ? text.npos : text.find('~', first + 1);
    const auto moment = parse_instant(text.substr(0, first));
    const auto digits = second == text.npos ? std::string_view() : text.substr(second + 1);
    const bool whole = !digits.empty() && digits.size() < 18 && digits.find_first_not_of("0123456789") == digits.npos;
    if (!moment || !whole) throw Refusal(Fault::invalid, "cursor_wrong", {{"after", "cursor_wrong"}});
    cursor.happened_at = *moment;
    cursor.chain = text.substr(first + 1, second - first - 1);
    cursor.number = std::stoll(std::string(digits));
    return cursor;
}

static std::vector<AuditEntry> select(db::Tx& tx, const Filter& filter) {
    const Cursor cursor = read_cursor(filter.before);
    const Instant from = filter.from.value_or(Instant{0});
    const Instant to = filter.to.value_or(Cursor{}.happened_at);
    const std::int64_t limit = filter.limit + 1;
    const auto all = [&](const db::Statement& statement, const auto&... more) {
        return tx.all<AuditEntry>(statement, from, to, cursor.happened_at, cursor.chain, cursor.number, limit,
                                  more...);
    };
    if (filter.account && filter.kind) return all(select_by_both, *filter.account, *filter.kind);
    if (filter.account) return all(select_by_account, *filter.account);
    if (filter.kind) return all(select_by_kind, *filter.kind);
    return all(select_latest);
}

AuditPage list(db::Tx& tx, const Filter& filter) {
    AuditPage page{select(tx, filter), {}};
    if (static_cast<std::int64_t>(page.items.size()) > filter.limit) {
        page.items.pop_back();
        page.next = to_cursor(page.items.back());
    }
    return page;
}

}  // namespace hemu::audit
