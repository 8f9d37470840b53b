#include "db_settings.hpp"
#include "outgoing.hpp"
#include "sealing.hpp"

namespace hemu::partners {

static const sealing::SealedColumn sealed_content{"partner_referral_out", "id", "content_sealed",
                                                  "partner_referral_out"};

static const db::Statement insert_row{"partners.insert_out", R"(
    INSERT INTO partner_referral_out (id, dispute_id, partner_id, matter, reference, state, urgent, content_sealed,
                                      consent_by, consent_on, papers, sent_on, sent_by_name, answer_due_on, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))"};

void insert_out(db::Tx& tx, const OutRow& row, const identity::Context& cx) {
    tx.run(insert_row, row.id, row.dispute_id, row.partner_id, row.matter, row.reference, row.state, row.urgent,
           row.content_sealed, row.consent_by, row.consent_on, row.papers, row.sent_on, row.sent_by_name,
           row.answer_due_on, cx.moment);
}

static const std::string columns = R"(
    SELECT r.id, r.dispute_id, r.partner_id, p.name AS partner_name, p.kind AS partner_kind, p.way AS partner_way,
           r.matter, r.reference, r.state, r.urgent, r.content_sealed, r.consent_by, r.consent_on, r.papers,
           r.sent_on, r.sent_by_name, r.answer_due_on, r.answered_on, r.partner_number, r.refusal, r.amount_fen, r.result_due_on,
           r.finished_on, r.result
      FROM partner_referral_out r
      JOIN exchange_partner p ON p.id = r.partner_id)";

static const db::Statement select_of{"partners.outs_of", columns + " WHERE r.dispute_id = $1 ORDER BY r.id DESC"};
static const db::Statement select_one{"partners.out", columns + " WHERE r.id = $1 AND r.dispute_id = $2"};
static const db::Statement select_named{"partners.out_named",
                                        columns + " WHERE r.partner_id = $1 AND r.reference = $2"};

std::vector<OutRow> outs_of(db::Tx& tx, Id<dispute::Dispute> dispute) { return tx.all<OutRow>(select_of, dispute); }
std::optional<OutRow> find_out(db::Tx& tx, Id<dispute::Dispute> dispute, OutId id) {
    return tx.maybe<OutRow>(select_one, id, dispute);
}
std::optional<OutRow> out_named(db::Tx& tx, Id<exchange::Partner> partner, const std::string& reference) {
    return tx.maybe<OutRow>(select_named, partner, reference);
}

Referral content_of(const OutRow& row, const crypto::Keys& keys) {
    // Of a case that was disposed of, the row alone is left.
    if (row.content_sealed.empty()) throw Refusal(Fault::not_found, "not_found");
    return json::read<Referral>(keys.open(row.content_sealed, sealed_content.context));
}

static const db::Statement update_row{"partners.update_out", R"(
    UPDATE partner_referral_out
       SET state = $3, answered_on = $4, partner_number = $5, refusal = $6, result_due_on = $7, finished_on = $8,
           result = $9, amount_fen = $10
     WHERE id = $1 AND state = $2)"};

void update_out(db::Tx& tx, const OutRow& row, OutState before) {
    tx.must_change(update_row, row.id, before, row.state, row.answered_on, row.partner_number, row.refusal,
                   row.result_due_on, row.finished_on, row.result, row.amount_fen);
}

BOOST_DESCRIBE_STRUCT(OutSettings, (),
                      (answer_days, urgent_answer_days, result_days, insurer_medical_yuan, appraisal_medical_yuan))

static const db::Statement select_settings{"partners.settings", "SELECT code, value FROM partner_setting"};

OutSettings out_settings(db::Tx& tx) { return db::read_settings<OutSettings>(tx, select_settings); }

}  // namespace hemu::partners
