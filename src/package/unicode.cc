#include "package/unicode.h"

#include "base/text.h"

namespace seawall::package {

namespace {

uint32_t unit(std::string_view bytes, size_t at, size_t width, bool big) {
  uint32_t value = 0;
  for (size_t i = 0; i < width; ++i)
    value = (value << 8) | static_cast<unsigned char>(bytes[at + (big ? i : width - 1 - i)]);
  return value;
}

std::string decode(std::string_view bytes, size_t width, bool big) {
  std::string out;
  out.reserve(bytes.size());
  for (size_t at = 0; at + width <= bytes.size(); at += width) {
    uint32_t code = unit(bytes, at, width, big);
    if (width == 2 && code >= 0xD800 && code < 0xDC00 && at + 4 <= bytes.size()) {
      uint32_t low = unit(bytes, at + 2, width, big);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    append_utf8(out, code);
  }
  if (bytes.size() % width != 0) append_utf8(out, 0xFFFD);
  return out;
}

}  // namespace

void append_utf8(std::string& out, uint32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::string utf8_from_any(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  if (bytes.starts_with("\xEF\xBB\xBF"sv)) return to_valid_utf8(bytes.substr(3));
  if (bytes.starts_with("\xFF\xFE\0\0"sv)) return decode(bytes.substr(4), 4, false);
  if (bytes.starts_with("\0\0\xFE\xFF"sv)) return decode(bytes.substr(4), 4, true);
  if (bytes.starts_with("\xFF\xFE"sv)) return decode(bytes.substr(2), 2, false);
  if (bytes.starts_with("\xFE\xFF"sv)) return decode(bytes.substr(2), 2, true);
  if (bytes.size() >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0)
    return decode(bytes, 2, false);
  if (bytes.size() >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0)
    return decode(bytes, 2, true);
  return to_valid_utf8(bytes);
}

}  // namespace seawall::package
