#include "cel/operators.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace seawall::cel {

namespace {

constexpr int64_t kNanoseconds = 1'000'000'000;

Value no_overload() {
  return plain_error(ErrorCode::kNoSuchOverload);
}
Value overflow() {
  return plain_error(ErrorCode::kOverflow);
}

Value integers(Arithmetic operation, int64_t a, int64_t b) {
  int64_t result = 0;
  switch (operation) {
    case Arithmetic::kAdd:
      return __builtin_add_overflow(a, b, &result) ? overflow() : Value::integer(result);
    case Arithmetic::kSubtract:
      return __builtin_sub_overflow(a, b, &result) ? overflow() : Value::integer(result);
    case Arithmetic::kMultiply:
      return __builtin_mul_overflow(a, b, &result) ? overflow() : Value::integer(result);
    case Arithmetic::kDivide:
      if (b == 0) return plain_error(ErrorCode::kDivideByZero);
      if (a == INT64_MIN && b == -1) return overflow();
      return Value::integer(a / b);
    case Arithmetic::kModulus:
      if (b == 0) return plain_error(ErrorCode::kModulusByZero);
      if (a == INT64_MIN && b == -1) return overflow();
      return Value::integer(a % b);
  }
  return no_overload();
}

Value unsigned_integers(Arithmetic operation, uint64_t a, uint64_t b) {
  uint64_t result = 0;
  bool failed = false;
  switch (operation) {
    case Arithmetic::kAdd:
      failed = __builtin_add_overflow(a, b, &result);
      break;
    case Arithmetic::kSubtract:
      failed = __builtin_sub_overflow(a, b, &result);
      break;
    case Arithmetic::kMultiply:
      failed = __builtin_mul_overflow(a, b, &result);
      break;
    case Arithmetic::kDivide:
      if (b == 0) return plain_error(ErrorCode::kDivideByZero);
      result = a / b;
      break;
    case Arithmetic::kModulus:
      if (b == 0) return plain_error(ErrorCode::kModulusByZero);
      result = a % b;
      break;
  }
  return failed ? overflow() : Value::unsigned_integer(result);
}

Value doubles(Arithmetic operation, double a, double b) {
  switch (operation) {
    case Arithmetic::kAdd:
      return Value::real(a + b);
    case Arithmetic::kSubtract:
      return Value::real(a - b);
    case Arithmetic::kMultiply:
      return Value::real(a * b);
    case Arithmetic::kDivide:
      return Value::real(a / b);
    case Arithmetic::kModulus:
      return no_overload();
  }
  return no_overload();
}

Value concatenate(const Value& a, const Value& b, Memory& memory) {
  if (a.kind() == Kind::kString) return make_string({a.as_text(), b.as_text()}, memory);
  if (a.kind() == Kind::kBytes) {
    Value joined = make_string({a.as_text(), b.as_text()}, memory);
    return joined.is_error() ? joined : Value::bytes(joined.as_text());
  }
  size_t first = a.size();
  size_t second = b.size();
  if (first + second >= UINT32_MAX) return out_of_memory();
  auto* items = memory.allocate<Value>(first + second);
  if (items == nullptr) return out_of_memory();
  for (size_t i = 0; i < first; ++i) items[i] = a.item(i);
  for (size_t i = 0; i < second; ++i) items[first + i] = b.item(i);
  return Value::list({items, first + second});
}

Value durations(Arithmetic operation, int64_t a, int64_t b) {
  int64_t result = 0;
  bool failed = operation == Arithmetic::kAdd ? __builtin_add_overflow(a, b, &result)
                                              : __builtin_sub_overflow(a, b, &result);
  return failed ? overflow() : Value::duration(result);
}

Value move_timestamp(const Value& at, int64_t by, bool forward) {
  int64_t seconds = by / kNanoseconds;
  int64_t nanoseconds = by % kNanoseconds;
  int64_t sum_seconds = at.timestamp_seconds() + (forward ? seconds : -seconds);
  int64_t sum_nanoseconds =
      static_cast<int64_t>(at.timestamp_nanoseconds()) + (forward ? nanoseconds : -nanoseconds);
  if (sum_nanoseconds < 0) {
    sum_nanoseconds += kNanoseconds;
    --sum_seconds;
  } else if (sum_nanoseconds >= kNanoseconds) {
    sum_nanoseconds -= kNanoseconds;
    ++sum_seconds;
  }
  if (sum_seconds < kEarliestSecond || sum_seconds > kLatestSecond) return overflow();
  return Value::timestamp(sum_seconds, static_cast<uint32_t>(sum_nanoseconds));
}

Value timestamp_difference(const Value& a, const Value& b) {
  int64_t seconds = a.timestamp_seconds() - b.timestamp_seconds();
  int64_t nanoseconds = static_cast<int64_t>(a.timestamp_nanoseconds()) -
                        static_cast<int64_t>(b.timestamp_nanoseconds());
  int64_t result = 0;
  if (__builtin_mul_overflow(seconds, kNanoseconds, &result) ||
      __builtin_add_overflow(result, nanoseconds, &result))
    return overflow();
  return Value::duration(result);
}

Value times(Arithmetic operation, const Value& a, const Value& b) {
  if (operation != Arithmetic::kAdd && operation != Arithmetic::kSubtract) return no_overload();
  bool add = operation == Arithmetic::kAdd;
  if (a.kind() == Kind::kDuration && b.kind() == Kind::kDuration)
    return durations(operation, a.as_duration(), b.as_duration());
  if (a.kind() == Kind::kTimestamp && b.kind() == Kind::kDuration)
    return move_timestamp(a, b.as_duration(), add);
  if (add && a.kind() == Kind::kDuration && b.kind() == Kind::kTimestamp)
    return move_timestamp(b, a.as_duration(), true);
  if (!add && a.kind() == Kind::kTimestamp && b.kind() == Kind::kTimestamp)
    return timestamp_difference(a, b);
  return no_overload();
}

bool is_number(Kind kind) {
  return kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kDouble;
}

// The position that an index value stands for: -1 when it stands for none.
int64_t position(const Value& index) {
  switch (index.kind()) {
    case Kind::kInt:
      return index.as_int();
    case Kind::kUint:
      return index.as_uint() > INT64_MAX ? INT64_MAX : static_cast<int64_t>(index.as_uint());
    case Kind::kDouble: {
      double value = index.as_double();
      if (!(value >= 0 && value < 0x1p53) || std::trunc(value) != value) return -1;
      return static_cast<int64_t>(value);
    }
    default:
      return -1;
  }
}

enum class Presence : uint8_t { kPresent, kAbsent, kFailed };

// container[index] in `out`; the error when failed, nothing when absent.
Presence look_up(const Value& container, const Value& index, Memory& memory, Value& out) {
  if (container.kind() == Kind::kMap) {
    std::optional<Value> entry = container.find(index, memory);
    if (!entry) return Presence::kAbsent;
    out = *entry;
    return out.is_error() ? Presence::kFailed : Presence::kPresent;
  }
  if (container.kind() != Kind::kList || !is_number(index.kind())) {
    out = no_overload();
    return Presence::kFailed;
  }
  if (index.kind() == Kind::kDouble && position(index) < 0 &&
      std::trunc(index.as_double()) != index.as_double()) {
    out = make_error(ErrorCode::kInvalid, "unsupported index value: not an integer", memory);
    return Presence::kFailed;
  }
  int64_t at = position(index);
  if (at < 0 || static_cast<uint64_t>(at) >= container.size()) return Presence::kAbsent;
  out = container.item(static_cast<size_t>(at));
  return Presence::kPresent;
}

// The inner value of an optional chain: false when `result` is already decided.
bool open_optional(Value& container, Value& result) {
  if (container.kind() != Kind::kOptional) return true;
  if (container.as_optional() == nullptr) {
    result = Value::none();
    return false;
  }
  container = *container.as_optional();
  return true;
}

Value index_chain(Value container, const Value& index, Memory& memory) {
  Value result;
  if (!open_optional(container, result)) return result;
  switch (look_up(container, index, memory, result)) {
    case Presence::kPresent:
      return make_optional(result, memory);
    case Presence::kAbsent:
      return Value::none();
    case Presence::kFailed:
      break;
  }
  return result;
}

}  // namespace

