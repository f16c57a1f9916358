// A CEL value while it is computed: 16 bytes, trivially copyable. Documents are never copied: a
// list or map of a document is a pointer to its node. Whatever an expression makes lives in the
// Memory of its evaluation; both must outlive the Value.
//
// Numbers of documents follow the Kubernetes API: integers that fit int64 are `int`, all others
// `double`; documents hold no uint, bytes, duration or timestamp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cel/memory.h"
#include "cel/type.h"
#include "doc/tree.h"

namespace seawall::cel {

enum class Kind : uint8_t {
  kError,
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kDuration,
  kTimestamp,
  kType,
  kList,
  kMap,
  kOptional,
  kOpaque,
};

enum class ErrorCode : uint8_t {
  kNoSuchKey,       // detail: the key
  kNoSuchField,     // detail: the field; selection from what has no fields
  kNoSuchOverload,  // detail: the function
  kDivideByZero,
  kModulusByZero,
  kOverflow,       // integer, duration or timestamp out of range; detail: which
  kOutOfBounds,    // detail: the index
  kDuplicateKey,   // in a map literal; detail: the key
  kInvalid,        // an argument that cannot be converted or used; detail: the sentence
  kUndeclared,     // detail: the name
  kNone,           // optional.none() dereferenced
  kCostExceeded,   // the cost limit of the evaluation
  kMemoryExceeded  // the memory budget of the evaluation
};

class Value;
struct MapEntry;
struct MapTable;

// A map whose entries are computed when asked for: the variables of a policy, the facts about an
// object. Immutable as far as expressions can tell: the same key gives the same value.
class LazyMap {
 public:
  virtual ~LazyMap() = default;
  // The entry of that name; nothing when there is none. May compute; may give an error value.
  virtual std::optional<Value> find(std::string_view key, Memory& memory) const = 0;
  // Every key, for size(), iteration and equality.
  virtual std::span<const std::string_view> keys() const = 0;
};

// A value of a type that only functions understand: quantity, ip, cidr, semver, url, authorizer ...
// Lives in a Memory, so it must be trivially destructible (no virtual destructor).
class Opaque {
 public:
  virtual const Type* type() const = 0;
  virtual bool equals(const Opaque& other) const = 0;  // other.type() is the same type
  virtual std::string text() const = 0;                // for messages: "10.0.0.1"

 protected:
  ~Opaque() = default;
};

// Why an evaluation gave no value. `detail` lives in the Memory, the program, or the document.
struct ErrorInfo {
  ErrorCode code;
  std::string_view detail;
};
// As a person reads it, in cel-go's words: "no such key: foo", "division by zero".
std::string error_text(const ErrorInfo& error);

class Value {
 public:
  constexpr Value() = default;  // null

  static Value null() { return {}; }
  static Value boolean(bool value);
  static Value integer(int64_t value);
  static Value unsigned_integer(uint64_t value);
  static Value real(double value);
  static Value string(std::string_view text);  // borrowed, valid UTF-8, below 4 GiB
  static Value bytes(std::string_view bytes);  // borrowed
  static Value duration(int64_t nanoseconds);
  // Seconds since 1970 (may be negative) and 0..999999999 nanoseconds after them.
  static Value timestamp(int64_t seconds, uint32_t nanoseconds);
  static Value type(const Type* type);
  static Value list(std::span<const Value> items);  // borrowed
  static Value map(const MapTable* table);          // borrowed; see make_map()
  static Value lazy_map(const LazyMap* map);        // borrowed
  static Value opaque(const Opaque* value);         // borrowed
  static Value none();                              // optional.none()
  static Value optional(const Value* value);        // borrowed, not null
  static Value error(const ErrorInfo* error);       // borrowed
  static Value from_node(const doc::Node& node);    // borrowed; null, scalar, list or map

  Kind kind() const { return kind_; }
  bool is_error() const { return kind_ == Kind::kError; }
  bool is_true() const { return kind_ == Kind::kBool && int_ != 0; }
  bool is_false() const { return kind_ == Kind::kBool && int_ == 0; }

