// Blocks and stretches of bytes over a ByteSource, in place wherever they lie within one chunk.
// Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/stream.h"
#include "archive/tar_header.h"

namespace seawall::archive {

class TarReader {
 public:
  explicit TarReader(ByteSource& source) : source_(source) {}

  uint64_t position() const { return position_; }  // bytes taken so far

  // The next 512 bytes, valid until the next call; null when the bytes end here, kTruncated when
  // they end within.
  Result<const char*> block() {
    if (chunk_.size() < kTarBlock) return block_in_pieces();
    const char* block = chunk_.data();
    take(kTarBlock);
    return block;
  }
  // Up to `most` bytes of those there; empty only at the end.
  Result<std::string_view> some(uint64_t most);
  // Exactly `count` bytes, in place or gathered in `scratch`.
  Result<std::string_view> exactly(size_t count, std::string& scratch);
  // Passes over `count` bytes, kTruncated when they are not there, and `padding` more that may be
  // missing at the end.
  Status skip(uint64_t count, uint64_t padding);
  // Reads the source to its end; kLimit when that is further than `most` bytes away.
  Status drain(uint64_t most);

 private:
  void take(size_t count) {
    chunk_.remove_prefix(count);
    position_ += count;
  }
  Result<const char*> block_in_pieces();
  // Makes the chunk non-empty; false at the end.
  Result<bool> fill();
  Result<uint64_t> skip_some(uint64_t count);

  ByteSource& source_;
  std::string_view chunk_;
  uint64_t position_ = 0;
  char block_[kTarBlock];
};

// How many bytes pad `size` to a whole number of blocks.
inline uint64_t tar_padding(uint64_t size) {
  return (kTarBlock - size % kTarBlock) % kTarBlock;
}

Error tar_truncated();

}  // namespace seawall::archive
