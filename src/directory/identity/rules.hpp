// Decisions about passwords, locks, posts and requests; pure.
#pragma once
#include "accounts.hpp"
#include "settings.hpp"

namespace hemu::identity {

/// Refuses (invalid) password_too_short, password_too_simple (fewer than the wanted number of the classes upper case,
/// lower case, digits, others), password_has_login. Source: GB/T 22239-2019, 8.1.4.1a; numbers from the settings.
Verdict why_not_password(std::string_view password, std::string_view login, bool administrator, const Settings&);

/// Whether the password is older than the settings allow (8.1.4.1a, regular change).
bool is_password_old(Instant set_at, Instant moment, const Settings&);

/// Until when an account is locked after this many failed tries; nothing below the limit (8.1.4.1b).
std::optional<Instant> locked_until(std::int64_t failed_tries, Instant moment, const Settings&);

/// Accounts not used since this moment are to be disabled (8.1.4.2c).
Instant idle_since(Instant moment, const Settings&);

struct HeldPost {
    Duty duty = Duty::citizen;
    Id<Organisation> organisation_id;
    LegalDate from_on;
    std::optional<LegalDate> to_on;
};
BOOST_DESCRIBE_STRUCT(HeldPost, (), (duty, organisation_id, from_on, to_on))

/// Refuses (invalid) term_reversed, duty_not_given (nobody is given the duty citizen), (conflict) duties_exclude when
/// terms overlap and one of the duties is an administrator's, post_held_already. Source: 8.1.4.2d.
Verdict why_not_post(const std::vector<HeldPost>& held, const PostForm&);

/// Refuses (forbidden own_account) an administrator who works on his own account, and (forbidden duty_may_not) a
/// system administrator who takes over an administrator's account by a new password. Source: 8.1.4.2d.
Verdict why_not_administer(const Actor&, Id<Account> account);
Verdict why_not_reset(const Actor&, Id<Account> account, const std::vector<HeldPost>& held);

/// What a request tells about where it comes from.
struct Origin {
    std::string_view host;
    std::optional<std::string_view> origin;          ///< header Origin
    std::optional<std::string_view> sec_fetch_site;  ///< header Sec-Fetch-Site
    bool hemu_header = false;                        ///< header X-Hemu: 1, which no form of another site can send
};
/// Refuses (forbidden cross_site) a write that another site made the browser send.
/// by_cookie: the caller is known by his cookie, so the header X-Hemu must be there too.
Verdict why_cross_site(const Origin&, bool by_cookie);

/// Refuses (invalid idempotency_key_missing) a key that is absent or not 8 to 100 printable characters.
Verdict why_not_key(std::optional<std::string_view> idempotency_key);

}  // namespace hemu::identity
