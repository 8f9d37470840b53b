#include "figures.hpp"

#include <algorithm>

#include "telling.hpp"

namespace hemu::partners {

using exchange::Direction;

struct CountRow {
    Id<exchange::Partner> partner_id;
    std::string name;
    exchange::PartnerKind kind = exchange::PartnerKind::other;
    std::string matter;
    std::int64_t referred = 0;
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
    std::int64_t ended = 0;
    std::int64_t in_time = 0;
    std::int64_t solved = 0;
    std::int64_t open = 0;
    std::int64_t late = 0;
};
BOOST_DESCRIBE_STRUCT(CountRow, (),
                      (partner_id, name, kind, matter, referred, accepted, refused, ended, in_time, solved, open,
                       late))

static const db::Statement count_in{"partners.count_in", R"(
    WITH referred AS (
        SELECT r.partner_id, r.matter, d.result, d.due_at,
               EXISTS (SELECT 1 FROM dispute_event e WHERE e.dispute_id = d.id AND e.kind = 'accept') AS accepted,
               EXISTS (SELECT 1 FROM dispute_event e
                        WHERE e.dispute_id = d.id AND e.kind IN ('refuse', 'redirect')) AS refused,
               EXISTS (SELECT 1 FROM dispute_clock c
                        WHERE c.dispute_id = d.id AND c.concerns = 'staff' AND c.late_at IS NOT NULL) AS was_late,
               d.state NOT IN ('merged', 'refused', 'redirected', 'withdrawn', 'closed', 'archived') AS is_open
          FROM partner_referral r
          JOIN exchange_partner w ON w.id = r.partner_id AND w.window_id = $1
          JOIN dispute d ON d.id = r.dispute_id
         WHERE d.registered_on >= $2 AND d.registered_on <= $3)
    SELECT p.id AS partner_id, p.name, p.kind, r.matter, count(*) AS referred,
           count(*) FILTER (WHERE r.accepted) AS accepted, count(*) FILTER (WHERE r.refused) AS refused,
           count(*) FILTER (WHERE r.result IS NOT NULL) AS ended,
           count(*) FILTER (WHERE r.result IS NOT NULL AND NOT r.was_late) AS in_time,
           count(*) FILTER (WHERE r.result IN ('success', 'partial')) AS solved,
           count(*) FILTER (WHERE r.is_open) AS open,
           count(*) FILTER (WHERE r.is_open AND r.due_at < $4) AS late
      FROM referred r
      JOIN exchange_partner p ON p.id = r.partner_id
     GROUP BY p.id, p.name, p.kind, r.matter
     ORDER BY p.kind, p.name, referred DESC, r.matter)"};

static const db::Statement count_out{"partners.count_out", R"(
    SELECT p.id AS partner_id, p.name, p.kind, r.matter, count(*) AS referred,
           count(*) FILTER (WHERE r.state = 'accepted' OR r.state = 'finished') AS accepted,
           count(*) FILTER (WHERE r.state = 'refused') AS refused,
           count(*) FILTER (WHERE r.answered_on IS NOT NULL) AS ended,
           count(*) FILTER (WHERE r.answered_on <= r.answer_due_on
                              AND (r.finished_on IS NULL OR r.result_due_on IS NULL
                                   OR r.finished_on <= r.result_due_on)) AS in_time,
           count(*) FILTER (WHERE r.result IN ('solved', 'partly')) AS solved,
           count(*) FILTER (WHERE r.state IN ('sent', 'accepted')) AS open,
           count(*) FILTER (WHERE (r.state = 'sent' AND r.answer_due_on < $4)
                               OR (r.state = 'accepted' AND r.result_due_on < $4)) AS late
      FROM partner_referral_out r
      JOIN exchange_partner p ON p.id = r.partner_id
     WHERE p.window_id = $1 AND r.sent_on >= $2 AND r.sent_on <= $3
     GROUP BY p.id, p.name, p.kind, r.matter
     ORDER BY p.kind, p.name, referred DESC, r.matter)"};

struct RefusedRow {
    Id<exchange::Partner> partner_id;
    std::string matter;
    std::string said;
};
BOOST_DESCRIBE_STRUCT(RefusedRow, (), (partner_id, matter, said))

static const db::Statement select_refused_in{"partners.refused_in", R"(
    SELECT r.partner_id, r.matter, e.content AS said
      FROM partner_referral r
      JOIN exchange_partner p ON p.id = r.partner_id AND p.window_id = $1
      JOIN dispute d ON d.id = r.dispute_id
      JOIN dispute_event e ON e.dispute_id = d.id AND e.kind IN ('refuse', 'redirect')
     WHERE d.registered_on >= $2 AND d.registered_on <= $3)"};

static const db::Statement select_refused_out{"partners.refused_out", R"(
    SELECT r.partner_id, r.matter, r.refusal AS said
      FROM partner_referral_out r
      JOIN exchange_partner p ON p.id = r.partner_id AND p.window_id = $1
     WHERE r.state = 'refused' AND r.sent_on >= $2 AND r.sent_on <= $3)"};

static PartnerFigures line_of(const CountRow& row, Direction direction) {
    PartnerFigures line;
    line.partner_id = row.partner_id;
    line.name = row.name;
    line.kind = row.kind;
    line.direction = direction;
    line.matter = line.matter_zh = line.matter_en = row.matter;
    const auto name = [&](const auto* found) {
        if (!found) return;
        line.matter_zh = found->name_zh;
        line.matter_en = found->name_en;
    };
    if (direction == Direction::in)
        name(exchange::find_matter(row.matter));
    else
        name(exchange::find_out_matter(row.matter));
    line.referred = row.referred;
    line.accepted = row.accepted;
    line.refused = row.refused;
    line.ended = row.ended;
    line.in_time = row.in_time;
    line.solved = row.solved;
    line.open = row.open;
    line.late = row.late;
    return line;
}

static void count_reason(std::vector<PartnerFigures>& lines, const RefusedRow& row, Direction direction,
                         const std::string& reason) {
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const PartnerFigures& one) {
        return one.direction == direction && one.partner_id == row.partner_id && one.matter == row.matter;
    });
    if (line == lines.end()) return;
    auto& all = line->refusals;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.reason == reason; });
    if (found == all.end())
        all.push_back({reason, 1});
    else
        ++found->count;
}

std::vector<PartnerFigures> figures_of(db::Tx& tx, const identity::Actor& actor, LegalDate from_on, LegalDate to_on,
                                       Instant moment) {
    std::vector<PartnerFigures> lines;
    for (const auto& row : tx.all<CountRow>(count_in, actor.organisation, from_on, to_on, moment))
        lines.push_back(line_of(row, Direction::in));
    for (const auto& row : tx.all<CountRow>(count_out, actor.organisation, from_on, to_on, legal_date(moment)))
        lines.push_back(line_of(row, Direction::out));
    for (const auto& row : tx.all<RefusedRow>(select_refused_in, actor.organisation, from_on, to_on))
        count_reason(lines, row, Direction::in, reason_in(row.said));
    for (const auto& row : tx.all<RefusedRow>(select_refused_out, actor.organisation, from_on, to_on))
        count_reason(lines, row, Direction::out, row.said);
    return lines;
}

}  // namespace hemu::partners
