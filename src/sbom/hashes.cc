#include "sbom/hashes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace seawall::sbom {
namespace {

struct Algorithm {
  std::string_view name, cyclonedx, spdx;
  size_t digits;
};
constexpr std::array kAlgorithms = {
    Algorithm{"md5", "MD5", "MD5", 32},
    Algorithm{"sha1", "SHA-1", "SHA1", 40},
    Algorithm{"sha256", "SHA-256", "SHA256", 64},
    Algorithm{"sha384", "SHA-384", "SHA384", 96},
    Algorithm{"sha512", "SHA-512", "SHA512", 128},
    Algorithm{"sha3-256", "SHA3-256", "SHA3-256", 64},
    Algorithm{"sha3-384", "SHA3-384", "SHA3-384", 96},
    Algorithm{"sha3-512", "SHA3-512", "SHA3-512", 128},
    Algorithm{"blake2b-256", "BLAKE2b-256", "BLAKE2b-256", 64},
    Algorithm{"blake2b-384", "BLAKE2b-384", "BLAKE2b-384", 96},
    Algorithm{"blake2b-512", "BLAKE2b-512", "BLAKE2b-512", 128},
    Algorithm{"blake3", "BLAKE3", "BLAKE3", 64},
};

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
  });
}

}  // namespace

Hash hash_of(std::string_view digest) {
  auto halves = split_once(digest, ":");
  if (!halves || !is_hex(halves->second)) return {};
  for (const Algorithm& algorithm : kAlgorithms)
    if (equals_ignoring_case(algorithm.name, halves->first) &&
        algorithm.digits == halves->second.size())
      return {algorithm.cyclonedx, algorithm.spdx, halves->second};
  return {};
}

std::string digest_of(std::string_view algorithm, std::string_view content) {
  for (const Algorithm& known : kAlgorithms)
    if ((algorithm == known.cyclonedx || algorithm == known.spdx) &&
        content.size() == known.digits && is_hex(content))
      return fmt::format("{}:{}", known.name, content);
  return {};
}

}  // namespace seawall::sbom
