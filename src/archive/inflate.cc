#include "archive/inflate.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <limits>
#include <memory>

namespace seawall::archive {
namespace {

// A match of 258 bytes takes at least two bits, so no byte becomes more than 1032.
constexpr uint64_t kMostPerByte = 1032;

}  // namespace

Result<std::string> inflate_exactly(std::string_view deflated, uint64_t size) {
  constexpr uint64_t kMost = std::numeric_limits<uint32_t>::max();
  if (deflated.size() > kMost || size > kMost)
    return Error::make(Code::kLimit, "deflate data of more than {} bytes", kMost);
  if (size > (deflated.size() + 1) * kMostPerByte)
    return Error::make(Code::kInvalid, "{} bytes cannot inflate to {}", deflated.size(), size);
  std::string bytes(static_cast<size_t>(size), '\0');
  auto state = std::make_unique<inflate_state>();
  isal_inflate_init(state.get());
  state->crc_flag = ISAL_DEFLATE;
  // igzip takes a pointer to non-const and does not write through it.
  state->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(deflated.data()));
  state->avail_in = static_cast<uint32_t>(deflated.size());
  state->next_out = reinterpret_cast<uint8_t*>(bytes.data());
  state->avail_out = static_cast<uint32_t>(size);
  switch (isal_inflate_stateless(state.get())) {
    case ISAL_DECOMP_OK:
      break;
    case ISAL_END_INPUT:
      return Error::make(Code::kTruncated, "deflate data end early");
    case ISAL_OUT_OVERFLOW:
      return Error::make(Code::kInvalid, "inflates to more than the claimed {} bytes", size);
    default:
      return Error::make(Code::kInvalid, "malformed deflate data");
  }
  if (state->block_state != ISAL_BLOCK_FINISH)
    return Error::make(Code::kTruncated, "deflate data end early");
  if (state->avail_out != 0)
    return Error::make(Code::kInvalid, "inflates to {} bytes instead of {}",
                       size - state->avail_out, size);
  return bytes;
}

uint32_t crc32_of(std::string_view bytes) {
  return crc32_gzip_refl(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

}  // namespace seawall::archive
