// Complete advisories as the index keeps them: base/wire.h fields in the order of feed::Advisory,
// compressed with zstd. Lossless.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "feed/advisory.h"

namespace seawall::feed {

// Not thread-safe: holds a compression context.
class RecordEncoder {
 public:
  RecordEncoder();
  ~RecordEncoder();
  std::string encode(const Advisory& advisory);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// kInvalid on anything that encode() did not write; memory is bounded by the record's bounds.
Result<Advisory> decode_record(std::string_view bytes);

}  // namespace seawall::feed
