#include "cel/url_escape.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cel/library_support.h"

namespace seawall::cel {

namespace {

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

unsigned char hex_value(char c) {
  return static_cast<unsigned char>(is_digit(c) ? c - '0' : (c & 0xf) + 9);
}

char escaped_char(std::string_view triple) {
  return static_cast<char>(hex_value(triple[1]) << 4 | hex_value(triple[2]));
}

std::string_view marks(UrlPart part) {
  switch (part) {
    case UrlPart::kPath:
      return "$&+,/:;=@";
    case UrlPart::kHost:
    case UrlPart::kZone:
      return "!\"$&'()*+,:;<=>[]";
    case UrlPart::kUserInfo:
      return "$&+,;=";
    case UrlPart::kQuery:
      return "";
    case UrlPart::kFragment:
      return "!$&()*+,/:;=?@";
  }
  return "";
}

bool is_allowed_escape(std::string_view triple, UrlPart part) {
  if (triple == "%25") return true;
  // Hosts may only escape what is not ASCII (RFC 3986, section 3.2.2, as Go reads it); zones what
  // might as well stand unescaped, and spaces (RFC 6874).
  if (part == UrlPart::kHost) return hex_value(triple[1]) >= 8;
  char c = escaped_char(triple);
  return part != UrlPart::kZone || c == ' ' || is_plain(c, UrlPart::kHost);
}

}  // namespace

bool is_plain(char c, UrlPart part) {
  if (is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~') return true;
  return marks(part).find(c) != std::string_view::npos;
}

Result<void> check_escapes(std::string_view text, UrlPart part) {
  bool is_host = part == UrlPart::kHost || part == UrlPart::kZone;
  for (size_t i = 0; i < text.size(); ++i) {
    std::string_view rest = text.substr(i, 3);
    if (text[i] == '%') {
      bool is_triple = rest.size() == 3 && is_hex(rest[1]) && is_hex(rest[2]);
      if (!is_triple || !is_allowed_escape(rest, part))
        return Error::make(Code::kInvalid, "invalid URL escape {}", quoted(rest));
      i += 2;
    } else if (is_host && static_cast<unsigned char>(text[i]) < 0x80 && !is_plain(text[i], part)) {
      return Error::make(Code::kInvalid, "invalid character {} in host name",
                         quoted(rest.substr(0, 1)));
    }
  }
  return {};
}

std::string unescape(std::string_view text, UrlPart part) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += escaped_char(text.substr(i, 3));
      i += 2;
    } else {
      out += text[i] == '+' && part == UrlPart::kQuery ? ' ' : text[i];
    }
  }
  return out;
}

std::string escape(std::string_view text, UrlPart part) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (is_plain(c, part)) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

}  // namespace seawall::cel
