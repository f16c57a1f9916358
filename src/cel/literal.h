// Numbers as they are written in CEL: decimal or 0x, in range or a mistake.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace seawall::cel {

// Digits without sign and suffix. The smallest int is written with its minus sign.
std::optional<int64_t> parse_int_literal(std::string_view digits, bool negative);
std::optional<uint64_t> parse_uint_literal(std::string_view digits);
// Too small is zero, too large is nothing.
std::optional<double> parse_double_literal(std::string_view digits);

}  // namespace seawall::cel
