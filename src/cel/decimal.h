// Arithmetic on the decimal numbers of quantity.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "cel/memory.h"
#include "cel/quantity.h"

namespace seawall::cel {

// `text`: a sign, digits, at most one point. kInvalid when there is no digit or a second point.
Result<Decimal> parse_decimal(std::string_view text, Memory& memory);

// Times 2^shift, below 2^61. kLimit: no room.
Result<Decimal> shift_left(const Decimal& number, unsigned shift, Memory& memory);

// To that many places, away from zero. kLimit: no room.
Result<Decimal> round_up(const Decimal& number, int32_t places, Memory& memory);

int compare_magnitude(const Decimal& a, const Decimal& b);
int compare(const Decimal& a, const Decimal& b);

// kLimit: no room, or more than kMostQuantityDigits.
Result<Decimal> add(const Decimal& a, const Decimal& b, Memory& memory);

// The nearest double of digits and zeros, the scale left aside.
double unscaled_double(const Decimal& number);

// 10^exponent as Go's math.Pow10 gives it: 0 and infinity outside of the doubles.
double power_of_ten(int64_t exponent);

}  // namespace seawall::cel
