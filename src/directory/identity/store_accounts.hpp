// Rows of account, account_password and post.
#pragma once
#include "accounts.hpp"
#include "rules.hpp"

namespace hemu::identity {

struct AccountRow {
    Id<Account> id;
    std::string login;
    std::string name;
    AccountState state = AccountState::active;
    std::string password_hash;
    Instant password_set_at;
    bool must_change_password = false;
    std::optional<std::string> totp_sealed;
    bool totp_confirmed = false;
    std::int64_t totp_step = 0;
    std::int64_t failed_tries = 0;
    std::optional<Instant> locked_until;
    std::optional<Instant> last_sign_in_at;
    Instant created_at;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AccountRow, (),
                      (id, login, name, state, password_hash, password_set_at, must_change_password, totp_sealed,
                       totp_confirmed, totp_step, failed_tries, locked_until, last_sign_in_at, created_at, version))

std::optional<AccountRow> find_account(db::Tx&, std::string_view login);
std::optional<AccountRow> find_account(db::Tx&, Id<Account>);
/// Refusal not_found.
AccountRow get_account(db::Tx&, Id<Account>);

/// An account in the administrators' list.
struct AccountLine {
    Id<Account> id;
    std::string login;
    std::string name;
    AccountState state = AccountState::active;
    std::optional<Instant> locked_until;
    std::optional<Instant> last_sign_in_at;
    bool totp_confirmed = false;
    bool must_change_password = false;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AccountLine, (),
                      (id, login, name, state, locked_until, last_sign_in_at, totp_confirmed, must_change_password,
                       version))
/// By login, those after `after` whose login or name contains `words`.
std::vector<AccountLine> list_accounts(db::Tx&, std::string_view words, std::string_view after, std::int64_t limit);

/// Name and state of an account read at `version`. Refusal precondition_failed version_outdated.
void change_account(db::Tx&, Id<Account>, std::int64_t version, std::string_view name, AccountState);
void set_state(db::Tx&, Id<Account>, AccountState);

/// A new hash; the one before goes to the history.
void set_password(db::Tx&, const AccountRow&, std::string_view password_hash, bool must_change, Instant moment);
/// The newest hashes before the present one.
std::vector<std::string> password_history(db::Tx&, Id<Account>, std::int64_t count);

/// Counts a failed try and returns the count.
std::int64_t count_failed_try(db::Tx&, Id<Account>);
void lock_until(db::Tx&, Id<Account>, Instant until);
/// Resets failed tries and notes the sign-in; false when the account was locked or disabled in the meantime, or the
/// one-time code of this step was used before.
bool note_sign_in(db::Tx&, Id<Account>, Instant moment, std::int64_t totp_step);

void set_totp(db::Tx&, Id<Account>, const std::optional<std::string>& sealed, bool confirmed, std::int64_t step);

/// A post as people see it.
struct PostView {
    Id<Post> id;
    Duty duty = Duty::citizen;
    Id<Organisation> organisation_id;
    std::string organisation_name;
    LegalDate from_on;
    std::optional<LegalDate> to_on;
};
BOOST_DESCRIBE_STRUCT(PostView, (), (id, duty, organisation_id, organisation_name, from_on, to_on))
/// Posts that run on this day, and those still to come when `also_later`; by duty and body.
std::vector<PostView> posts_of(db::Tx&, Id<Account>, LegalDate on, bool also_later = false);
/// The same, later ones too, asked for without waiting.
db::Later<PostView> posts_later(db::Tx&, Id<Account>, LegalDate on);
/// Whether there is such a body.
bool has_organisation(db::Tx&, Id<Organisation>);
/// Posts not ended, for the rules.
std::vector<HeldPost> held_posts(db::Tx&, Id<Account>);

/// Accounts that nobody signed in to since a moment, and which are still active.
std::vector<Id<Account>> idle_accounts(db::Tx&, Instant since);

}  // namespace hemu::identity
