// One 512-byte tar header block, in place. Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace seawall::archive {

inline constexpr size_t kTarBlock = 512;

enum class TarDialect : uint8_t { kV7, kUstar, kStar, kGnu };

// The fields of a header; views lie in the block.
struct TarHeader {
  // Goes before name with a "/"; of ustar and star, and of GNU as old Go wrote it.
  std::string_view prefix;
  std::string_view name;
  std::string_view link;
  TarDialect dialect = TarDialect::kV7;
  char type = '0';
  uint32_t mode = 0;
  uint32_t uid = 0, gid = 0;
  uint64_t size = 0;
};

bool is_zero_block(const char* block);
// kInvalid when the checksum or a number is wrong.
Result<TarHeader> parse_tar_header(const char* block);

// A numeric field: octal text, or base-256 when the first byte has its high bit (GNU). Nothing
// when it is neither or does not fit; a blank field is 0.
struct TarNumber {
  bool ok = false;
  int64_t value = 0;
};
TarNumber parse_tar_number(const char* field, size_t size);

}  // namespace seawall::archive
