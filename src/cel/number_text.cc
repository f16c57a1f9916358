#include "cel/number_text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/text.h"

namespace seawall::cel {

namespace {

template <typename T>
std::optional<T> parse_integer(std::string_view text) {
  T value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 10);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_hex_digit(char c) {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

// Go lets '_' stand between digits, and after 0x. False when it stands elsewhere.
bool remove_underscores(std::string& text, bool hex) {
  if (text.find('_') == std::string::npos) return true;
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out += text[i];
      continue;
    }
    auto is_part = [hex](char c) {
      return hex ? is_hex_digit(c) || to_lower(c) == 'x' : is_digit(c);
    };
    if (i == 0 || i + 1 == text.size() || !is_part(text[i - 1]) || !is_part(text[i + 1]))
      return false;
  }
  text = std::move(out);
  return true;
}

// Digits of a literal without sign, prefix or underscores.
std::optional<double> parse_digits(const std::string& digits, bool hex) {
  // from_chars reads more than Go: words, and hexadecimal digits without an exponent.
  if (digits.empty() || !(is_hex_digit(digits[0]) || digits[0] == '.')) return std::nullopt;
  if (!hex && !is_digit(digits[0]) && digits[0] != '.') return std::nullopt;
  if (hex && digits.find_first_of("pP") == std::string::npos) return std::nullopt;
  double value = 0;
  const char* end = digits.data() + digits.size();
  auto [stopped, error] = std::from_chars(
      digits.data(), end, value, hex ? std::chars_format::hex : std::chars_format::general);
  if (stopped != end) return std::nullopt;
  if (error == std::errc()) return value;
  if (error != std::errc::result_out_of_range) return std::nullopt;
  // Too large is an error, too small is zero (or next to it).
  value = std::strtod(((hex ? "0x" : "") + digits).c_str(), nullptr);
  return std::isinf(value) ? std::nullopt : std::optional(value);
}

// The shortest digits that give the same double: "1.5e+06" in its parts. Finite values only.
struct Shortest {
  std::string_view whole;     // with its sign
  std::string_view mantissa;  // "1.5"; no sign
  int exponent = 0;

  Shortest(double value, char (&text)[64]) {
    auto [end, error] =
        std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
    whole = {text, static_cast<size_t>(end - text)};
    size_t e = whole.rfind('e');
    mantissa = whole.substr(0, e);
    if (mantissa.starts_with('-')) mantissa.remove_prefix(1);
    std::string_view digits = whole.substr(e + (whole[e + 1] == '+' ? 2 : 1));
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  }
};

}  // namespace

std::optional<int64_t> parse_int64(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  return parse_integer<int64_t>(text);
}

std::optional<uint64_t> parse_uint64(std::string_view text) {
  return parse_integer<uint64_t>(text);
}

std::optional<double> parse_double(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::optional<double> value;
  if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity")) {
    value = HUGE_VAL;
  } else if (equals_ignoring_case(text, "nan")) {
    value = std::nan("");
  } else {
    bool hex = text.size() > 2 && text[0] == '0' && to_lower(text[1]) == 'x';
    std::string digits(text);
    if (!remove_underscores(digits, hex)) return std::nullopt;
    value = parse_digits(hex ? digits.substr(2) : digits, hex);
  }
  if (!value) return std::nullopt;
  return negative ? -*value : *value;
}

std::optional<bool> parse_bool(std::string_view text) {
  for (std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"})
    if (text == yes) return true;
  for (std::string_view no : {"0", "f", "F", "false", "FALSE", "False"})
    if (text == no) return false;
  return std::nullopt;
}

std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char text[64];
  Shortest shortest(value, text);
  // An exponent below -4 or of 6 and more is written; C's %g would count the digits.
  if (shortest.exponent < -4 || shortest.exponent >= 6) return std::string(shortest.whole);
  return fixed_text(value);
}

std::string fixed_text(double value) {
  char text[64];
  Shortest shortest(value, text);
  std::string digits(1, shortest.mantissa[0]);
  if (shortest.mantissa.size() > 2) digits += shortest.mantissa.substr(2);
  int exponent = shortest.exponent;
  std::string out = std::signbit(value) ? "-" : "";
  if (exponent < 0)
    return out + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  auto whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= whole) return out + digits + std::string(whole - digits.size(), '0');
  return out + digits.substr(0, whole) + '.' + digits.substr(whole);
}

std::string fixed_text(double value, int precision) {
  return fmt::format("{:.{}f}", value, precision);
}

std::string scientific_text(double value, int precision) {
  return fmt::format("{:.{}e}", value, precision);
}

}  // namespace seawall::cel
