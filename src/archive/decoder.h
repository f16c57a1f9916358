// What decompress() needs of a compressed format; one implementation per format. Internal to this
// folder.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace seawall::archive {

class Decoder {
 public:
  virtual ~Decoder() = default;
  // Takes bytes off the front of `input` and writes at most `capacity` bytes to `output`; returns
  // how many. Comes back when `input` is empty or `output` is full, whichever is first; called
  // with empty input it flushes what it still holds.
  virtual Result<size_t> decode(std::string_view& input, char* output, size_t capacity) = 0;
  // The input has ended: may still write; returns 0 when all was written and the input ended where
  // the format may end, kTruncated when it may not.
  virtual Result<size_t> finish(char* output, size_t capacity) = 0;
};

std::unique_ptr<Decoder> make_gzip_decoder();
std::unique_ptr<Decoder> make_zstd_decoder();
std::unique_ptr<Decoder> make_xz_decoder();

}  // namespace seawall::archive
