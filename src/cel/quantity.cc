#include "cel/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "cel/decimal.h"

namespace seawall::cel {

namespace {

constexpr int32_t kNano = -9;         // the finest place
constexpr int kMostSmallDigits = 18;  // that an int64 surely holds

constexpr const char* kWrongFormat =
    "quantities must match the regular expression "
    "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

struct Suffix {
  QuantityFormat format = QuantityFormat::kDecimalSi;
  int32_t exponent = 0;  // of 10, or of 2 for kBinarySi
};

struct NamedSuffix {
  std::string_view name;
  Suffix suffix;
};

constexpr NamedSuffix kSuffixes[] = {
    {"", {QuantityFormat::kDecimalSi, 0}},   {"n", {QuantityFormat::kDecimalSi, -9}},
    {"u", {QuantityFormat::kDecimalSi, -6}}, {"m", {QuantityFormat::kDecimalSi, -3}},
    {"k", {QuantityFormat::kDecimalSi, 3}},  {"M", {QuantityFormat::kDecimalSi, 6}},
    {"G", {QuantityFormat::kDecimalSi, 9}},  {"T", {QuantityFormat::kDecimalSi, 12}},
    {"P", {QuantityFormat::kDecimalSi, 15}}, {"E", {QuantityFormat::kDecimalSi, 18}},
    {"Ki", {QuantityFormat::kBinarySi, 10}}, {"Mi", {QuantityFormat::kBinarySi, 20}},
    {"Gi", {QuantityFormat::kBinarySi, 30}}, {"Ti", {QuantityFormat::kBinarySi, 40}},
    {"Pi", {QuantityFormat::kBinarySi, 50}}, {"Ei", {QuantityFormat::kBinarySi, 60}},
};

// int32 arithmetic that wraps, as Go's does.
int32_t wrap(int64_t value) {
  return static_cast<int32_t>(static_cast<uint32_t>(static_cast<uint64_t>(value)));
}

std::optional<Suffix> find_suffix(std::string_view text) {
  for (const NamedSuffix& each : kSuffixes)
    if (each.name == text) return each.suffix;
  if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) return std::nullopt;
  std::string_view digits = text.substr(text[1] == '+' ? 2 : 1);
  int64_t exponent = 0;
  if (digits.starts_with('-') && text[1] == '+') return std::nullopt;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return Suffix{QuantityFormat::kDecimalExponent, wrap(exponent)};
}

// A quantity's text taken apart. Every part may be empty: "Ki" and "." are 0.
struct Parts {
  bool negative = false;
  std::string_view number;    // sign, digits and point
  std::string_view integer;   // the digits before the point, without leading zeros
  std::string_view fraction;  // and after it
  std::string_view suffix;
};

size_t end_of_digits(std::string_view text, size_t from) {
  while (from < text.size() && is_digit(text[from])) ++from;
  return from;
}

std::optional<Parts> take_apart(std::string_view text) {
  Parts parts;
  size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  parts.negative = text.starts_with('-');
  while (at < text.size() && text[at] == '0') ++at;
  size_t end = end_of_digits(text, at);
  parts.integer = text.substr(at, end - at);
  at = end;
  if (at < text.size() && text[at] == '.') {
    end = end_of_digits(text, at + 1);
    parts.fraction = text.substr(at + 1, end - at - 1);
    at = end;
  }
  parts.number = text.substr(0, at);
  parts.suffix = text.substr(at);
  size_t letters = parts.suffix.find_first_not_of("eEinumkKMGTP");
  if (letters == std::string_view::npos) return parts;
  if (parts.suffix[letters] == '-' || parts.suffix[letters] == '+') ++letters;
  if (end_of_digits(parts.suffix, letters) != parts.suffix.size()) return std::nullopt;
  return parts;
}

// The small kind, where the digits surely fit.
std::optional<Quantity> small_quantity(const Parts& parts, const Suffix& suffix) {
  // The original counts an absent integer part as the digit 0, and says so in the digits.
  auto integer_digits = static_cast<int>(std::max<size_t>(parts.integer.size(), 1));
  int64_t scale = 0;
  int64_t factor = 1;
  int64_t spare = 0;
  if (parts.integer.size() + parts.fraction.size() > kMostSmallDigits) return std::nullopt;
  if (suffix.format == QuantityFormat::kBinarySi) {
    if (!parts.fraction.empty()) return std::nullopt;
    factor = int64_t{1} << suffix.exponent;
    spare = 14 - integer_digits - suffix.exponent * 3 / 10;
  } else {
    scale = wrap(int64_t{suffix.exponent} - static_cast<int64_t>(parts.fraction.size()));
    spare = kMostSmallDigits - integer_digits - static_cast<int>(parts.fraction.size());
  }
  if (spare < 0 || scale < kNano) return std::nullopt;
  int64_t value = 0;
  for (char c : parts.integer) value = value * 10 + (c - '0');
  for (char c : parts.fraction) value = value * 10 + (c - '0');
  if (__builtin_mul_overflow(value, factor, &value)) return std::nullopt;
  return Quantity{.value = parts.negative ? -value : value,
                  .scale = static_cast<int32_t>(scale),
                  .format = suffix.format};
}

Decimal largest_binary() {
  return {.digits = "9223372036854775807"};
}
Decimal one() {
  return {.digits = "1"};
}

Result<Quantity> large_quantity(const Parts& parts, const Suffix& suffix, Memory& memory) {
  Decimal amount = TRY(parse_decimal(parts.number, memory));
  Quantity made{.is_small = false, .format = suffix.format};
  bool is_binary = suffix.format == QuantityFormat::kBinarySi;
  if (is_binary)
    amount = TRY(shift_left(amount, static_cast<unsigned>(suffix.exponent), memory));
  else
    amount.scale = wrap(int64_t{amount.scale} - suffix.exponent);
  if (!amount.is_zero()) amount = TRY(round_up(amount, -kNano, memory));
  if (is_binary && compare_magnitude(amount, largest_binary()) > 0) {
    bool negative = amount.negative;
    amount = largest_binary();
    amount.negative = negative;
  }
  if (is_binary && !amount.is_zero() && compare_magnitude(amount, one()) < 0)
    made.format = QuantityFormat::kDecimalSi;
  made.decimal = amount;
  return made;
}

// value * 10^places, where it fits.
std::optional<int64_t> scaled_up(int64_t value, int64_t places) {
  if (value == 0) return 0;
  if (places > 19) return std::nullopt;
  for (; places > 0; --places)
    if (__builtin_mul_overflow(value, 10, &value)) return std::nullopt;
  return value;
}

// The sum in the small kind; nothing where it does not fit.
std::optional<Quantity> add_small(Quantity a, const Quantity& b) {
  if (b.value == 0) return a;
  if (a.value == 0) {
    a.value = b.value;
    a.scale = b.scale;
    return a;
  }
  int32_t scale = std::min(a.scale, b.scale);
  std::optional<int64_t> first = scaled_up(a.value, int64_t{a.scale} - scale);
  std::optional<int64_t> second = scaled_up(b.value, int64_t{b.scale} - scale);
  if (!first || !second || __builtin_add_overflow(*first, *second, &a.value)) return std::nullopt;
  a.scale = scale;
  return a;
}

// A quantity as a decimal number; the digits of a small one stand in here.
class AsDecimal {
 public:
  explicit AsDecimal(const Quantity& quantity) : number_(quantity.decimal) {
    if (!quantity.is_small) return;
    auto bits = static_cast<uint64_t>(quantity.value);
    bool negative = quantity.value < 0;
    auto [end, error] = std::to_chars(digits_, std::end(digits_), negative ? 0 - bits : bits);
    number_ = {.negative = negative, .scale = wrap(-int64_t{quantity.scale})};
    if (bits != 0) number_.digits = {digits_, static_cast<size_t>(end - digits_)};
  }
  AsDecimal(const AsDecimal&) = delete;
  AsDecimal& operator=(const AsDecimal&) = delete;
  const Decimal& operator*() const { return number_; }

