// 身份 Who acts: accounts, posts, sessions; and the one place around every handler that checks who may call it.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "config.hpp"
#include "crypto.hpp"
#include "db.hpp"
#include "duty.hpp"
#include "http.hpp"
#include "request_database.hpp"

namespace hemu::live {
class Hub;
}

namespace hemu::identity {

using http::None;

/// A person who signs in. One person, one account (GB/T 22239-2019, 8.1.4.2).
struct Account;
/// A body: committee, centre, court, office. Its rows belong to the folder organisations.
struct Organisation;
/// A duty of an account at an organisation for a term.
struct Post;
struct Session;

/// Who asks, in the one post he acts in. Without an account (open routes, jobs) `account` is the nil id.
struct Actor {
    Id<Account> account;
    std::string name;
    Duty duty = Duty::citizen;
    Id<Organisation> organisation;
    Id<Post> post;
    Id<Session> session;
    std::string language = "zh";
    std::string address;  ///< the client's, for audit and limits

    bool signed_in() const { return account != Id<Account>{}; }
};

/// The program itself, for jobs: no account, written as "hemu" into the journal.
Actor machine(Duty duty, Id<Organisation> organisation = {});

/// What a handler gets besides its request.
struct Context {
    RequestDatabase db;
    Actor actor;
    Instant moment;
    const crypto::Keys& keys;
    const config::Config& config;
    live::Hub* live = nullptr;  ///< the streams of this server; none at the command line
};

using Handler = http::Reply (*)(const http::Request&, const Context&);

/// At most `tries` calls of a route from one client address within `minutes`; then 429 too_many_tries.
struct Rate {
    int tries = 0;  ///< 0: no limit
    int minutes = 0;
};

struct Route {
    std::string method;
    std::string path;
    Duties duties;  ///< none: open to anyone, without an account
    Handler handler = nullptr;
    std::string summary;
    http::SchemaMaker input;
    http::SchemaMaker output;
    std::vector<http::Parameter> parameters;
    Rate rate = {};
    std::size_t body_limit = 0;
    int success_status = 0;
    bool before_ready = false;  ///< allowed while a password change or a second factor is still owed
    bool asks_who = false;      ///< how a page asks whether anybody is signed in: "nobody" is no refused request
    bool unasked = false;       ///< called by pages on their own: does not keep an idle session alive
    bool by_pass =
        false;  ///< open to callers without an account whose cookie opens something: guarded as cookies are
    std::string output_type = "application/json";

    Route with_rate(Rate value) && {
        rate = value;
        return std::move(*this);
    }
    Route with_body_limit(std::size_t bytes) && {
        body_limit = bytes;
        return std::move(*this);
    }
    Route with_status(int status) && {
        success_status = status;
        return std::move(*this);
    }
    Route even_before_ready() && {
        before_ready = true;
        return std::move(*this);
    }
    Route as_unasked() && {
        unasked = true;
        return std::move(*this);
    }
    Route as_by_pass() && {
        by_pass = true;
        return std::move(*this);
    }
    Route asking_who() && {
        asks_who = true;
        return std::move(*this);
    }
    Route with_output_type(std::string type) && {
        output_type = std::move(type);
        return std::move(*this);
    }
};
using Routes = std::vector<Route>;

/// An endpoint: `In` is its JSON body, `Out` its answer, None where there is none. `anyone` as duties opens it to
/// callers without an account; give those a Rate.
template <class In, class Out>
Route route(std::string method, std::string path, Duties duties, Handler handler, std::string summary,
            std::vector<http::Parameter> parameters = {}) {
    return {std::move(method),      std::move(path),      duties, handler, std::move(summary), http::schema_of<In>(),
            http::schema_of<Out>(), std::move(parameters)};
}
template <class In, class Out>
Route get(std::string path, Duties duties, Handler handler, std::string summary,
          std::vector<http::Parameter> parameters = {}) {
    return route<In, Out>("GET", std::move(path), duties, handler, std::move(summary), std::move(parameters));
}
template <class In, class Out>
Route post(std::string path, Duties duties, Handler handler, std::string summary,
           std::vector<http::Parameter> parameters = {}) {
    return route<In, Out>("POST", std::move(path), duties, handler, std::move(summary), std::move(parameters));
}
template <class In, class Out>
Route put(std::string path, Duties duties, Handler handler, std::string summary,
          std::vector<http::Parameter> parameters = {}) {
    return route<In, Out>("PUT", std::move(path), duties, handler, std::move(summary), std::move(parameters));
}
template <class In, class Out>
Route patch(std::string path, Duties duties, Handler handler, std::string summary,
            std::vector<http::Parameter> parameters = {}) {
    return route<In, Out>("PATCH", std::move(path), duties, handler, std::move(summary), std::move(parameters));
}
template <class In, class Out>
Route del(std::string path, Duties duties, Handler handler, std::string summary,
          std::vector<http::Parameter> parameters = {}) {
    return route<In, Out>("DELETE", std::move(path), duties, handler, std::move(summary), std::move(parameters));
}

/// The routes of this folder: session, password, accounts, audit, jobs.
extern const Routes routes;

/// What the wrapper needs for as long as the server runs. `clock` is hemu::now in the program.
struct Surroundings {
    db::Database& database;
    const crypto::Keys& keys;
    const config::Config& config;
    std::function<Instant()> clock;
    /// Throws not_found when the path names something that the caller may not see. Asked when a handler refuses, so
    /// that no other refusal tells that it is there.
    void (*refuse_hidden)(const http::Request&, const Context&) = nullptr;
    live::Hub* live = nullptr;
};

/// Puts around each handler, in this order: limit by address, session, CSRF check, duty, Idempotency-Key, audit of
/// refusals (401, 403). The surroundings must outlive the server.
/// Refusals: unauthenticated not_signed_in · forbidden cross_site, duty_may_not, password_change_needed,
/// second_factor_needed · invalid idempotency_key_missing · conflict idempotency_key_reused, already_done · too_many
/// too_many_tries.
std::vector<http::Route> wrap(const Routes&, const Surroundings&);

/// SQL of the sessions that may act now, as rows (session_id, account_id, post_id, duty, organisation_id): running,
/// nothing owed, account active, post within its term. Uses $1 moment, $2 the day of it in China.
std::string acting_sessions_sql();

}  // namespace hemu::identity
