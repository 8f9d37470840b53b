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
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (password_length, administrator_password_length, password_classes, password_history,
                       password_days, tries_before_lock, lock_minutes, address_tries, idle_account_days))

/// How long a session lasts without a request (8.1.4.1b), and in any case: configuration of the server.
std::chrono::minutes session_idle(const config::Config&);
std::chrono::hours session_limit(const config::Config&);

Settings settings(db::Tx&);

}  // namespace hemu::identity
