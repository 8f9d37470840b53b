// Problems the server itself answers, by status.
#pragma once
#include "http.hpp"

namespace hemu::http {

Reply problem_with_status(const Request& request, int status, std::string_view code,
                          const std::vector<FieldFault>& fields = {});
/// The reason phrase of RFC 9110; also the title of a problem.
std::string_view title_of(int status);

}  // namespace hemu::http
