// What case home writes for tasks and calendars (data/case_home_words.json).
#pragma once
#include <string>
#include <string_view>

#include "case_home.hpp"

namespace hemu::case_home {

/// Asks somebody of staff to look at what a party asked for.
std::string task_words(AskKind);
/// What a day is about; language: zh or en.
std::string calendar_words(DateCode, std::string_view language);

}  // namespace hemu::case_home
