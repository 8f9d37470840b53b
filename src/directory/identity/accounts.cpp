#include "accounts.hpp"

#include "answers.hpp"
#include "audit.hpp"
#include "store_accounts.hpp"
#include "store_sessions.hpp"

namespace hemu::identity {

static bool is_login(std::string_view login) {
    return login.size() >= 3 && login.size() <= 32 && std::all_of(login.begin(), login.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
           });
}

static bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n\r") == text.npos; }

Verdict why_not_name(std::string_view name) {
    Verdict verdict;
    if (is_blank(name)) verdict.add("name", "blank");
    return verdict;
}

Verdict why_not_account(const NewAccount& account) {
    Verdict verdict;
    if (!is_login(account.login)) verdict.add("login", "login_malformed");
    verdict.add(why_not_name(account.name));
    return verdict;
}

std::string one_time_password() {
    // Without signs that are taken for each other; one sign of each wanted class stands first.
    static constexpr std::string_view upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    static constexpr std::string_view lower = "abcdefghijkmnpqrstuvwxyz";
    static constexpr std::string_view digit = "23456789";
    static constexpr std::string_view kinds[] = {upper, digit, lower, lower};
    const std::string random = crypto::random_bytes(16);
    std::string password;
    for (std::size_t i = 0; i < random.size(); ++i) {
        if (i > 0 && i % 4 == 0) password += '-';
        const std::string_view kind = kinds[i % 4];
        password += kind[static_cast<unsigned char>(random[i]) % kind.size()];
    }
    return password;
}

static audit::Entry disuse_of(Id<Account> account, Instant moment) {
    audit::Entry entry;
    entry.happened_at = moment;
    entry.kind = audit::AuditKind::account;
    entry.act = "lock_after_disuse";
    entry.subject = to_text(account);
    entry.fields = {"state"};
    return entry;
}

void keep_house(db::Database& database, Instant moment) {
    database.transact([&](db::Tx& tx) {
        end_old_sessions(tx, moment);
        forget_old_tries(tx, moment);
        forget_answers(tx, moment + -std::chrono::hours(24));
        for (const auto& account : idle_accounts(tx, idle_since(moment, settings(tx)))) {
            set_state(tx, account, AccountState::disabled);
            end_sessions(tx, account);
            audit::record(tx, disuse_of(account, moment));
        }
    });
}

}  // namespace hemu::identity
