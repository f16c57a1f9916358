// The dialect of cel-spec: numbers as the C locale has them, integers wherever doubles may stand,
// and texts inside of lists and maps as they are.
#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "cel/number_text.h"
#include "cel/string_format.h"

namespace seawall::cel {

namespace {

class SpecDialect final : public FormatDialect {
 public:
  using FormatDialect::FormatDialect;

  bool text(const Value& value) override { return write(value, 0); }

  bool decimal(const Value& value) override {
    switch (value.kind()) {
      case Kind::kInt:
      case Kind::kUint:
      case Kind::kDouble:
        return write(value, 0);
      default:
        return wrong_kind("decimal clause can only be used on integers", value);
    }
  }

  bool fixed(const Value& value, int precision) override {
    std::optional<double> number = number_of(value);
    if (!number) return wrong_kind("fixed-point clause can only be used on doubles", value);
    if (!std::isfinite(*number)) return append(word(*number));
    return append(fixed_text(*number, precision));
  }

  bool scientific(const Value& value, int precision) override {
    std::optional<double> number = number_of(value);
    if (!number) return wrong_kind("scientific clause can only be used on doubles", value);
    if (!std::isfinite(*number)) return append(word(*number));
    return append(scientific_text(*number, precision));
  }

 private:
  static std::string_view word(double number) {
    return std::isnan(number) ? "NaN" : (number > 0 ? "Infinity" : "-Infinity");
  }
  static std::optional<double> number_of(const Value& value) {
    switch (value.kind()) {
      case Kind::kInt:
        return static_cast<double>(value.as_int());
      case Kind::kUint:
        return static_cast<double>(value.as_uint());
      case Kind::kDouble:
        return value.as_double();
      default:
        return std::nullopt;
    }
  }

  bool write(const Value& value, int depth) override {
    switch (value.kind()) {
      case Kind::kNull:
        return append("null");
      case Kind::kDouble:
        return append(std::isfinite(value.as_double()) ? fixed_text(value.as_double())
                                                       : std::string(word(value.as_double())));
      case Kind::kBytes:
        return append(to_valid_utf8(value.as_text()));
      case Kind::kList:
        return write_list(value, depth + 1);
      case Kind::kMap:
        return write_map(value, depth + 1, ": ");
      default:
        return append_string_of(value);
    }
  }
};

}  // namespace

Value format_as_spec(Call& call) {
  SpecDialect dialect(call.memory);
  return format_in(call, dialect);
}

}  // namespace seawall::cel
