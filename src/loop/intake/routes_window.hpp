#pragma once
#include "intake.hpp"

namespace hemu::intake {

/// Routes of the registration page beside registering itself.
identity::Routes window_routes(identity::Duties registrars);

}  // namespace hemu::intake
