# The program, with the migrations and data files it carries inside.
file(GLOB app_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/*.cpp)
if(app_sources)
  add_executable(hemu ${app_sources})
  target_link_libraries(hemu PRIVATE demo archive access attachments tasks numbers notices entrances bulk boards case_home settings guidance application invitation dossier court partners exchange signing outbound backups intake triage assignment handling supervision closing evaluation hemu_warnings)
  target_precompile_headers(hemu REUSE_FROM hemu_common_headers)
endif()

if(HEMU_TESTS)
  add_executable(lifecycle_walks ${CMAKE_SOURCE_DIR}/tests/lifecycle/walks_test.cpp ${CMAKE_SOURCE_DIR}/src/app/verb_graph.cpp)
  target_include_directories(lifecycle_walks PRIVATE ${CMAKE_SOURCE_DIR}/src/app)
  target_link_libraries(lifecycle_walks PRIVATE intake triage assignment handling supervision closing
                        evaluation hemu_warnings GTest::gmock GTest::gtest_main)
  target_precompile_headers(lifecycle_walks REUSE_FROM hemu_common_headers)
endif()
