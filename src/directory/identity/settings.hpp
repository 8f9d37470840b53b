// The numbers of identity: rows of identity_setting, each with its basis.
#pragma once
#include "identity.hpp"

namespace hemu::identity {

struct Settings {
    std::int64_t password_length = 8;
    std::int64_t administrator_password_length = 12;
    std::int64_t password_classes = 3;
    std::int64_t password_history = 5;
    std::int64_t password_days = 90;
    std::int64_t tries_before_lock = 5;
    std::int64_t lock_minutes = 15;
    std::int64_t address_tries = 30;
    std::int64_t idle_account_days = 90;
    Duties totp_duties;  ///< duties that need a second factor
};

/// How long a session lasts without a request (8.1.4.1b), and in any case: configuration of the server.
std::chrono::minutes session_idle(const config::Config&);
std::chrono::hours session_limit(const config::Config&);

/// A setting as administrators see it. certainty: known or default.
struct Setting {
    std::string code;
    std::int64_t value = 0;
    std::string basis;
    std::string certainty;
};
BOOST_DESCRIBE_STRUCT(Setting, (), (code, value, basis, certainty))

std::vector<Setting> all_settings(db::Tx&);
Settings settings(db::Tx&);
/// Refusals: not_found, invalid out_of_range.
void set_setting(db::Tx&, std::string_view code, std::int64_t value);

}  // namespace hemu::identity
