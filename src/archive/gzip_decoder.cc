// Gzip (RFC 1952) through ISA-L's igzip, which inflates and checks CRC-32 and length of each
// member. What it leaves to its caller:
//  - the header (gzip_header.h says why);
//  - it returns "ok" when the input merely ends, so the end counts only in state FINISH;
//  - a file may be many members one after the other (pigz, eStargz); each needs a reset, which
//    keeps the position in the input;
//  - bytes behind the last member: zeros are padding (tapes, block devices), others are garbage.
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <limits>

#include "archive/decoder.h"
#include "archive/gzip_header.h"

namespace seawall::archive {
namespace {

Error gzip_error(int code) {
  const bool checksum = code == ISAL_INCORRECT_CHECKSUM;
  return Error::make(Code::kInvalid, "gzip: {}",
                     checksum ? "wrong checksum or length" : "malformed deflate data");
}

class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() { isal_inflate_init(&state_); }

  Result<size_t> decode(std::string_view& input, char* output, size_t capacity) override {
    size_t written = 0;
    while (written < capacity) {
      if (!in_member_) {
        TRY(enter_member(input));
        if (!in_member_) break;
      }
      if (in_header_) {
        if (!TRY(header_.feed(input))) break;
        in_header_ = false;
      }
      const size_t offered = input.size();
      const size_t count = TRY(inflate(input, output + written, capacity - written));
      written += count;
      if (!in_member_) continue;
      if (input.empty()) break;  // and igzip holds nothing back unless the output is full
      if (count == 0 && input.size() == offered)
        return Error::make(Code::kInvalid, "gzip: no progress in deflate data");
    }
    return written;
  }

  Result<size_t> finish(char* output, size_t capacity) override {
    std::string_view nothing;
    const size_t written = TRY(decode(nothing, output, capacity));
    if (written == 0 && in_member_)
      return Error::make(Code::kTruncated, "gzip: the stream ends within a member");
    return written;
  }

 private:
  // Between members: skips padding, and starts the next member when there is one.
  Status enter_member(std::string_view& input) {
    if (padding_ || (members_ > 0 && !input.empty() && input.front() == '\0')) {
      const size_t zeros = input.find_first_not_of('\0');
      if (zeros != std::string_view::npos) return trailing_garbage();
      padding_ = true;
      input = {};
    }
    if (input.empty()) return {};
    if (input.front() != '\x1f') return trailing_garbage();
    isal_inflate_reset(&state_);
    state_.crc_flag = ISAL_GZIP_NO_HDR_VER;
    header_ = GzipHeader();
    in_member_ = in_header_ = true;
    ++members_;
    return {};
  }

  static Error trailing_garbage() {
    return Error::make(Code::kInvalid, "gzip: unknown data after the last member");
  }

  // One call of igzip, which counts in 32 bits.
  Result<size_t> inflate(std::string_view& input, char* output, size_t capacity) {
    constexpr size_t kMost = std::numeric_limits<uint32_t>::max();
    const auto offered = static_cast<uint32_t>(std::min(input.size(), kMost));
    const auto room = static_cast<uint32_t>(std::min(capacity, kMost));
    // igzip takes a pointer to non-const and does not write through it.
    state_.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(input.data()));
    state_.avail_in = offered;
    state_.next_out = reinterpret_cast<uint8_t*>(output);
    state_.avail_out = room;
    const int code = isal_inflate(&state_);
    if (code < 0 || code == ISAL_NEED_DICT) return gzip_error(code);
    input.remove_prefix(offered - state_.avail_in);
    if (state_.block_state == ISAL_BLOCK_FINISH) in_member_ = false;
    return size_t{room - state_.avail_out};
  }

  inflate_state state_;
  GzipHeader header_;
  uint64_t members_ = 0;
  bool in_member_ = false;
  bool in_header_ = false;
  bool padding_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_gzip_decoder() {
  return std::make_unique<GzipDecoder>();
}

}  // namespace seawall::archive
