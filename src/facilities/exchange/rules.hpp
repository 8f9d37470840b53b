// What a partner's entry needs, and when to call again.
#pragma once
#include "exchange.hpp"

namespace hemu::exchange {

Verdict why_not_partner(const PartnerForm&);
PartnerForm tidied(PartnerForm);

/// Doubling from first to longest.
std::chrono::seconds retry_delay(std::int64_t failures, std::int64_t first_seconds, std::int64_t longest_minutes);

}  // namespace hemu::exchange
