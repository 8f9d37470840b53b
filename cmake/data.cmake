# data/*.json as a generated header, for base/embedded.
file(GLOB data_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/*.json)
set(embedded_entries "")
foreach(data_file IN LISTS data_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${data_file})
  get_filename_component(data_name ${data_file} NAME)
  file(READ ${data_file} data_content)
  string(APPEND embedded_entries "    {\"${data_name}\", R\"~~~~(${data_content})~~~~\"},\n")
endforeach()
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/generated/embedded_files.hpp CONTENT
"#pragma once
#include <string_view>

namespace hemu {

struct EmbeddedFile {
    std::string_view name;
    std::string_view content;
};

inline constexpr EmbeddedFile embedded_files[] = {
${embedded_entries}};

}  // namespace hemu
")
