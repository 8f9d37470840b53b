#include "sign_in.hpp"

#include "totp.hpp"

namespace hemu::identity {

/// Everything that is known before the password is tried.
struct Attempt {
    std::optional<AccountRow> account;
    Settings settings;
    std::int64_t address_tries = 0;
    std::int64_t login_tries = 0;  ///< of a login that no account has
};

static constexpr std::string_view by_address = "sign_in";
static constexpr std::string_view by_login = "unknown_login";

static std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

class SignInAttempt {
  public:
    SignInAttempt(const SignIn& form, const http::Request& request, const Context& cx)
        : form_(form), request_(request), cx_(cx), login_(lower_case(form.login)) {
        address_ = address_digest(cx.keys, request.client_address);
        login_digest_ = cx.keys.search_digest(login_, "login");
    }

    std::variant<SignedIn, Verdict> run() {
        attempt_ = cx_.db.read([&](db::Tx& tx) { return look(tx); });
        // Not audited: each of the tries that led here was, and nobody fills the disk by going on.
        if (attempt_.address_tries >= attempt_.settings.address_tries) return verdict_of("too_many_tries");
        if (is_locked()) return refused("account_locked");
        if (!password_fits()) return failed("sign_in_failed");
        std::int64_t step = 0;
        if (attempt_.account->totp_confirmed) {
            if (!form_.code) return refused("code_needed");
            const auto found = totp_step(cx_.keys.open(*attempt_.account->totp_sealed, "totp"), *form_.code,
                                         cx_.moment, attempt_.account->totp_step);
            if (!found) return failed("code_wrong");
            step = *found;
        }
        return open_session(step);
    }

  private:
    Attempt look(db::Tx& tx) const {
        Attempt attempt;
        attempt.account = find_account(tx, login_);
        attempt.settings = settings(tx);
        attempt.address_tries = tries_of(tx, by_address, address_, cx_.moment);
        if (!attempt.account) attempt.login_tries = tries_of(tx, by_login, login_digest_, cx_.moment);
        return attempt;
    }

    /// Unknown logins lock too, or the lock would tell which ones exist.
    bool is_locked() const {
        if (!attempt_.account) return attempt_.login_tries >= attempt_.settings.tries_before_lock;
        return attempt_.account->locked_until && *attempt_.account->locked_until > cx_.moment;
    }

    /// As long for an unknown login as for a known one.
    bool password_fits() const {
        static const std::string nobody = crypto::hash_password("nobody has this password");
        const bool known = attempt_.account && attempt_.account->state == AccountState::active;
        const bool fits = crypto::verify_password(known ? attempt_.account->password_hash : nobody, form_.password);
        return known && fits;
    }

    std::chrono::minutes window() const { return std::chrono::minutes(attempt_.settings.lock_minutes); }

    static Verdict verdict_of(std::string_view code) {
        const bool too_many = code == "account_locked" || code == "too_many_tries";
        return Verdict::refused(too_many ? Fault::too_many : Fault::unauthenticated, std::string(code));
    }

    audit::Entry entry(std::string_view refusal) const {
        auto entry = entry_of(cx_, request_, audit::AuditKind::sign_in, "sign_in",
                              attempt_.account ? to_text(attempt_.account->id) : "unknown_login");
        entry.refusal = refusal;
        return entry;
    }

    Verdict refused(std::string_view code) const {
        cx_.db.transact([&](db::Tx& tx) {
            count_try(tx, by_address, address_, cx_.moment, window());
            audit::record(tx, entry(code));
        });
        return verdict_of(code);
    }

    Verdict failed(std::string_view code) const {
        cx_.db.transact([&](db::Tx& tx) {
            count_try(tx, by_address, address_, cx_.moment, window());
            if (attempt_.account)
                count_and_lock(tx, attempt_.account->id);
            else
                count_try(tx, by_login, login_digest_, cx_.moment, window());
            audit::record(tx, entry(code));
        });
        return verdict_of(code);
    }

    void count_and_lock(db::Tx& tx, Id<Account> account) const {
        const auto until = locked_until(count_failed_try(tx, account), cx_.moment, attempt_.settings);
        if (!until) return;
        lock_until(tx, account, *until);
        audit::record(tx, entry_of(cx_, request_, audit::AuditKind::account, "lock_after_failed_tries",
                                   to_text(account), {"locked_until"}));
    }

    std::variant<SignedIn, Verdict> open_session(std::int64_t step) const {
        const AccountRow& account = *attempt_.account;
        const SignedIn signed_in{crypto::to_hex(crypto::random_bytes(32)), account.id,
                                 Id<Session>::fresh(cx_.moment)};
        const bool opened = cx_.db.transact([&](db::Tx& tx) {
            // Locked or disabled while the password was being checked, or this code was used a moment ago.
            if (!note_sign_in(tx, account.id, cx_.moment, step)) return false;
            const auto posts = posts_of(tx, account.id, legal_date(cx_.moment));
            insert_session(tx, new_session(signed_in, posts));
            forget_tries(tx, by_address, address_);
            auto entry = this->entry("");
            entry.account = account.id;
            if (!posts.empty()) entry.duty = json::enum_word(posts.front().duty);
            audit::record(tx, entry);
            return true;
        });
        if (!opened) return refused("sign_in_failed");
        return signed_in;
    }

    NewSession new_session(const SignedIn& signed_in, const std::vector<PostView>& posts) const {
        NewSession session;
        session.id = signed_in.session;
        session.token_digest = token_digest(signed_in.token);
        session.account_id = signed_in.account;
        if (!posts.empty()) session.post_id = posts.front().id;
        session.owes = owes_of(*attempt_.account, posts, attempt_.settings, cx_.moment);
        session.created_at = cx_.moment;
        session.idle_until = cx_.moment + session_idle(cx_.config);
        session.ends_at = cx_.moment + session_limit(cx_.config);
        return session;
    }

    const SignIn& form_;
    const http::Request& request_;
    const Context& cx_;
    std::string login_;
    std::string address_;
    std::string login_digest_;
    Attempt attempt_;
};

Owes owes_of(const AccountRow& account, const std::vector<PostView>& posts, const Settings& settings,
             Instant moment) {
    if (account.must_change_password || is_password_old(account.password_set_at, moment, settings))
        return Owes::password;
    const bool wants_code = std::any_of(
        posts.begin(), posts.end(), [&](const PostView& post) { return settings.totp_duties.contains(post.duty); });
    return wants_code && !account.totp_confirmed ? Owes::second_factor : Owes::nothing;
}

std::variant<SignedIn, Verdict> sign_in(const SignIn& form, const http::Request& request, const Context& cx) {
    return SignInAttempt(form, request, cx).run();
}

}  // namespace hemu::identity
