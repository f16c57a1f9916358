#include "sbom/uuid.h"

#include "base/hash.h"

namespace seawall::sbom {

std::string uuid_of(std::string_view content) {
  Sha256Digest digest = sha256(content);
  digest[6] = static_cast<uint8_t>((digest[6] & 0x0F) | 0x80);  // version 8
  digest[8] = static_cast<uint8_t>((digest[8] & 0x3F) | 0x80);  // variant of RFC 9562
  std::string hex = to_hex(digest).substr(0, 32);
  for (size_t at : {20, 16, 12, 8}) hex.insert(at, "-");
  return hex;
}

}  // namespace seawall::sbom
