// 账号与岗位 Accounts and posts, for those who make them: administrators' routes, the command line, a first city.
#pragma once
#include "identity.hpp"

namespace hemu::identity {

/// disabled: cannot sign in until an administrator enables it again.
enum class AccountState { active, disabled };
BOOST_DESCRIBE_ENUM(AccountState, active, disabled)

struct NewAccount {
    std::string login;          ///< 3 to 32 of a-z 0-9 . - _ ; kept in lower case
    std::string name;           ///< 姓名
    std::string password_hash;  ///< from crypto::hash_password
    bool must_change_password = true;
};

/// Refuses (invalid login_malformed, blank) before anything is stored.
Verdict why_not_account(const NewAccount&);

/// Refuses (invalid blank) a name.
Verdict why_not_name(std::string_view name);

/// Refusals: those of why_not_account, conflict login_taken.
Id<Account> create_account(db::Tx&, const NewAccount&, Instant moment);

struct PostForm {
    Duty duty = Duty::mediator;
    Id<Organisation> organisation_id;
    LegalDate from_on;
    std::optional<LegalDate> to_on;  ///< the last day
};
BOOST_DESCRIBE_STRUCT(PostForm, (), (duty, organisation_id, from_on, to_on))

/// Gives a duty at a body. Refusals: not_found, invalid term_reversed, conflict duties_exclude, post_held_already.
/// The three administrators exclude each other and any other duty at one account (GB/T 22239-2019, 8.1.4.2d).
Id<Post> give_post(db::Tx&, Id<Account>, const PostForm&, Instant moment);

/// Ends a post and every session in it at once. Refusal not_found.
void end_post(db::Tx&, Id<Account>, Id<Post>, Instant moment);

std::optional<Id<Account>> account_named(db::Tx&, std::string_view login);

/// Gives a password that must be changed at the next sign-in and ends all sessions. Refusal not_found.
void give_one_time_password(db::Tx&, Id<Account>, std::string_view password_hash, Instant moment);

/// The next sign-in asks for no code, and for a new factor where a duty needs one: the device is lost.
void forget_second_factor(db::Tx&, Id<Account>);

/// Ends a lock and enables a disabled account, whose time of disuse begins anew. Refusal not_found.
void enable_account(db::Tx&, Id<Account>, Instant moment);

/// Somebody's name; empty when there is no such account.
std::string name_of(db::Tx&, Id<Account>);

/// A password that follows the rules for every duty, for a first sign-in.
std::string one_time_password();

/// The actor that an account is in its first present post, for the command line and a first city. Nothing when the
/// account does not exist or is disabled.
std::optional<Actor> actor_of(db::Tx&, std::string_view login, LegalDate on);

/// The actor that an account is in one of its posts, for what he set going and the program does a little later.
/// Nothing when the account is disabled or gone, or the post's term is over.
std::optional<Actor> actor_in_post(db::Tx&, Id<Account>, Id<Post>, LegalDate on);

/// To be done once a day: ends sessions that are over, forgets counted tries and answers kept longer than a day, and
/// disables accounts out of use (GB/T 22239-2019, 8.1.4.2c), each audited.
void keep_house(db::Database&, Instant moment);

}  // namespace hemu::identity
