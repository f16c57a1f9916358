// yarn 1's lock file grammar: lines indented by two spaces, "key value" pairs and "keys:" blocks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace seawall::package {

struct YarnEntry {
  uint32_t line = 0;
  std::vector<std::string> patterns;  // "lodash@^4.0.0", the requirements that this entry answers
  std::string version;
  std::string resolved;
  std::string integrity;
  struct Need {
    std::string pattern;  // "name@range"
    bool optional;
  };
  std::vector<Need> needs;
};

// Errors: kInvalid "LINE: ..." for text outside the grammar and for merge conflicts, kLimit for
// more entries than `limits` allows.
Result<std::vector<YarnEntry>> parse_yarn1(std::string_view text, const Limits& limits);

}  // namespace seawall::package
