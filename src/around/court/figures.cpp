#include "figures.hpp"

namespace hemu::court {

// $1 the body, $2 the day: every statement counts disputes `d` that are held at or below the body.
static const std::string held_below = " JOIN organisation_scope s ON s.under_id = d.holder_id AND s.over_id = $1 ";

static const std::string count_when = "CAST(coalesce(sum(CASE WHEN {} THEN 1 ELSE 0 END), 0) AS bigint)";

static std::string counted(std::string_view condition, std::string_view name) {
    return fmt::format(fmt::runtime(count_when), condition) + " AS " + std::string(name);
}

struct SentCounts {
    std::int64_t delegated = 0;
    std::int64_t entrusted = 0;
    std::int64_t confirmed = 0;
    std::int64_t settled = 0;
    std::int64_t returned = 0;
    std::int64_t unconfirmed = 0;
};
BOOST_DESCRIBE_STRUCT(SentCounts, (), (delegated, entrusted, confirmed, settled, returned, unconfirmed))

static const db::Statement count_sent{
    "court.count_sent",
    "SELECT " + counted("e.kind = 'delegated'", "delegated") + ", " + counted("e.kind = 'entrusted'", "entrusted") +
        ", " + counted("e.confirmed_at IS NOT NULL", "confirmed") + ", " + counted("e.state = 'settled'", "settled") +
        ", " + counted("e.state = 'returned'", "returned") + ", " +
        counted("e.ended_by = 'unconfirmed'", "unconfirmed") +
        " FROM court_entrustment e JOIN dispute d ON d.id = e.dispute_id" + held_below + "WHERE e.received_on >= $2"};

struct ConfirmationCounts {
    std::int64_t applied = 0;
    std::int64_t accepted = 0;
    std::int64_t ruled = 0;
    std::int64_t rejected = 0;
    std::int64_t declined = 0;
    std::int64_t withdrawn = 0;
};
BOOST_DESCRIBE_STRUCT(ConfirmationCounts, (), (applied, accepted, ruled, rejected, declined, withdrawn))

static const db::Statement count_confirmations{
    "court.count_confirmations",
    "SELECT count(*) AS applied, " + counted("c.accepted_on IS NOT NULL", "accepted") + ", " +
        counted("c.state = 'ruled'", "ruled") + ", " + counted("c.state = 'rejected'", "rejected") + ", " +
        counted("c.state = 'declined'", "declined") + ", " + counted("c.state = 'withdrawn'", "withdrawn") +
        " FROM court_confirmation c JOIN dispute d ON d.id = c.dispute_id" + held_below +
        "WHERE c.received_at IS NOT NULL AND c.received_on >= $2"};

// CROSS JOIN keeps SQLite at the index of the days; there are few disputes of a period and many of a city.
static const db::Statement count_written{"court.count_written", R"(
    SELECT count(*)
      FROM dispute d CROSS JOIN organisation_scope s
     WHERE d.effective_on >= $2 AND d.agreement_form = 'written' AND s.under_id = d.holder_id AND s.over_id = $1)"};

// Nobody applies before the agreement is in effect.
static const db::Statement count_applied{"court.count_applied_of_written",
                                         "SELECT count(*) FROM court_confirmation c JOIN dispute d ON d.id = "
                                         "c.dispute_id AND d.revision = c.revision" +
                                             held_below + R"(
     WHERE c.received_at IS NOT NULL AND c.received_on >= $2 AND d.effective_on >= $2 AND d.agreement_form = 'written'
       AND c.edition = (SELECT a.edition FROM agreement a
                         WHERE a.dispute_id = d.id AND a.revision = d.revision AND a.replaced_at IS NULL))"};

struct SuitCounts {
    std::int64_t suits = 0;
    std::int64_t filed = 0;
};
BOOST_DESCRIBE_STRUCT(SuitCounts, (), (suits, filed))

static const db::Statement count_suits{"court.count_suits",
                                       "SELECT count(*) AS suits, " + counted("f.state = 'filed'", "filed") +
                                           " FROM court_filing f JOIN dispute d ON d.id = f.dispute_id" + held_below +
                                           "WHERE f.brought_on >= $2"};

struct JudgedCounts {
    std::int64_t upheld = 0;
    std::int64_t changed = 0;
    std::int64_t annulled = 0;
    std::int64_t invalid = 0;
};
BOOST_DESCRIBE_STRUCT(JudgedCounts, (), (upheld, changed, annulled, invalid))

static const db::Statement count_judged{
    "court.count_judged",
    "SELECT " + counted("b.outcome = 'upheld'", "upheld") + ", " + counted("b.outcome = 'changed'", "changed") +
        ", " + counted("b.outcome = 'annulled'", "annulled") + ", " + counted("b.outcome = 'void'", "invalid") +
        " FROM court_feedback b JOIN dispute d ON d.id = b.dispute_id" + held_below + "WHERE b.decided_on >= $2"};

CourtFigures figures_since(db::Tx& tx, LegalDate since_on, const Context& cx) {
    const auto body = cx.actor.organisation;
    auto sent = tx.later<SentCounts>(count_sent, body, since_on);
    auto confirmations = tx.later<ConfirmationCounts>(count_confirmations, body, since_on);
    auto written = tx.later<std::int64_t>(count_written, body, since_on);
    auto applied = tx.later<std::int64_t>(count_applied, body, since_on);
    auto suits = tx.later<SuitCounts>(count_suits, body, since_on);
    auto judged = tx.later<JudgedCounts>(count_judged, body, since_on);
    CourtFigures all;
    all.since_on = since_on;
    const SentCounts s = sent.one();
    all.delegated = s.delegated;
    all.entrusted = s.entrusted;
    all.confirmed = s.confirmed;
    all.settled = s.settled;
    all.returned = s.returned;
    all.unconfirmed = s.unconfirmed;
    const ConfirmationCounts c = confirmations.one();
    all.applied = c.applied;
    all.accepted = c.accepted;
    all.ruled = c.ruled;
    all.rejected = c.rejected;
    all.declined = c.declined;
    all.withdrawn = c.withdrawn;
    all.written = written.one();
    all.applied_of_written = applied.one();
    if (all.written > 0) all.permille = (all.applied_of_written * 1000 + all.written / 2) / all.written;
    const SuitCounts f = suits.one();
    all.suits = f.suits;
    all.suits_filed = f.filed;
    const JudgedCounts j = judged.one();
    all.judged_upheld = j.upheld;
    all.judged_changed = j.changed;
    all.judged_annulled = j.annulled;
    all.judged_void = j.invalid;
    return all;
}

}  // namespace hemu::court
