// Conversions between types (langdef.md, "Standard Definitions"; cel-go common/types): they fail
// where the value has no counterpart, and never round silently but from double to integer.
#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "cel/call_cost.h"
#include "cel/number_text.h"
#include "cel/operators.h"
#include "cel/standard_library.h"
#include "cel/time_text.h"

namespace seawall::cel {

namespace {

Value identity(Call& call) {
  return call[0];
}

Value not_convertible(Call& call, std::string_view to) {
  return make_error(ErrorCode::kInvalid,
                    fmt::format("type conversion error from '{}' to '{}'",
                                runtime_type_name(*type_of(call[0])), to),
                    call.memory);
}
Value out_of_range(Call& call, std::string_view what) {
  return make_error(ErrorCode::kInvalid, fmt::format("range error: {} overflow", what),
                    call.memory);
}

// To int.

Value uint_to_int(Call& call) {
  uint64_t value = call[0].as_uint();
  if (value > INT64_MAX) return out_of_range(call, "integer");
  return Value::integer(static_cast<int64_t>(value));
}
Value double_to_int(Call& call) {
  double value = call[0].as_double();
  // The bounds themselves are refused, as by cel-go: a double there is not exact.
  if (!(value > -0x1p63 && value < 0x1p63)) return out_of_range(call, "integer");
  return Value::integer(static_cast<int64_t>(value));
}
Value string_to_int(Call& call) {
  std::optional<int64_t> value = parse_int64(call[0].as_text());
  return value ? Value::integer(*value) : not_convertible(call, "int");
}
Value timestamp_to_int(Call& call) {
  return Value::integer(call[0].timestamp_seconds());
}
Value duration_to_int(Call& call) {
  return Value::integer(call[0].as_duration());
}

// To uint.

Value int_to_uint(Call& call) {
  if (call[0].as_int() < 0) return out_of_range(call, "unsigned integer");
  return Value::unsigned_integer(static_cast<uint64_t>(call[0].as_int()));
}
Value double_to_uint(Call& call) {
  double value = call[0].as_double();
  if (!(value >= 0 && value < 0x1p64)) return out_of_range(call, "unsigned integer");
  return Value::unsigned_integer(static_cast<uint64_t>(value));
}
Value string_to_uint(Call& call) {
  std::optional<uint64_t> value = parse_uint64(call[0].as_text());
  return value ? Value::unsigned_integer(*value) : not_convertible(call, "uint");
}

// To double and bool.

Value int_to_double(Call& call) {
  return Value::real(static_cast<double>(call[0].as_int()));
}
Value uint_to_double(Call& call) {
  return Value::real(static_cast<double>(call[0].as_uint()));
}
Value string_to_double(Call& call) {
  std::optional<double> value = parse_double(call[0].as_text());
  return value ? Value::real(*value) : not_convertible(call, "double");
}
Value string_to_bool(Call& call) {
  std::optional<bool> value = parse_bool(call[0].as_text());
  return value ? Value::boolean(*value) : not_convertible(call, "bool");
}

// To string and bytes.

Value to_string(Call& call) {
  std::optional<Value> text = value_to_string(call[0], call.memory);
  return text ? *text : not_convertible(call, "string");
}
Value string_to_bytes(Call& call) {
  return Value::bytes(call[0].as_text());
}

// To timestamp and duration.

Value make_timestamp(Call& call, const TimePoint& time) {
  if (time.seconds < kEarliestSecond || time.seconds > kLatestSecond)
    return out_of_range(call, "timestamp");
  return Value::timestamp(time.seconds, time.nanoseconds);
}
Value int_to_timestamp(Call& call) {
  return make_timestamp(call, {call[0].as_int(), 0});
}
Value string_to_timestamp(Call& call) {
  std::optional<TimePoint> time = parse_timestamp(call[0].as_text());
  if (time) return make_timestamp(call, *time);
  return make_error(ErrorCode::kInvalid,
                    fmt::format("invalid timestamp \"{}\" (not RFC 3339, or its year out of range)",
                                printable(call[0].as_text(), 64)),
                    call.memory);
}
Value int_to_duration(Call& call) {
  return Value::duration(call[0].as_int());
}
Value string_to_duration(Call& call) {
  int64_t nanoseconds = 0;
  switch (parse_duration(call[0].as_text(), nanoseconds)) {
    case DurationMistake::kNone:
      return Value::duration(nanoseconds);
    case DurationMistake::kOutOfRange:
      return out_of_range(call, "duration");
    case DurationMistake::kMalformed:
      break;
  }
  return not_convertible(call, "google.protobuf.Duration");
}

Value type_of_value(Call& call) {
  return Value::type(type_of(call[0]));
}

void add_numbers(OverloadBuilder& builder) {
  builder.function("int")
      .global("int64_to_int64", {int_type()}, int_type(), identity)
      .global("uint64_to_int64", {uint_type()}, int_type(), uint_to_int)
      .global("double_to_int64", {double_type()}, int_type(), double_to_int)
      .global("string_to_int64", {string_type()}, int_type(), string_to_int)
      .global("timestamp_to_int64", {timestamp_type()}, int_type(), timestamp_to_int)
      .global("duration_to_int64", {duration_type()}, int_type(), duration_to_int);
  builder.function("uint")
      .global("uint64_to_uint64", {uint_type()}, uint_type(), identity)
      .global("int64_to_uint64", {int_type()}, uint_type(), int_to_uint)
      .global("double_to_uint64", {double_type()}, uint_type(), double_to_uint)
      .global("string_to_uint64", {string_type()}, uint_type(), string_to_uint);
  builder.function("double")
      .global("double_to_double", {double_type()}, double_type(), identity)
      .global("int64_to_double", {int_type()}, double_type(), int_to_double)
      .global("uint64_to_double", {uint_type()}, double_type(), uint_to_double)
      .global("string_to_double", {string_type()}, double_type(), string_to_double);
  builder.function("bool")
      .global("bool_to_bool", {bool_type()}, bool_type(), identity)
      .global("string_to_bool", {string_type()}, bool_type(), string_to_bool);
}

}  // namespace

std::optional<Value> value_to_string(const Value& value, Memory& memory) {
  auto text = [&](std::string_view made) { return make_string({made}, memory); };
  switch (value.kind()) {
    case Kind::kString:
      return value;
    case Kind::kBool:
      return Value::string(value.as_bool() ? "true" : "false");
    case Kind::kInt:
      return text(fmt::format_int(value.as_int()).c_str());
    case Kind::kUint:
      return text(fmt::format_int(value.as_uint()).c_str());
    case Kind::kDouble:
      return text(double_text(value.as_double()));
    case Kind::kBytes:
      if (!is_valid_utf8(value.as_text()))
        return make_error(ErrorCode::kInvalid, "invalid UTF-8 in bytes, cannot convert to string",
                          memory);
      return Value::string(value.as_text());
    case Kind::kDuration:
      return text(duration_text(value.as_duration()));
    case Kind::kTimestamp:
      return text(timestamp_text({value.timestamp_seconds(), value.timestamp_nanoseconds()}));
    case Kind::kType:
      return text(runtime_type_name(*value.as_type()));
    default:
      return std::nullopt;
  }
}

void add_standard_conversions(OverloadBuilder& builder) {
  add_numbers(builder);
  const Type* string = string_type();
  builder.function("string")
      .global("string_to_string", {string}, string, identity)
      .global("bool_to_string", {bool_type()}, string, to_string)
      .global("bytes_to_string", {bytes_type()}, string, to_string, cost_of_reading)
      .global("double_to_string", {double_type()}, string, to_string)
      .global("duration_to_string", {duration_type()}, string, to_string)
      .global("int64_to_string", {int_type()}, string, to_string)
      .global("timestamp_to_string", {timestamp_type()}, string, to_string)
      .global("uint64_to_string", {uint_type()}, string, to_string);
  builder.function("bytes")
      .global("bytes_to_bytes", {bytes_type()}, bytes_type(), identity)
      .global("string_to_bytes", {string}, bytes_type(), string_to_bytes, cost_of_reading);
  builder.function("timestamp")
      .global("timestamp_to_timestamp", {timestamp_type()}, timestamp_type(), identity)
      .global("int64_to_timestamp", {int_type()}, timestamp_type(), int_to_timestamp)
      .global("string_to_timestamp", {string}, timestamp_type(), string_to_timestamp);
  builder.function("duration")
      .global("duration_to_duration", {duration_type()}, duration_type(), identity)
      .global("int64_to_duration", {int_type()}, duration_type(), int_to_duration)
      .global("string_to_duration", {string}, duration_type(), string_to_duration);
  const Type* any = builder.types().parameter("A");
  builder.function("dyn").global("to_dyn", {any}, dyn_type(), identity);
  builder.function("type").global("type", {any}, builder.types().type_of(any), type_of_value);
}

}  // namespace seawall::cel
