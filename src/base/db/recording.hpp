// How the engines tell a Recording what they run.
#pragma once
#include "db_recording.hpp"

namespace hemu::db {

/// A parameter as text, or nothing for NULL.
std::optional<std::string> parameter_text(const Value&);

void record_slowly(const std::string& name, const std::string& sql, std::span<const Value>, bool waited);

inline void record(const std::string& name, const std::string& sql, std::span<const Value> values, bool waited) {
    if (Recording::current()) record_slowly(name, sql, values, waited);
}

}  // namespace hemu::db
