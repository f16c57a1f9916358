// Which words are SPDX licence identifiers, and which texts SPDX licence expressions (SPDX 2.3,
// annex D), by the list that CycloneDX 1.7 was published with.
#pragma once

#include <string_view>

namespace seawall::sbom {

bool is_license_id(std::string_view text);          // "MIT", exactly as SPDX writes it
bool is_license_expression(std::string_view text);  // "MIT OR Apache-2.0", "MIT" too

}  // namespace seawall::sbom
