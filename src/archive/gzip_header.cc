// Parsed here and not by igzip, which miscalculates the header's CRC when the header arrives in
// more than one piece (found by the tests of this folder with 2.30), and which lets reserved flags
// pass.
#include "archive/gzip_header.h"

#include <isa-l/crc.h>

#include <algorithm>

namespace seawall::archive {
namespace {

constexpr uint8_t kHasCrc = 2, kHasExtra = 4, kHasName = 8, kHasComment = 16, kReserved = 0xe0;

Error bad_header(std::string_view what) {
  return Error::make(Code::kInvalid, "gzip: bad header ({})", what);
}

}  // namespace

Status GzipHeader::fixed(uint8_t byte) {
  if ((at_ == 0 && byte != 0x1f) || (at_ == 1 && byte != 0x8b)) return bad_header("magic number");
  if (at_ == 2 && byte != 8) return Error::make(Code::kUnsupported, "gzip: method {}", byte);
  if (at_ == 3) {
    if (byte & kReserved) return bad_header("reserved flags");
    flags_ = byte;
  }
  return {};
}

Status GzipHeader::crc_byte(uint8_t byte) {
  stored_crc_ |= static_cast<uint32_t>(byte) << (8 * at_);
  if (at_ == 1 && stored_crc_ != (crc_ & 0xffff)) return bad_header("checksum");
  return {};
}

// The next part that the flags announce.
void GzipHeader::enter_next() {
  at_ = 0;
  switch (part_) {
    case Part::kFixed:
      part_ = Part::kExtraSize;
      if (flags_ & kHasExtra) return;
      [[fallthrough]];
    case Part::kExtraSize:
      part_ = Part::kExtra;
      if (extra_ > 0) return;
      [[fallthrough]];
    case Part::kExtra:
      part_ = Part::kName;
      if (flags_ & kHasName) return;
      [[fallthrough]];
    case Part::kName:
      part_ = Part::kComment;
      if (flags_ & kHasComment) return;
      [[fallthrough]];
    case Part::kComment:
      part_ = Part::kCrc;
      if (flags_ & kHasCrc) return;
      [[fallthrough]];
    default:
      part_ = Part::kDone;
  }
}

// How much of `input` the current part takes in one step: text up to its NUL, numbers by the byte.
size_t GzipHeader::skippable(std::string_view input) const {
  if (part_ == Part::kExtra) return std::min<size_t>(input.size(), extra_ - at_);
  if (part_ == Part::kName || part_ == Part::kComment)
    return std::min(input.find('\0'), input.size() - 1) + 1;
  return 1;
}

Result<bool> GzipHeader::feed(std::string_view& input) {
  while (part_ != Part::kDone && !input.empty()) {
    const size_t count = skippable(input);
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    const uint8_t last = bytes[count - 1];
    if (part_ == Part::kFixed) TRY(fixed(last));
    if (part_ == Part::kCrc) {
      TRY(crc_byte(last));
    } else {
      crc_ = crc32_gzip_refl(crc_, bytes, count);
    }
    if (part_ == Part::kExtraSize) extra_ |= static_cast<uint32_t>(last) << (8 * at_);
    input.remove_prefix(count);
    at_ += static_cast<uint32_t>(count);
    const bool text = part_ == Part::kName || part_ == Part::kComment;
    const size_t size = part_ == Part::kFixed ? kFixedBytes : part_ == Part::kExtra ? extra_ : 2;
    if (text ? last == '\0' : at_ == size) enter_next();
  }
  return part_ == Part::kDone;
}

}  // namespace seawall::archive
