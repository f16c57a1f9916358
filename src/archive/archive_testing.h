// Helpers of this folder's tests: sources that arrive in small pieces, a visitor that remembers,
// and compressed bytes.
#pragma once

#include <isa-l/igzip_lib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "archive/tar.h"

namespace seawall::archive {

// `bytes` (which must outlive it) in chunks of `size`, each in memory of its own, so that a
// sanitizer sees a use of an old chunk.
class ChunkSource final : public ByteSource {
 public:
  ChunkSource(std::string_view bytes, size_t size) : rest_(bytes), size_(size) {}
  Result<std::string_view> read() override {
    const std::string_view view = rest_.substr(0, size_);
    chunk_ = std::make_unique<char[]>(view.size());
    std::copy(view.begin(), view.end(), chunk_.get());
    rest_.remove_prefix(view.size());
    return std::string_view(chunk_.get(), view.size());
  }

 private:
  std::string_view rest_;
  size_t size_;
  std::unique_ptr<char[]> chunk_;
};

inline std::unique_ptr<ByteSource> in_chunks(std::string_view bytes, size_t size) {
  return std::make_unique<ChunkSource>(bytes, size);
}

struct Recorded {
  std::string path, link;
  EntryType type = EntryType::kFile;
  uint32_t mode = 0, uid = 0, gid = 0;
  uint64_t size = 0;
  std::string bytes;
  bool ended = false;

  friend bool operator==(const Recorded&, const Recorded&) = default;
};

class Recorder final : public TarVisitor {
 public:
  explicit Recorder(bool wanted = true) : wanted_(wanted) {}
  Result<bool> entry(const TarEntry& e) override {
    entries.push_back({std::string(e.path),
                       std::string(e.link),
                       e.type,
                       e.mode,
                       e.uid,
                       e.gid,
                       e.size,
                       {},
                       false});
    offsets.push_back(e.offset);
    return wanted_;
  }
  Status data(std::string_view bytes) override {
    entries.back().bytes += bytes;
    return {};
  }
  Status end_of_file() override {
    entries.back().ended = true;
    return {};
  }

  std::vector<Recorded> entries;
  std::vector<uint64_t> offsets;

 private:
  bool wanted_;
};

inline Status record(std::string_view tar, size_t chunk, Recorder& recorder,
                     const Limits& limits = {}) {
  ChunkSource source(tar, chunk);
  return walk_tar(source, recorder, limits);
}

inline std::string gzip(std::string_view bytes) {
  std::string out(bytes.size() + bytes.size() / 8 + 1024, '\0');
  auto stream = std::make_unique<isal_zstream>();
  isal_deflate_init(stream.get());
  stream->gzip_flag = IGZIP_GZIP;
  stream->end_of_stream = 1;
  stream->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(bytes.data()));
  stream->avail_in = static_cast<uint32_t>(bytes.size());
  stream->next_out = reinterpret_cast<uint8_t*>(out.data());
  stream->avail_out = static_cast<uint32_t>(out.size());
  CHECK(isal_deflate(stream.get()) == COMP_OK && stream->avail_in == 0);
  out.resize(stream->total_out);
  return out;
}

inline std::string zstd(std::string_view bytes) {
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const size_t size =
      ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

// Text that is neither constant nor random.
inline std::string sample_text(size_t size) {
  std::string text;
  uint32_t state = 1;
  while (text.size() < size) {
    state = state * 1664525 + 1013904223;
    text += "line " + std::to_string(state >> 20) + (state >> 30 ? " of the log\n" : "\n");
  }
  text.resize(size);
  return text;
}

inline Result<std::string> unpack(std::string_view bytes, size_t chunk = 1 << 16,
                                  const Limits& limits = {}) {
  auto source = decompress(in_chunks(bytes, chunk), limits);
  return read_all(*source, 1u << 30);
}

}  // namespace seawall::archive
