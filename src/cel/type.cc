#include "cel/type.h"

#include <algorithm>

namespace seawall::cel {
namespace {

// Names longer than this are cut: only a type nested by malice is that large.
constexpr size_t kLongestName = 2000;
constexpr std::string_view kGoogle = "google.protobuf.";

template <TypeKind kind>
const Type* simple() {
  static const Type type{kind, {}, {}};
  return &type;
}

std::string_view kind_name(TypeKind kind) {
  switch (kind) {
    case TypeKind::kDyn:
      return "dyn";
    case TypeKind::kError:
      return "!error!";
    case TypeKind::kNull:
      return "null";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kUint:
      return "uint";
    case TypeKind::kDouble:
      return "double";
    case TypeKind::kString:
      return "string";
    case TypeKind::kBytes:
      return "bytes";
    case TypeKind::kDuration:
      return "duration";
    case TypeKind::kTimestamp:
      return "timestamp";
    case TypeKind::kList:
      return "list";
    case TypeKind::kMap:
      return "map";
    case TypeKind::kTypeType:
      return "type";
    case TypeKind::kOptional:
      return "optional_type";
    case TypeKind::kWrapper:
      return "wrapper";
    case TypeKind::kOpaque:
    case TypeKind::kMessage:
    case TypeKind::kParameter:
      return "";
  }
  return "";
}

void append_name(const Type& type, std::string& to) {
  if (to.size() > kLongestName) return;
  to += type.name.empty() ? kind_name(type.kind) : type.name;
  if (type.parameters.empty()) return;
  char separator = '(';
  for (const Type* parameter : type.parameters) {
    to += separator;
    if (separator == ',') to += ' ';
    separator = ',';
    append_name(*parameter, to);
  }
  to += ')';
}

}  // namespace

const Type* dyn_type() {
  return simple<TypeKind::kDyn>();
}
const Type* error_type() {
  return simple<TypeKind::kError>();
}
const Type* null_type() {
  return simple<TypeKind::kNull>();
}
const Type* bool_type() {
  return simple<TypeKind::kBool>();
}
const Type* int_type() {
  return simple<TypeKind::kInt>();
}
const Type* uint_type() {
  return simple<TypeKind::kUint>();
}
const Type* double_type() {
  return simple<TypeKind::kDouble>();
}
const Type* string_type() {
  return simple<TypeKind::kString>();
}
const Type* bytes_type() {
  return simple<TypeKind::kBytes>();
}
const Type* duration_type() {
  return simple<TypeKind::kDuration>();
}
const Type* timestamp_type() {
  return simple<TypeKind::kTimestamp>();
}
const Type* type_type() {
  return simple<TypeKind::kTypeType>();
}

const Type* list_type() {
  static const Type* const parameters[] = {dyn_type()};
  static const Type type{TypeKind::kList, {}, parameters};
  return &type;
}

const Type* map_type() {
  static const Type* const parameters[] = {dyn_type(), dyn_type()};
  static const Type type{TypeKind::kMap, {}, parameters};
  return &type;
}

const Type* optional_type() {
  static const Type* const parameters[] = {dyn_type()};
  static const Type type{TypeKind::kOptional, {}, parameters};
  return &type;
}

const Type* TypeArena::make(TypeKind kind, std::string_view name,
                            std::span<const Type* const> parameters) {
  auto type = std::make_unique<Type>();
  type->kind = kind;
  if (!name.empty()) {
    names_.push_back(std::make_unique<std::string>(name));
    type->name = *names_.back();
  }
  if (!parameters.empty()) {
    auto copy = std::make_unique<const Type*[]>(parameters.size());
    std::copy(parameters.begin(), parameters.end(), copy.get());
    type->parameters = {copy.get(), parameters.size()};
    parameters_.push_back(std::move(copy));
  }
  types_.push_back(std::move(type));
  return types_.back().get();
}

const Type* TypeArena::list_of(const Type* element) {
  return make(TypeKind::kList, {}, {&element, 1});
}
const Type* TypeArena::map_of(const Type* key, const Type* value) {
  const Type* parameters[] = {key, value};
  return make(TypeKind::kMap, {}, parameters);
}
const Type* TypeArena::optional_of(const Type* value) {
  return make(TypeKind::kOptional, {}, {&value, 1});
}
const Type* TypeArena::type_of(const Type* type) {
  return make(TypeKind::kTypeType, {}, {&type, 1});
}
const Type* TypeArena::wrapper_of(const Type* primitive) {
  return make(TypeKind::kWrapper, {}, {&primitive, 1});
}
const Type* TypeArena::opaque(std::string_view name, std::span<const Type* const> parameters) {
  return make(TypeKind::kOpaque, name, parameters);
}
const Type* TypeArena::well_known(std::string_view name) {
  if (name == "Any" || name == "Value") return dyn_type();
  if (name == "ListValue") return list_type();
  if (name == "Struct") return map_of(string_type(), dyn_type());
  if (name == "Duration") return duration_type();
  if (name == "Timestamp") return timestamp_type();
  if (name == "NullValue") return null_type();
  if (name == "BoolValue") return wrapper_of(bool_type());
  if (name == "BytesValue") return wrapper_of(bytes_type());
  if (name == "StringValue") return wrapper_of(string_type());
  if (name == "DoubleValue" || name == "FloatValue") return wrapper_of(double_type());
  if (name == "Int64Value" || name == "Int32Value") return wrapper_of(int_type());
  if (name == "UInt64Value" || name == "UInt32Value") return wrapper_of(uint_type());
  return nullptr;
}

const Type* TypeArena::message(std::string_view name) {
  if (name.starts_with(kGoogle)) {
    if (const Type* known = well_known(name.substr(kGoogle.size()))) return known;
  }
  return make(TypeKind::kMessage, name, {});
}
const Type* TypeArena::parameter(std::string_view name) {
  return make(TypeKind::kParameter, name, {});
}

bool same_type(const Type& a, const Type& b) {
  if (&a == &b) return true;
  if (a.kind != b.kind || a.name != b.name || a.parameters.size() != b.parameters.size()) {
    return false;
  }
  for (size_t i = 0; i < a.parameters.size(); ++i) {
    if (!same_type(*a.parameters[i], *b.parameters[i])) return false;
  }
  return true;
}

std::string type_name(const Type& type) {
  std::string name;
  append_name(type, name);
  return name;
}

std::string_view runtime_type_name(const Type& type) {
  switch (type.kind) {
    case TypeKind::kNull:
      return "null_type";
    case TypeKind::kDuration:
      return "google.protobuf.Duration";
    case TypeKind::kTimestamp:
      return "google.protobuf.Timestamp";
    case TypeKind::kWrapper:
      return runtime_type_name(*type.parameters[0]);
    default:
      return type.name.empty() ? kind_name(type.kind) : type.name;
  }
}

}  // namespace seawall::cel
