# The program, with the migrations and data files it carries inside.
file(GLOB app_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/*.cpp)
if(app_sources)
  add_executable(hemu ${app_sources})
  target_link_libraries(hemu PRIVATE demo intake triage assignment handling supervision closing evaluation hemu_warnings)
  target_precompile_headers(hemu REUSE_FROM hemu_common_headers)
endif()
