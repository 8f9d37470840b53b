// What open pages are told about disputes.
#pragma once
#include "dispute.hpp"
#include "live.hpp"

namespace hemu::dispute {

/// That something happened, never what it contains: pages read it under their own rights.
struct LiveMessage {
    Id<Event> event_id;
    Id<Dispute> dispute_id;
    std::int64_t number = 0;
    std::string kind;
    State state = State::registered;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(LiveMessage, (), (event_id, dispute_id, number, kind, state, version))

/// The message's words when somebody may have lost sight of a dispute: he is told to look, and nothing else.
inline constexpr std::string_view no_words = "null";

/// To all who may see the dispute.
void announce(db::Tx&, const Dispute&, const Event&);

/// To those who saw the dispute until now through this relation. A page of theirs still shows it.
void tell_person_to_look(db::Tx&, const Dispute&, Id<identity::Account>);
void tell_body_to_look(db::Tx&, const Dispute&, Id<identity::Organisation>);
/// To all bodies that have to do with it: its secrecy changed.
void tell_bodies_to_look(db::Tx&, const Dispute&);

}  // namespace hemu::dispute
