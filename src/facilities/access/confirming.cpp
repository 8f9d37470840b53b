#include "confirming.hpp"

#include "store.hpp"

namespace hemu::access {

/// What stands for a number when staff tell the code: limits count by person then.
static std::string reached(Id<Confirmer> who, std::string_view reaching) {
    return reaching.empty() ? "told " + to_text(who) : std::string(reaching);
}

std::string fresh_confirmation(db::Tx& tx, Id<Confirmer> who, std::string_view reaching,
                               const identity::Context& cx) {
    std::string code = crypto::random_code(6, "0123456789");
    add_phone_code(tx, Id<Subject>{who.bytes}, reached(who, reaching), code, cx);
    return code;
}

bool is_confirmation(db::Tx& tx, Id<Confirmer> who, std::string_view reaching, std::string_view code,
                     const identity::Context& cx) {
    return take_phone_code(tx, Id<Subject>{who.bytes}, reached(who, reaching), code, cx);
}

std::int64_t confirmation_minutes(db::Tx& tx) { return settings(tx).phone_code_minutes; }

}  // namespace hemu::access
