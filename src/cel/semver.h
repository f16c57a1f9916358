// Semantic versions as Kubernetes' CEL functions read them (semver.org 2.0.0 by way of
// github.com/blang/semver/v4): strict, numbers below 2^64; or normalised first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::cel {

struct Semver {
  uint64_t major = 0, minor = 0, patch = 0;
  std::string_view prerelease;  // of the text; "alpha.1", empty: none
  std::string_view build;
};

// kInvalid: what is wrong, in blang/semver's words.
Result<Semver> parse_semver(std::string_view text);

// "v1.2" as "1.2.0", "01.2.3" as "1.2.3": a leading "v" and leading zeros go, missing numbers are 0
// unless a prerelease or build follows. kInvalid as above.
Result<std::string> normalized_semver(std::string_view text);

// Precedence: builds do not count.
int compare(const Semver& a, const Semver& b);
std::string to_text(const Semver& version);

}  // namespace seawall::cel
