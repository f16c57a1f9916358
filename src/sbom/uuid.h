// Names that depend on content only, so that the same scan gives the same document.
#pragma once

#include <string>
#include <string_view>

namespace seawall::sbom {

// A UUID of version 8 (RFC 9562, section 5.8) made from the SHA-256 of `content`.
std::string uuid_of(std::string_view content);

}  // namespace seawall::sbom
