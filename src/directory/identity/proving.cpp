#include "proving.hpp"

#include "auditing.hpp"
#include "settings.hpp"
#include "store_accounts.hpp"
#include "store_sessions.hpp"
#include "totp.hpp"

namespace hemu::identity {

static constexpr std::string_view field = "secret";

[[noreturn]] static void refuse_wrong(const http::Request& request, const Context& cx, const AccountRow& account,
                                      std::string_view code) {
    cx.db.transact_aside([&](db::Tx& tx) {
        auto entry = entry_of(cx, request, audit::AuditKind::password, "prove", to_text(account.id));
        entry.refusal = code;
        audit::record(tx, entry);
        const auto until = locked_until(count_failed_try(tx, account.id), cx.moment, settings(tx));
        if (!until) return;
        lock_until(tx, account.id, *until);
        end_sessions(tx, account.id);
    });
    throw Refusal(Fault::invalid, "invalid", {{std::string(field), std::string(code)}});
}

static bool looks_like_code(const std::string& secret) {
    return secret.size() == 6 && secret.find_first_not_of("0123456789") == std::string::npos;
}

ProvedBy prove_self(const http::Request& request, const Context& cx, const std::string& secret) {
    const AccountRow account = cx.db.read([&](db::Tx& tx) { return get_account(tx, cx.actor.account); });
    if (account.locked_until && *account.locked_until > cx.moment) throw Refusal(Fault::too_many, "account_locked");
    if (looks_like_code(secret) && account.totp_confirmed) {
        const auto step = totp_step(cx.keys.open(*account.totp_sealed, "totp"), secret, cx.moment, account.totp_step);
        if (!step) refuse_wrong(request, cx, account, "code_wrong");
        cx.db.transact_aside([&](db::Tx& tx) { set_totp(tx, account.id, account.totp_sealed, true, *step); });
        return ProvedBy::code;
    }
    if (!crypto::verify_password(account.password_hash, secret)) refuse_wrong(request, cx, account, "password_wrong");
    return ProvedBy::password;
}

}  // namespace hemu::identity
