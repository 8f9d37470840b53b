// What is known of kept files, so that each is looked into once for all who read contents.
#pragma once
#include "bundle.hpp"

namespace hemu::dossier {

/// By digest, of the last thousands that this program looked into.
std::optional<Extent> extent_at_hand(const std::string& digest);
/// damaged is of what is kept, not of the file: it is looked into again.
void note_extent(const std::string& digest, const Extent&);

}  // namespace hemu::dossier
