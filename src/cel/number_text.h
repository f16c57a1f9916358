// Numbers as text, as Go's strconv reads and writes them: CEL's conversions are defined by
// cel-go's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seawall::cel {

// Decimal digits after an optional sign; nothing when malformed or out of range.
std::optional<int64_t> parse_int64(std::string_view text);
// Decimal digits, no sign.
std::optional<uint64_t> parse_uint64(std::string_view text);
// Go's floating-point literals with an optional sign, also hexadecimal ones, and the words inf,
// infinity and nan in any case. Nothing when malformed or too large for a double.
std::optional<double> parse_double(std::string_view text);
// "1", "t", "T", "true", "TRUE", "True" and their opposites.
std::optional<bool> parse_bool(std::string_view text);

// The shortest text that gives the same double, %g: "1.5", "1e+06", "+Inf", "NaN".
std::string double_text(double value);
// The shortest text without an exponent: "1000000", "0.000001". Finite values only, as below.
std::string fixed_text(double value);
std::string fixed_text(double value, int precision);       // %.3f
std::string scientific_text(double value, int precision);  // %.3e

}  // namespace seawall::cel
