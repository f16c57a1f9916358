// One document tree for YAML, JSON and TOML: immutable nodes in one arena, read through plain
// accessors, with the position of every node. Judges read it in place; nothing is copied out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace seawall::doc {

enum class Kind : uint8_t { kNull, kBool, kInt, kUint, kDouble, kString, kArray, kObject };
const char* kind_name(Kind kind);  // "null", "bool", "int", ... as a person says it

// 1-based, columns in code points; line 0: unknown (documents that came from no file).
struct Position {
  uint32_t line = 0;
  uint32_t column = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

struct Member;

// A value. 24 bytes, trivially copyable, valid as long as its Document. Integers are kInt when they
// fit int64_t, kUint when they only fit uint64_t, kDouble beyond.
class Node {
 public:
  constexpr Node() = default;

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_string() const { return kind_ == Kind::kString; }
  bool is_array() const { return kind_ == Kind::kArray; }
  bool is_object() const { return kind_ == Kind::kObject; }
  bool is_number() const {
    return kind_ == Kind::kInt || kind_ == Kind::kUint || kind_ == Kind::kDouble;
  }
  Position position() const { return {line_, column_}; }

  // Each gives an empty value when the node is of another kind.
  std::string_view as_string() const {
    return kind_ == Kind::kString ? std::string_view{text_, size_} : std::string_view{};
  }
  bool as_bool(bool otherwise = false) const { return kind_ == Kind::kBool ? bool_ : otherwise; }
  std::optional<int64_t> as_int() const;    // also integral doubles that fit
  std::optional<uint64_t> as_uint() const;  // kUint, and what as_int() gives when not negative
  std::optional<double> as_double() const;  // any number
  std::span<const Node> items() const {
    return kind_ == Kind::kArray ? std::span<const Node>{items_, size_} : std::span<const Node>{};
  }
  std::span<const Member> members() const;
  size_t size() const { return kind_ == Kind::kArray || kind_ == Kind::kObject ? size_ : 0; }

  // The member of that name, or nullptr; also nullptr when this is no object. members() holds no
  // key twice: of a repeated key the last one stays. Linear up to 16 members, then by an index in
  // the arena.
  const Node* find(std::string_view key) const;
  // find() through a chain of keys: at({"metadata", "name"}); a shared null node when absent.
  const Node& at(std::initializer_list<std::string_view> keys) const;
  const Node& operator[](std::string_view key) const { return at({key}); }
  // operator[key].as_string()
  std::string_view text(std::string_view key) const { return (*this)[key].as_string(); }

 private:
  friend class Builder;
  Kind kind_ = Kind::kNull;
  bool bool_ = false;
  bool indexed_ = false;  // an object with a sorted index of its keys behind its members
  uint32_t size_ = 0;
  union {
    const char* text_ = nullptr;
    const Node* items_;
    const Member* members_;
    int64_t int_;
    uint64_t uint_;
    double double_;
  };
  uint32_t line_ = 0;
  uint32_t column_ = 0;
};

struct Member {
  std::string_view key;
  Position key_position;
  Node value;
};

inline std::span<const Member> Node::members() const {
  return kind_ == Kind::kObject ? std::span<const Member>{members_, size_}
                                : std::span<const Member>{};
}

// Owns one tree. Movable; nodes stay where they are.
class Document {
 public:
  Document() = default;
  Document(Arena arena, Node root) : arena_(std::move(arena)), root_(root) {}
  const Node& root() const { return root_; }
  size_t bytes() const { return arena_.bytes(); }

 private:
  Arena arena_;
  Node root_;
};

}  // namespace seawall::doc
