#include "settings.hpp"

#include "db_settings.hpp"

namespace hemu::identity {

std::chrono::minutes session_idle(const config::Config& config) {
    return std::chrono::minutes(config.session_idle_minutes);
}

std::chrono::hours session_limit(const config::Config& config) {
    return std::chrono::hours(config.session_absolute_hours);
}

static const db::Statement select_settings{"identity.settings", "SELECT code, value FROM identity_setting"};

static constexpr std::string_view totp_prefix = "totp_";

Settings settings(db::Tx& tx) {
    const auto rows = tx.all<db::NumberSetting>(select_settings);
    Settings result = db::read_settings<Settings>(rows);
    for (const db::NumberSetting& row : rows) {
        if (!row.code.starts_with(totp_prefix) || row.value == 0) continue;
        if (const auto duty = json::enum_from_word<Duty>(std::string_view(row.code).substr(totp_prefix.size())))
            result.totp_duties = result.totp_duties | *duty;
    }
    return result;
}

}  // namespace hemu::identity
