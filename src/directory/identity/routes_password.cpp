#include "routes_parts.hpp"
#include "sign_in.hpp"
#include "totp.hpp"

namespace hemu::identity {

struct PasswordChange {
    std::string old_password;
    std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (old_password, new_password))

static bool administrates(const std::vector<HeldPost>& held) {
    return std::any_of(held.begin(), held.end(),
                       [](const HeldPost& post) { return administrators.contains(post.duty); });
}

struct OwnPassword {
    AccountRow account;
    bool administrator = false;
    Settings settings;
    std::vector<std::string> used_before;
};

static OwnPassword own_password(db::Tx& tx, Id<Account> id) {
    OwnPassword own;
    own.account = get_account(tx, id);
    own.administrator = administrates(held_posts(tx, id));
    own.settings = settings(tx);
    if (own.settings.password_history > 0) {
        own.used_before = password_history(tx, id, own.settings.password_history - 1);
        own.used_before.push_back(own.account.password_hash);
    }
    return own;
}

/// Wrong guesses count as they do when signing in: an unlocked desk is no place to try passwords.
static void refuse_wrong_password(const http::Request& request, const Context& cx, const OwnPassword& own) {
    cx.db.transact_aside([&](db::Tx& tx) {
        auto entry = entry_of(cx, request, audit::AuditKind::password, "change", to_text(own.account.id));
        entry.refusal = "password_wrong";
        audit::record(tx, entry);
        const auto until = locked_until(count_failed_try(tx, own.account.id), cx.moment, own.settings);
        if (!until) return;
        lock_until(tx, own.account.id, *until);
        end_sessions(tx, own.account.id);
    });
    throw Refusal(Fault::invalid, "invalid", {{"old_password", "password_wrong"}});
}

static http::Reply change_password(const http::Request& request, const Context& cx) {
    const auto form = request.body<PasswordChange>();
    const auto own = cx.db.read([&](db::Tx& tx) { return own_password(tx, cx.actor.account); });
    if (!crypto::verify_password(own.account.password_hash, form.old_password))
        refuse_wrong_password(request, cx, own);
    refuse_if(why_not_password(form.new_password, own.account.login, own.administrator, own.settings));
    for (const std::string& hash : own.used_before)
        if (crypto::verify_password(hash, form.new_password))
            throw Refusal(Fault::invalid, "invalid", {{"new_password", "password_used_before"}});
    const std::string hash = crypto::hash_password(form.new_password);

    return cx.db.transact([&](db::Tx& tx) {
        set_password(tx, own.account, hash, false, cx.moment);
        end_sessions(tx, own.account.id, cx.actor.session);
        const auto posts = posts_of(tx, own.account.id, legal_date(cx.moment));
        set_owes(tx, own.account.id, owes_of(get_account(tx, own.account.id), posts, own.settings, cx.moment));
        audit::record(tx, entry_of(cx, request, audit::AuditKind::password, "change", to_text(own.account.id)));
        return http::no_content();
    });
}

struct TotpStart {
    std::string secret;  ///< base 32, to type in
    std::string uri;     ///< to show as a square code
};
BOOST_DESCRIBE_STRUCT(TotpStart, (), (secret, uri))

/// A new secret, which counts once it is confirmed. Whoever has a confirmed one asks an administrator to take it
/// away.
static http::Reply start_totp(const http::Request& request, const Context& cx) {
    const std::string secret = fresh_totp_secret();
    return cx.db.transact([&](db::Tx& tx) {
        const auto account = get_account(tx, cx.actor.account);
        if (account.totp_confirmed) throw Refusal(Fault::conflict, "second_factor_enrolled");
        set_totp(tx, account.id, cx.keys.seal(secret, "totp"), false, 0);
        audit::record(tx, entry_of(cx, request, audit::AuditKind::second_factor, "start", to_text(account.id)));
        return http::created(TotpStart{totp_base32(secret), totp_uri(account.login, secret)});
    });
}

struct TotpConfirmation {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(TotpConfirmation, (), (code))

static http::Reply confirm_totp(const http::Request& request, const Context& cx) {
    const auto form = request.body<TotpConfirmation>();
    return cx.db.transact([&](db::Tx& tx) {
        const auto account = get_account(tx, cx.actor.account);
        if (!account.totp_sealed || account.totp_confirmed)
            throw Refusal(Fault::conflict, "second_factor_not_started");
        const auto step = totp_step(cx.keys.open(*account.totp_sealed, "totp"), form.code, cx.moment, 0);
        if (!step) throw Refusal(Fault::invalid, "invalid", {{"code", "code_wrong"}});
        set_totp(tx, account.id, account.totp_sealed, true, *step);
        const auto posts = posts_of(tx, account.id, legal_date(cx.moment));
        set_owes(tx, account.id, owes_of(get_account(tx, account.id), posts, settings(tx), cx.moment));
        audit::record(tx, entry_of(cx, request, audit::AuditKind::second_factor, "confirm", to_text(account.id)));
        return http::no_content();
    });
}

Routes password_routes() {
    return {
        post<PasswordChange, None>("/api/password", everyone, change_password, "Change one's password")
            .even_before_ready(),
        post<None, TotpStart>("/api/totp", everyone, start_totp, "Begin to add a second factor").even_before_ready(),
        post<TotpConfirmation, None>("/api/totp/confirmation", everyone, confirm_totp,
                                     "Confirm the second factor by its first code")
            .even_before_ready(),
    };
}

}  // namespace hemu::identity
