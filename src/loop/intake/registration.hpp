// Registration in two steps, for callers that decide between reading and writing: the import merges by what it saw.
#pragma once
#include "store.hpp"

namespace hemu::intake {

struct Registered {
    dispute::Dispute dispute;
    std::string query_code;
};

/// What is around, and the next number of the register, in one round trip.
struct Prepared {
    Surroundings round;
    std::int64_t serial = 0;
    std::optional<BodyProposal> proposal;
};
Prepared prepare_registration(db::Tx&, const Registration&, const Incoming&, LegalDate since,
                              const identity::Context&);

/// The parties with what is taken over from those they are known as.
std::vector<dispute::PartyForm> with_known(db::Tx&, std::vector<dispute::PartyForm>, const identity::Context&);

/// Refusals: invalid with the fields at fault; they give the number back by undoing the transaction.
Registered register_prepared(db::Tx&, const Registration&, const Incoming&, const Prepared&,
                             const identity::Context&);

}  // namespace hemu::intake
