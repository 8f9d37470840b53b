#include "audit.hpp"
#include "backups.hpp"

namespace hemu::backups {

static const db::Statement insert_copy{"backups.note", R"(
    INSERT INTO backup_copy (id, made_at, made_by, file, bytes, digest) VALUES ($1, $2, $3, $4, $5, $6))"};

void note(db::Tx& tx, const Copy& copy) {
    tx.run(insert_copy, copy.id, copy.made_at, copy.made_by, copy.file, copy.bytes, copy.digest);
    audit::Entry entry;
    entry.happened_at = copy.made_at;
    entry.kind = audit::AuditKind::job;
    entry.act = "backup";
    entry.subject = "sm3 " + copy.digest;
    audit::record(tx, entry);
}

static const db::Statement select_copies{"backups.copies", R"(
    SELECT id, made_at, made_by, file, bytes, digest FROM backup_copy ORDER BY made_at DESC, id DESC LIMIT $1)"};

CopiesView copies(db::Tx& tx, Instant moment, std::int64_t limit) {
    CopiesView view;
    view.items = tx.all<Copy>(select_copies, limit);
    view.overdue = view.items.empty() || moment - view.items.front().made_at > std::chrono::hours(24);
    return view;
}

}  // namespace hemu::backups
