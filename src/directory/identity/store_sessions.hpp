// Rows of session and address_tries.
#pragma once
#include "accounts.hpp"
#include "settings.hpp"

namespace hemu::identity {

/// What an account must do before it may do anything else.
enum class Owes { nothing, password, second_factor };
BOOST_DESCRIBE_ENUM(Owes, nothing, password, second_factor)

/// A running session with its account and the post it acts in, when that post still runs.
struct FoundSession {
    Id<Session> id;
    Id<Account> account_id;
    std::string login;
    std::string name;
    std::optional<Id<Post>> post_id;
    std::optional<Duty> duty;
    std::optional<Id<Organisation>> organisation_id;
    Owes owes = Owes::nothing;
    Instant created_at;
    Instant seen_at;
    Instant idle_until;
    Instant ends_at;
};
BOOST_DESCRIBE_STRUCT(FoundSession, (),
                      (id, account_id, login, name, post_id, duty, organisation_id, owes, created_at, seen_at,
                       idle_until, ends_at))

/// The session of a token's digest that is neither idle nor over and whose account is active: one statement.
std::optional<FoundSession> find_session(db::Tx&, std::string_view token_digest, Instant moment);

/// Remembers that the session was used now. Written at most once a minute, see is_seen_lately.
void touch_session(db::Tx&, Id<Session>, Instant moment, Instant idle_until);
bool is_seen_lately(const FoundSession&, Instant moment);

struct NewSession {
    Id<Session> id;
    std::string token_digest;
    Id<Account> account_id;
    std::optional<Id<Post>> post_id;
    Owes owes = Owes::nothing;
    Instant created_at;
    Instant idle_until;
    Instant ends_at;
};
void insert_session(db::Tx&, const NewSession&);
void set_session_post(db::Tx&, Id<Session>, Id<Post>);
void set_owes(db::Tx&, Id<Account>, Owes);

/// Ends one session, all sessions of an account but `kept`, or those in a post. Return how many ended.
std::int64_t end_session(db::Tx&, Id<Account>, Id<Session>);
std::int64_t end_sessions(db::Tx&, Id<Account>, Id<Session> kept = {});
std::int64_t end_sessions_of_post(db::Tx&, Id<Post>);
std::int64_t end_old_sessions(db::Tx&, Instant moment);

struct SessionLine {
    Id<Session> id;
    Instant created_at;
    Instant seen_at;
};
BOOST_DESCRIBE_STRUCT(SessionLine, (), (id, created_at, seen_at))
std::vector<SessionLine> sessions_of(db::Tx&, Id<Account>, Instant moment);

/// Counts a call of a kind from an address; the count of the running window, which a first call opens.
std::int64_t count_try(db::Tx&, std::string_view kind, std::string_view address_digest, Instant moment,
                       std::chrono::minutes window);
/// The count of the running window, 0 when there is none.
std::int64_t tries_of(db::Tx&, std::string_view kind, std::string_view address_digest, Instant moment);
void forget_tries(db::Tx&, std::string_view kind, std::string_view address_digest);
void forget_old_tries(db::Tx&, Instant moment);

}  // namespace hemu::identity
