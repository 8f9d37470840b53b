# data/*.json, what lies in its folders (guidance/wages.json), styles and script of the pages that the program writes
# itself (base.css, guidance/guidance.css), and the pages' words for what sheets and papers call by the same words
# (words_zh_dispute.json), as a generated header, for base/embedded.
file(GLOB data_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/*.json ${CMAKE_SOURCE_DIR}/data/*/*.json
     ${CMAKE_SOURCE_DIR}/web/citizen/base.css ${CMAKE_SOURCE_DIR}/web/citizen/guidance/*.css ${CMAKE_SOURCE_DIR}/web/citizen/guidance/*.js)
foreach(page zh/dispute en/dispute zh/handling zh/triage zh/evaluation zh/closing zh/supervision zh/attachments zh/court)
  list(APPEND data_files ${CMAKE_SOURCE_DIR}/web/shared/words/${page}.json)
endforeach()
set(embedded_entries "")
foreach(data_file IN LISTS data_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${data_file})
  get_filename_component(data_name ${data_file} NAME)
  file(RELATIVE_PATH data_path ${CMAKE_SOURCE_DIR} ${data_file})
  if(data_path MATCHES "/words/(zh|en)/")
    set(data_name words_${CMAKE_MATCH_1}_${data_name})
  elseif(data_path MATCHES "^(data|web/citizen)/([a-z_]+)/[^/]+$")
    set(data_name ${CMAKE_MATCH_2}/${data_name})
  endif()
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
