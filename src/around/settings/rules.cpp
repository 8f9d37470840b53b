#include "rules.hpp"

#include <algorithm>

namespace hemu::settings {

identity::Duty keeper_of(Owner owner) {
    return owner == Owner::identity || owner == Owner::access ? identity::Duty::security_administrator
                                                              : identity::Duty::system_administrator;
}

/// Of one owner, `less` stays below `more`.
struct Order {
    Owner owner;
    std::string_view less;
    std::string_view more;
};
static constexpr Order orders[] = {
    {Owner::application, "warning_days", "draft_days"},
    {Owner::archive, "grade_passed", "grade_good"},
    {Owner::archive, "grade_good", "grade_excellent"},
    {Owner::closing, "retention_short_years", "retention_long_years"},
    {Owner::intake, "hint_similarity_percent", "import_similarity_percent"},
    {Owner::supervision, "first_reminder_percent", "second_reminder_percent"},
    {Owner::triage, "people_general", "people_difficult"},
    {Owner::triage, "people_difficult", "people_major"},
    {Owner::triage, "amount_general_fen", "amount_difficult_fen"},
    {Owner::triage, "amount_difficult_fen", "amount_major_fen"},
    {Owner::triage, "risk_yellow", "risk_orange"},
    {Owner::triage, "risk_orange", "risk_red"},
    {Owner::triage, "mass_small", "mass_middle"},
    {Owner::triage, "mass_middle", "mass_large"},
};

std::optional<std::string> fault_of(const std::vector<Setting>& all, const Setting& setting, std::int64_t value) {
    if (value < setting.least || value > setting.most) return "out_of_range";
    const auto value_of = [&](std::string_view code) -> std::optional<std::int64_t> {
        if (code == setting.code) return value;
        const auto found = std::find_if(all.begin(), all.end(), [&](const Setting& one) {
            return one.owner == setting.owner && one.code == code;
        });
        return found == all.end() ? std::nullopt : std::optional(found->value);
    };
    for (const Order& order : orders) {
        if (order.owner != setting.owner || (order.less != setting.code && order.more != setting.code)) continue;
        const auto less = value_of(order.less);
        const auto more = value_of(order.more);
        if (less && more && *less >= *more) return "setting_out_of_order";
    }
    return std::nullopt;
}

}  // namespace hemu::settings
