#include "doc/json_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/text.h"

namespace seawall::doc {

namespace {

struct NumberShape {
  size_t length = 0;  // 0: no number
  bool integral = true;
};

size_t digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

NumberShape number_shape(std::string_view text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  size_t end = digits(text, at);
  if (end == at || (text[at] == '0' && end > at + 1)) return {};
  bool integral = true;
  if (end < text.size() && text[end] == '.') {
    integral = false;
    at = end + 1;
    end = digits(text, at);
    if (end == at) return {};
  }
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    integral = false;
    at = end + 1;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    end = digits(text, at);
    if (end == at) return {};
  }
  return {end, integral};
}

NumberFault put_double(std::string_view text, Builder& build, Position at) {
  double value = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  // from_chars says the same of 1e999 and of 1e-999; the latter is 0 to everyone.
  if (fault == std::errc::result_out_of_range) {
    value = std::strtod(std::string(text).c_str(), nullptr);
    if (!std::isfinite(value)) return NumberFault::kRange;
  }
  build.number(value, at);
  return NumberFault::kNone;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four hex digits at `at`, or -1.
int32_t hex4(std::string_view text, size_t at) {
  if (at + 4 > text.size()) return -1;
  int32_t value = 0;
  for (size_t i = at; i < at + 4; ++i) {
    int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

char simple_escape(char c) {
  switch (c) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '/':
      return '/';
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
    default:
      return 0;
  }
}

// The code point of the \u escape whose digits start at `at`, which moves behind it (and behind
// the second half of a pair); -1 when the digits are bad.
int32_t unicode_escape(std::string_view text, size_t& at, bool& replaced) {
  int32_t first = hex4(text, at);
  if (first < 0) return -1;
  at += 4;
  if (first < 0xd800 || first > 0xdfff) return first;
  if (first < 0xdc00 && text.substr(at, 2) == "\\u") {
    int32_t second = hex4(text, at + 2);
    if (second >= 0xdc00 && second <= 0xdfff) {
      at += 6;
      return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    }
  }
  replaced = true;
  return 0xfffd;
}

}  // namespace

NumberFault read_json_number(std::string_view text, size_t& length, Builder& build, Position at) {
  NumberShape shape = number_shape(text);
  length = shape.length;
  if (shape.length == 0) return NumberFault::kSyntax;
  const char* begin = text.data();
  const char* end = begin + shape.length;
  if (shape.integral) {
    int64_t value = 0;
    if (std::from_chars(begin, end, value).ec == std::errc()) {
      build.integer(value, at);
      return NumberFault::kNone;
    }
    uint64_t large = 0;
    auto parsed = std::from_chars(begin, end, large);
    if (parsed.ec == std::errc() && parsed.ptr == end) {
      build.unsigned_integer(large, at);
      return NumberFault::kNone;
    }
  }
  return put_double(text.substr(0, shape.length), build, at);
}

size_t put_utf8(uint32_t code_point, char* out) {
  auto byte = [](uint32_t value) { return static_cast<char>(value); };
  if (code_point < 0x80) {
    out[0] = byte(code_point);
    return 1;
  }
  if (code_point < 0x800) {
    out[0] = byte(0xc0 | code_point >> 6);
    out[1] = byte(0x80 | (code_point & 0x3f));
    return 2;
  }
  if (code_point < 0x10000) {
    out[0] = byte(0xe0 | code_point >> 12);
    out[1] = byte(0x80 | (code_point >> 6 & 0x3f));
    out[2] = byte(0x80 | (code_point & 0x3f));
    return 3;
  }
  out[0] = byte(0xf0 | code_point >> 18);
  out[1] = byte(0x80 | (code_point >> 12 & 0x3f));
  out[2] = byte(0x80 | (code_point >> 6 & 0x3f));
  out[3] = byte(0x80 | (code_point & 0x3f));
  return 4;
}

size_t unescape_json(std::string_view quoted, char* out, size_t& fault, bool& replaced) {
  size_t written = 0;
  for (size_t at = 0; at < quoted.size();) {
    size_t slash = std::min(quoted.find('\\', at), quoted.size());
    std::memcpy(out + written, quoted.data() + at, slash - at);
    written += slash - at;
    if (slash == quoted.size()) break;
    fault = slash;
    at = slash + 2;
    char kind = slash + 1 < quoted.size() ? quoted[slash + 1] : '\0';
    if (char plain = simple_escape(kind)) {
      out[written++] = plain;
      continue;
    }
    if (kind != 'u') return SIZE_MAX;
    int32_t code_point = unicode_escape(quoted, at, replaced);
    if (code_point < 0) return SIZE_MAX;
    written += put_utf8(static_cast<uint32_t>(code_point), out + written);
  }
  return written;
}

}  // namespace seawall::doc
