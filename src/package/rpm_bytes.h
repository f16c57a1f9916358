// Fixed-width numbers at offsets of a byte view, of either byte order. Reads beyond the end give 0:
// the formats' own checks (a magic, a length) then refuse what was read.
#pragma once

#include <cstdint>
#include <string_view>

namespace seawall::package {

struct RpmBytes {
  std::string_view data;
  bool big_endian = false;

  uint8_t u8(uint64_t at) const { return at < data.size() ? static_cast<uint8_t>(data[at]) : 0; }
  uint16_t u16(uint64_t at) const {
    unsigned first = u8(at), second = u8(at + 1);
    return static_cast<uint16_t>(big_endian ? first << 8 | second : second << 8 | first);
  }
  uint32_t u32(uint64_t at) const {
    uint32_t first = u16(at), second = u16(at + 2);
    return big_endian ? first << 16 | second : second << 16 | first;
  }
};

}  // namespace seawall::package
