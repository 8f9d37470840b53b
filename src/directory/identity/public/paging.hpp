// What list endpoints share: patterns for LIKE, and the page size asked for.
#pragma once
#include "http.hpp"

namespace hemu::identity {

/// A pattern for `LIKE $n ESCAPE '!'` that finds texts with these words in them; empty words find everything.
std::string like_containing(std::string_view words);
/// The same for texts that begin with the words.
std::string like_starting(std::string_view words);

/// The page size asked for by ?limit=, 50 when none is. Refusal invalid outside 1 to 200.
std::int64_t limit_of(const http::Request&);

}  // namespace hemu::identity
