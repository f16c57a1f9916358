// What neither a purl nor a field of CycloneDX or SPDX can say of a component, as name and value:
// "seawall:package:path" -> "usr/lib/python3/dist-packages/yaml". Written into both formats and
// read back, so that scanning Seawall's own SBOM judges what scanning the image judged.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/inventory.h"

namespace seawall::sbom {

using Property = std::pair<std::string, std::string>;

// Only what differs from what package_of(purl) gives back. `purl` is the text that stands beside.
std::vector<Property> component_properties(const model::Component& component,
                                           const model::Inventory& inventory,
                                           const std::string& purl);
// False when the name is none of ours.
bool apply_property(std::string_view name, std::string_view value, model::Component& component);

// A licence as it was declared, where the format's own field cannot hold it. Not among
// component_properties(): whoever writes the field knows.
inline constexpr std::string_view kDeclaredLicense = "seawall:license:declared";
// Of the whole document: something that was not read.
inline constexpr std::string_view kDiagnostic = "seawall:diagnostic";

}  // namespace seawall::sbom
