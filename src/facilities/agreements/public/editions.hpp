// 协议变更 A changed agreement takes the place of the one before, which stays as it was (CPL art. 206). Of the
// editions in one revision of a dispute one stands.
#pragma once
#include "agreements.hpp"

namespace hemu::agreements {

/// effective_on: none when it was a change that not everybody signed.
struct ReplacedAgreement {
    std::int64_t edition = 1;
    Instant replaced_at;
    std::optional<LegalDate> effective_on;
    AgreementView agreement;
};

/// The one that stands, counted from 1; 0 when there is none.
std::int64_t edition_of(db::Tx&, const dispute::Dispute&);
/// In their order.
std::vector<ReplacedAgreement> replaced(db::Tx&, const dispute::Dispute&);
/// The one that stands is replaced; returns the edition of the new one. Refusal conflict agreement_missing.
std::int64_t change(db::Tx&, const dispute::Dispute&, const AgreementForm&, Instant moment);
/// The last one that was in effect stands again and is returned as it was set aside. Refusal conflict
/// no_earlier_agreement.
ReplacedAgreement drop_change(db::Tx&, const dispute::Dispute&, Instant moment);

}  // namespace hemu::agreements
