// Registration in two steps, for callers that decide between reading and writing: the import merges by what it saw.
#pragma once
#include "store.hpp"

namespace hemu::intake {

struct Registered {
    dispute::Dispute dispute;
    std::string query_code;
};

/// Registers after look_round. Refusals: invalid with the fields at fault.
Registered register_looked_round(db::Tx&, const Registration&, const Incoming&, const Surroundings&,
                                 const identity::Context&);

}  // namespace hemu::intake
