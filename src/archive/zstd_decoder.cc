// Zstandard (RFC 8878) through libzstd: frames one after the other, skippable frames passed over,
// content checksums verified by the library. The window a frame asks for is bounded: it is memory
// that an attacker chooses.
#include <zstd.h>
#include <zstd_errors.h>

#include "archive/decoder.h"

namespace seawall::archive {
namespace {

constexpr int kWindowLog = 27;  // 128 MiB: what `zstd --ultra -22` needs, and zstd's own default

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder() : context_(ZSTD_createDCtx()) {
    CHECK(context_ != nullptr);
    CHECK(!ZSTD_isError(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLog)));
  }

  Result<size_t> decode(std::string_view& input, char* output, size_t capacity) override {
    ZSTD_outBuffer out{output, capacity, 0};
    while (out.pos < out.size) {
      if (!in_frame_) {
        TRY(enter_frame(input));
        if (!in_frame_) break;
      }
      ZSTD_inBuffer in{input.data(), input.size(), 0};
      const size_t hint = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(hint)) return zstd_error(hint);
      input.remove_prefix(in.pos);
      in_frame_ = hint != 0;
      // Without progress on waiting input, libzstd itself returns an error before long.
      if (in_frame_ && input.empty()) break;
    }
    return out.pos;
  }

  Result<size_t> finish(char* output, size_t capacity) override {
    std::string_view nothing;
    const size_t written = TRY(decode(nothing, output, capacity));
    if (written == 0 && in_frame_)
      return Error::make(Code::kTruncated, "zstd: the stream ends within a frame");
    return written;
  }

 private:
  // Between frames: skips padding, which no frame begins with.
  Status enter_frame(std::string_view& input) {
    if (padding_ || (frames_ > 0 && !input.empty() && input.front() == '\0')) {
      if (input.find_first_not_of('\0') != std::string_view::npos)
        return Error::make(Code::kInvalid, "zstd: unknown data after the last frame");
      padding_ = true;
      input = {};
    }
    if (input.empty()) return {};
    in_frame_ = true;
    ++frames_;
    return {};
  }

  static Error zstd_error(size_t result) {
    Code code = Code::kInvalid;
    const ZSTD_ErrorCode number = ZSTD_getErrorCode(result);
    if (number == ZSTD_error_frameParameter_windowTooLarge ||
        number == ZSTD_error_memory_allocation)
      code = Code::kLimit;
    if (number == ZSTD_error_dictionary_wrong || number == ZSTD_error_version_unsupported)
      code = Code::kUnsupported;
    return Error::make(code, "zstd: {}", ZSTD_getErrorName(result));
  }

  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  uint64_t frames_ = 0;
  bool in_frame_ = false;
  bool padding_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_zstd_decoder() {
  return std::make_unique<ZstdDecoder>();
}

}  // namespace seawall::archive
