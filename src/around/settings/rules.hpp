// Pure decisions over settings.
#pragma once
#include <optional>

#include "settings.hpp"

namespace hemu::settings {

/// Codes, tries, passwords and locks are the security administrator's, all else the system administrator's (GB/T
/// 22239-2019 8.1.5.1 to 8.1.5.3 keep the two apart).
identity::Duty keeper_of(Owner);

/// What is wrong with a value: out_of_range, or setting_out_of_order when it belongs below or above another one.
std::optional<std::string> fault_of(const std::vector<Setting>& all, const Setting&, std::int64_t value);

}  // namespace hemu::settings