Value plain_error(ErrorCode code) {
  static constexpr ErrorInfo kInfos[] = {
      {ErrorCode::kNoSuchKey, {}},      {ErrorCode::kNoSuchField, {}},
      {ErrorCode::kNoSuchOverload, {}}, {ErrorCode::kDivideByZero, {}},
      {ErrorCode::kModulusByZero, {}},  {ErrorCode::kOverflow, {}},
      {ErrorCode::kOutOfBounds, {}},    {ErrorCode::kDuplicateKey, {}},
      {ErrorCode::kInvalid, {}},        {ErrorCode::kUndeclared, {}},
      {ErrorCode::kNone, {}},           {ErrorCode::kCostExceeded, {}},
      {ErrorCode::kMemoryExceeded, {}}};
  return Value::error(&kInfos[static_cast<size_t>(code)]);
}

Value arithmetic(Arithmetic operation, const Value& a, const Value& b, Memory& memory) {
  if (a.kind() != b.kind()) return times(operation, a, b);
  switch (a.kind()) {
    case Kind::kInt:
      return integers(operation, a.as_int(), b.as_int());
    case Kind::kUint:
      return unsigned_integers(operation, a.as_uint(), b.as_uint());
    case Kind::kDouble:
      return doubles(operation, a.as_double(), b.as_double());
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kList:
      return operation == Arithmetic::kAdd ? concatenate(a, b, memory) : no_overload();
    default:
      return times(operation, a, b);
  }
}

