#pragma once

#include <string_view>

namespace seawall::cli {

// SEAWALL_VERSION comes from the project() line of CMakeLists.txt.
inline constexpr std::string_view kVersion = SEAWALL_VERSION;

}  // namespace seawall::cli
