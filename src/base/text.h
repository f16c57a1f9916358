// Small helpers on text. Bytes in memory are std::string_view everywhere in Seawall; text from
// outside may hold anything, NUL included.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seawall {

// ASCII only: locale never changes a verdict.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_alpha(char c) {
  return is_upper(c) || is_lower(c);
}
constexpr bool is_alnum(char c) {
  return is_alpha(c) || is_digit(c);
}
constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr char to_lower(char c) {
  return is_upper(c) ? static_cast<char>(c + 32) : c;
}

std::string to_lower(std::string_view text);
std::string_view trim(std::string_view text);  // white space at both ends
std::string_view trim_right(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

// All pieces, empty ones too: split("a,,b", ',') is {"a", "", "b"}; split("", ',') is {""}.
std::vector<std::string_view> split(std::string_view text, char separator);
// The text before and after the first (last) separator; nothing when there is none.
struct Halves {
  std::string_view first, second;
};
std::optional<Halves> split_once(std::string_view text, std::string_view separator);
std::optional<Halves> split_last(std::string_view text, std::string_view separator);

// Calls `line` for each line without its "\n" or "\r\n", and the 1-based line number.
void for_each_line(std::string_view text,
                   const std::function<void(std::string_view line, uint32_t number)>& line);

// Decimal digits only, no sign, no overflow; nothing otherwise.
std::optional<uint64_t> parse_uint(std::string_view text);

bool is_valid_utf8(std::string_view text);
// `text` with each malformed byte replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);

// For a terminal or a log: control characters (C0, DEL, C1, line and paragraph separators,
// bidirectional overrides) and malformed UTF-8 become visible escapes (\x1b, \u202e). `text` is
// cut after `limit` bytes with "…".
std::string printable(std::string_view text, size_t limit = 4096);

// & < > " ' escaped for HTML text and attribute values; control characters as in printable().
std::string html_escape(std::string_view text);

// Percent-encodes all but unreserved characters (RFC 3986) and those in `keep`.
std::string percent_encode(std::string_view text, std::string_view keep = "");
// Nothing when a % is not followed by two hex digits.
std::optional<std::string> percent_decode(std::string_view text);

std::string base64_encode(std::string_view bytes);
// Standard or URL alphabet, padding optional; nothing on other characters.
std::optional<std::string> base64_decode(std::string_view text);

// Glob over a whole text: `*` is any run of characters but those in `stop`, `**` any run at all,
// `?` one character not in `stop`, `[a-z]` a class. Linear time per `*` level, never exponential.
bool glob_match(std::string_view pattern, std::string_view text, std::string_view stop = "");

}  // namespace seawall
