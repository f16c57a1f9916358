// The official JSON schemas of CycloneDX, built into the program.
#pragma once

#include <array>
#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"

namespace seawall::sbom {

// Versions that have a JSON form.
inline constexpr std::array<std::string_view, 6> kCycloneDxVersions = {"1.2", "1.3", "1.4",
                                                                       "1.5", "1.6", "1.7"};

// As validate_cyclonedx(), but by the schema of `version` whatever the document says of itself.
// kUnsupported for a version that is none of the above.
Result<Diagnostics> validate_cyclonedx_as(std::string_view text, std::string_view version,
                                          const Limits& limits);

}  // namespace seawall::sbom
