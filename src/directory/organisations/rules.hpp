// Decisions about bodies; pure.
#pragma once
#include "organisations.hpp"

namespace hemu::organisations {

/// Refuses (invalid) blank, abbreviation_missing (a body that mediates puts it into case numbers), level_wrong (the
/// place lies on another level than the body), area_twice, field_twice, term_reversed.
/// Source of the abbreviation: filing practice of people's mediation, 卷号 (domain facts 3.3).
Verdict why_not_form(const OrganisationForm&);

/// Refuses (conflict parent_is_below) to hang a body under itself or under what stands below it.
Verdict why_not_parent(OrganisationId, OrganisationId parent, bool stands_over_parent);

/// The level that a body's place must have.
places::PlaceLevel place_level(OrganisationLevel);

}  // namespace hemu::organisations
