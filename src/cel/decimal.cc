// Decimal numbers are their digits as text, most significant first: quantities are read from text,
// are short, and are only added and compared, for which text serves as well as limbs.
#include "cel/decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace seawall::cel {

namespace {

Error no_room() {
  return Error(Code::kLimit, "the evaluation's memory is used up");
}

std::string_view without_leading_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// The digit that stands for 10^exponent.
unsigned digit_at(const Decimal& number, int64_t exponent) {
  int64_t from_right = exponent - number.exponent();
  auto size = static_cast<int64_t>(number.digits.size());
  if (from_right < 0 || from_right >= size) return 0;
  return static_cast<unsigned>(number.digits[static_cast<size_t>(size - 1 - from_right)] - '0');
}

// One above the exponent of the first digit.
int64_t top_of(const Decimal& number) {
  return number.exponent() + static_cast<int64_t>(number.digits.size());
}

Decimal normalized(Decimal number) {
  number.digits = without_leading_zeros(number.digits);
  if (number.is_zero()) {
    number.negative = false;
    number.zeros = 0;
  }
  return number;
}

// |a| + |b|, or |a| - |b| where |a| is not the smaller one; the digits from `bottom` up.
void combine(const Decimal& a, const Decimal& b, bool subtract, int64_t bottom, char* to,
             size_t count) {
  int carry = 0;
  for (size_t i = 0; i < count; ++i) {
    int64_t exponent = bottom + static_cast<int64_t>(i);
    int theirs = static_cast<int>(digit_at(b, exponent));
    int sum = static_cast<int>(digit_at(a, exponent)) + (subtract ? -theirs : theirs) + carry;
    carry = sum < 0 ? -1 : sum > 9 ? 1 : 0;
    to[count - 1 - i] = static_cast<char>('0' + sum - 10 * carry);
  }
}

}  // namespace

