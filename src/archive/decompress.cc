// decompress(): the one loop that all formats share. It recognises the format by the first bytes,
// pulls input chunks, lets a Decoder fill one output buffer after the other, and enforces the two
// bounds against bombs: bytes in all, and output per byte of input. Since a decoder never writes
// more than the buffer holds, a bomb is noticed at most one buffer late.
#include <algorithm>
#include <memory>
#include <utility>

#include "archive/decoder.h"
#include "archive/stream.h"

namespace seawall::archive {
namespace {

// Large enough that calls cost nothing, small enough that what the inflater writes is still in the
// second-level cache when the tar walk and a digest read it.
constexpr size_t kOutputBuffer = 256u << 10;
constexpr size_t kMagicBytes = 6;

class Decompressor final : public ByteSource {
 public:
  Decompressor(std::unique_ptr<ByteSource> source, const Limits& limits)
      : source_(std::move(source)),
        layer_bytes_(limits.layer_bytes),
        expansion_ratio_(limits.expansion_ratio),
        expansion_floor_(limits.expansion_floor) {}

  Result<std::string_view> read() override {
    if (failure_) return *failure_;
    Result<std::string_view> chunk = next();
    if (!chunk.ok()) failure_ = chunk.error();
    return chunk;
  }

  Result<uint64_t> skip(uint64_t count) override {
    if (!started_ || decoder_ || !input_.empty() || failure_) return uint64_t{0};
    const uint64_t skipped = TRY(source_->skip(count));
    pulled_ += skipped;
    written_ += skipped;
    return skipped;
  }

 private:
  Result<std::string_view> next() {
    if (!started_) {
      TRY(start());
      started_ = true;
    }
    const std::string_view chunk = decoder_ ? TRY(decode()) : TRY(pass_through());
    written_ += chunk.size();
    TRY(check_bounds());
    return chunk;
  }

  // Gathers the magic number, which may arrive in pieces, and chooses the decoder.
  Status start() {
    while (head_.size() < kMagicBytes) {
      const std::string_view chunk = TRY(pull());
      if (chunk.empty()) break;
      if (head_.empty() && chunk.size() >= kMagicBytes) {
        input_ = chunk;
        break;
      }
      head_.append(chunk);
    }
    if (input_.empty()) input_ = head_;
    switch (detect_compression(input_)) {
      case Compression::kNone:
        break;
      case Compression::kGzip:
        decoder_ = make_gzip_decoder();
        break;
      case Compression::kZstd:
        decoder_ = make_zstd_decoder();
        break;
      case Compression::kXz:
        decoder_ = make_xz_decoder();
        break;
      case Compression::kBzip2:
        return Error::make(Code::kUnsupported, "bzip2 compression is not supported");
    }
    if (decoder_) output_.reset(new char[kOutputBuffer]);
    return {};
  }

  Result<std::string_view> pull() {
    if (source_ended_) return std::string_view();
    const std::string_view chunk = TRY(source_->read());
    source_ended_ = chunk.empty();
    pulled_ += chunk.size();
    return chunk;
  }

  Result<std::string_view> pass_through() {
    if (input_.empty()) return pull();
    return std::exchange(input_, std::string_view());
  }

  // One output buffer, as full as the input allows; empty at the end only.
  Result<std::string_view> decode() {
    size_t filled = 0;
    while (filled < kOutputBuffer && !finished_) {
      char* output = output_.get() + filled;
      const size_t room = kOutputBuffer - filled;
      if (source_ended_ && input_.empty()) {
        const size_t count = TRY(decoder_->finish(output, room));
        finished_ = count == 0;
        filled += count;
        continue;
      }
      filled += TRY(decoder_->decode(input_, output, room));
      if (filled < kOutputBuffer) input_ = TRY(pull());
    }
    return std::string_view(output_.get(), filled);
  }

  Status check_bounds() const {
    if (written_ > layer_bytes_)
      return Error::make(Code::kLimit, "decompresses to more than {} bytes", layer_bytes_);
    if (written_ > expansion_floor_ && written_ / expansion_ratio_ > pulled_)
      return Error::make(Code::kLimit, "decompression bomb: {} bytes became more than {}", pulled_,
                         written_);
    return {};
  }

  std::unique_ptr<ByteSource> source_;
  uint64_t layer_bytes_;
  uint64_t expansion_ratio_;
  uint64_t expansion_floor_;
  std::unique_ptr<Decoder> decoder_;  // none: pass through
  std::unique_ptr<char[]> output_;
  std::string head_;        // the first bytes when they came in small pieces
  std::string_view input_;  // what the decoder has not taken yet
  uint64_t pulled_ = 0;
  uint64_t written_ = 0;
  bool started_ = false;
  bool source_ended_ = false;
  bool finished_ = false;
  std::optional<Error> failure_;
};

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

}  // namespace

Compression detect_compression(std::string_view head) {
  using namespace std::string_view_literals;
  if (starts_with(head, "\x1f\x8b\x08"sv)) return Compression::kGzip;
  if (starts_with(head, "\x28\xb5\x2f\xfd"sv)) return Compression::kZstd;
  // A skippable frame (RFC 8878, section 3.1.2) may come first: 0x184D2A50 to 0x184D2A5F.
  if (head.size() >= 4 && (head[0] & 0xf0) == 0x50 && head.substr(1, 3) == "\x2a\x4d\x18"sv)
    return Compression::kZstd;
  if (starts_with(head,
                  "\xfd"
                  "7zXZ\0"sv))
    return Compression::kXz;
  // "BZh", the level, and the first byte of the block's or the end's magic number.
  if (head.size() >= 5 && starts_with(head, "BZh"sv) && head[3] >= '1' && head[3] <= '9' &&
      (head[4] == 0x31 || head[4] == 0x17))
    return Compression::kBzip2;
  return Compression::kNone;
}

std::unique_ptr<ByteSource> decompress(std::unique_ptr<ByteSource> source, const Limits& limits) {
  return std::make_unique<Decompressor>(std::move(source), limits);
}

}  // namespace seawall::archive
