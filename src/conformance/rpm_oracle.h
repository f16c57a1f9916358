// Compares Seawall's reading of one rpm database with the `rpm` program's. Shared by the suites
// that hold rpm databases.
#pragma once

#include <string>

#include "conformance/suite.h"

namespace seawall::conformance {

// One case per database: every package of `rpm -qa` (keys included) with epoch, version, release,
// architecture, source rpm, licence, vendor and module, and nothing else. Where rpm is absent or
// cannot read the file, what can be checked without it is checked and the comparison is skipped.
void compare_with_rpm(const std::string& path, const std::string& bytes, Outcomes& outcomes);

}  // namespace seawall::conformance