Result<Decimal> parse_decimal(std::string_view text, Memory& memory) {
  Decimal made;
  if (text.starts_with('-') || text.starts_with('+')) {
    made.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  size_t point = text.find('.');
  size_t places = point == std::string_view::npos ? 0 : text.size() - point - 1;
  if (text.size() == (point == std::string_view::npos ? 0 : 1))
    return Error(Code::kInvalid, "unable to parse numeric part of quantity");
  made.scale = static_cast<int32_t>(places);
  if (places == 0) {
    made.digits = text.substr(0, point);
    return normalized(made);
  }
  char* digits = memory.allocate<char>(text.size());
  if (!digits) return no_room();
  char* end = std::copy_if(text.begin(), text.end(), digits, is_digit);
  made.digits = {digits, static_cast<size_t>(end - digits)};
  return normalized(made);
}

Result<Decimal> shift_left(const Decimal& number, unsigned shift, Memory& memory) {
  constexpr size_t kMore = 20;  // digits of 2^60, and one
  size_t size = number.digits.size() + kMore;
  char* digits = memory.allocate<char>(size);
  if (!digits) return no_room();
  uint64_t carry = 0;  // stays below 2^61
  for (size_t i = 0; i < size; ++i) {
    size_t from_left = size - 1 - i;
    uint64_t low = 0;
    unsigned digit =
        from_left >= kMore ? static_cast<unsigned>(number.digits[from_left - kMore] - '0') : 0;
    // digit << 60 and the carry are more than 64 bits hold.
    auto sum = static_cast<unsigned __int128>(digit) << shift;
    sum += carry;
    low = static_cast<uint64_t>(sum % 10);
    carry = static_cast<uint64_t>(sum / 10);
    digits[from_left] = static_cast<char>('0' + low);
  }
  Decimal made = number;
  made.digits = {digits, size};
  return normalized(made);
}

Result<Decimal> round_up(const Decimal& number, int32_t places, Memory& memory) {
  Decimal made = number;
  made.scale = places;
  int64_t drop = -number.exponent() - places;  // digits after the last place
  if (drop <= 0) {
    made.zeros = static_cast<uint64_t>(-drop);
    return normalized(made);
  }
  made.zeros = 0;
  size_t kept = number.digits.size() - std::min(static_cast<size_t>(drop), number.digits.size());
  std::string_view rest = number.digits.substr(kept);
  if (without_leading_zeros(rest).empty()) {
    made.digits = number.digits.substr(0, kept);
    return normalized(made);
  }
  char* digits = memory.allocate<char>(kept + 1);
  if (!digits) return no_room();
  digits[0] = '0';
  std::copy_n(number.digits.begin(), kept, digits + 1);
  size_t at = kept;
  for (; digits[at] == '9'; --at) digits[at] = '0';
  ++digits[at];
  made.digits = {digits, kept + 1};
  return normalized(made);
}

int compare_magnitude(const Decimal& a, const Decimal& b) {
  if (a.is_zero() || b.is_zero()) return static_cast<int>(b.is_zero()) - (a.is_zero() ? 1 : 0);
  if (top_of(a) != top_of(b)) return top_of(a) < top_of(b) ? -1 : 1;
  size_t common = std::min(a.digits.size(), b.digits.size());
  int order = a.digits.substr(0, common).compare(b.digits.substr(0, common));
  if (order != 0) return order < 0 ? -1 : 1;
  bool a_goes_on = a.digits.find_first_not_of('0', common) != std::string_view::npos;
  bool b_goes_on = b.digits.find_first_not_of('0', common) != std::string_view::npos;
  return static_cast<int>(a_goes_on) - static_cast<int>(b_goes_on);
}

int compare(const Decimal& a, const Decimal& b) {
  if (a.is_zero() && b.is_zero()) return 0;
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  int order = compare_magnitude(a, b);
  return a.negative ? -order : order;
}

Result<Decimal> add(const Decimal& a, const Decimal& b, Memory& memory) {
  int32_t scale = std::max(a.scale, b.scale);
  auto with_scale = [&](const Decimal& number) {
    Decimal made = number;
    made.scale = scale;
    made.zeros = static_cast<uint64_t>(number.exponent() + scale);
    return normalized(made);
  };
  if (a.is_zero()) return with_scale(b);
  if (b.is_zero()) return with_scale(a);
  bool subtract = a.negative != b.negative;
  bool a_first = compare_magnitude(a, b) >= 0;
  const Decimal& larger = a_first ? a : b;
  const Decimal& smaller = a_first ? b : a;
  int64_t bottom = std::min(a.exponent(), b.exponent());
  auto count = static_cast<uint64_t>(top_of(larger) - bottom) + 1;
  if (count > kMostQuantityDigits)
    return Error::make(Code::kLimit, "a sum of quantities has more than {} digits",
                       kMostQuantityDigits);
  char* digits = memory.allocate<char>(count);
  if (!digits) return no_room();
  combine(larger, smaller, subtract, bottom, digits, count);
  return normalized({.negative = larger.negative,
                     .digits = {digits, count},
                     .zeros = static_cast<uint64_t>(bottom + scale),
                     .scale = scale});
}

double unscaled_double(const Decimal& number) {
  if (number.is_zero()) return 0;
  double sign = number.negative ? -1.0 : 1.0;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr size_t kMostDigits = std::numeric_limits<double>::max_exponent10 + 1;
  if (number.zeros > kMostDigits || number.digits.size() + number.zeros > kMostDigits)
    return sign * kInfinity;
  char text[kMostDigits];
  char* end = std::copy(number.digits.begin(), number.digits.end(), text);
  end = std::fill_n(end, number.zeros, '0');
  double value = 0;
  auto [stop, error] = std::from_chars(text, end, value);
  return sign * (error == std::errc() ? value : kInfinity);
}

double power_of_ten(int64_t exponent) {
  static constexpr double kOnes[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23,
                                     1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31};
  static constexpr double kUp[] = {1e0, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288};
  static constexpr double kDown[] = {1e0,    1e-32,  1e-64,  1e-96,  1e-128, 1e-160,
                                     1e-192, 1e-224, 1e-256, 1e-288, 1e-320};
  if (exponent > 308) return std::numeric_limits<double>::infinity();
  if (exponent < -323) return 0;
  auto size = static_cast<size_t>(std::abs(exponent));
  return exponent >= 0 ? kUp[size / 32] * kOnes[size % 32] : kDown[size / 32] / kOnes[size % 32];
}

}  // namespace seawall::cel
