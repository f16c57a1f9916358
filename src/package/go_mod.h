// go.mod and go.sum. Specification: go.dev/ref/mod, "go.mod files" and "go.sum files".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"

namespace seawall::package {

struct GoModule {
  std::string path;
  std::string version;
  uint32_t line = 0;
  bool indirect = false;
};

struct GoMod {
  std::string module;
  std::string go;         // "1.21", "1.21.3"
  std::string toolchain;  // "go1.22.1", "default"
  uint32_t go_line = 0;
  uint32_t toolchain_line = 0;
  std::vector<GoModule> require;
  std::vector<GoModule> exclude;
  struct Replace {
    std::string old_path, old_version;  // an empty version: every one
    std::string new_path, new_version;  // an empty version: a folder
  };
  std::vector<Replace> replace;
};

// Lines outside the grammar go to `problems`; what is read around them stays. kLimit when there are
// more requirements than `limits` allows.
Result<GoMod> parse_go_mod(std::string_view text, const Limits& limits, Diagnostics& problems);

// The modules whose code go.sum vouches for (not only their go.mod), each with its last version,
// which is the highest as go sorts the file.
Result<std::vector<GoModule>> parse_go_sum(std::string_view text, const Limits& limits,
                                           Diagnostics& problems);

// Whether the go directive's version is at least 1.`minor`.
bool go_at_least(std::string_view go, uint64_t minor);

}  // namespace seawall::package
