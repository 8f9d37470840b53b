#pragma once
#include "db.hpp"

namespace hemu::db {

std::unique_ptr<Database> open_sqlite(const std::string& path, Options);

}  // namespace hemu::db
