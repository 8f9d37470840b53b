// What the route files of this folder share.
#pragma once
#include "guard.hpp"
#include "paging.hpp"
#include "store_accounts.hpp"

namespace hemu::identity {

Routes session_routes();
Routes password_routes();
Routes account_routes();
Routes administration_routes();

}  // namespace hemu::identity
