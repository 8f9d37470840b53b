# migrations/*.sql with their checksums as a generated header, which base/db carries into the program.
file(GLOB migration_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/migrations/*.sql)
list(SORT migration_files)
set(migration_entries "")
foreach(migration_file IN LISTS migration_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migration_file})
  get_filename_component(migration_name ${migration_file} NAME_WE)
  file(READ ${migration_file} migration_text)
  file(SHA256 ${migration_file} migration_checksum)
  string(APPEND migration_entries "    {\"${migration_name}\", R\"~sql~(${migration_text})~sql~\",\n     \"${migration_checksum}\"},\n")
endforeach()
set(migrations_header "#pragma once
#include <string_view>

namespace hemu::db {

struct EmbeddedMigration {
    std::string_view name;
    std::string_view sql;
    std::string_view checksum;
};

inline constexpr EmbeddedMigration embedded_migration_list[] = {
${migration_entries}};

}  // namespace hemu::db
")
# Written only when it is another one, so that nothing is rebuilt for nothing.
set(migrations_header_file ${CMAKE_BINARY_DIR}/generated/migrations/embedded_migrations.hpp)
set(migrations_header_before "")
if(EXISTS ${migrations_header_file})
  file(READ ${migrations_header_file} migrations_header_before)
endif()
if(NOT migrations_header STREQUAL migrations_header_before)
  file(WRITE ${migrations_header_file} "${migrations_header}")
endif()
add_library(migrations INTERFACE)
target_include_directories(migrations INTERFACE ${CMAKE_BINARY_DIR}/generated/migrations)
