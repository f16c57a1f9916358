#include "conformance/cel_spec_values.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace seawall::conformance {

namespace {

using cel::Memory;
using cel::Type;
using cel::TypeArena;
using cel::Value;

constexpr std::string_view kTypeUrl = "type.googleapis.com/";
constexpr std::string_view kGoogle = "google.protobuf.";
constexpr unsigned kDeepest = 100;

Error malformed(const TextprotoField& field, std::string_view what) {
  return Error::make(Code::kInvalid, "line {}: {} '{}' is no {}", field.line, field.name,
                     field.text, what);
}

template <typename T>
Result<T> number(const TextprotoField& field) {
  if (field.name.empty()) return T{};  // not set
  T value{};
  const char* end = field.text.data() + field.text.size();
  auto [at, error] = std::from_chars(field.text.data(), end, value);
  if (error != std::errc() || at != end) return malformed(field, "number");
  return value;
}

// Doubles are also "inf", "-infinity", "nan", "1.5f", and integers.
Result<double> real(const TextprotoField& field) {
  TextprotoField plain;
  plain.name = field.name;
  plain.line = field.line;
  plain.text = field.text;
  if (plain.text.ends_with('f') && plain.text.find_first_of("0123456789") != std::string::npos)
    plain.text.pop_back();
  if (plain.text.starts_with('+')) plain.text.erase(0, 1);
  return number<double>(plain);
}

Result<bool> boolean(const TextprotoField& field) {
  std::string_view text = field.text;
  if (text == "true" || text == "True" || text == "t" || text == "1") return true;
  if (text == "false" || text == "False" || text == "f" || text == "0" || text.empty())
    return false;
  return malformed(field, "bool");
}

class Values {
 public:
  Values(TypeArena& types, Memory& memory) : types_(types), memory_(memory) {}

  Result<Value> value(const TextprotoField& message, unsigned depth);

 private:
  Result<Value> list(const TextprotoField& message, unsigned depth);
  Result<Value> map(const TextprotoField& message, unsigned depth);
  Result<Value> object(const TextprotoField& message, unsigned depth);
  Result<Value> wrapper(std::string_view name, const TextprotoField& message);
  // google.protobuf.Value and its like.
  Result<Value> json(const TextprotoField& message, unsigned depth);
  Result<Value> json_map(const TextprotoField& message, unsigned depth);
  Result<Value> json_list(const TextprotoField& message, unsigned depth);
  Result<Value> make_list(const std::vector<Value>& items);
  Result<Value> make_map(const std::vector<cel::MapEntry>& entries);
  const Type* named_type(std::string_view name);

