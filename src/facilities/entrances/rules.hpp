#pragma once
#include "entrances.hpp"

namespace hemu::entrances {

inline constexpr std::size_t code_length = 6;

/// Refuses (invalid) a name that is blank or longer than 40 characters, another kind without words, an entrance that
/// belongs to neither body nor place, and a door that is none.
Verdict why_not(const EntranceForm&);

/// Without what its kind and target have no use for.
EntranceForm tidied(EntranceForm);

/// `ab2 c3d` typed by hand is `AB2C3D`; empty when it cannot be a code.
std::string code_in(std::string_view typed);

/// `/guidance/wages?from=AB2C3D`.
std::string address_of(const Entrance&);

}  // namespace hemu::entrances
