# The house's few build functions.

# seawall_library(NAME [DEPS folder...] [LIBS third-party...])
#
# One folder of src/ is one library `seawall_NAME`: every *.cc of the folder except the
# tests. Its *_test.cc files become one test program `NAME_test`.
# DEPS are other folders of src/; they must lie below this one (tools/check_layers).
function(seawall_library name)
  cmake_parse_arguments(ARG "" "" "DEPS;LIBS;TEST_DEPS;TEST_LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc)
  list(REMOVE_ITEM sources ${tests} ${CMAKE_CURRENT_SOURCE_DIR}/main.cc)
  list(TRANSFORM ARG_DEPS PREPEND seawall_ OUTPUT_VARIABLE deps)
  list(TRANSFORM ARG_TEST_DEPS PREPEND seawall_ OUTPUT_VARIABLE test_deps)
  if(NOT sources)  # headers only, so far
    add_library(seawall_${name} STATIC ${PROJECT_SOURCE_DIR}/cmake/empty.cc)
  else()
    add_library(seawall_${name} STATIC ${sources})
  endif()
  target_include_directories(seawall_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(seawall_${name} PUBLIC ${deps} PkgConfig::FMT ${ARG_LIBS})
  if(SEAWALL_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE seawall_${name} ${test_deps} ${ARG_TEST_LIBS}
      GTest::gmock_main)
    target_compile_definitions(${name}_test PRIVATE
      SEAWALL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60)
  endif()
endfunction()

# seawall_table(NAME SUFFIX s HEADER h TYPE t FUNCTION f)
#
# Adding a thing = adding its file. Each file `X_SUFFIX.cc` of this folder defines
# `const TYPE& X_SUFFIX()` in namespace seawall::NAME; this writes a source that defines
# `std::span<const TYPE* const> FUNCTION()` listing them all in the order of their names.
# A generated table, not static constructors: a static archive drops those.
function(seawall_table name)
  cmake_parse_arguments(ARG "" "SUFFIX;HEADER;TYPE;FUNCTION" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_${ARG_SUFFIX}.cc)
  list(SORT files)
  set(declarations "")
  set(entries "")
  foreach(file IN LISTS files)
    get_filename_component(symbol ${file} NAME_WE)
    string(APPEND declarations "const ${ARG_TYPE}& ${symbol}();\n")
    string(APPEND entries "      &${symbol}(),\n")
  endforeach()
  set(text "// Generated from the folder's *_${ARG_SUFFIX}.cc files. Do not edit.\n")
  string(APPEND text "#include <array>\n#include <span>\n\n#include \"${ARG_HEADER}\"\n\n")
  string(APPEND text "namespace seawall::${name} {\n\n${declarations}\n")
  list(LENGTH files count)
  string(APPEND text "std::span<const ${ARG_TYPE}* const> ${ARG_FUNCTION}() {\n")
  string(APPEND text "  static const std::array<const ${ARG_TYPE}*, ${count}> table = {\n")
  string(APPEND text "${entries}  };\n  return table;\n}\n\n}  // namespace seawall::${name}\n")
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}_${ARG_SUFFIX}_table.cc)
  file(CONFIGURE OUTPUT ${out} CONTENT "${text}" @ONLY)
  target_sources(seawall_${name} PRIVATE ${out})
endfunction()
