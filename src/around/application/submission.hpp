// An application is sent: registered at the window of its place, its files become the dispute's.
#pragma once
#include "rules.hpp"
#include "store.hpp"

namespace hemu::application {

/// What the rules ask beside the form.
Known known_of(db::Tx&, const ApplicationRow&, const Content&, const identity::Context&);

/// The type stated, else the likely one.
std::optional<intake::TypeProposal> type_of(const ApplicationForm&, const std::vector<intake::TypeProposal>& guessed);

struct Sent {
    ApplicationReceipt receipt;
    Id<dispute::Dispute> dispute_id;
    Id<dispute::Party> party_id;
};
/// Again: the same. Refusals: invalid with what is wrong or missing, and consents; precondition_failed
/// version_outdated; conflict no_window_here.
Sent submit(db::Tx&, const ApplicationRow&, std::optional<std::int64_t> version_read, const SubmissionForm&,
            const identity::Context&);

}  // namespace hemu::application
