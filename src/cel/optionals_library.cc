// Functions on optional values (cel-go's optional library, version 2); optMap(), optFlatMap() and
// the syntax with `?` are the parser's. The evaluator knows or() and orValue() by itself, so that
// their argument is only evaluated when it is needed.
#include "cel/operators.h"
#include "cel/overload_builder.h"

namespace seawall::cel {

namespace {

Value of(Call& call) {
  return make_optional(call[0], call.memory);
}
Value none(Call&) {
  return Value::none();
}

// The zero value of its type. Types, optionals and opaque values have none.
bool is_zero(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
      return !value.as_bool();
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDuration:
      return value.as_uint() == 0;
    case Kind::kDouble:
      return value.as_double() == 0;
    case Kind::kString:
    case Kind::kBytes:
      return value.as_text().empty();
    case Kind::kTimestamp:  // Go's zero time
      return value.timestamp_seconds() == kEarliestSecond && value.timestamp_nanoseconds() == 0;
    case Kind::kList:
    case Kind::kMap:
      return value.size() == 0;
    default:
      return false;
  }
}
Value of_non_zero(Call& call) {
  return is_zero(call[0]) ? Value::none() : of(call);
}

Value value(Call& call) {
  const Value* inner = call[0].as_optional();
  return inner ? *inner : plain_error(ErrorCode::kNone);
}
Value has_value(Call& call) {
  return Value::boolean(call[0].as_optional() != nullptr);
}
Value or_optional(Call& call) {
  return call[0].as_optional() ? call[0] : call[1];
}
Value or_value(Call& call) {
  const Value* inner = call[0].as_optional();
  return inner ? *inner : call[1];
}

Value first(Call& call) {
  return call[0].size() == 0 ? Value::none() : make_optional(call[0].item(0), call.memory);
}
Value last(Call& call) {
  size_t size = call[0].size();
  return size == 0 ? Value::none() : make_optional(call[0].item(size - 1), call.memory);
}

// The values of those that have one.
Value unwrap(Call& call) {
  size_t size = call[0].size();
  auto* items = call.memory.allocate<Value>(size + 1);
  if (items == nullptr) return out_of_memory();
  size_t count = 0;
  for (size_t i = 0; i < size; ++i) {
    Value item = call[0].item(i);
    if (item.kind() != Kind::kOptional)
      return make_error(ErrorCode::kInvalid, "value is not optional", call.memory);
    if (item.as_optional()) items[count++] = *item.as_optional();
  }
  return Value::list({items, count});
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  const Type* v = types.parameter("V");
  const Type* optional = types.optional_of(v);
  const Type* list = types.list_of(v);
  const Type* optionals = types.list_of(optional);
  builder.function("optional.of").global("optional_of", {v}, optional, of);
  builder.function("optional.ofNonZeroValue")
      .global("optional_ofNonZeroValue", {v}, optional, of_non_zero);
  builder.function("optional.none").global("optional_none", {}, optional, none);
  builder.function("value").member("optional_value", {optional}, v, value);
  builder.function("hasValue").member("optional_hasValue", {optional}, bool_type(), has_value);
  builder.function("or").member("optional_or_optional", {optional, optional}, optional,
                                or_optional);
  builder.function("orValue").member("optional_orValue_value", {optional, v}, v, or_value);
  builder.function("first").member("list_first", {list}, optional, first);
  builder.function("last").member("list_last", {list}, optional, last);
  builder.function("optional.unwrap").global("optional_unwrap", {optionals}, list, unwrap);
  builder.function("unwrapOpt").member("optional_unwrapOpt", {optionals}, list, unwrap);
  return builder.take();
}

std::vector<Constant> constants(TypeArena& types) {
  return {{"optional_type", types.type_of(optional_type()), Value::type(optional_type())}};
}

}  // namespace

const Library& optionals_library() {
  static constexpr Library kLibrary{"optionals", 28, true, overloads, constants};
  return kLibrary;
}

}  // namespace seawall::cel
