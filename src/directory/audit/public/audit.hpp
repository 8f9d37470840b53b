// 审计 What people did to the system itself: append-only, chained by SM3 per account, with a daily root.
// What happened to a dispute stands in its own journal; here are sign-ins, refusals, administration, unmasking.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db.hpp"
#include "id.hpp"
#include "json.hpp"
#include "time.hpp"

namespace hemu::identity {
struct Account;
struct Organisation;
}  // namespace hemu::identity

namespace hemu::audit {

/// What an entry is about.
enum class AuditKind {
    sign_in,
    sign_out,
    session,
    password,
    second_factor,
    refusal,
    account,
    post,
    organisation,
    mediator,
    calendar,
    place,
    setting,
    job,
    unmasking,
    export_,
    key,
    journal_root
};
BOOST_DESCRIBE_ENUM(AuditKind, sign_in, sign_out, session, password, second_factor, refusal, account, post,
                    organisation, mediator, calendar, place, setting, job, unmasking, export_, key, journal_root)

/// What somebody did. Holds ids, codes and names of fields only: never a name, number, phone or address of a person.
struct Entry {
    Instant happened_at;
    AuditKind kind = AuditKind::refusal;
    std::string act;                                    ///< snake_case: "create", "change", "lock"
    std::optional<Id<identity::Account>> account = {};  ///< absent: nobody was signed in
    std::string duty = {};                              ///< the duty he acted in
    std::optional<Id<identity::Organisation>> organisation = {};
    std::string subject = {};              ///< id, code or route that it was done to
    std::vector<std::string> fields = {};  ///< names of the fields changed or opened
    std::string refusal = {};              ///< problem code when it was refused, else empty
    std::string address_digest = {};       ///< keyed digest of the client's address
    std::string trace_id = {};
};

/// Appends the entry to the chain of its account, or to the chain "anonymous".
void record(db::Tx&, const Entry&);

/// An entry as stored. `chain` is the account's id or "anonymous"; numbers count from 1 within it.
struct AuditEntry {
    std::string chain;
    std::int64_t number = 0;
    Instant happened_at;
    AuditKind kind = AuditKind::refusal;
    std::string act;
    std::optional<Id<identity::Account>> account_id;
    std::string duty;
    std::optional<Id<identity::Organisation>> organisation_id;
    std::string subject;
    std::string fields;  ///< names separated by blanks
    std::string refusal;
    std::string address_digest;
    std::string trace_id;
    std::string previous_digest;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (),
                      (chain, number, happened_at, kind, act, account_id, duty, organisation_id, subject, fields,
                       refusal, address_digest, trace_id, previous_digest, digest))

/// Which entries to list, newest first. `before`: the cursor of the page before.
struct Filter {
    std::optional<AuditKind> kind;
    std::optional<Id<identity::Account>> account;
    std::optional<Instant> from;
    std::optional<Instant> to;
    std::string before;
    std::int64_t limit = 50;
};
struct AuditPage {
    std::vector<AuditEntry> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(AuditPage, (), (items, next))
AuditPage list(db::Tx&, const Filter&);

/// The first broken row of a chain, or a root that does not agree.
/// what: number_missing, digest_wrong, link_wrong, head_wrong, chain_missing, root_wrong.
struct Break {
    std::string what;
    std::string chain;
    std::int64_t number = 0;
};
struct Verification {
    std::int64_t chains = 0;
    std::int64_t entries = 0;
    std::int64_t roots = 0;
    std::vector<Break> breaks;
};
/// Recomputes every chain and root; keeps at most `most_breaks` findings, one a chain.
Verification verify(db::Database&, std::size_t most_breaks = 100);

/// Stores the root over all entries before the end of `on`, once a day; a day that has one is left alone. Call it
/// when no transaction of that day can still be running.
void store_root(db::Database&, LegalDate on, Instant moment);

}  // namespace hemu::audit
