// cel-go's math extension, version 2. math.greatest() and math.least() take one or two numbers or a
// list; the parser makes a list of more.
#include <fmt/format.h>

#include <cmath>

#include "cel/operators.h"
#include "cel/overload_builder.h"

namespace seawall::cel {

namespace {

bool is_number(const Value& value) {
  return value.kind() == Kind::kInt || value.kind() == Kind::kUint || value.kind() == Kind::kDouble;
}

// The one that is the extreme: the first of equal ones.
template <int wanted>
Value extreme(const Value& a, const Value& b, Memory& memory) {
  if (!is_number(a) || !is_number(b)) return plain_error(ErrorCode::kNoSuchOverload);
  std::optional<int> order = compare(a, b);
  if (!order) return make_error(ErrorCode::kInvalid, "NaN values cannot be ordered", memory);
  return *order == -wanted ? b : a;
}

Value identity(Call& call) {
  return call[0];
}

template <int wanted>
Value extreme_of_two(Call& call) {
  return extreme<wanted>(call[0], call[1], call.memory);
}

template <int wanted>
Value extreme_of_list(Call& call) {
  size_t size = call[0].size();
  if (size == 0)
    return make_error(
        ErrorCode::kInvalid,
        fmt::format("math.@{}(list) argument must not be empty", wanted > 0 ? "max" : "min"),
        call.memory);
  Value best = call[0].item(0);
  if (!is_number(best)) return plain_error(ErrorCode::kNoSuchOverload);
  for (size_t i = 1; i < size && !best.is_error(); ++i)
    best = extreme<wanted>(best, call[0].item(i), call.memory);
  return best;
}

template <double (*function)(double)>
Value on_double(Call& call) {
  return Value::real(function(call[0].as_double()));
}
template <bool (*function)(double)>
Value test_double(Call& call) {
  return Value::boolean(function(call[0].as_double()));
}
double ceil(double x) {
  return std::ceil(x);
}
double floor(double x) {
  return std::floor(x);
}
double round(double x) {
  return std::round(x);
}
double trunc(double x) {
  return std::trunc(x);
}
double absolute(double x) {
  return std::fabs(x);
}
double sign(double x) {
  return std::isnan(x) ? x : (x > 0 ? 1.0 : (x < 0 ? -1.0 : 0.0));
}
double root(double x) {
  return std::sqrt(x);
}
bool is_infinite(double x) {
  return std::isinf(x);
}
bool is_nan(double x) {
  return std::isnan(x);
}
bool is_finite(double x) {
  return std::isfinite(x);
}

Value absolute_int(Call& call) {
  int64_t value = call[0].as_int();
  if (value == INT64_MIN) return plain_error(ErrorCode::kOverflow);
  return Value::integer(value < 0 ? -value : value);
}
Value sign_int(Call& call) {
  int64_t value = call[0].as_int();
  return Value::integer(value > 0 ? 1 : (value < 0 ? -1 : 0));
}
Value sign_uint(Call& call) {
  return Value::unsigned_integer(call[0].as_uint() != 0 ? 1 : 0);
}
Value root_int(Call& call) {
  return Value::real(std::sqrt(static_cast<double>(call[0].as_int())));
}
Value root_uint(Call& call) {
  return Value::real(std::sqrt(static_cast<double>(call[0].as_uint())));
}

// The bits of an int are those of a uint.
uint64_t bits(const Value& value) {
  return value.kind() == Kind::kInt ? static_cast<uint64_t>(value.as_int()) : value.as_uint();
}
Value from_bits(const Value& like, uint64_t bits) {
  return like.kind() == Kind::kInt ? Value::integer(static_cast<int64_t>(bits))
                                   : Value::unsigned_integer(bits);
}
Value bit_and(Call& call) {
  return from_bits(call[0], bits(call[0]) & bits(call[1]));
}
Value bit_or(Call& call) {
  return from_bits(call[0], bits(call[0]) | bits(call[1]));
}
Value bit_xor(Call& call) {
  return from_bits(call[0], bits(call[0]) ^ bits(call[1]));
}
Value bit_not(Call& call) {
  return from_bits(call[0], ~bits(call[0]));
}

// The sign is not kept: vacant bits are 0 on both sides.
template <bool left>
Value shift(Call& call) {
  int64_t by = call[1].as_int();
  if (by < 0)
    return make_error(
        ErrorCode::kInvalid,
        fmt::format("math.bitShift{}() negative offset: {}", left ? "Left" : "Right", by),
        call.memory);
  if (by >= 64) return from_bits(call[0], 0);
  uint64_t value = bits(call[0]);
  return from_bits(call[0], left ? value << by : value >> by);
}

template <int wanted>
void add_extreme(OverloadBuilder& builder) {
  struct Number {
    std::string_view name;
    const Type* type;
  };
  const Number numbers[] = {{"double", double_type()}, {"int", int_type()}, {"uint", uint_type()}};
  builder.function(wanted > 0 ? "math.greatest" : "math.least");
  std::string prefix = wanted > 0 ? "math_@max_" : "math_@min_";
  for (const Number& a : numbers) {
    builder.global(builder.keep(prefix + std::string(a.name)), {a.type}, a.type, identity);
    for (const Number& b : numbers) {
      std::string id = fmt::format("{}{}_{}", prefix, a.name, b.name);
      builder.global(builder.keep(id), {a.type, b.type}, a.type == b.type ? a.type : dyn_type(),
                     extreme_of_two<wanted>);
    }
    std::string id = fmt::format("{}list_{}", prefix, a.name);
    builder.global(builder.keep(id), {builder.types().list_of(a.type)}, a.type,
                   extreme_of_list<wanted>);
  }
}

void add_doubles(OverloadBuilder& builder) {
  const Type* real = double_type();
  builder.function("math.ceil").global("math_ceil_double", {real}, real, on_double<ceil>);
  builder.function("math.floor").global("math_floor_double", {real}, real, on_double<floor>);
  builder.function("math.round").global("math_round_double", {real}, real, on_double<round>);
  builder.function("math.trunc").global("math_trunc_double", {real}, real, on_double<trunc>);
  builder.function("math.isInf")
      .global("math_isInf_double", {real}, bool_type(), test_double<is_infinite>);
  builder.function("math.isNaN")
      .global("math_isNaN_double", {real}, bool_type(), test_double<is_nan>);
  builder.function("math.isFinite")
      .global("math_isFinite_double", {real}, bool_type(), test_double<is_finite>);
  builder.function("math.abs")
      .global("math_abs_double", {real}, real, on_double<absolute>)
      .global("math_abs_int", {int_type()}, int_type(), absolute_int)
      .global("math_abs_uint", {uint_type()}, uint_type(), identity);
  builder.function("math.sign")
      .global("math_sign_double", {real}, real, on_double<sign>)
      .global("math_sign_int", {int_type()}, int_type(), sign_int)
      .global("math_sign_uint", {uint_type()}, uint_type(), sign_uint);
  builder.function("math.sqrt")
      .global("math_sqrt_double", {real}, real, on_double<root>)
      .global("math_sqrt_int", {int_type()}, real, root_int)
      .global("math_sqrt_uint", {uint_type()}, real, root_uint);
}

void add_bits(OverloadBuilder& builder) {
  const Type* integer = int_type();
  const Type* number = uint_type();
  builder.function("math.bitAnd")
      .global("math_bitAnd_int_int", {integer, integer}, integer, bit_and)
      .global("math_bitAnd_uint_uint", {number, number}, number, bit_and);
  builder.function("math.bitOr")
      .global("math_bitOr_int_int", {integer, integer}, integer, bit_or)
      .global("math_bitOr_uint_uint", {number, number}, number, bit_or);
  builder.function("math.bitXor")
      .global("math_bitXor_int_int", {integer, integer}, integer, bit_xor)
      .global("math_bitXor_uint_uint", {number, number}, number, bit_xor);
  builder.function("math.bitNot")
      .global("math_bitNot_int_int", {integer}, integer, bit_not)
      .global("math_bitNot_uint_uint", {number}, number, bit_not);
  builder.function("math.bitShiftLeft")
      .global("math_bitShiftLeft_int_int", {integer, integer}, integer, shift<true>)
      .global("math_bitShiftLeft_uint_int", {number, integer}, number, shift<true>);
  builder.function("math.bitShiftRight")
      .global("math_bitShiftRight_int_int", {integer, integer}, integer, shift<false>)
      .global("math_bitShiftRight_uint_int", {number, integer}, number, shift<false>);
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  add_extreme<1>(builder);
  add_extreme<-1>(builder);
  add_doubles(builder);
  add_bits(builder);
  return builder.take();
}

}  // namespace

const Library& math_library() {
  static constexpr Library kLibrary{"math", 0, false, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
