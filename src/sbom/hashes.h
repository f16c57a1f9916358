// Digests "sha512:<hex>" and the names that the formats give their algorithms.
#pragma once

#include <string>
#include <string_view>

namespace seawall::sbom {

struct Hash {
  std::string_view cyclonedx;  // "SHA-512"; empty: not a digest that SBOMs can hold
  std::string_view spdx;       // "SHA512"
  std::string_view content;    // hex digits, a part of the digest
};
// Empty when the algorithm is unknown or the digits are not those of a digest of its length.
Hash hash_of(std::string_view digest);
// "SHA-512" or "SHA512" and hex digits -> "sha512:<hex>"; empty when unknown.
std::string digest_of(std::string_view algorithm, std::string_view content);

}  // namespace seawall::sbom
