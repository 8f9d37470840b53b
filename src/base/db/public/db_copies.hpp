// 备份 A whole copy of the city's database in one file, and a database made from one.
#pragma once
#include <string>

#include "db.hpp"

namespace hemu::db {

/// As of one moment, while others go on writing. SQLite: a database file; PostgreSQL: an archive of pg_dump that
/// holds the city's schema. std::runtime_error, and no file, when it cannot be made; the file must not be there yet.
void copy_out(const Database&, const std::string& file);

/// What copy_out made, into a place where there is no city: no file, or no schema of its name. std::runtime_error,
/// and nothing made, otherwise. address, options: as Database::open has them.
void copy_in(const std::string& address, const Options&, const std::string& file);

}  // namespace hemu::db
