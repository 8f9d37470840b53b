#include "presence.hpp"

namespace hemu::dispute {

// Who was away begins anew.
static const db::Statement upsert_presence{"dispute.be_present", R"(
    INSERT INTO dispute_presence (dispute_id, account_id, duty, organisation_id, doing, since_at, until_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (dispute_id, account_id) DO UPDATE
       SET duty = excluded.duty, organisation_id = excluded.organisation_id, doing = excluded.doing,
           since_at = CASE WHEN dispute_presence.until_at < excluded.since_at THEN excluded.since_at
                           ELSE dispute_presence.since_at END,
           until_at = excluded.until_at)"};

static const db::Statement select_others{"dispute.present_others", R"(
    SELECT coalesce(a.name, '') AS name, p.duty, coalesce(o.name, '') AS organisation_name, p.doing, p.since_at
      FROM dispute_presence p
      LEFT JOIN account a ON a.id = p.account_id
      LEFT JOIN organisation o ON o.id = p.organisation_id
     WHERE p.dispute_id = $1 AND p.account_id <> $2 AND p.until_at > $3
     ORDER BY p.since_at, p.account_id
     LIMIT 20)"};

std::vector<PresentView> be_present(db::Tx& tx, const Dispute& dispute, const PresenceForm& form,
                                    const identity::Context& cx) {
    if (form.doing && form.doing->size() > 40) throw Refusal(Fault::invalid, "invalid", {{"doing", "too_long"}});
    tx.run(upsert_presence, dispute.id, cx.actor.account, cx.actor.duty, cx.actor.organisation, form.doing, cx.moment,
           cx.moment + presence_lasts);
    return tx.all<PresentView>(select_others, dispute.id, cx.actor.account, cx.moment);
}

}  // namespace hemu::dispute
