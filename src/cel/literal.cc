#include "cel/literal.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

namespace seawall::cel {

std::optional<uint64_t> parse_uint_literal(std::string_view digits) {
  bool hex = digits.starts_with("0x");
  if (hex) digits.remove_prefix(2);
  uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  auto [stop, error] = std::from_chars(digits.data(), end, value, hex ? 16 : 10);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::optional<int64_t> parse_int_literal(std::string_view digits, bool negative) {
  std::optional<uint64_t> magnitude = parse_uint_literal(digits);
  uint64_t most = static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  if (!magnitude || *magnitude > most) return std::nullopt;
  return static_cast<int64_t>(negative ? 0 - *magnitude : *magnitude);
}

std::optional<double> parse_double_literal(std::string_view digits) {
  double value = 0;
  const char* end = digits.data() + digits.size();
  auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error == std::errc() && stop == end) return value;
  // Out of range at either end; strtod says which. Seawall never leaves the "C" locale.
  value = std::strtod(std::string(digits).c_str(), nullptr);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace seawall::cel
