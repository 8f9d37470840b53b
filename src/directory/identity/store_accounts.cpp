#include "store_accounts.hpp"

#include "paging.hpp"
#include "sealing.hpp"
#include "store_sessions.hpp"

namespace hemu::identity {

static const db::Statement select_by_login{"identity.account_by_login", R"(
    SELECT id, login, name, state, password_hash, password_set_at, must_change_password, totp_sealed, totp_confirmed,
           totp_step, failed_tries, locked_until, last_sign_in_at, created_at, version
      FROM account WHERE login = $1)"};

std::optional<AccountRow> find_account(db::Tx& tx, std::string_view login) {
    return tx.maybe<AccountRow>(select_by_login, login);
}

static const db::Statement select_by_id{"identity.account_by_id", R"(
    SELECT id, login, name, state, password_hash, password_set_at, must_change_password, totp_sealed, totp_confirmed,
           totp_step, failed_tries, locked_until, last_sign_in_at, created_at, version
      FROM account WHERE id = $1)"};

std::optional<AccountRow> find_account(db::Tx& tx, Id<Account> id) { return tx.maybe<AccountRow>(select_by_id, id); }

AccountRow get_account(db::Tx& tx, Id<Account> id) {
    auto found = find_account(tx, id);
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return *found;
}

static const db::Statement select_name{"identity.account_name", R"(
    SELECT name FROM account WHERE id = $1)"};

std::string name_of(db::Tx& tx, Id<Account> id) { return tx.maybe<std::string>(select_name, id).value_or(""); }

std::optional<Id<Account>> account_named(db::Tx& tx, std::string_view login) {
    const auto found = find_account(tx, login);
    return found ? std::optional(found->id) : std::nullopt;
}

static const db::Statement select_lines{"identity.accounts", R"(
    SELECT id, login, name, state, locked_until, last_sign_in_at, totp_confirmed, must_change_password, version
      FROM account
     WHERE login > $1 AND (login LIKE $2 ESCAPE '!' OR name LIKE $2 ESCAPE '!')
     ORDER BY login
     LIMIT $3)"};

std::vector<AccountLine> list_accounts(db::Tx& tx, std::string_view words, std::string_view after,
                                       std::int64_t limit) {
    return tx.all<AccountLine>(select_lines, after, like_containing(words), limit);
}

static const db::Statement insert_account{"identity.insert_account", R"(
    INSERT INTO account (id, login, name, state, password_hash, password_set_at, must_change_password, totp_confirmed,
                         totp_step, failed_tries, created_at, active_since, version)
    VALUES ($1, $2, $3, 'active', $4, $5, $6, FALSE, 0, 0, $5, $5, 1))"};

Id<Account> create_account(db::Tx& tx, const NewAccount& account, Instant moment) {
    refuse_if(why_not_account(account));
    if (find_account(tx, account.login)) throw Refusal(Fault::conflict, "login_taken", {{"login", "login_taken"}});
    const auto id = Id<Account>::fresh(moment);
    tx.run(insert_account, id, account.login, account.name, account.password_hash, moment,
           account.must_change_password);
    return id;
}

static const db::Statement update_account{"identity.change_account", R"(
    UPDATE account SET name = $3, state = $4, version = version + 1 WHERE id = $1 AND version = $2)"};

void change_account(db::Tx& tx, Id<Account> id, std::int64_t version, std::string_view name, AccountState state) {
    if (tx.changed(update_account, id, version, name, state) == 0)
        throw Refusal(Fault::precondition_failed, "version_outdated");
}

static const db::Statement update_state{"identity.set_account_state", R"(
    UPDATE account SET state = $2, version = version + 1 WHERE id = $1)"};

void set_state(db::Tx& tx, Id<Account> id, AccountState state) { tx.run(update_state, id, state); }

static const db::Statement insert_history{"identity.keep_password", R"(
    INSERT INTO account_password (account_id, set_at, password_hash) VALUES ($1, $2, $3)
    ON CONFLICT (account_id, set_at) DO NOTHING)"};

static const db::Statement update_password{"identity.set_password", R"(
    UPDATE account SET password_hash = $2, password_set_at = $3, must_change_password = $4, failed_tries = 0,
                       locked_until = NULL, version = version + 1
     WHERE id = $1)"};

void set_password(db::Tx& tx, const AccountRow& account, std::string_view password_hash, bool must_change,
                  Instant moment) {
    tx.run(insert_history, account.id, account.password_set_at, account.password_hash);
    tx.run(update_password, account.id, password_hash, moment, must_change);
}

void give_one_time_password(db::Tx& tx, Id<Account> id, std::string_view password_hash, Instant moment) {
    set_password(tx, get_account(tx, id), password_hash, true, moment);
    end_sessions(tx, id);
}

static const db::Statement select_history{"identity.password_history", R"(
    SELECT password_hash FROM account_password WHERE account_id = $1 ORDER BY set_at DESC LIMIT $2)"};

std::vector<std::string> password_history(db::Tx& tx, Id<Account> id, std::int64_t count) {
    return tx.all<std::string>(select_history, id, count);
}

static const db::Statement update_tries{"identity.count_failed_try", R"(
    UPDATE account SET failed_tries = failed_tries + 1 WHERE id = $1 RETURNING failed_tries)"};

std::int64_t count_failed_try(db::Tx& tx, Id<Account> id) { return tx.one<std::int64_t>(update_tries, id); }

static const db::Statement update_lock{"identity.lock_account", R"(
    UPDATE account SET locked_until = $2, failed_tries = 0 WHERE id = $1)"};

void lock_until(db::Tx& tx, Id<Account> id, Instant until) { tx.run(update_lock, id, until); }

static const db::Statement update_unlock{"identity.unlock_account", R"(
    UPDATE account SET locked_until = NULL, failed_tries = 0, state = 'active', active_since = $2, version = version + 1
     WHERE id = $1)"};

void enable_account(db::Tx& tx, Id<Account> id, Instant moment) {
    if (tx.changed(update_unlock, id, moment) == 0) throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement update_sign_in{"identity.note_sign_in", R"(
    UPDATE account
       SET failed_tries = 0, locked_until = NULL, last_sign_in_at = $2,
           totp_step = CASE WHEN $3 > totp_step THEN $3 ELSE totp_step END
     WHERE id = $1 AND state = 'active' AND (locked_until IS NULL OR locked_until <= $2)
       AND (totp_step < $3 OR $3 = 0))"};

bool note_sign_in(db::Tx& tx, Id<Account> id, Instant moment, std::int64_t totp_step) {
    return tx.changed(update_sign_in, id, moment, totp_step) == 1;
}

static const sealing::SealedColumn sealed_totp{"account", "id", "totp_sealed", "totp"};

static const db::Statement update_totp{"identity.set_totp", R"(
    UPDATE account SET totp_sealed = $2, totp_confirmed = $3, totp_step = $4, version = version + 1 WHERE id = $1)"};

void set_totp(db::Tx& tx, Id<Account> id, const std::optional<std::string>& sealed, bool confirmed,
              std::int64_t step) {
    tx.run(update_totp, id, sealed, confirmed, step);
}

void forget_second_factor(db::Tx& tx, Id<Account> id) { set_totp(tx, id, std::nullopt, false, 0); }

static const db::Statement select_posts{"identity.posts_of", R"(
    SELECT p.id, p.duty, p.organisation_id, COALESCE(o.name, '') AS organisation_name, p.from_on, p.to_on
      FROM post p
      LEFT JOIN organisation o ON o.id = p.organisation_id
     WHERE p.account_id = $1 AND p.ended_at IS NULL AND (p.to_on IS NULL OR p.to_on >= $2) AND p.from_on <= $3
     ORDER BY p.duty, o.name, p.from_on, p.id)"};

static constexpr LegalDate far_off(9999, 12, 31);

std::vector<PostView> posts_of(db::Tx& tx, Id<Account> id, LegalDate on, bool also_later) {
    return tx.all<PostView>(select_posts, id, on, also_later ? far_off : on);
}

db::Later<PostView> posts_later(db::Tx& tx, Id<Account> id, LegalDate on) {
    return tx.later<PostView>(select_posts, id, on, far_off);
}

static const db::Statement select_organisation{"identity.has_organisation", R"(
    SELECT COUNT(*) FROM organisation WHERE id = $1)"};

bool has_organisation(db::Tx& tx, Id<Organisation> id) { return tx.one<std::int64_t>(select_organisation, id) == 1; }

static const db::Statement select_held{"identity.held_posts", R"(
    SELECT duty, organisation_id, from_on, to_on FROM post WHERE account_id = $1 AND ended_at IS NULL)"};

std::vector<HeldPost> held_posts(db::Tx& tx, Id<Account> id) { return tx.all<HeldPost>(select_held, id); }

// Whoever gives an account a post writes its row first: two posts that exclude each other never meet.
static const db::Statement lock_account{"identity.account_for_post", R"(
    UPDATE account SET version = version + 1 WHERE id = $1)"};

static const db::Statement insert_post{"identity.insert_post", R"(
    INSERT INTO post (id, account_id, organisation_id, duty, from_on, to_on) VALUES ($1, $2, $3, $4, $5, $6))"};

Id<Post> give_post(db::Tx& tx, Id<Account> account, const PostForm& form, Instant moment) {
    if (tx.changed(lock_account, account) == 0) throw Refusal(Fault::not_found, "not_found");
    refuse_if(why_not_post(held_posts(tx, account), form));
    const auto id = Id<Post>::fresh(moment);
    tx.run(insert_post, id, account, form.organisation_id, form.duty, form.from_on, form.to_on);
    return id;
}

static const db::Statement update_post_end{"identity.end_post", R"(
    UPDATE post SET ended_at = $3 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL)"};

void end_post(db::Tx& tx, Id<Account> account, Id<Post> post, Instant moment) {
    if (tx.changed(update_post_end, post, account, moment) == 0) throw Refusal(Fault::not_found, "not_found");
    end_sessions_of_post(tx, post);
}

static const db::Statement select_idle{"identity.idle_accounts", R"(
    SELECT id FROM account
     WHERE state = 'active' AND active_since <= $1 AND (last_sign_in_at IS NULL OR last_sign_in_at <= $1)
     ORDER BY id)"};

std::vector<Id<Account>> idle_accounts(db::Tx& tx, Instant since) { return tx.all<Id<Account>>(select_idle, since); }

static void act_in(Actor& actor, const PostView& post) {
    actor.duty = post.duty;
    actor.organisation = post.organisation_id;
    actor.post = post.id;
}

std::optional<Actor> actor_of(db::Tx& tx, std::string_view login, LegalDate on) {
    const auto account = find_account(tx, login);
    if (!account || account->state != AccountState::active) return std::nullopt;
    Actor actor;
    actor.account = account->id;
    actor.name = account->name;
    const auto posts = posts_of(tx, account->id, on);
    if (!posts.empty()) act_in(actor, posts.front());
    return actor;
}

std::optional<Actor> actor_in_post(db::Tx& tx, Id<Account> id, Id<Post> post, LegalDate on) {
    const auto account = find_account(tx, id);
    if (!account || account->state != AccountState::active) return std::nullopt;
    for (const auto& held : posts_of(tx, id, on)) {
        if (held.id != post) continue;
        Actor actor;
        actor.account = id;
        actor.name = account->name;
        act_in(actor, held);
        return actor;
    }
    return std::nullopt;
}

}  // namespace hemu::identity
