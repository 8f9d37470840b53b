// 日历文件 Calendar files (RFC 5545), which phones and mail programs take over.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "time.hpp"

namespace hemu::ics {

/// A whole day, or from a moment on. uid: the same again replaces the entry that a calendar has already.
struct Entry {
    std::string uid;
    std::string summary;
    std::string description;
    std::string place;
    LegalDate on;
    std::optional<Instant> at;
    int minutes = 60;               ///< of one that begins at a moment
    std::optional<int> remind_days; ///< a reminder so many days before
};

/// The file, lines folded and texts escaped. made_at: when these entries were so.
std::string write(const std::vector<Entry>&, Instant made_at);

}  // namespace hemu::ics
