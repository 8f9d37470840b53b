#include "store.hpp"

#include "sealing.hpp"

namespace hemu::partners {

static const sealing::SealedColumn sealed_contact{"partner_referral", "dispute_id", "contact_sealed",
                                                  "partner_contact"};

static const db::Statement insert_referral{"partners.save_referral", R"(
    INSERT INTO partner_referral (dispute_id, partner_id, matter, reference, letter_number, letter_on, received_on,
                                  deadline_on, consent_by, consent_on, contact_sealed, papers, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (partner_id, reference) DO NOTHING)"};

static std::optional<std::string> sealed(const std::optional<ReferralContact>& contact, const crypto::Keys& keys) {
    if (!contact) return std::nullopt;
    return keys.seal(json::write(*contact), sealed_contact.context);
}

bool save_referral(db::Tx& tx, Id<dispute::Dispute> dispute, const exchange::Partner& partner,
                   const std::string& reference, const Referral& form,
                   const std::vector<exchange::PaperOnShelf>& papers, const identity::Context& cx) {
    std::optional<std::string> by;
    std::optional<LegalDate> on;
    if (form.consent) {
        by = fmt::format("{}", fmt::join(form.consent->given_by, "、"));
        on = form.consent->given_on;
    }
    return tx.changed(insert_referral, dispute, partner.id, form.matter, reference, form.letter_number,
                      form.letter_on, form.received_on, form.deadline_on, by, on, sealed(form.contact, cx.keys),
                      db::Json(papers), cx.moment) == 1;
}

static const std::string columns = R"(
    SELECT r.dispute_id, r.partner_id, p.name AS partner_name, p.kind AS partner_kind, r.matter, r.reference,
           r.letter_number, r.letter_on, r.received_on, r.deadline_on, r.consent_by, r.consent_on, r.contact_sealed,
           r.papers
      FROM partner_referral r
      JOIN exchange_partner p ON p.id = r.partner_id)";

static const db::Statement select_of{"partners.referral_of", columns + " WHERE r.dispute_id = $1"};
static const db::Statement select_named{"partners.referral_named",
                                        columns + " WHERE r.partner_id = $1 AND r.reference = $2"};

std::optional<ReferralRow> referral_of(db::Tx& tx, Id<dispute::Dispute> dispute) {
    return tx.maybe<ReferralRow>(select_of, dispute);
}
std::optional<ReferralRow> referral_named(db::Tx& tx, Id<exchange::Partner> partner, const std::string& reference) {
    return tx.maybe<ReferralRow>(select_named, partner, reference);
}

std::optional<ReferralContact> contact_in(const ReferralRow& row, const crypto::Keys& keys) {
    if (!row.contact_sealed) return std::nullopt;
    return json::read<ReferralContact>(keys.open(*row.contact_sealed, sealed_contact.context));
}

static const db::Statement select_undisputed{"partners.undisputed", R"(
    SELECT facts FROM handling_undisputed WHERE dispute_id = $1 AND revision = $2 ORDER BY id)"};

std::vector<std::string> undisputed_facts(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<std::string>(select_undisputed, dispute.id, dispute.revision);
}

}  // namespace hemu::partners
