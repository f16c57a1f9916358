// Raw deflate (RFC 1951) in one call. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::archive {

// The bytes that `deflated` becomes, which must be `size` of them exactly (kInvalid otherwise); at
// most 4 GiB - 1 on both sides. kTruncated when the data end before their final block does.
Result<std::string> inflate_exactly(std::string_view deflated, uint64_t size);

// As gzip and zip compute it.
uint32_t crc32_of(std::string_view bytes);

}  // namespace seawall::archive
