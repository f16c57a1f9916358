#include "cel/escape.h"

#include <cstdint>

#include "base/text.h"

namespace seawall::cel {
namespace {

constexpr uint32_t kLastCodePoint = 0x10FFFF;

bool is_high_surrogate(uint32_t code) {
  return code >= 0xD800 && code < 0xDC00;
}
bool is_low_surrogate(uint32_t code) {
  return code >= 0xDC00 && code < 0xE000;
}

void append_utf8(uint32_t code, std::string& to) {
  auto put = [&to](uint32_t byte) { to += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// What a backslash and one letter stand for; 0: nothing.
char simple_escape(char letter) {
  switch (letter) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`':
      return letter;
    default:
      return 0;
  }
}

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  c = to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

// Takes `count` digits of `base` off `rest`.
std::optional<uint32_t> take_number(std::string_view& rest, size_t count, int base) {
  if (rest.size() < count) return std::nullopt;
  uint32_t value = 0;
  for (char c : rest.substr(0, count)) {
    int digit = digit_value(c);
    if (digit >= base) return std::nullopt;
    value = value * static_cast<uint32_t>(base) + static_cast<uint32_t>(digit);
  }
  rest.remove_prefix(count);
  return value;
}

// \u and \U, after the letter.
bool append_unicode(std::string_view& rest, size_t digits, std::string& to) {
  std::optional<uint32_t> code = take_number(rest, digits, 16);
  if (!code || *code > kLastCodePoint || is_low_surrogate(*code)) return false;
  if (is_high_surrogate(*code)) {
    if (!rest.starts_with("\\u")) return false;
    rest.remove_prefix(2);
    std::optional<uint32_t> low = take_number(rest, 4, 16);
    if (!low || !is_low_surrogate(*low)) return false;
    code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
  }
  append_utf8(*code, to);
  return true;
}

// \x and octal: a code point of a string, an octet of bytes.
bool append_small(std::optional<uint32_t> value, bool bytes, std::string& to) {
  if (!value || *value > 0xFF) return false;
  if (bytes) {
    to += static_cast<char>(*value);
  } else {
    append_utf8(*value, to);
  }
  return true;
}

// One escape sequence, after its backslash.
bool append_escape(std::string_view& rest, bool bytes, std::string& to) {
  if (rest.empty()) return false;
  char letter = rest[0];
  if (letter >= '0' && letter <= '3') return append_small(take_number(rest, 3, 8), bytes, to);
  rest.remove_prefix(1);
  if (char plain = simple_escape(letter)) {
    to += plain;
    return true;
  }
  if (letter == 'x' || letter == 'X') return append_small(take_number(rest, 2, 16), bytes, to);
  if (letter != 'u' && letter != 'U') return false;
  return !bytes && append_unicode(rest, letter == 'u' ? 4 : 8, to);
}

}  // namespace

std::optional<std::string> unescape(std::string_view body, bool bytes) {
  std::string value;
  value.reserve(body.size());
  while (!body.empty()) {
    char c = body[0];
    body.remove_prefix(1);
    if (c == '\\') {
      if (!append_escape(body, bytes, value)) return std::nullopt;
    } else if (c == '\r') {
      if (body.starts_with('\n')) body.remove_prefix(1);
      value += '\n';
    } else {
      value += c;
    }
  }
  return value;
}

std::string normalize_line_ends(std::string_view body) {
  return replace_all(replace_all(body, "\r\n", "\n"), "\r", "\n");
}

}  // namespace seawall::cel
