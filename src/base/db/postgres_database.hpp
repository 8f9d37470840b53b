#pragma once
#include "db.hpp"

namespace hemu::db {

std::unique_ptr<Database> open_postgres(const std::string& url, Options);

}  // namespace hemu::db
