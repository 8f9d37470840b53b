#pragma once
#include "identity.hpp"

namespace hemu::archive {

identity::Routes review_routes();
identity::Routes loan_routes();
identity::Routes disposal_routes();

}  // namespace hemu::archive
