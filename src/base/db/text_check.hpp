// Texts that both engines can store: UTF-8 without NUL.
#pragma once
#include <string_view>

namespace hemu::db {

bool is_storable(std::string_view text);

/// Refusal invalid text_not_storable.
void refuse_unstorable(std::string_view text);

}  // namespace hemu::db
