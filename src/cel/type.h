// CEL types (cel-spec langdef.md, "Values" and "Gradual type checking"). Types are immutable and
// compared by structure; the simple ones are constants, the others live in a TypeArena.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seawall::cel {

enum class TypeKind : uint8_t {
  kDyn,
  kError,  // the type of an expression that did not check; assignable to everything
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kDuration,
  kTimestamp,
  kList,      // parameters: element
  kMap,       // parameters: key, value
  kTypeType,  // parameters: the type it is the type of, or none
  kOptional,  // parameters: value ("optional_type")
  kWrapper,   // parameters: a primitive; google.protobuf.Int64Value and its like: nullable
  kOpaque,    // by name: "net.IP", "kubernetes.Quantity", ...
  kMessage,   // by name: a protobuf message; no fields are known here
  kParameter  // by name: a type parameter of an overload, "T"
};

struct Type {
  TypeKind kind = TypeKind::kDyn;
  std::string_view name;  // of kOpaque, kMessage, kParameter
  std::span<const Type* const> parameters;
};

// The constants. list_type() and map_type() are list(dyn) and map(dyn, dyn).
const Type* dyn_type();
const Type* error_type();
const Type* null_type();
const Type* bool_type();
const Type* int_type();
const Type* uint_type();
const Type* double_type();
const Type* string_type();
const Type* bytes_type();
const Type* duration_type();
const Type* timestamp_type();
const Type* list_type();
const Type* map_type();
const Type* type_type();      // type
const Type* optional_type();  // optional_type(dyn)

// Owns the types that it makes; they live as long as it does. Not for several threads.
class TypeArena {
 public:
  const Type* list_of(const Type* element);
  const Type* map_of(const Type* key, const Type* value);
  const Type* optional_of(const Type* value);
  const Type* type_of(const Type* type);
  const Type* wrapper_of(const Type* primitive);
  const Type* opaque(std::string_view name, std::span<const Type* const> parameters = {});
  // The well-known messages are the types that they are in CEL (langdef.md, "Protocol Buffer Data
  // Conversion"): google.protobuf.Struct is map(string, dyn), Int64Value is wrapper(int), Any dyn.
  const Type* message(std::string_view name);
  const Type* parameter(std::string_view name);

 private:
  const Type* well_known(std::string_view name);
  const Type* make(TypeKind kind, std::string_view name, std::span<const Type* const> parameters);
  std::vector<std::unique_ptr<Type>> types_;
  std::vector<std::unique_ptr<const Type*[]>> parameters_;
  std::vector<std::unique_ptr<std::string>> names_;
};

// Same structure.
bool same_type(const Type& a, const Type& b);
// As cel-go writes it in its messages: "list(int)", "map(string, dyn)", "type(int)",
// "wrapper(int)", "optional_type(int)", "timestamp". Cut when it is very long.
std::string type_name(const Type& type);
// The name that `type(x)` compares by, without parameters: "list", "map", "int",
// "google.protobuf.Duration", "optional_type", "net.IP".
std::string_view runtime_type_name(const Type& type);

}  // namespace seawall::cel
