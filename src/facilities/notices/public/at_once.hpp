// A text message to somebody who is no party of a dispute yet: sent now or not at all, and no service record.
#pragma once
#include "identity.hpp"

namespace hemu::notices {

bool messages_are_set_up(const config::Config&);

/// Hands it to the gateway, outside of any transaction. False when the gateway did not take it. The caller limits how
/// often a number is written to.
bool send_at_once(std::string_view phone, const std::string& words, const identity::Context&);

/// The words around a code that confirms a phone. language: zh or en.
std::string phone_code_words(std::string_view code, std::int64_t minutes, std::string_view language);

}  // namespace hemu::notices
