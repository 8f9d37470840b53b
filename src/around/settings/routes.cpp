#include "auditing.hpp"
#include "settings.hpp"

namespace hemu::settings {

using http::None;
using identity::Context;

static http::Reply list_settings(const http::Request&, const Context& cx) {
    return cx.db.read([](db::Tx& tx) { return http::ok(all_settings(tx)); });
}

struct SettingValue {
    std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(SettingValue, (), (value))

static http::Reply change_setting(const http::Request& request, const Context& cx) {
    const auto owner = json::enum_from_word<Owner>(request.path_text("owner"));
    const std::string code = request.path_text("code");
    const auto form = request.body<SettingValue>();
    if (!owner) throw Refusal(Fault::not_found, "not_found");
    return cx.db.transact([&](db::Tx& tx) {
        change(tx, *owner, code, form.value, cx);
        audit::record(
            tx, identity::entry_of(cx, request, audit::AuditKind::setting, "change",
                                   fmt::format("{}.{} = {}", json::enum_word(*owner), code, form.value), {"value"}));
        return http::ok(all_settings(tx));
    });
}

static constexpr identity::Duties keepers{identity::Duty::system_administrator,
                                          identity::Duty::security_administrator};

const identity::Routes routes = {
    identity::get<None, std::vector<Setting>>("/api/settings", identity::administrators, list_settings,
                                              "The numbers that the city may set, with bounds and basis"),
    identity::put<SettingValue, std::vector<Setting>>("/api/settings/{owner}/{code}", keepers, change_setting,
                                                      "Change one of them"),
};

}  // namespace hemu::settings
