# `ninja lint`: layers, format and clang-tidy. `ninja format` rewrites.
add_custom_target(check-layers
  COMMAND ${CMAKE_SOURCE_DIR}/tools/check_layers
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM)
add_custom_target(format
  COMMAND ${CMAKE_SOURCE_DIR}/tools/format --write
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM)
add_custom_target(check-format
  COMMAND ${CMAKE_SOURCE_DIR}/tools/format --check
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM)
add_custom_target(tidy
  COMMAND ${CMAKE_SOURCE_DIR}/tools/tidy ${CMAKE_BINARY_DIR}
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM USES_TERMINAL)
add_custom_target(lint DEPENDS check-layers check-format tidy)
