// The .xz format through liblzma: streams one after the other, stream padding, integrity checks
// verified by the library, memory bounded (a dictionary is memory that an attacker chooses).
#include <lzma.h>

#include "archive/decoder.h"

namespace seawall::archive {
namespace {

constexpr uint64_t kMemory = 256u << 20;  // `xz -9` needs 65 MiB

class XzDecoder final : public Decoder {
 public:
  XzDecoder() { CHECK(lzma_stream_decoder(&stream_, kMemory, LZMA_CONCATENATED) == LZMA_OK); }
  ~XzDecoder() override { lzma_end(&stream_); }
  XzDecoder(const XzDecoder&) = delete;
  XzDecoder& operator=(const XzDecoder&) = delete;

  Result<size_t> decode(std::string_view& input, char* output, size_t capacity) override {
    return run(input, output, capacity, LZMA_RUN);
  }

  Result<size_t> finish(char* output, size_t capacity) override {
    if (ended_) return size_t{0};
    std::string_view nothing;
    const size_t written = TRY(run(nothing, output, capacity, LZMA_FINISH));
    if (written == 0 && !ended_) return Error::make(Code::kTruncated, "xz: the stream ends early");
    return written;
  }

 private:
  Result<size_t> run(std::string_view& input, char* output, size_t capacity, lzma_action action) {
    stream_.next_in = reinterpret_cast<const uint8_t*>(input.data());
    stream_.avail_in = input.size();
    stream_.next_out = reinterpret_cast<uint8_t*>(output);
    stream_.avail_out = capacity;
    lzma_ret code = LZMA_OK;
    while (code == LZMA_OK && stream_.avail_out > 0) {
      code = lzma_code(&stream_, action);
      if (action == LZMA_RUN && stream_.avail_in == 0) break;
    }
    input.remove_prefix(input.size() - stream_.avail_in);
    ended_ = code == LZMA_STREAM_END;
    // LZMA_BUF_ERROR: no progress was possible, so more input is wanted.
    if (code != LZMA_OK && code != LZMA_STREAM_END && code != LZMA_BUF_ERROR) return xz_error(code);
    return capacity - stream_.avail_out;
  }

  static Error xz_error(lzma_ret code) {
    switch (code) {
      case LZMA_MEMLIMIT_ERROR:
      case LZMA_MEM_ERROR:
        return Error::make(Code::kLimit, "xz: needs more than {} bytes of memory", kMemory);
      case LZMA_OPTIONS_ERROR:
      case LZMA_UNSUPPORTED_CHECK:
        return Error::make(Code::kUnsupported, "xz: unsupported options");
      default:
        return Error::make(Code::kInvalid, "xz: malformed data");
    }
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_xz_decoder() {
  return std::make_unique<XzDecoder>();
}

}  // namespace seawall::archive
