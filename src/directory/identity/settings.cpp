#include "settings.hpp"

namespace hemu::identity {

std::chrono::minutes session_idle(const config::Config& config) {
    return std::chrono::minutes(config.session_idle_minutes);
}

std::chrono::hours session_limit(const config::Config& config) {
    return std::chrono::hours(config.session_absolute_hours);
}

static const db::Statement select_settings{"identity.settings", R"(
    SELECT code, value, basis, certainty FROM identity_setting ORDER BY code)"};

std::vector<Setting> all_settings(db::Tx& tx) { return tx.all<Setting>(select_settings); }

struct Number {
    std::string_view code;
    std::int64_t Settings::*field;
    std::int64_t least;
    std::int64_t most;
};
static constexpr Number numbers[] = {
    {"password_length", &Settings::password_length, 8, 64},
    {"administrator_password_length", &Settings::administrator_password_length, 8, 64},
    {"password_classes", &Settings::password_classes, 1, 4},
    {"password_history", &Settings::password_history, 0, 24},
    {"password_days", &Settings::password_days, 1, 3650},
    {"tries_before_lock", &Settings::tries_before_lock, 3, 20},
    {"lock_minutes", &Settings::lock_minutes, 1, 1440},
    {"address_tries", &Settings::address_tries, 3, 10'000},
    {"idle_account_days", &Settings::idle_account_days, 30, 3650},
};

static constexpr std::string_view totp_prefix = "totp_";

static const Number* number_named(std::string_view code) {
    const auto found = std::find_if(std::begin(numbers), std::end(numbers),
                                    [&](const Number& number) { return number.code == code; });
    return found == std::end(numbers) ? nullptr : found;
}

Settings settings(db::Tx& tx) {
    Settings result;
    for (const Setting& setting : all_settings(tx)) {
        if (const Number* number = number_named(setting.code)) {
            result.*(number->field) = setting.value;
        } else if (setting.code.starts_with(totp_prefix) && setting.value != 0) {
            if (const auto duty =
                    json::enum_from_word<Duty>(std::string_view(setting.code).substr(totp_prefix.size())))
                result.totp_duties = result.totp_duties | *duty;
        }
    }
    return result;
}

static const db::Statement update_setting{"identity.set_setting", R"(
    UPDATE identity_setting SET value = $2 WHERE code = $1)"};

void set_setting(db::Tx& tx, std::string_view code, std::int64_t value) {
    const Number* number = number_named(code);
    const std::int64_t least = number ? number->least : 0;
    const std::int64_t most = number ? number->most : 1;
    if (value < least || value > most) throw Refusal(Fault::invalid, "out_of_range", {{"value", "out_of_range"}});
    if (tx.changed(update_setting, code, value) == 0) throw Refusal(Fault::not_found, "not_found");
}

}  // namespace hemu::identity
