// The chained journal of a dispute: canonical content, digests, verification.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

/// SM3 over a JSON array of texts, in hex: what every digest of the journal is.
std::string digest_of(const std::vector<std::string>& texts);

/// The digest that an event must carry: over its fields in their stored form, NULL as an empty text, and the digest
/// before it; over its version too, where it has one.
std::string digest_of(const Event&);

/// Makes the next event of the dispute, appends it and moves the dispute's chain head; the caller has set `to_state`.
/// Pipelined: nothing is waited for. Somebody faster makes the transaction run again.
Event append_event(db::Tx&, Dispute&, std::string_view kind, std::optional<State> from, const identity::Context&,
                   std::string content);

/// Closed, archived or merged: no queue holds it.
bool is_closed(State);

/// Tells the relations of bodies and people whether their dispute is closed now.
void mark_closed(db::Tx&, const Dispute&);

/// Calls the words reaction, where there is one.
void tell_words(db::Tx&, Id<Dispute>, WordsOf, std::string_view words);

}  // namespace hemu::dispute
