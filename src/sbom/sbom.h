// Software bills of materials: an Inventory out as CycloneDX 1.6 JSON or SPDX 2.3 JSON, and back in
// from CycloneDX 1.2 to 1.7 (JSON) and SPDX 2.x (JSON).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "finding/finding.h"
#include "model/inventory.h"

namespace seawall::sbom {

enum class Format : uint8_t { kCycloneDxJson, kSpdxJson };

// `findings` may be null; CycloneDX then has no vulnerabilities section. The document is a pure
// function of its arguments: its serial number is derived from the content, so that the same scan
// gives the same bytes.
std::string write_cyclonedx(const model::Inventory& inventory,
                            const std::vector<finding::Finding>* findings, UnixSeconds created,
                            std::string_view tool_version);
std::string write_spdx(const model::Inventory& inventory, UnixSeconds created,
                       std::string_view tool_version);

// The format of a document by its first keys; nothing when it is no SBOM.
std::optional<Format> detect(std::string_view text);

// The components of an SBOM. Whatever cannot be used (no purl and no name, unknown type) is a
// diagnostic in the inventory.
Result<model::Inventory> read_sbom(std::string_view text, const std::string& target,
                                   const Limits& limits);

// What the CycloneDX specification (1.2 to 1.7) says against this document: schema and references.
// Empty: valid.
Result<Diagnostics> validate_cyclonedx(std::string_view text, const Limits& limits);

}  // namespace seawall::sbom
