// 迁移 Forward-only, checksummed migrations; each one is one transaction.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db.hpp"

namespace hemu::db {

/// Lines `--@ sqlite`, `--@ postgres`, `--@ both` in the text say for which engine what follows them is.
struct Migration {
    std::string_view name;  ///< 0020_dispute; applied in order of names
    std::string_view sql;
    std::string_view checksum;
};

/// Those of the folder migrations/, carried by the program.
std::vector<Migration> embedded_migrations();

/// The part of a migration that one engine runs. std::runtime_error on an unknown section.
std::string section_for(Engine, const Migration&);

/// Applies what is missing and returns the names of what was applied; makes the city's schema on PostgreSQL.
/// Several servers may call it at once. std::runtime_error, and nothing changed, when an applied migration's text
/// is another one now, is unknown to this program (which is then older than the database), or when a missing one
/// stands before an applied one; Failure when one cannot be applied.
std::vector<std::string> migrate(Database&, std::span<const Migration>);
std::vector<std::string> migrate(Database&);

/// Names of what migrate would apply; refuses as it does.
std::vector<std::string> missing_migrations(Database&);

}  // namespace hemu::db
