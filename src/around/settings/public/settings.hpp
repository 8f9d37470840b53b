// 设置 The numbers that the city may set: one table for each folder that works by some, all of one shape. Each row
// has its bounds and what it rests on.
#pragma once
#include <string>
#include <vector>

#include "identity.hpp"

namespace hemu::settings {

extern const identity::Routes routes;

/// Whose numbers; the word with `_setting` is the name of the table.
enum class Owner {
    access,
    application,
    archive,
    assignment,
    attachment,
    case_home,
    closing,
    exchange,
    identity,
    intake,
    invitation,
    notice,
    partner,
    supervision,
    triage
};
BOOST_DESCRIBE_ENUM(Owner, access, application, archive, assignment, attachment, case_home, closing, exchange,
                    identity, intake, invitation, notice, partner, supervision, triage)

/// certainty: source, known, default or unsure.
struct Setting {
    Owner owner = Owner::access;
    std::string code;
    std::int64_t value = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::string basis;
    std::string certainty;
};
BOOST_DESCRIBE_STRUCT(Setting, (), (owner, code, value, least, most, basis, certainty))

std::vector<Setting> all_settings(db::Tx&);

/// Refusals: not_found; forbidden duty_may_not; invalid value: out_of_range, setting_out_of_order.
void change(db::Tx&, Owner, const std::string& code, std::int64_t value, const identity::Context&);

}  // namespace hemu::settings
