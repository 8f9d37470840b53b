#pragma once
#include "identity.hpp"

namespace hemu::archive {

identity::Routes review_routes();

}  // namespace hemu::archive
