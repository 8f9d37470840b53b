// Who may get which live message: topics `queue` and `dispute:<id>`.
#pragma once
#include "live_hub.hpp"

namespace hemu::dispute {

std::unique_ptr<live::Audience> live_audience();

}  // namespace hemu::dispute
