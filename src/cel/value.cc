#include "cel/value.h"

#include <bit>
#include <cmath>

#include "base/siphash.h"

namespace seawall::cel {

namespace {

// Maps below this size are searched from end to end.
constexpr size_t kUnindexedEntries = 8;

// A key brought to one form, so that equal keys of different kinds become the same one: numbers
// that are integers are int where they fit, uint beyond.
struct Key {
  Kind kind = Kind::kError;  // kBool, kInt, kUint, kString; kError: equals no key
  int64_t number = 0;
  std::string_view text{};
  bool operator==(const Key&) const = default;
};

Key key_of_double(double value) {
  if (std::trunc(value) != value) return {};
  if (value >= -0x1p63 && value < 0x1p63)
    return {.kind = Kind::kInt, .number = static_cast<int64_t>(value)};
  if (value >= 0x1p63 && value < 0x1p64)
    return {.kind = Kind::kUint, .number = static_cast<int64_t>(static_cast<uint64_t>(value))};
  return {};
}

Key key_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kBool:
      return {.kind = Kind::kBool, .number = value.as_bool() ? 1 : 0};
    case Kind::kInt:
      return {.kind = Kind::kInt, .number = value.as_int()};
    case Kind::kUint:
      return {.kind = value.as_uint() > INT64_MAX ? Kind::kUint : Kind::kInt,
              .number = static_cast<int64_t>(value.as_uint())};
    case Kind::kDouble:
      return key_of_double(value.as_double());
    case Kind::kString:
      return {.kind = Kind::kString, .text = value.as_text()};
    default:
      return {};
  }
}

// Keys may be chosen by whom the policy judges, so the hash is keyed; the key need only be unknown
// to the document's author, and an address of this process is.
uint64_t hash(const Key& key) {
  static const char secret = 0;
  auto first = reinterpret_cast<uintptr_t>(&secret);
  if (key.kind == Kind::kString) return siphash(first, ~first, key.text);
  char bytes[sizeof key.number];
  std::memcpy(bytes, &key.number, sizeof bytes);
  return siphash(first, static_cast<uint64_t>(key.kind), {bytes, sizeof bytes});
}

const Value* find_in_table(const MapTable& table, const Key& key) {
  if (table.index == nullptr) {
    for (const MapEntry& entry : table.entries)
      if (key_of(entry.key) == key) return &entry.value;
    return nullptr;
  }
  for (uint64_t at = hash(key) & table.mask; table.index[at] != 0; at = (at + 1) & table.mask) {
    const MapEntry& entry = table.entries[table.index[at] - 1];
    if (key_of(entry.key) == key) return &entry.value;
  }
  return nullptr;
}

bool is_key_kind(Kind kind) {
  return kind == Kind::kBool || kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kString;
}

// The entries' numbers by hash; gives an error value in `failed`.
bool build_index(MapTable& table, Memory& memory, Value& failed) {
  size_t size = std::bit_ceil(table.entries.size() * 2);
  auto* index = memory.allocate<uint32_t>(size);
  if (index == nullptr) {
    failed = out_of_memory();
    return false;
  }
  std::memset(index, 0, size * sizeof *index);
  auto mask = static_cast<uint32_t>(size - 1);
  for (uint32_t i = 0; i < table.entries.size(); ++i) {
    Key key = key_of(table.entries[i].key);
    uint64_t at = hash(key) & mask;
    for (; index[at] != 0; at = (at + 1) & mask) {
      if (key_of(table.entries[index[at] - 1].key) != key) continue;
      failed = make_error(ErrorCode::kDuplicateKey, to_text(table.entries[i].key, memory), memory);
      return false;
    }
    index[at] = i + 1;
  }
  table.index = index;
  table.mask = mask;
  return true;
}

std::optional<Value> found(const Value* value) {
  return value ? std::optional<Value>(*value) : std::nullopt;
}

}  // namespace

std::optional<Value> Value::find(std::string_view key, Memory& memory) const {
  if (form_ == Form::kNode) {
    const doc::Node* node = node_->find(key);
    return node ? std::optional<Value>(from_node(*node)) : std::nullopt;
  }
  if (form_ == Form::kTable)
    return found(find_in_table(*table_, {.kind = Kind::kString, .text = key}));
  return lazy_->find(key, memory);
}

std::optional<Value> Value::find(const Value& key, Memory& memory) const {
  if (key.kind() == Kind::kString) return find(key.as_text(), memory);
  if (form_ != Form::kTable) return std::nullopt;
  Key wanted = key_of(key);
  return wanted.kind == Kind::kError ? std::nullopt : found(find_in_table(*table_, wanted));
}

Value make_map(std::span<const MapEntry> entries, Memory& memory) {
  if (entries.size() >= UINT32_MAX / 4) return out_of_memory();
  for (size_t i = 0; i < entries.size(); ++i) {
    if (!is_key_kind(entries[i].key.kind()))
      return make_error(ErrorCode::kInvalid, "unsupported key type", memory);
    if (entries.size() > kUnindexedEntries) continue;
    for (size_t j = 0; j < i; ++j)
      if (key_of(entries[i].key) == key_of(entries[j].key))
        return make_error(ErrorCode::kDuplicateKey, to_text(entries[i].key, memory), memory);
  }
  auto* table = memory.make<MapTable>(entries);
  if (table == nullptr) return out_of_memory();
  Value failed;
  if (entries.size() > kUnindexedEntries && !build_index(*table, memory, failed)) return failed;
  return Value::map(table);
}

Value out_of_memory() {
  static constexpr ErrorInfo kInfo{ErrorCode::kMemoryExceeded, {}};
  return Value::error(&kInfo);
}

Value make_error(ErrorCode code, std::string_view detail, Memory& memory) {
  std::string_view copy = memory.copy(detail);
  if (copy.data() == nullptr) return out_of_memory();
  const auto* info = memory.make<ErrorInfo>(code, copy);
  return info ? Value::error(info) : out_of_memory();
}

Value make_string(std::initializer_list<std::string_view> parts, Memory& memory) {
  size_t size = 0;
  for (std::string_view part : parts) size += part.size();
  if (size >= UINT32_MAX) return out_of_memory();
  char* text = memory.allocate<char>(size + 1);
  if (text == nullptr) return out_of_memory();
  char* to = text;
  for (std::string_view part : parts) {
    if (!part.empty()) std::memcpy(to, part.data(), part.size());
    to += part.size();
  }
  return Value::string({text, size});
}

const Type* type_of(const Value& value) {
  switch (value.kind()) {
    case Kind::kError:
      return error_type();
    case Kind::kNull:
      return null_type();
    case Kind::kBool:
      return bool_type();
    case Kind::kInt:
      return int_type();
    case Kind::kUint:
      return uint_type();
    case Kind::kDouble:
      return double_type();
    case Kind::kString:
      return string_type();
    case Kind::kBytes:
      return bytes_type();
    case Kind::kDuration:
      return duration_type();
    case Kind::kTimestamp:
      return timestamp_type();
    case Kind::kType:
      return type_type();
    case Kind::kList:
      return list_type();
    case Kind::kMap:
      if (const MapTable* table = value.map_table(); table && table->message) return table->message;
      return map_type();
    case Kind::kOptional:
      return optional_type();
    case Kind::kOpaque:
      return value.as_opaque()->type();
  }
  return dyn_type();
}

}  // namespace seawall::cel
