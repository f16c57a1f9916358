#include "archive/zlib.h"

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace seawall::archive {

namespace {

constexpr size_t kProbe = 512;  // holds the tables of a block and its first symbols
constexpr size_t kMostInput = 1u << 30;

// isal_inflate() takes no const input, and leaves it alone.
void start_inflating(inflate_state& state, std::string_view bytes) {
  isal_inflate_init(&state);
  state.crc_flag = ISAL_ZLIB;
  state.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(bytes.data()));
  state.avail_in = static_cast<uint32_t>(std::min(bytes.size(), kMostInput));
}

}  // namespace

Result<std::string> inflate_zlib(std::string_view bytes, size_t most) {
  inflate_state state;
  start_inflating(state, bytes);
  std::string out;
  std::array<uint8_t, 32 << 10> piece;
  while (true) {
    state.next_out = piece.data();
    state.avail_out = piece.size();
    int result = isal_inflate(&state);
    if (result < 0) return Error(Code::kInvalid, "no good zlib stream");
    size_t got = piece.size() - state.avail_out;
    if (got > most - out.size()) return Error::make(Code::kLimit, "more than {} bytes", most);
    out.append(reinterpret_cast<const char*>(piece.data()), got);
    if (state.block_state == ISAL_BLOCK_FINISH) return out;
    if (got == 0) return Error(Code::kTruncated, "the zlib stream has no end");
  }
}

bool inflates_to(std::string_view bytes, std::string_view start) {
  inflate_state state;
  start_inflating(state, bytes.substr(0, kProbe));
  std::array<uint8_t, 64> piece;
  state.next_out = piece.data();
  state.avail_out = static_cast<uint32_t>(std::min(piece.size(), start.size()));
  if (isal_inflate(&state) < 0 || state.avail_out != 0) return false;
  return std::string_view(reinterpret_cast<const char*>(piece.data()), start.size()) == start;
}

}  // namespace seawall::archive
