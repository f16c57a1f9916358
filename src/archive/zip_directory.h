// Finding a zip's central directory. Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace seawall::archive {

struct ZipDirectory {
  uint64_t offset = 0;  // of its first byte in `bytes`
  uint64_t size = 0;
  uint64_t entries = 0;  // as claimed
  bool zip64 = false;    // otherwise the claim is modulo 65536
  uint64_t prefix = 0;   // what to add to the offsets in the archive
};

// kInvalid when there is none, or it lies outside of `bytes`.
Result<ZipDirectory> find_zip_directory(std::string_view bytes);

// Little-endian numbers; the caller has checked that they lie within `bytes`.
uint16_t zip_u16(std::string_view bytes, size_t at);
uint32_t zip_u32(std::string_view bytes, size_t at);
uint64_t zip_u64(std::string_view bytes, size_t at);

}  // namespace seawall::archive
