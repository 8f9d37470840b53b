// What the route files of this folder share.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

identity::Routes case_routes();
identity::Routes queue_routes();
identity::Routes clock_rule_routes();

}  // namespace hemu::dispute
