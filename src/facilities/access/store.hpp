// Rows of access: settings, counts of wrong codes, codes sent to phones.
#pragma once
#include "access.hpp"

namespace hemu::access {

/// See the rows of access_setting for their bases.
struct Settings {
    std::int64_t pass_hours = 12;
    std::int64_t wrong_codes_an_hour = 300;
    std::int64_t phone_code_minutes = 10;
    std::int64_t phone_code_tries = 5;
    std::int64_t phone_codes_a_day = 5;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (pass_hours, wrong_codes_an_hour, phone_code_minutes, phone_code_tries, phone_codes_a_day))
Settings settings(db::Tx&);

/// What a phone is confirmed for: an application or a party.
struct Subject;

/// Writes a code down before it is sent. Refusal too_many phone_codes_too_many.
void add_phone_code(db::Tx&, Id<Subject>, std::string_view phone, std::string_view code, const identity::Context&);
/// Whether this is the code that was last sent for this number; it opens once and only for some minutes and tries.
bool take_phone_code(db::Tx&, Id<Subject>, std::string_view phone, std::string_view code, const identity::Context&);
bool is_phone_confirmed(db::Tx&, Id<Subject>, std::string_view phone, const crypto::Keys&);

/// The pass of this kind that the caller's cookie holds and that is not over.
std::optional<Pass> pass_of(db::Tx&, PassKind, const http::Request&, Instant moment);
http::Reply end_pass(http::Reply, db::Tx&, PassKind, const http::Request&);

}  // namespace hemu::access