  // Each only when the value is of that kind.
  bool as_bool() const { return int_ != 0; }
  int64_t as_int() const { return int_; }
  uint64_t as_uint() const { return uint_; }
  double as_double() const { return double_; }
  std::string_view as_text() const { return {text_, size_}; }  // string and bytes
  int64_t as_duration() const { return int_; }                 // nanoseconds
  int64_t timestamp_seconds() const { return int_; }
  uint32_t timestamp_nanoseconds() const { return size_; }
  const Type* as_type() const { return type_; }
  const Opaque* as_opaque() const { return opaque_; }
  const Value* as_optional() const { return inner_; }  // nullptr: none
  const ErrorInfo& as_error() const { return *error_; }

  // Lists and maps.
  size_t size() const;                   // elements or entries
  Value item(size_t index) const;        // list: index < size()
  std::span<const Value> items() const;  // list: only when !is_node()
  bool is_node() const { return form_ == Form::kNode; }
  const doc::Node* node() const { return is_node() ? node_ : nullptr; }
  const MapTable* map_table() const { return form_ == Form::kTable ? table_ : nullptr; }
  const LazyMap* lazy() const { return form_ == Form::kLazy ? lazy_ : nullptr; }

  // The entry of a map under a key (bool, int, uint, string; a double finds an equal integer);
  // nothing when absent.
  std::optional<Value> find(const Value& key, Memory& memory) const;
  std::optional<Value> find(std::string_view key, Memory& memory) const;

 private:
  enum class Form : uint8_t { kPlain, kNode, kTable, kLazy };
  Kind kind_ = Kind::kNull;
  Form form_ = Form::kPlain;
  uint32_t size_ = 0;
  union {
    int64_t int_ = 0;
    uint64_t uint_;
    double double_;
    const char* text_;
    const doc::Node* node_;
    const Value* items_;
    const MapTable* table_;
    const LazyMap* lazy_;
    const Type* type_;
    const Opaque* opaque_;
    const Value* inner_;
    const ErrorInfo* error_;
  };
};
static_assert(sizeof(Value) == 16);

struct MapEntry {
  Value key, value;
};

// A map that an expression made: entries in the order they were made, and a hash index over the
// keys when there are many.
struct MapTable {
  std::span<const MapEntry> entries;
  const uint32_t* index = nullptr;  // open addressing, size mask + 1; position + 1, 0: free
  uint32_t mask = 0;
  const Type* message = nullptr;  // what a message literal `Type{...}` made; fields are the entries
};

// A map of `entries` (borrowed, in Memory). Keys of another kind than bool, int, uint, string, and
// a key that comes twice (1 and 1u are the same key) give an error value.
Value make_map(std::span<const MapEntry> entries, Memory& memory);

// Calls `entry(key, value)` for every entry of a map until it gives false.
template <typename Entry>
void for_each_entry(const Value& map, Memory& memory, Entry entry);

// Error values. The detail is copied; literals need no copy.
Value make_error(ErrorCode code, std::string_view detail, Memory& memory);
Value out_of_memory();  // a constant error value: kMemoryExceeded

// A string made of `parts`, in Memory; an error value when there is no room.
Value make_string(std::initializer_list<std::string_view> parts, Memory& memory);

// CEL equality: numbers by value across their types, lists and maps by content, NaN never; values
// of different kinds are not equal. Not for errors. Bounded by the size of the smaller value;
// nested to at most 200 levels; false after fifty million steps.
bool equals(const Value& a, const Value& b, Memory& memory);
// The same for values that hold the same list many times over, which may take exponential time to
// compare: every comparison of two values takes one of `steps`; false when none is left.
bool equals(const Value& a, const Value& b, Memory& memory, uint64_t& steps);

// <, ==, > as -1, 0, 1 for values of kinds that order: bool, numbers across their types, string,
// bytes, duration, timestamp. Nothing for other kinds, mixed kinds and NaN.
std::optional<int> compare(const Value& a, const Value& b);

// The runtime type: what `type(x)` gives.
const Type* type_of(const Value& value);

// For messages and tools: JSON-like text, cut after `limit` bytes with "…".
std::string to_text(const Value& value, Memory& memory, size_t limit = 4096);

}  // namespace seawall::cel

#include "cel/value_inline.h"
