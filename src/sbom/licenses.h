// Licences as packages declare them, in the words that SBOMs demand: an SPDX identifier, an SPDX
// expression, or a name of one's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doc/json_writer.h"

namespace seawall::sbom {

// Writes the member "licenses" of a CycloneDX component: one expression, or a list of identifiers
// and names. Nothing when there are none. False when what is written is not what was declared, but
// SPDX's words for it.
bool write_cyclonedx_licenses(doc::JsonWriter& json, const std::vector<std::string>& licenses);

// An SPDX licence expression for all of `declared` together; what SPDX does not know becomes a
// LicenseRef, whose text is appended to `extracted` by identifier.
struct ExtractedLicense {
  std::string id;    // "LicenseRef-..."
  std::string text;  // as declared
};
std::string spdx_expression(const std::vector<std::string>& declared,
                            std::vector<ExtractedLicense>& extracted);

}  // namespace seawall::sbom
