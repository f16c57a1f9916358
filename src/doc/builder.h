// Makes a document tree, piece by piece in document order:
//
//   Builder build;
//   build.begin_object();
//   build.key("name");
//   build.string("nginx");
//   build.end_object();
//   Document document = build.finish();
//
// Strings are copied. Misuse (a value without a key, an unbalanced end) is a bug and CHECKs; the
// caller bounds depth() and nodes(). An object that repeats a key keeps the last one.
#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "doc/tree.h"

namespace seawall::doc {

class Builder {
 public:
  // From now on objects are built without those of their members that are null.
  void leave_out_null_members() { without_null_members_ = true; }

  void null(Position at = {});
  void boolean(bool value, Position at = {});
  void integer(int64_t value, Position at = {});
  void unsigned_integer(uint64_t value, Position at = {});  // kInt when it fits
  void number(double value, Position at = {});
  void string(std::string_view value, Position at = {});
  // A node made below, or one of this Builder's own tree again (an alias): its children are
  // shared, not copied.
  void value(const Node& node);

  void begin_array(Position at = {});
  void end_array();
  void begin_object(Position at = {});
  void key(std::string_view key, Position at = {});
  void end_object();

  // Nodes that stand nowhere yet, for value().
  static Node null_node(Position at);
  static Node bool_node(bool value, Position at);
  static Node int_node(int64_t value, Position at);
  static Node uint_node(uint64_t value, Position at);  // kInt when it fits
  static Node double_node(double value, Position at);
  Node string_node(std::string_view value, Position at);  // copies
  static Node kept_string_node(std::string_view in_arena, Position at);
  static Node moved(Node node, Position at);  // the same value at another position

  // `bytes` of scratch text that lives in the arena, for strings decoded in place: write into it,
  // then pass the written part to kept_string() or kept_key().
  char* scratch(size_t bytes) { return arena_.allocate<char>(bytes); }
  void kept_string(std::string_view in_arena, Position at = {});
  void kept_key(std::string_view in_arena, Position at = {});

  // For readers that join objects (YAML merge keys): the members of the object being built, valid
  // until the next call that changes the tree; others in their place; the last one out again.
  std::span<const Member> open_members() const;
  void replace_open_members(std::span<const Member> members);
  Node take_last_member();
  // The value given last, complete; what an anchor names.
  Node last() const;

  size_t depth() const { return frames_.size(); }  // arrays and objects open now
  size_t nodes() const { return nodes_; }          // values so far, keys not counted

  // Keys that an object repeated: how many, and the first few with their later position.
  struct Repeated {
    std::string_view key;
    Position position;
  };
  size_t repeated_count() const { return repeated_count_; }
  const std::vector<Repeated>& repeated() const { return repeated_; }
  void note_repeated(const Member& later);

  // The tree; nothing may be open. A Builder without a value gives null. The Builder is then as
  // new, but keeps its working memory for the next tree.
  Document finish();

 private:
  struct Frame {
    Kind kind;
    bool key_pending;
    bool maybe_repeated;
    size_t start;   // of its children in items_ or members_
    uint64_t seen;  // hash bits of its keys
    Position position;
  };
  static Node make(Kind kind, Position at);
  Node& place(Kind kind, Position at);
  Node& place();
  size_t drop_repeated(size_t start);
  const Member* keep_members(size_t start, size_t count);
  const Member* keep_indexed(size_t start, size_t& count);
  const Member* keep_object(size_t start, size_t& count, bool maybe_repeated);

  Arena arena_;
  std::vector<Frame> frames_;
  std::vector<Node> items_;
  std::vector<Member> members_;
  Node root_;
  bool has_root_ = false;
  bool without_null_members_ = false;
  size_t nodes_ = 0;
  size_t repeated_count_ = 0;
  std::vector<Repeated> repeated_;
};

}  // namespace seawall::doc
