// The tree of bodies as pairs (over, under), kept with every change in the same transaction.
#pragma once
#include "organisations.hpp"

namespace hemu::organisations {

/// To be called before anything of the tree is read for a change: changes of the tree wait for each other here.
void lock_tree(db::Tx&);

/// Enters a new body, which stands over itself, below its parent.
void add_to_tree(db::Tx&, OrganisationId, const std::optional<OrganisationId>& parent);

/// Hangs a body with everything under it below another parent, or makes it a root.
void move_in_tree(db::Tx&, OrganisationId, const std::optional<OrganisationId>& parent);

}  // namespace hemu::organisations
