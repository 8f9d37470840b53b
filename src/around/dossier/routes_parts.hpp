#pragma once
#include "identity.hpp"

namespace hemu::dossier {

/// Of templates of papers.
identity::Routes template_routes();

}  // namespace hemu::dossier
