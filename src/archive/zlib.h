// zlib streams (RFC 1950) that lie in memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::archive {

// What the stream at the start of `bytes` becomes; what follows it is of no matter. kInvalid for no
// stream or a wrong checksum, kTruncated when the bytes end first, kLimit beyond `most` bytes.
Result<std::string> inflate_zlib(std::string_view bytes, size_t most);

// Whether a stream starts there that becomes a text starting with `start` (at most 64 bytes), as
// far as the first few hundred of `bytes` tell. Cheap enough to ask of every place that looks like
// a stream's header.
bool inflates_to(std::string_view bytes, std::string_view start);

}  // namespace seawall::archive
