#include "paging.hpp"

namespace hemu::identity {

static std::string escaped(std::string_view words) {
    std::string pattern;
    for (const char c : words) {
        if (c == '!' || c == '%' || c == '_') pattern += '!';
        pattern += c;
    }
    return pattern;
}

std::string like_containing(std::string_view words) { return "%" + escaped(words) + "%"; }
std::string like_starting(std::string_view words) { return escaped(words) + "%"; }

std::int64_t limit_of(const http::Request& request) { return request.query_number("limit", 50, 1, 200); }

}  // namespace hemu::identity
