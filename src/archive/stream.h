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
  // Passes over at most `count` of the bytes that read() would give next, where that is cheaper
  // than reading them; returns how many, 0 when it is not. A source that digests what it passes on
  // keeps this default.
  virtual Result<uint64_t> skip(uint64_t count) {
    (void)count;
    return uint64_t{0};
  }
};

// The bytes of a view that outlives the source, in chunks.
std::unique_ptr<ByteSource> view_source(std::string_view bytes);
// A file from disk, read with read(2), never mapped (a file that shrinks is then an error and not a
// SIGBUS): `offset` and `size` choose a part (size ~0: to the end). kNotFound, kDenied or kIo when
// it cannot be opened; reading gives kTruncated when it ends before `size`.
Result<std::unique_ptr<ByteSource>> file_source(const std::string& path, uint64_t offset = 0,
                                                uint64_t size = ~uint64_t{0});

enum class Compression { kNone, kGzip, kZstd, kXz, kBzip2 };
// By magic number of the first bytes (6 are enough).
Compression detect_compression(std::string_view head);

// Decompresses gzip (RFC 1952, multi-member; igzip), zstd (RFC 8878, multi-frame, skippable frames,
// windows to 128 MiB) or xz (liblzma, up to 256 MiB of memory), chosen by the first bytes of
// `source`; bzip2 is kUnsupported, anything else passes through unchanged. Bounds, both kLimit:
// `limits.layer_bytes` of output, and `limits.expansion_ratio` once `limits.expansion_floor` was
// written. Truncated input is kTruncated, a wrong checksum kInvalid; zero padding after the last
// member or frame is accepted (in xz: in fours), other trailing bytes are kInvalid. An error is
// given again when asked again.
std::unique_ptr<ByteSource> decompress(std::unique_ptr<ByteSource> source, const Limits& limits);

// All of `source`, kLimit beyond `limit` bytes.
Result<std::string> read_all(ByteSource& source, uint64_t limit);

}  // namespace seawall::archive
