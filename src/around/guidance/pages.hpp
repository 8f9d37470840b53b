// The pages of guidance, written by the program as plain HTML: they work without a script.
#pragma once
#include "guidance.hpp"

namespace hemu::guidance {

/// The walk that a request's door and answers tell. Refusal not_found.
Walk walk_of(const http::Request&, const identity::Context&);
/// Counts a step that was shown; not when a browser only loads it again.
void count_shown(const http::Request&, const Walk&, const identity::Context&);

http::Reply first_page(const http::Request&, const identity::Context&);
http::Reply choose_language(const http::Request&, const identity::Context&);
http::Reply style(const http::Request&, const identity::Context&);
http::Reply script(const http::Request&, const identity::Context&);
http::Reply walk_page(const http::Request&, const identity::Context&);
http::Reply apply_page(const http::Request&, const identity::Context&);
http::Reply letter_page(const http::Request&, const identity::Context&);

}  // namespace hemu::guidance
