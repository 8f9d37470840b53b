#include "paging.hpp"
#include "store.hpp"

namespace hemu::archive {

using identity::Context;
using identity::Duty;

static constexpr identity::Duties directors{Duty::dispatcher, Duty::supervisor, Duty::leader};

static std::string conditions(bool of_body) {
    return (of_body ? " a.organisation_id = $3 AND " : " ") + dispute::visible_sql() + R"(
       AND a.archived_on >= $4 AND a.archived_on <= $5
       AND ($6 = '' OR a.retention = $6)
       AND (a.file_number LIKE $7 ESCAPE '!' OR d.number LIKE $7 ESCAPE '!')
       AND ($8 = ''
            OR ($8 = 'lent' AND a.dispute_id IN (SELECT dispute_id FROM archive_loan WHERE state = 'lent'))
            OR ($8 = 'held' AND a.dispute_id IN (SELECT dispute_id FROM archive_hold WHERE lifted_at IS NULL))
            OR ($8 = 'over' AND a.disposed_on IS NULL AND a.dispose_after_on < $9)
            OR ($8 = 'disposed' AND a.disposed_on IS NOT NULL)))";
}

// One line of the archive is one filing; the newest first.
static std::string listing(bool of_body) {
    return R"(
    SELECT a.dispute_id, d.number, )" +
           dispute::listed_title_sql() + R"( AS title, o.name AS organisation_name,
           a.file_number, a.revision,
           (SELECT count(*) FROM closing_archive b WHERE b.dispute_id = a.dispute_id) AS revisions,
           a.retention, a.archived_on, a.archived_at, a.dispose_after_on, a.disposed_on, a.digest,
           (SELECT max(l.borrower_name) FROM archive_loan l
             WHERE l.dispute_id = a.dispute_id AND l.state = 'lent') AS lent_to,
           (SELECT max(l.until_on) FROM archive_loan l
             WHERE l.dispute_id = a.dispute_id AND l.state = 'lent') AS lent_until_on,
           (SELECT max(h.reason) FROM archive_hold h
             WHERE h.dispute_id = a.dispute_id AND h.lifted_at IS NULL) AS held_why,
           (SELECT max(r.grade) FROM archive_review r
             WHERE r.dispute_id = a.dispute_id AND r.revision = a.revision AND r.state = 'accepted') AS grade
      FROM closing_archive a
      JOIN dispute d ON d.id = a.dispute_id
      JOIN organisation o ON o.id = a.organisation_id
     WHERE)" +
           conditions(of_body) +
           R"( AND (a.archived_at, a.dispute_id) < ($10, $11)
     ORDER BY a.archived_at DESC, a.dispute_id DESC
     LIMIT $12)";
}

static std::string counting(bool of_body) {
    return "SELECT count(*) FROM closing_archive a JOIN dispute d ON d.id = a.dispute_id WHERE" + conditions(of_body);
}

static const db::Statement select_of_body{"archive.of_body", listing(true)};
static const db::Statement select_of_all{"archive.of_all", listing(false)};
static const db::Statement count_of_body{"archive.count_of_body", counting(true)};
static const db::Statement count_of_all{"archive.count_of_all", counting(false)};

struct LineRow : ArchiveLine {
    Instant archived_at;
};
BOOST_DESCRIBE_STRUCT(LineRow, (ArchiveLine), (archived_at))

ArchiveList archive_list(db::Tx& tx, const ArchiveQuery& query, const std::string& before, std::int64_t limit,
                         const Context& cx) {
    const bool of_body = !directors.contains(cx.actor.duty);
    const auto first = LegalDate(static_cast<int>(query.year.value_or(1900)), 1, 1);
    const auto last = LegalDate(static_cast<int>(query.year.value_or(2999)), 12, 31);
    const std::string retention = query.retention ? std::string(json::enum_word(*query.retention)) : "";
    const std::string state = query.state ? std::string(json::enum_word(*query.state)) : "";
    const std::string q = identity::like_containing(query.q);
    const auto from = read_before<dispute::Dispute>(before);
    const auto& actor = cx.actor;
    const LegalDate today = legal_date(cx.moment);
    auto rows =
        tx.later<LineRow>(of_body ? select_of_body : select_of_all, actor.account, actor.duty, actor.organisation,
                          first, last, retention, q, state, today, from.at, from.id, limit + 1);
    auto total = tx.later<std::int64_t>(of_body ? count_of_body : count_of_all, actor.account, actor.duty,
                                        actor.organisation, first, last, retention, q, state, today);
    ArchiveList list;
    auto found = rows.all();
    if (static_cast<std::int64_t>(found.size()) > limit) {
        found.pop_back();
        list.next = to_text(Before<dispute::Dispute>{found.back().archived_at, found.back().dispute_id});
    }
    list.items.assign(found.begin(), found.end());
    list.total = total.one();
    return list;
}

}  // namespace hemu::archive
