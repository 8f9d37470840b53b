#include <algorithm>

#include "rules.hpp"

namespace hemu::settings {

using identity::Context;

static constexpr Owner owners[] = {Owner::access,     Owner::application, Owner::archive,    Owner::assignment,
                                   Owner::attachment, Owner::case_home,   Owner::closing,    Owner::exchange,
                                   Owner::identity,   Owner::intake,      Owner::invitation, Owner::notice,
                                   Owner::partner,    Owner::supervision, Owner::triage};

static std::string of_every_owner() {
    std::string sql;
    for (const Owner owner : owners)
        sql += fmt::format("{1}SELECT '{0}' AS owner, code, value, least, most, basis, certainty FROM {0}_setting\n",
                           json::enum_word(owner), sql.empty() ? "" : "UNION ALL ");
    return sql + "ORDER BY owner, code";
}

static const db::Statement select_settings{"settings.all", of_every_owner()};

std::vector<Setting> all_settings(db::Tx& tx) { return tx.all<Setting>(select_settings); }

static db::Statement update_of(Owner owner) {
    const auto word = json::enum_word(owner);
    return {fmt::format("settings.change_{}", word),
            fmt::format("UPDATE {}_setting SET value = $2 WHERE code = $1", word)};
}

static const db::Statement update_setting[] = {
    update_of(Owner::access),     update_of(Owner::application), update_of(Owner::archive),
    update_of(Owner::assignment), update_of(Owner::attachment),  update_of(Owner::case_home),
    update_of(Owner::closing),    update_of(Owner::exchange),    update_of(Owner::identity),
    update_of(Owner::intake),     update_of(Owner::invitation),  update_of(Owner::notice),
    update_of(Owner::partner),    update_of(Owner::supervision), update_of(Owner::triage)};
static_assert(std::size(update_setting) == std::size(owners));

void change(db::Tx& tx, Owner owner, const std::string& code, std::int64_t value, const Context& cx) {
    const auto all = all_settings(tx);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Setting& one) { return one.owner == owner && one.code == code; });
    if (found == all.end()) throw Refusal(Fault::not_found, "not_found");
    if (cx.actor.duty != keeper_of(owner)) throw Refusal(Fault::forbidden, "duty_may_not");
    if (const auto fault = fault_of(all, *found, value))
        throw Refusal(Fault::invalid, "invalid", {{"value", *fault}});
    tx.run(update_setting[static_cast<std::size_t>(owner)], code, value);
}

}  // namespace hemu::settings