  TypeArena& types_;
  Memory& memory_;
};

Result<Value> Values::value(const TextprotoField& message, unsigned depth) {
  if (depth > kDeepest) return Error(Code::kLimit, "a value nests too deeply");
  for (const TextprotoField& field : message.fields) {
    if (field.name == "null_value") return Value::null();
    if (field.name == "bool_value") return Value::boolean(TRY(boolean(field)));
    if (field.name == "int64_value") return Value::integer(TRY(number<int64_t>(field)));
    if (field.name == "uint64_value") return Value::unsigned_integer(TRY(number<uint64_t>(field)));
    if (field.name == "double_value") return Value::real(TRY(real(field)));
    if (field.name == "string_value") return Value::string(field.text);
    if (field.name == "bytes_value") return Value::bytes(field.text);
    if (field.name == "type_value") return Value::type(named_type(field.text));
    if (field.name == "list_value") return list(field, depth);
    if (field.name == "map_value") return map(field, depth);
    if (field.name == "object_value") return object(field, depth);
    if (field.name == "enum_value")
      return Error::make(Code::kUnsupported, "a value of enum type {}", field["type"].text);
    return Error::make(Code::kInvalid, "line {}: no value is called {}", field.line, field.name);
  }
  return Error::make(Code::kInvalid, "line {}: a value without any", message.line);
}

Result<Value> Values::make_list(const std::vector<Value>& items) {
  Value* copy = memory_.allocate<Value>(items.size());
  if (!copy) return Error(Code::kLimit, "a list is too long");
  std::copy(items.begin(), items.end(), copy);
  return Value::list({copy, items.size()});
}

Result<Value> Values::make_map(const std::vector<cel::MapEntry>& entries) {
  cel::MapEntry* copy = memory_.allocate<cel::MapEntry>(entries.size());
  if (!copy) return Error(Code::kLimit, "a map is too large");
  std::copy(entries.begin(), entries.end(), copy);
  Value made = cel::make_map({copy, entries.size()}, memory_);
  if (made.is_error()) return Error(Code::kInvalid, cel::error_text(made.as_error()));
  return made;
}

Result<Value> Values::list(const TextprotoField& message, unsigned depth) {
  std::vector<Value> items;
  for (const TextprotoField& field : message.fields)
    if (field.name == "values") items.push_back(TRY(value(field, depth + 1)));
  return make_list(items);
}

Result<Value> Values::map(const TextprotoField& message, unsigned depth) {
  std::vector<cel::MapEntry> entries;
  for (const TextprotoField& field : message.fields) {
    if (field.name != "entries") continue;
    Value key = TRY(value(field["key"], depth + 1));
    entries.push_back({key, TRY(value(field["value"], depth + 1))});
  }
  return make_map(entries);
}

Result<Value> Values::json_list(const TextprotoField& message, unsigned depth) {
  std::vector<Value> items;
  for (const TextprotoField& field : message.fields)
    if (field.name == "values") items.push_back(TRY(json(field, depth + 1)));
  return make_list(items);
}

Result<Value> Values::json_map(const TextprotoField& message, unsigned depth) {
  std::vector<cel::MapEntry> entries;
  for (const TextprotoField& field : message.fields)
    if (field.name == "fields")
      entries.push_back({Value::string(field["key"].text), TRY(json(field["value"], depth + 1))});
  return make_map(entries);
}

Result<Value> Values::json(const TextprotoField& message, unsigned depth) {
  if (depth > kDeepest) return Error(Code::kLimit, "a value nests too deeply");
  for (const TextprotoField& field : message.fields) {
    if (field.name == "number_value") return Value::real(TRY(real(field)));
    if (field.name == "string_value") return Value::string(field.text);
    if (field.name == "bool_value") return Value::boolean(TRY(boolean(field)));
    if (field.name == "struct_value") return json_map(field, depth);
    if (field.name == "list_value") return json_list(field, depth);
  }
  return Value::null();
}

Result<Value> Values::wrapper(std::string_view name, const TextprotoField& message) {
  const TextprotoField& field = message["value"];
  if (name == "BoolValue") return Value::boolean(TRY(boolean(field)));
  if (name == "StringValue") return Value::string(field.text);
  if (name == "BytesValue") return Value::bytes(field.text);
  if (name == "Int32Value" || name == "Int64Value")
    return Value::integer(TRY(number<int64_t>(field)));
  if (name == "UInt32Value" || name == "UInt64Value")
    return Value::unsigned_integer(TRY(number<uint64_t>(field)));
  bool is_float = name == "FloatValue";
  if (!is_float && name != "DoubleValue")
    return Error::make(Code::kUnsupported, "a message of type {}{}", kGoogle, name);
  double value = field.text.empty() ? 0 : TRY(real(field));
  return Value::real(is_float ? static_cast<double>(static_cast<float>(value)) : value);
}

Result<Value> Values::object(const TextprotoField& message, unsigned depth) {
  if (message.fields.size() != 1 || !message.fields[0].extension)
    return Error::make(Code::kUnsupported, "a message packed into Any");
  const TextprotoField& content = message.fields[0];
  std::string_view name = content.name;
  if (name.starts_with(kTypeUrl)) name.remove_prefix(kTypeUrl.size());
  if (!name.starts_with(kGoogle))
    return Error::make(Code::kUnsupported, "a message of type {}", name);
  name.remove_prefix(kGoogle.size());
  if (name == "Struct") return json_map(content, depth);
  if (name == "Value") return json(content, depth);
  if (name == "ListValue") return json_list(content, depth);
  if (name != "Duration" && name != "Timestamp") return wrapper(name, content);
  int64_t seconds = TRY(number<int64_t>(content["seconds"]));
  int64_t nanoseconds = TRY(number<int64_t>(content["nanos"]));
  if (name == "Timestamp")
    return Value::timestamp(seconds, static_cast<uint32_t>(nanoseconds % 1'000'000'000));
  int64_t whole = 0;
  if (__builtin_mul_overflow(seconds, 1'000'000'000, &whole) ||
      __builtin_add_overflow(whole, nanoseconds, &whole))
    return Error::make(Code::kInvalid, "line {}: a duration out of range", content.line);
  return Value::duration(whole);
}

const Type* Values::named_type(std::string_view name) {
  const Type* simple[] = {cel::null_type(),    cel::bool_type(),     cel::int_type(),
                          cel::uint_type(),    cel::double_type(),   cel::string_type(),
                          cel::bytes_type(),   cel::duration_type(), cel::timestamp_type(),
                          cel::list_type(),    cel::map_type(),      cel::type_type(),
                          cel::optional_type()};
  for (const Type* type : simple)
    if (cel::runtime_type_name(*type) == name) return type;
  return types_.opaque(name);
}

const Type* primitive(std::string_view name) {
  if (name == "BOOL") return cel::bool_type();
  if (name == "INT64") return cel::int_type();
  if (name == "UINT64") return cel::uint_type();
  if (name == "DOUBLE") return cel::double_type();
  if (name == "STRING") return cel::string_type();
  if (name == "BYTES") return cel::bytes_type();
  return nullptr;
}

Result<const Type*> abstract_type(const TextprotoField& field, TypeArena& types) {
  std::vector<const Type*> parameters;
  for (const TextprotoField& each : field.fields)
    if (each.name == "parameter_types") parameters.push_back(TRY(spec_type(each, types)));
  const std::string& name = field["name"].text;
  if (name == "optional_type" && parameters.size() == 1) return types.optional_of(parameters[0]);
  return types.opaque(name, parameters);
}

Result<const Type*> message_type(const TextprotoField& field, TypeArena& types) {
  const Type* type = types.message(field.text);
  if (type->kind != cel::TypeKind::kMessage) return type;
  return Error::make(Code::kUnsupported, "the message type {}", field.text);
}

// Of a field that may be absent: dyn then.
Result<const Type*> part(const TextprotoField& type, std::string_view name, TypeArena& types) {
  return type.has(name) ? spec_type(type[name], types) : cel::dyn_type();
}

bool is_same_double(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool is_same_list(const Value& a, const Value& b, Memory& memory) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (!is_same_value(a.item(i), b.item(i), memory)) return false;
  return true;
}

bool is_same_map(const Value& a, const Value& b, Memory& memory) {
  if (a.size() != b.size()) return false;
  bool same = true;
  cel::for_each_entry(a, memory, [&](const Value& key, const Value& value) {
    bool found = false;
    cel::for_each_entry(b, memory, [&](const Value& other_key, const Value& other) {
      found = is_same_value(key, other_key, memory) && is_same_value(value, other, memory);
      return !found;
    });
    same = found;
    return same;
  });
  return same;
}

}  // namespace

Result<Value> spec_value(const TextprotoField& value, TypeArena& types, Memory& memory) {
  return Values(types, memory).value(value, 0);
}

Result<const Type*> spec_type(const TextprotoField& type, TypeArena& types) {
  for (const TextprotoField& field : type.fields) {
    if (field.name == "dyn") return cel::dyn_type();
    if (field.name == "null") return cel::null_type();
    if (field.name == "error") return cel::error_type();
    if (field.name == "type_param") return types.parameter(field.text);
    if (field.name == "message_type") return message_type(field, types);
    if (field.name == "abstract_type") return abstract_type(field, types);
    if (field.name == "type") return types.type_of(TRY(spec_type(field, types)));
    if (field.name == "list_type") return types.list_of(TRY(part(field, "elem_type", types)));
    if (field.name == "map_type") {
      const Type* key = TRY(part(field, "key_type", types));
      return types.map_of(key, TRY(part(field, "value_type", types)));
    }
    if (field.name == "well_known") {
      if (field.text == "DURATION") return cel::duration_type();
      return field.text == "TIMESTAMP" ? cel::timestamp_type() : cel::dyn_type();
    }
    const Type* simple = primitive(field.text);
    if (simple && field.name == "primitive") return simple;
    if (simple && field.name == "wrapper") return types.wrapper_of(simple);
    return Error::make(Code::kInvalid, "line {}: no type is called {} {}", field.line, field.name,
                       field.text);
  }
  return cel::dyn_type();
}

bool is_same_value(const Value& a, const Value& b, Memory& memory) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case cel::Kind::kDouble:
      return is_same_double(a.as_double(), b.as_double());
    case cel::Kind::kList:
      return is_same_list(a, b, memory);
    case cel::Kind::kMap:
      return is_same_map(a, b, memory);
    case cel::Kind::kType:
      return cel::runtime_type_name(*a.as_type()) == cel::runtime_type_name(*b.as_type());
    case cel::Kind::kError:
      return false;
    default:
      return cel::equals(a, b, memory);
  }
}

}  // namespace seawall::conformance
