#include "doc/tree.h"

#include <cmath>

#include "doc/object_index.h"

namespace seawall::doc {

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "bool";
    case Kind::kInt:
      return "int";
    case Kind::kUint:
      return "int";
    case Kind::kDouble:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kArray:
      return "array";
    case Kind::kObject:
      return "object";
  }
  return "unknown";
}

std::optional<int64_t> Node::as_int() const {
  if (kind_ == Kind::kInt) return int_;
  if (kind_ != Kind::kDouble) return std::nullopt;  // a kUint never fits: the builder saw to it
  bool in_range = double_ >= -0x1p63 && double_ < 0x1p63;
  if (!in_range || std::trunc(double_) != double_) return std::nullopt;
  return static_cast<int64_t>(double_);
}

std::optional<uint64_t> Node::as_uint() const {
  if (kind_ == Kind::kUint) return uint_;
  std::optional<int64_t> value = as_int();
  if (!value || *value < 0) return std::nullopt;
  return static_cast<uint64_t>(*value);
}

std::optional<double> Node::as_double() const {
  switch (kind_) {
    case Kind::kInt:
      return static_cast<double>(int_);
    case Kind::kUint:
      return static_cast<double>(uint_);
    case Kind::kDouble:
      return double_;
    default:
      return std::nullopt;
  }
}

const Node* Node::find(std::string_view key) const {
  if (kind_ != Kind::kObject) return nullptr;
  if (indexed_) {
    const Member* member = find_indexed(members(), key);
    return member ? &member->value : nullptr;
  }
  for (const Member& member : members())
    if (member.key == key) return &member.value;
  return nullptr;
}

const Node& Node::at(std::initializer_list<std::string_view> keys) const {
  static constexpr Node kAbsent{};
  const Node* node = this;
  for (std::string_view key : keys) {
    node = node->find(key);
    if (node == nullptr) return kAbsent;
  }
  return *node;
}

}  // namespace seawall::doc
