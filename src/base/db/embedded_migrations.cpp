#include "embedded_migrations.hpp"

#include "db_migrations.hpp"

namespace hemu::db {

std::vector<Migration> embedded_migrations() {
    std::vector<Migration> migrations;
    for (const EmbeddedMigration& one : embedded_migration_list)
        migrations.push_back({one.name, one.sql, one.checksum});
    return migrations;
}

}  // namespace hemu::db
