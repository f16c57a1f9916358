// The inline half of value.h; include that.
#pragma once

#include "cel/value.h"

namespace seawall::cel {

inline Value Value::boolean(bool value) {
  Value made;
  made.kind_ = Kind::kBool;
  made.int_ = value ? 1 : 0;
  return made;
}
inline Value Value::integer(int64_t value) {
  Value made;
  made.kind_ = Kind::kInt;
  made.int_ = value;
  return made;
}
inline Value Value::unsigned_integer(uint64_t value) {
  Value made;
  made.kind_ = Kind::kUint;
  made.uint_ = value;
  return made;
}
inline Value Value::real(double value) {
  Value made;
  made.kind_ = Kind::kDouble;
  made.double_ = value;
  return made;
}
inline Value Value::string(std::string_view text) {
  Value made;
  made.kind_ = Kind::kString;
  made.size_ = static_cast<uint32_t>(text.size());
  made.text_ = text.data();
  return made;
}
inline Value Value::bytes(std::string_view bytes) {
  Value made = string(bytes);
  made.kind_ = Kind::kBytes;
  return made;
}
inline Value Value::duration(int64_t nanoseconds) {
  Value made = integer(nanoseconds);
  made.kind_ = Kind::kDuration;
  return made;
}
inline Value Value::timestamp(int64_t seconds, uint32_t nanoseconds) {
  Value made = integer(seconds);
  made.kind_ = Kind::kTimestamp;
  made.size_ = nanoseconds;
  return made;
}
inline Value Value::type(const Type* type) {
  Value made;
  made.kind_ = Kind::kType;
  made.type_ = type;
  return made;
}
inline Value Value::list(std::span<const Value> items) {
  Value made;
  made.kind_ = Kind::kList;
  made.size_ = static_cast<uint32_t>(items.size());
  made.items_ = items.data();
  return made;
}
inline Value Value::map(const MapTable* table) {
  Value made;
  made.kind_ = Kind::kMap;
  made.form_ = Form::kTable;
  made.table_ = table;
  return made;
}
inline Value Value::lazy_map(const LazyMap* map) {
  Value made;
  made.kind_ = Kind::kMap;
  made.form_ = Form::kLazy;
  made.lazy_ = map;
  return made;
}
inline Value Value::opaque(const Opaque* value) {
  Value made;
  made.kind_ = Kind::kOpaque;
  made.opaque_ = value;
  return made;
}
inline Value Value::none() {
  Value made;
  made.kind_ = Kind::kOptional;
  made.inner_ = nullptr;
  return made;
}
inline Value Value::optional(const Value* value) {
  Value made = none();
  made.inner_ = value;
  return made;
}
inline Value Value::error(const ErrorInfo* error) {
  Value made;
  made.kind_ = Kind::kError;
  made.error_ = error;
  return made;
}

inline Value Value::from_node(const doc::Node& node) {
  Value made;
  switch (node.kind()) {
    case doc::Kind::kNull:
      break;
    case doc::Kind::kBool:
      return boolean(node.as_bool());
    case doc::Kind::kInt:
      return integer(*node.as_int());
    case doc::Kind::kUint:
    case doc::Kind::kDouble:
      return real(*node.as_double());
    case doc::Kind::kString:
      return string(node.as_string());
    case doc::Kind::kArray:
    case doc::Kind::kObject:
      made.kind_ = node.is_array() ? Kind::kList : Kind::kMap;
      made.form_ = Form::kNode;
      made.node_ = &node;
      break;
  }
  return made;
}

inline size_t Value::size() const {
  switch (form_) {
    case Form::kPlain:
      return size_;
    case Form::kNode:
      return node_->size();
    case Form::kTable:
      return table_->entries.size();
    case Form::kLazy:
      return lazy_->keys().size();
  }
  return 0;
}

inline Value Value::item(size_t index) const {
  return is_node() ? from_node(node_->items()[index]) : items_[index];
}

inline std::span<const Value> Value::items() const {
  return {items_, size_};
}

template <typename Entry>
void for_each_entry(const Value& map, Memory& memory, Entry entry) {
  if (const doc::Node* node = map.node()) {
    for (const doc::Member& member : node->members())
      if (!entry(Value::string(member.key), Value::from_node(member.value))) return;
    return;
  }
  if (const MapTable* table = map.map_table()) {
    for (const MapEntry& each : table->entries)
      if (!entry(each.key, each.value)) return;
    return;
  }
  for (std::string_view key : map.lazy()->keys()) {
    std::optional<Value> value = map.lazy()->find(key, memory);
    if (value && !entry(Value::string(key), *value)) return;
  }
}

}  // namespace seawall::cel
