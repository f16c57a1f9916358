// Names that documents need: references inside the document, an image's purl, web addresses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/inventory.h"

namespace seawall::sbom {

// One reference for each component of the inventory, unique: its purl, or where several components
// have the same one, the purl with a hash of where they are.
std::vector<std::string> component_references(const model::Inventory& inventory);

// pkg:oci/NAME@sha256:...?arch=amd64&repository_url=...&tag=...; empty when the image has no name.
std::string image_purl(const image::Image& image);

// `text` as an http or https URL with everything that RFC 3986 does not allow percent-encoded;
// empty when it is no such URL.
std::string web_address(std::string_view text);

// Where a vulnerability's identifier is explained: {"NVD", "https://nvd.nist.gov/vuln/detail/..."}.
struct Authority {
  std::string_view name;
  std::string url;
};
Authority authority_of(std::string_view id);

}  // namespace seawall::sbom
