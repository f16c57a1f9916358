#include "doc/text_position.h"

#include <algorithm>

namespace seawall::doc {

Position PositionWalker::at(size_t offset) {
  offset = std::min(offset, text_.size());
  const char* at = text_.data() + offset_;
  for (const char* end = text_.data() + offset; at < end; ++at) {
    if (*at == '\n') {
      ++position_.line;
      position_.column = 1;
    } else {
      position_.column += (static_cast<unsigned char>(*at) & 0xc0) != 0x80;
    }
  }
  offset_ = std::max(offset_, offset);
  return position_;
}

Position position_at(std::string_view text, size_t offset) {
  return PositionWalker(text).at(offset);
}

// RFC 3629 section 4.
size_t utf8_sequence_length(std::string_view text) {
  auto byte = [&](size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  auto follows = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4 || !follows(1)) return 0;
  if (lead < 0xe0) return 2;
  if (lead == 0xe0 && byte(1) < 0xa0) return 0;  // overlong
  if (lead == 0xed && byte(1) > 0x9f) return 0;  // surrogates
  if (lead == 0xf0 && byte(1) < 0x90) return 0;  // overlong
  if (lead == 0xf4 && byte(1) > 0x8f) return 0;  // beyond U+10FFFF
  if (!follows(2)) return 0;
  if (lead < 0xf0) return 3;
  return follows(3) ? 4 : 0;
}

size_t valid_utf8_prefix(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    size_t length = utf8_sequence_length(text.substr(at, 4));
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace seawall::doc
