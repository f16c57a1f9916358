// Bounds on TOML before toml++ sees it. For this folder only.
#pragma once

#include <string_view>

#include "base/limits.h"
#include "base/result.h"

namespace seawall::doc {

// An error when the text could make a tree that is too deep or too large.
Status check_toml_bounds(std::string_view text, const Limits& limits);

}  // namespace seawall::doc
