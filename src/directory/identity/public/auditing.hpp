// Audit entries made from a request: who, when and from where are filled in from its context.
#pragma once
#include "audit.hpp"
#include "identity.hpp"

namespace hemu::identity {

/// An entry of what the actor did. Record it in the transaction of the act: audit::record(tx, entry_of(…)).
/// act: snake_case; subject: id or code it was done to; fields: names of the fields changed or opened.
audit::Entry entry_of(const Context&, const http::Request&, audit::AuditKind, std::string act, std::string subject,
                      std::vector<std::string> fields = {});

/// Keyed digest of a client's address: neither audit nor counters hold the address itself.
std::string address_digest(const crypto::Keys&, std::string_view client_address);

}  // namespace hemu::identity
