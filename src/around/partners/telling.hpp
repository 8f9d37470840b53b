// What is told of an event: the same in a message and in a letter.
#pragma once
#include "store.hpp"

namespace hemu::partners {

std::string holder_name(db::Tx&, const dispute::Dispute&);
AcceptanceTold acceptance_told(db::Tx&, const dispute::Dispute&, const dispute::Event&);
RefusalTold refusal_told(const ReferralRow&, const dispute::Dispute&, const dispute::Event&);
ProgressTold progress_told(const dispute::Dispute&, const dispute::Event&);
ResultTold result_told(db::Tx&, const dispute::Dispute&, const dispute::Event&);

}  // namespace hemu::partners