 private:
  char digits_[20];
  Decimal number_;
};

// The order of a * 10^places and b.
int compare_scaled(int64_t a, int64_t places, int64_t b) {
  __int128 first = a;
  for (; places > 0; --places) first *= 10;
  return first < b ? -1 : first > b ? 1 : 0;
}

int64_t positive_remainder(int64_t value, int64_t divisor) {
  return ((value % divisor) + divisor) % divisor;
}

// `number` is not 0, its digits do not end in one.
std::string decimal_text(const Decimal& number, QuantityFormat format) {
  constexpr size_t kMostShown = 1000;
  int64_t exponent = number.exponent();
  std::string text = number.negative ? "-" : "";
  text += number.digits.substr(0, kMostShown);
  if (number.digits.size() > kMostShown) return text + "…";
  int64_t more = positive_remainder(exponent, 3);
  text.append(static_cast<size_t>(more), '0');
  exponent -= more;
  for (const NamedSuffix& each : kSuffixes) {
    if (format == QuantityFormat::kDecimalSi && each.suffix.format == format &&
        each.suffix.exponent == exponent)
      return text + std::string(each.name);
  }
  return exponent == 0 ? text : fmt::format("{}e{}", text, exponent);
}

// As a multiple of a power of 1024, where it is one and not below 1024.
std::optional<std::string> binary_text(const Decimal& number) {
  constexpr size_t kMostDigits = 19;  // that a uint64 surely holds
  if (number.exponent() < 0 || number.exponent() > static_cast<int64_t>(kMostDigits) ||
      number.digits.size() + static_cast<size_t>(number.exponent()) > kMostDigits)
    return std::nullopt;
  uint64_t value = *parse_uint(number.digits);
  for (int64_t i = 0; i < number.exponent(); ++i) value *= 10;
  if (value < 1024) return std::nullopt;
  int32_t exponent = 0;
  for (; value % 1024 == 0; exponent += 10) value /= 1024;
  for (const NamedSuffix& each : kSuffixes) {
    if (exponent != 0 && each.suffix.format == QuantityFormat::kBinarySi &&
        each.suffix.exponent == exponent)
      return fmt::format("{}{}{}", number.negative ? "-" : "", value, each.name);
  }
  return fmt::format("{}{}", number.negative ? "-" : "", value);
}

// The digits of the sum are its own.
Result<Decimal> add_decimals(const Quantity& a, const Quantity& b, Memory& memory) {
  AsDecimal first(a), second(b);
  Decimal sum = TRY(add(*first, *second, memory));
  std::string_view digits = memory.copy(sum.digits);
  if (!digits.data()) return Error(Code::kLimit, "the evaluation's memory is used up");
  sum.digits = digits;
  return sum;
}

}  // namespace