Value negate(const Value& value) {
  if (value.kind() == Kind::kDouble) return Value::real(-value.as_double());
  if (value.kind() != Kind::kInt) return no_overload();
  if (value.as_int() == INT64_MIN) return overflow();
  return Value::integer(-value.as_int());
}

Value relate(Relation relation, const Value& a, const Value& b) {
  std::optional<int> order = compare(a, b);
  if (!order) {
    bool numbers = is_number(a.kind()) && is_number(b.kind());  // one is NaN
    return numbers ? Value::boolean(false) : no_overload();
  }
  switch (relation) {
    case Relation::kLess:
      return Value::boolean(*order < 0);
    case Relation::kLessEqual:
      return Value::boolean(*order <= 0);
    case Relation::kGreater:
      return Value::boolean(*order > 0);
    case Relation::kGreaterEqual:
      return Value::boolean(*order >= 0);
  }
  return no_overload();
}

Value index(const Value& container, const Value& index, Memory& memory) {
  if (container.kind() == Kind::kOptional) return index_chain(container, index, memory);
  Value result;
  if (look_up(container, index, memory, result) != Presence::kAbsent) return result;
  ErrorCode code = container.kind() == Kind::kMap ? ErrorCode::kNoSuchKey : ErrorCode::kOutOfBounds;
  std::string text = index.kind() == Kind::kString ? std::string(index.as_text().substr(0, 256))
                                                   : to_text(index, memory, 256);
  return make_error(code, text, memory);
}

Value index_optional(const Value& container, const Value& index, Memory& memory) {
  return index_chain(container, index, memory);
}

Value is_in(const Value& value, const Value& container, Memory& memory, uint64_t& steps) {
  if (container.kind() == Kind::kMap) {
    std::optional<Value> entry = container.find(value, memory);
    return Value::boolean(entry.has_value());
  }
  if (container.kind() != Kind::kList) return no_overload();
  size_t size = container.size();
  for (size_t i = 0; i < size; ++i)
    if (equals(value, container.item(i), memory, steps)) return Value::boolean(true);
  return steps == 0 ? plain_error(ErrorCode::kCostExceeded) : Value::boolean(false);
}

Value size_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kString:
      return Value::integer(static_cast<int64_t>(code_points(value.as_text())));
    case Kind::kBytes:
    case Kind::kList:
    case Kind::kMap:
      return Value::integer(static_cast<int64_t>(value.size()));
    default:
      return no_overload();
  }
}

Value select(const Value& value, std::string_view field, Memory& memory) {
  if (value.kind() == Kind::kMap) {
    std::optional<Value> entry = value.find(field, memory);
    return entry ? *entry : make_error(ErrorCode::kNoSuchKey, field, memory);
  }
  if (value.kind() == Kind::kOptional) return select_optional(value, field, memory);
  return no_overload();
}

Value select_optional(const Value& value, std::string_view field, Memory& memory) {
  Value container = value;
  Value result;
  if (!open_optional(container, result)) return result;
  if (container.kind() != Kind::kMap) return no_overload();
  std::optional<Value> entry = container.find(field, memory);
  if (!entry) return Value::none();
  return entry->is_error() ? *entry : make_optional(*entry, memory);
}

Value has(const Value& value, std::string_view field, Memory& memory) {
  Value container = value;
  Value result;
  if (!open_optional(container, result)) return Value::boolean(false);
  if (container.kind() != Kind::kMap) return no_overload();
  if (const doc::Node* node = container.node()) return Value::boolean(node->find(field) != nullptr);
  return Value::boolean(container.find(field, memory).has_value());
}

Value make_optional(const Value& value, Memory& memory) {
  const Value* inner = memory.make<Value>(value);
  return inner ? Value::optional(inner) : out_of_memory();
}

// Eight bytes at a time: all but the bytes 10xxxxxx begin a code point.
size_t code_points(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  size_t following = 0;
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    following += static_cast<size_t>(std::popcount((word >> 7) & (~word >> 6) & kOnes));
  }
  for (; i < text.size(); ++i)
    following += (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80 ? 1 : 0;
  return text.size() - following;
}

}  // namespace seawall::cel
