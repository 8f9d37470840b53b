#pragma once
#include "signing.hpp"

namespace hemu::signing {

/// A paper that waits for the actor's own act; it is his turn.
struct WaitingSigning {
    Id<dispute::Dispute> dispute_id;
    std::string dispute_number;
    SignedPaperId id;
    PaperSignerId signer_id;
    SignerRole role = SignerRole::mediator;
    std::string title;
    std::string digest_sm3;
    bool ink_only = false;
    std::int64_t signers = 0;
    std::int64_t signed_count = 0;
    LegalDate ends_on;
};
BOOST_DESCRIBE_STRUCT(WaitingSigning, (),
                      (dispute_id, dispute_number, id, signer_id, role, title, digest_sm3, ink_only, signers,
                       signed_count, ends_on))

/// At most a hundred of each role, those first whose time is over first.
std::vector<WaitingSigning> waiting_for(db::Tx&, const identity::Context&);

}  // namespace hemu::signing