int Quantity::sign() const {
  if (is_small) return value == 0 ? 0 : value < 0 ? -1 : 1;
  return decimal.is_zero() ? 0 : decimal.negative ? -1 : 1;
}

std::optional<int64_t> Quantity::as_integer() const {
  if (!is_small || scale < 0) return std::nullopt;
  return scaled_up(value, scale);
}

double Quantity::as_approximate_float() const {
  double base = is_small ? static_cast<double>(value) : unscaled_double(decimal);
  int64_t exponent = is_small ? scale : wrap(-int64_t{decimal.scale});
  return exponent == 0 ? base : base * power_of_ten(exponent);
}

Result<Quantity> parse_quantity(std::string_view text, Memory& memory) {
  if (text.empty()) return Error(Code::kInvalid, kWrongFormat);
  std::optional<Parts> parts = take_apart(text);
  if (!parts) return Error(Code::kInvalid, kWrongFormat);
  std::optional<Suffix> suffix = find_suffix(parts->suffix);
  if (!suffix) return Error(Code::kInvalid, "unable to parse quantity's suffix");
  if (std::optional<Quantity> small = small_quantity(*parts, *suffix)) return *small;
  return large_quantity(*parts, *suffix, memory);
}

int compare(const Quantity& a, const Quantity& b) {
  constexpr int64_t kMostPlaces = 19;  // that an int64 times a power of ten leaves room for
  int64_t places = int64_t{a.scale} - b.scale;
  if (a.is_small && b.is_small && places >= 0 && places <= kMostPlaces)
    return compare_scaled(a.value, places, b.value);
  if (a.is_small && b.is_small && places < 0 && places >= -kMostPlaces)
    return -compare_scaled(b.value, -places, a.value);
  return compare(*AsDecimal(a), *AsDecimal(b));
}

Result<Quantity> add(const Quantity& a, const Quantity& b, Memory& memory) {
  Quantity sum = a;
  if (sum.is_zero()) sum.format = b.format;
  if (a.is_small && b.is_small) {
    if (std::optional<Quantity> small = add_small(sum, b)) return *small;
  }
  sum.decimal = TRY(add_decimals(a, b, memory));
  sum.is_small = false;
  return sum;
}

Result<Quantity> subtract(const Quantity& a, const Quantity& b, Memory& memory) {
  Quantity negated = b;
  // Of the least int64 this is itself, as in the original.
  negated.value = static_cast<int64_t>(0 - static_cast<uint64_t>(b.value));
  negated.decimal.negative = !b.decimal.negative;
  return add(a, negated, memory);
}

std::string to_text(const Quantity& quantity) {
  if (quantity.is_zero()) return "0";
  AsDecimal whole(quantity);
  Decimal number = *whole;
  size_t last = number.digits.find_last_not_of('0');
  number.zeros += number.digits.size() - last - 1;
  number.digits = number.digits.substr(0, last + 1);
  if (quantity.format != QuantityFormat::kBinarySi) return decimal_text(number, quantity.format);
  std::optional<std::string> text = binary_text(number);
  return text ? *text : decimal_text(number, QuantityFormat::kDecimalSi);
}

}  // namespace seawall::cel
