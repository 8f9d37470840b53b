#include "rules.hpp"

namespace hemu::identity {

static int classes_of(std::string_view password) {
    bool upper = false, lower = false, digit = false, other = false;
    for (const char c : password) {
        if (c >= 'A' && c <= 'Z')
            upper = true;
        else if (c >= 'a' && c <= 'z')
            lower = true;
        else if (c >= '0' && c <= '9')
            digit = true;
        else
            other = true;
    }
    return upper + lower + digit + other;
}

static std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

/// Characters, not bytes: what is no continuation byte of UTF-8.
static std::int64_t length_of(std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

Verdict why_not_password(std::string_view password, std::string_view login, bool administrator,
                         const Settings& settings) {
    const auto refuse = [](std::string_view code) {
        return Verdict::refused(Fault::invalid, std::string(code), "new_password");
    };
    const auto least = administrator ? settings.administrator_password_length : settings.password_length;
    if (length_of(password) < least) return refuse("password_too_short");
    if (password.size() > 200) return refuse("password_too_long");
    if (classes_of(password) < settings.password_classes) return refuse("password_too_simple");
    if (lower_case(password).find(lower_case(login)) != std::string::npos) return refuse("password_has_login");
    return {};
}

bool is_password_old(Instant set_at, Instant moment, const Settings& settings) {
    return set_at + std::chrono::days(settings.password_days) <= moment;
}

std::optional<Instant> locked_until(std::int64_t failed_tries, Instant moment, const Settings& settings) {
    if (failed_tries < settings.tries_before_lock) return std::nullopt;
    return moment + std::chrono::minutes(settings.lock_minutes);
}

Instant idle_since(Instant moment, const Settings& settings) {
    return moment + -std::chrono::days(settings.idle_account_days);
}

static bool overlap(const HeldPost& held, const PostForm& form) {
    const bool held_ends_before = held.to_on && *held.to_on < form.from_on;
    const bool form_ends_before = form.to_on && *form.to_on < held.from_on;
    return !held_ends_before && !form_ends_before;
}

Verdict why_not_post(const std::vector<HeldPost>& held, const PostForm& form) {
    if (form.duty == Duty::citizen) return Verdict::refused(Fault::invalid, "duty_not_given", "duty");
    if (form.to_on && *form.to_on < form.from_on) return Verdict::refused(Fault::invalid, "term_reversed", "to_on");
    for (const HeldPost& other : held) {
        if (!overlap(other, form)) continue;
        const bool one_administrates = administrators.contains(other.duty) || administrators.contains(form.duty);
        if (one_administrates && other.duty != form.duty) return Verdict::refused(Fault::conflict, "duties_exclude");
        if (other.duty == form.duty && other.organisation_id == form.organisation_id)
            return Verdict::refused(Fault::conflict, "post_held_already");
    }
    return {};
}

Verdict why_not_administer(const Actor& actor, Id<Account> account) {
    if (actor.account == account) return Verdict::refused(Fault::forbidden, "own_account");
    return {};
}

Verdict why_not_reset(const Actor& actor, Id<Account> account, const std::vector<HeldPost>& held) {
    if (actor.account == account) return Verdict::refused(Fault::forbidden, "own_account");
    const bool administrates = std::any_of(held.begin(), held.end(),
                                           [](const HeldPost& post) { return administrators.contains(post.duty); });
    if (administrates && actor.duty != Duty::security_administrator)
        return Verdict::refused(Fault::forbidden, "duty_may_not");
    return {};
}

/// "https://host:port" without the scheme.
static std::string_view host_of(std::string_view origin) {
    const auto at = origin.find("://");
    return at == origin.npos ? std::string_view() : origin.substr(at + 3);
}

Verdict why_cross_site(const Origin& from, bool by_cookie) {
    const auto refused = [] { return Verdict::refused(Fault::forbidden, "cross_site"); };
    if (from.origin && host_of(*from.origin) != from.host) return refused();
    if (from.sec_fetch_site && *from.sec_fetch_site != "same-origin" && *from.sec_fetch_site != "none")
        return refused();
    if (by_cookie && !from.hemu_header) return refused();
    return {};
}

Verdict why_not_key(std::optional<std::string_view> key) {
    const bool fine = key && key->size() >= 8 && key->size() <= 100 &&
                      std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c < 127; });
    if (!fine) return Verdict::refused(Fault::invalid, "idempotency_key_missing", "Idempotency-Key");
    return {};
}

}  // namespace hemu::identity
