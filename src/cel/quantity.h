// Kubernetes quantities (k8s.io/apimachinery/pkg/api/resource): "500m", "1.5Gi", "12e6".
//
// The original keeps a quantity as an int64 with a decimal exponent where it can, and as a decimal
// number of any size otherwise, and lets it show: only the first kind converts to an integer. So
// both kinds are here, chosen by the same rules. What the original would need minutes or gigabytes
// for (exponents in the millions) is kept unexpanded, or refused where it must be written out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cel/memory.h"

namespace seawall::cel {

enum class QuantityFormat : uint8_t { kDecimalSi, kDecimalExponent, kBinarySi };

// The value (-1)^negative * digits * 10^(zeros - scale). Trivially copyable; digits are borrowed.
struct Decimal {
  bool negative = false;
  std::string_view digits{};  // no leading zeros; empty: 0
  uint64_t zeros = 0;         // that follow the digits
  int32_t scale = 0;          // places after the point

  bool is_zero() const { return digits.empty(); }
  // The exponent of the last of the digits.
  int64_t exponent() const { return static_cast<int64_t>(zeros) - scale; }
};

struct Quantity {
  // Otherwise `decimal`.
  bool is_small = true;
  int64_t value = 0;
  int32_t scale = 0;  // value * 10^scale; upside down to Decimal's, as in the original
  Decimal decimal{};
  QuantityFormat format = QuantityFormat::kDecimalSi;

  // As the original makes one of an integer that is added.
  static Quantity of_integer(int64_t value) {
    return {.value = value, .format = QuantityFormat::kDecimalExponent};
  }
  int sign() const;
  // Only of the small kind without decimal places, and in range.
  std::optional<int64_t> as_integer() const;
  // As the original approximates it: the unscaled number times a power of ten.
  double as_approximate_float() const;
  bool is_zero() const { return sign() == 0; }
  size_t digit_count() const { return is_small ? 19 : decimal.digits.size(); }  // about
};

// Digits that a sum may have. The original has no limit.
constexpr size_t kMostQuantityDigits = 100'000;

// kInvalid: the sentence of the API server; kLimit: no room in `memory`. Digits may point into
// `text`.
Result<Quantity> parse_quantity(std::string_view text, Memory& memory);

// Exact. Takes time by the digits that are there, not by the exponents.
int compare(const Quantity& a, const Quantity& b);

// kLimit: more than kMostQuantityDigits, or no room in `memory`.
Result<Quantity> add(const Quantity& a, const Quantity& b, Memory& memory);
Result<Quantity> subtract(const Quantity& a, const Quantity& b, Memory& memory);

// The canonical form: "500m", "1536Mi". Cut when there are very many digits.
std::string to_text(const Quantity& quantity);

}  // namespace seawall::cel
