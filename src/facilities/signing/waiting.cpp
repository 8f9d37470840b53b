// What waits for the actor's own act: his signature as a mediator, the seal that he keeps.
#include "waiting.hpp"

#include "acts.hpp"

namespace hemu::signing {

using identity::Context;
using identity::Duty;

struct WaitingRow {
    Id<dispute::Dispute> dispute_id;
    std::string dispute_number;
    SignedPaperId id;
    PaperSignerId signer_id;
    SignerRole role = SignerRole::mediator;
    std::string title;
    std::string digest_sm3;
    bool ink_only = false;
    bool in_order = false;
    std::int64_t position = 0;
    LegalDate ends_on;
};
BOOST_DESCRIBE_STRUCT(WaitingRow, (),
                      (dispute_id, dispute_number, id, signer_id, role, title, digest_sm3, ink_only, in_order,
                       position, ends_on))

static const std::string waiting_sql = R"(
    SELECT d.id AS dispute_id, d.number AS dispute_number, p.id, s.id AS signer_id, s.role, p.title, p.digest_sm3,
           p.ink_only, p.in_order, s.position, p.ends_on
      FROM signing_paper p
      JOIN signing_signer s ON s.paper_id = p.id AND s.state = 'waiting'
      JOIN dispute d ON d.id = p.dispute_id
     WHERE p.state = 'open' AND p.ends_on >= $4 AND )" +
                                       dispute::visible_sql();

static const db::Statement select_to_sign{"signing.waiting_to_sign", waiting_sql + R"(
       AND s.role = 'mediator'
       AND d.id IN (SELECT m.dispute_id FROM dispute_person m
                     WHERE m.account_id = $1 AND m.role IN ('mediator', 'presiding_mediator') AND m.until_at IS NULL)
     ORDER BY p.ends_on, p.id LIMIT 100)"};

static const db::Statement select_to_rule{"signing.waiting_for_judge", waiting_sql + R"(
       AND s.role = 'judge' AND p.organisation_id = $3
     ORDER BY p.ends_on, p.id LIMIT 100)"};

static const db::Statement select_to_seal{"signing.waiting_to_seal", waiting_sql + R"(
       AND s.role = 'keeper' AND p.organisation_id = $3
     ORDER BY p.ends_on, p.id LIMIT 100)"};

static std::int64_t signed_of(const std::vector<SignerRow>& signers) {
    return std::count_if(signers.begin(), signers.end(),
                         [](const SignerRow& one) { return one.state == SignerState::signed_; });
}

static void add_turns(db::Tx& tx, const db::Statement& select, const Context& cx, std::vector<WaitingSigning>& all) {
    const auto rows =
        tx.all<WaitingRow>(select, cx.actor.account, cx.actor.duty, cx.actor.organisation, legal_date(cx.moment));
    std::vector<db::Later<SignerRow>> asked;
    for (const WaitingRow& row : rows) asked.push_back(ask_signers(tx, row.id));
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const WaitingRow& row = rows[at];
        const auto signers = asked[at].all();
        if (!is_turn(standings(signers), static_cast<std::size_t>(row.position), row.in_order)) continue;
        all.push_back({row.dispute_id, row.dispute_number, row.id, row.signer_id, row.role, row.title, row.digest_sm3,
                       row.ink_only, static_cast<std::int64_t>(signers.size()), signed_of(signers), row.ends_on});
    }
}

std::vector<WaitingSigning> waiting_for(db::Tx& tx, const Context& cx) {
    std::vector<WaitingSigning> all;
    add_turns(tx, cx.actor.duty == Duty::judge ? select_to_rule : select_to_sign, cx, all);
    if (keeps_seal(cx.actor.duty)) add_turns(tx, select_to_seal, cx, all);
    return all;
}

}  // namespace hemu::signing
