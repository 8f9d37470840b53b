// The routes of the two faces, put together by routes.cpp.
#pragma once
#include "store.hpp"

namespace hemu::case_home {

identity::Routes desk_routes();

}  // namespace hemu::case_home
