// 更正 What was wrong about a party is put right (Personal Information Protection Law art. 46).
#pragma once
#include "parties.hpp"

namespace hemu::dispute {

/// Only what is given is changed.
struct PartyCorrection {
    std::optional<std::string> name;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::optional<std::string> address;
};
BOOST_DESCRIBE_STRUCT(PartyCorrection, (), (name, identity_number, phone, address))

bool is_empty(const PartyCorrection&);

/// The names of what is given, for journal and audit.
std::vector<std::string> fields_of(const PartyCorrection&);

/// Refusals: not_found party_not_found; invalid name, identity_number, phone as why_not_party, fields beginning with
/// `path`. The caller records the event, audits it and makes the search entry anew.
void correct_party(db::Tx&, const Dispute&, Id<Party>, const PartyCorrection&, std::string_view path,
                   const identity::Context&);

}  // namespace hemu::dispute
