# What ./dev bench runs; built with everything else, so that it cannot rot.
function(hemu_bench name)
  cmake_parse_arguments(bench "" "" "SOURCES;USES" ${ARGN})
  add_executable(bench_${name} ${CMAKE_SOURCE_DIR}/bench/${name}.cpp ${bench_SOURCES})
  target_include_directories(bench_${name} PRIVATE ${CMAKE_SOURCE_DIR}/src/app)
  target_link_libraries(bench_${name} PRIVATE ${bench_USES} hemu_warnings)
  target_precompile_headers(bench_${name} REUSE_FROM hemu_common_headers)
endfunction()

file(GLOB bench_app_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/*.cpp)
list(FILTER bench_app_sources EXCLUDE REGEX "/main.cpp$")
hemu_bench(http_hello USES http)
hemu_bench(callers    USES intake http)
hemu_bench(statements USES demo access attachments backups tasks numbers notices entrances bulk boards case_home settings guidance application invitation dossier court partners exchange outbound intake triage assignment handling supervision closing evaluation
           SOURCES ${bench_app_sources})
hemu_bench(papers     USES dossier PkgConfig::pangocairo PkgConfig::cairo_pdf)
target_include_directories(bench_papers PRIVATE ${CMAKE_SOURCE_DIR}/src/around/dossier)
hemu_bench(photographs USES pdf PkgConfig::gd)
