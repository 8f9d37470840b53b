// What is told of an event: the same in a message and in a letter.
#pragma once
#include "store.hpp"

namespace hemu::partners {

std::string holder_name(db::Tx&, const dispute::Dispute&);
/// The reason that the content of a refusal names; empty when none.
std::string reason_in(const std::string& content);
AcceptanceTold acceptance_told(db::Tx&, const dispute::Dispute&, const dispute::Event&);
RefusalTold refusal_told(const ReferralRow&, const dispute::Dispute&, const dispute::Event&);
ProgressTold progress_told(const dispute::Dispute&, const dispute::Event&);
ResultTold result_told(db::Tx&, const dispute::Dispute&, const dispute::Event&);

}  // namespace hemu::partners
