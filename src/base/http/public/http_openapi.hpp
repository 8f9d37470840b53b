// The OpenAPI 3.1 document of a list of routes.
#pragma once
#include "http.hpp"

namespace hemu::http {

struct ApiTitle {
    std::string title;
    std::string version;
    std::string words;
};

/// The document as JSON text, paths and schemas sorted, so that the same routes give the same bytes.
/// Routes outside /api are left out.
std::string openapi(const std::vector<Route>& routes, const ApiTitle& title);

}  // namespace hemu::http
