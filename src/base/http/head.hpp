// Writes the head of a reply: status line, headers of the reply, headers that every reply carries.
#pragma once
#include "http.hpp"

namespace hemu::http {

struct HeadFacts {
    bool head_only = false;  ///< the request was HEAD
    bool in_version_1_1 = true;
    bool keep_alive = true;
    bool secure = false;
    std::string_view trace_id;
    Instant moment;  ///< for Date
};

/// Appends the head, with the blank line. A stream goes out in chunks to HTTP/1.1 and until close to HTTP/1.0.
void write_head(std::string& out, const Reply& reply, const HeadFacts& facts);

/// "Tue, 24 Nov 2026 02:41:44 GMT"
std::string http_date(Instant moment);

}  // namespace hemu::http
