// The section "vulnerabilities" of a CycloneDX document.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "doc/json_writer.h"
#include "finding/finding.h"
#include "model/inventory.h"

namespace seawall::sbom {

// `references`: those of the inventory's components, in their order. Findings of other kinds than
// "vulnerability" have no place in the format and are left out. Findings of one vulnerability are
// one entry that affects several components, unless some are suppressed and others not.
void write_vulnerabilities(doc::JsonWriter& json, const model::Inventory& inventory,
                           const std::vector<std::string>& references,
                           const std::string& root_reference,
                           const std::vector<finding::Finding>& findings);

// A member "properties" with these names and values; nothing when there are none.
void write_properties(doc::JsonWriter& json,
                      const std::vector<std::pair<std::string, std::string>>& properties);

}  // namespace seawall::sbom
