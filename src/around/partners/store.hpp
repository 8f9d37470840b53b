// Rows of referrals.
#pragma once
#include "rules.hpp"

namespace hemu::partners {

struct ReferralRow {
    Id<dispute::Dispute> dispute_id;
    Id<exchange::Partner> partner_id;
    std::string partner_name;
    exchange::PartnerKind partner_kind = exchange::PartnerKind::other;
    std::string matter;
    std::string reference;
    std::optional<std::string> letter_number;
    std::optional<LegalDate> letter_on;
    std::optional<LegalDate> received_on;
    std::optional<LegalDate> deadline_on;
    std::optional<std::string> consent_by;
    std::optional<LegalDate> consent_on;
    std::optional<std::string> contact_sealed;
    db::Json<std::vector<exchange::PaperOnShelf>> papers;
};
BOOST_DESCRIBE_STRUCT(ReferralRow, (),
                      (dispute_id, partner_id, partner_name, partner_kind, matter, reference, letter_number,
                       letter_on, received_on, deadline_on, consent_by, consent_on, contact_sealed, papers))

/// False when the partner's number is that of an earlier one.
bool save_referral(db::Tx&, Id<dispute::Dispute>, const exchange::Partner&, const std::string& reference,
                   const Referral&, const std::vector<exchange::PaperOnShelf>&, const identity::Context&);
std::optional<ReferralRow> referral_of(db::Tx&, Id<dispute::Dispute>);
std::optional<ReferralRow> referral_named(db::Tx&, Id<exchange::Partner>, const std::string& reference);
std::optional<ReferralContact> contact_in(const ReferralRow&, const crypto::Keys&);

/// What a partner told of its side becomes an event. An order of which people are not satisfied is opened again,
/// once. Refusals: invalid kind not_in_this_state, came_back_already, unknown_word.
void take_told(db::Tx&, dispute::Dispute&, const PartnerTold&, std::optional<std::string> words,
               const identity::Context&);

/// What the parties agreed to be undisputed, in writing.
std::vector<std::string> undisputed_facts(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::partners
