#include "routes_parts.hpp"

namespace hemu::identity {

/// The lists are built where they are asked for first: other files' constants may not exist yet when this file's do.
static Routes all_routes() {
    Routes all;
    for (const Routes& part : {session_routes(), password_routes(), account_routes(), administration_routes()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

const Routes routes = all_routes();

}  // namespace hemu::identity
