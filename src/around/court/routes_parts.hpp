#pragma once
#include "store.hpp"

namespace hemu::court {

/// Cases that a court sent, suits that go to it, figures.
identity::Routes sent_routes();

}  // namespace hemu::court
