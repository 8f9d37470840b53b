// Signing in: tries counted, password and one-time code checked, a session opened.
#pragma once
#include "guard.hpp"
#include "store_accounts.hpp"

namespace hemu::identity {

struct SignIn {
    std::string login;
    std::string password;
    std::optional<std::string> code;  ///< of the authenticator app
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (login, password, code))

struct SignedIn {
    std::string token;
    Id<Account> account;
    Id<Session> session;
};

/// Opens a session, or refuses: unauthenticated sign_in_failed (whatever was wrong), code_needed, code_wrong;
/// too_many account_locked, too_many_tries. Everything is audited, refusals too.
std::variant<SignedIn, Verdict> sign_in(const SignIn&, const http::Request&, const Context&);

/// What the account must do before anything else: change a password that is new or old, add a second factor that one
/// of its duties asks for.
Owes owes_of(const AccountRow&, const std::vector<PostView>& posts, const Settings&, Instant moment);

}  // namespace hemu::identity
