// Bytes that arrive in pieces: files, network bodies, decompressors, one on top of the other.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/result.h"

namespace seawall::archive {

// Pull one chunk after the other. Not thread-safe; one reader at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next bytes, empty at the end (and again empty when asked again). The view is valid until
  // the next call. Chunks are of any size the source likes, typically 64 KiB to 1 MiB.
  virtual Result<std::string_view> read() = 0;
};

// The bytes of a view that outlives the source, in chunks.
std::unique_ptr<ByteSource> view_source(std::string_view bytes);
// A file from disk, read with read(2): `offset` and `size` choose a part (size ~0: to the end).
Result<std::unique_ptr<ByteSource>> file_source(const std::string& path, uint64_t offset = 0,
                                                uint64_t size = ~uint64_t{0});

enum class Compression { kNone, kGzip, kZstd, kXz, kBzip2 };
// By magic number of the first bytes (6 are enough).
Compression detect_compression(std::string_view head);

// Decompresses gzip (multi-member; igzip) or zstd (multi-frame, skippable frames), chosen by the
// first bytes of `source`; anything else passes through unchanged, xz too where liblzma reads it;
// bzip2 is kUnsupported. Bounds: `limits.layer_bytes` of output, and `limits.expansion_ratio` once
// 64 MiB were written. Truncated input is kTruncated, a wrong checksum kInvalid, trailing zero
// padding is accepted, other trailing garbage after a gzip member is kInvalid.
std::unique_ptr<ByteSource> decompress(std::unique_ptr<ByteSource> source, const Limits& limits);

// All of `source`, kLimit beyond `limit` bytes.
Result<std::string> read_all(ByteSource& source, uint64_t limit);

}  // namespace seawall::archive
