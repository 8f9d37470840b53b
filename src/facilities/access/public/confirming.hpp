// 确认码 Six digits that confirm one deed of one person, who has no account.
#pragma once
#include "access.hpp"

namespace hemu::access {

/// Whoever is to confirm: a party, a signer of a paper.
struct Confirmer;

/// A fresh code, good for some minutes and tries (settings phone_code_minutes, phone_code_tries). reaching: the phone
/// to which it is sent; empty when staff tell it. Refusal too_many phone_codes_too_many.
std::string fresh_confirmation(db::Tx&, Id<Confirmer>, std::string_view reaching, const identity::Context&);

/// Whether this is the last code. Committed by the caller even when it is wrong: tries count.
bool is_confirmation(db::Tx&, Id<Confirmer>, std::string_view reaching, std::string_view code,
                     const identity::Context&);

/// How long a code is good.
std::int64_t confirmation_minutes(db::Tx&);

}  // namespace hemu::access
