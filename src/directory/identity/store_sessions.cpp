#include "store_sessions.hpp"

namespace hemu::identity {

static const db::Statement select_session{"identity.session", R"(
    SELECT s.id, s.account_id, a.login, a.name, p.id AS post_id, p.duty, p.organisation_id, s.owes, s.created_at,
           s.seen_at, s.idle_until, s.ends_at
      FROM session s
      JOIN account a ON a.id = s.account_id AND a.state = 'active'
      LEFT JOIN post p ON p.id = s.post_id AND p.ended_at IS NULL
                      AND p.from_on <= $3 AND (p.to_on IS NULL OR p.to_on >= $3)
     WHERE s.token_digest = $1 AND s.idle_until > $2 AND s.ends_at > $2)"};

std::optional<FoundSession> find_session(db::Tx& tx, std::string_view token_digest, Instant moment) {
    return tx.maybe<FoundSession>(select_session, token_digest, moment, legal_date(moment));
}

std::string acting_sessions_sql() {
    return R"((
    SELECT s.id AS session_id, s.account_id, p.id AS post_id, p.duty, p.organisation_id
      FROM session s
      JOIN account a ON a.id = s.account_id AND a.state = 'active'
      JOIN post p ON p.id = s.post_id AND p.ended_at IS NULL AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on >= $2)
     WHERE s.owes = 'nothing' AND s.idle_until > $1 AND s.ends_at > $1))";
}

/// Open streams are looked at again: a session ended, or acts in another post.
static void tell_streams(db::Tx& tx) { tx.notify("session", ""); }

static const db::Statement update_seen{"identity.touch_session", R"(
    UPDATE session SET seen_at = $2, idle_until = $3 WHERE id = $1)"};

void touch_session(db::Tx& tx, Id<Session> id, Instant moment, Instant idle_until) {
    tx.run(update_seen, id, moment, idle_until);
}

bool is_seen_lately(const FoundSession& session, Instant moment) {
    return moment - session.seen_at < std::chrono::minutes(1);
}

static const db::Statement insert{"identity.insert_session", R"(
    INSERT INTO session (id, token_digest, account_id, post_id, owes, created_at, seen_at, idle_until, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8))"};

void insert_session(db::Tx& tx, const NewSession& session) {
    tx.run(insert, session.id, session.token_digest, session.account_id, session.post_id, session.owes,
           session.created_at, session.idle_until, session.ends_at);
}

static const db::Statement update_post{"identity.set_session_post", R"(
    UPDATE session SET post_id = $2 WHERE id = $1)"};

void set_session_post(db::Tx& tx, Id<Session> id, Id<Post> post) {
    tx.run(update_post, id, post);
    tell_streams(tx);
}

static const db::Statement update_owes{"identity.set_owes", R"(
    UPDATE session SET owes = $2 WHERE account_id = $1)"};

void set_owes(db::Tx& tx, Id<Account> account, Owes owes) { tx.run(update_owes, account, owes); }

static const db::Statement delete_session{"identity.end_session", R"(
    DELETE FROM session WHERE account_id = $1 AND id = $2)"};

std::int64_t end_session(db::Tx& tx, Id<Account> account, Id<Session> id) {
    tell_streams(tx);
    return tx.changed(delete_session, account, id);
}

static const db::Statement delete_sessions{"identity.end_sessions", R"(
    DELETE FROM session WHERE account_id = $1 AND id <> $2)"};

std::int64_t end_sessions(db::Tx& tx, Id<Account> account, Id<Session> kept) {
    tell_streams(tx);
    return tx.changed(delete_sessions, account, kept);
}

static const db::Statement delete_of_post{"identity.end_sessions_of_post", R"(
    DELETE FROM session WHERE post_id = $1)"};

std::int64_t end_sessions_of_post(db::Tx& tx, Id<Post> post) {
    tell_streams(tx);
    return tx.changed(delete_of_post, post);
}

static const db::Statement delete_old{"identity.end_old_sessions", R"(
    DELETE FROM session WHERE ends_at <= $1 OR idle_until <= $1)"};

std::int64_t end_old_sessions(db::Tx& tx, Instant moment) { return tx.changed(delete_old, moment); }

static const db::Statement select_sessions{"identity.sessions_of", R"(
    SELECT id, created_at, seen_at FROM session
     WHERE account_id = $1 AND idle_until > $2 AND ends_at > $2
     ORDER BY seen_at DESC, id)"};

std::vector<SessionLine> sessions_of(db::Tx& tx, Id<Account> account, Instant moment) {
    return tx.all<SessionLine>(select_sessions, account, moment);
}

static const db::Statement upsert_try{"identity.count_try", R"(
    INSERT INTO address_tries (kind, address_digest, window_ends_at, tries) VALUES ($1, $2, $4, 1)
    ON CONFLICT (kind, address_digest) DO UPDATE
       SET tries = CASE WHEN address_tries.window_ends_at <= $3 THEN 1 ELSE address_tries.tries + 1 END,
           window_ends_at = CASE WHEN address_tries.window_ends_at <= $3 THEN excluded.window_ends_at
                                 ELSE address_tries.window_ends_at END
    RETURNING tries)"};

std::int64_t count_try(db::Tx& tx, std::string_view kind, std::string_view address_digest, Instant moment,
                       std::chrono::minutes window) {
    return tx.one<std::int64_t>(upsert_try, kind, address_digest, moment, moment + window);
}

static const db::Statement select_tries{"identity.tries_of", R"(
    SELECT tries FROM address_tries WHERE kind = $1 AND address_digest = $2 AND window_ends_at > $3)"};

std::int64_t tries_of(db::Tx& tx, std::string_view kind, std::string_view address_digest, Instant moment) {
    return tx.maybe<std::int64_t>(select_tries, kind, address_digest, moment).value_or(0);
}

static const db::Statement delete_tries{"identity.forget_tries", R"(
    DELETE FROM address_tries WHERE kind = $1 AND address_digest = $2)"};

void forget_tries(db::Tx& tx, std::string_view kind, std::string_view address_digest) {
    tx.run(delete_tries, kind, address_digest);
}

static const db::Statement delete_old_tries{"identity.forget_old_tries", R"(
    DELETE FROM address_tries WHERE window_ends_at <= $1)"};

void forget_old_tries(db::Tx& tx, Instant moment) { tx.run(delete_old_tries, moment); }

}  // namespace hemu::identity
