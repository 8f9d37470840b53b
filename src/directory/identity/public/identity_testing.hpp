// For tests of routes: people with posts, and a caller who asks wrapped routes as a browser would, without a server.
#pragma once
#include <map>

#include "accounts.hpp"

namespace hemu::identity::testing {

/// Keys and configuration that every test may share.
const crypto::Keys& keys();
const config::Config& config();

/// The password of everybody made here.
inline constexpr std::string_view password = "Hemu-2026-test";

/// An account, ready to work, and its post from long ago on.
Actor make_person(db::Database&, std::string_view login, Duty duty, Id<Organisation> organisation, Instant moment);

/// A context for calling functions of desks directly.
Context context_of(db::Database&, const Actor&, Instant moment);

/// Asks wrapped routes. Keeps its cookies, sends what the pages send, and turns refusals into problems.
class Caller {
  public:
    /// `moment` is read at every request and may be moved by the test.
    Caller(db::Database&, const Routes&, const Instant& moment);

    /// X-Hemu and a fresh Idempotency-Key go along unless `headers` name them; a header with an empty value is left
    /// out.
    http::Reply ask(std::string_view method, std::string_view target, std::string body = {},
                    std::map<std::string, std::string> headers = {});
    http::Reply get(std::string_view target) { return ask("GET", target); }
    http::Reply post(std::string_view target, std::string body = {}) { return ask("POST", target, std::move(body)); }

    /// Signs in; the reply of POST /api/session, whose route must be among the routes.
    http::Reply sign_in(std::string_view login, std::string_view with_password = password);

    std::string address = "192.0.2.1";
    std::string cookie;                         ///< of the session
    std::map<std::string, std::string> passes;  ///< what else was set, by name

  private:
    void keep_cookies(const http::Reply&);
    std::string all_cookies() const;

    std::vector<http::Route> routes_;
    int keys_given_ = 0;
};

/// The stable code of a problem, empty when the reply is none.
std::string code_of(const http::Reply&);
/// The codes of the fields at fault, `field:code field:code`.
std::string fields_of(const http::Reply&);

}  // namespace hemu::identity::testing
