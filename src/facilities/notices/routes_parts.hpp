#pragma once
#include "notices.hpp"

namespace hemu::notices {

/// Templates, channels, settings and the gateways' reports.
identity::Routes office_routes();

}  // namespace hemu::notices
