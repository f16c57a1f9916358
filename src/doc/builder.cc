#include "doc/builder.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/result.h"
#include "doc/object_index.h"

namespace seawall::doc {

namespace {

constexpr size_t kRepeatedNamed = 32;

// One of 64 bits for a key: two keys with different bits differ. Cheap, and only a filter.
uint64_t key_bit(std::string_view key) {
  if (key.empty()) return 1;
  size_t first = static_cast<unsigned char>(key.front());
  size_t middle = static_cast<unsigned char>(key[key.size() / 2]);
  size_t last = static_cast<unsigned char>(key.back());
  return uint64_t{1} << ((key.size() * 7 + first + middle * 3 + last * 11) & 63);
}

}  // namespace

Node Builder::make(Kind kind, Position at) {
  Node node;
  node.kind_ = kind;
  node.line_ = at.line;
  node.column_ = at.column;
  return node;
}

Node Builder::null_node(Position at) {
  return make(Kind::kNull, at);
}

Node Builder::bool_node(bool value, Position at) {
  Node node = make(Kind::kBool, at);
  node.bool_ = value;
  return node;
}

Node Builder::int_node(int64_t value, Position at) {
  Node node = make(Kind::kInt, at);
  node.int_ = value;
  return node;
}

Node Builder::uint_node(uint64_t value, Position at) {
  if (value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
    return int_node(static_cast<int64_t>(value), at);
  Node node = make(Kind::kUint, at);
  node.uint_ = value;
  return node;
}

Node Builder::double_node(double value, Position at) {
  Node node = make(Kind::kDouble, at);
  node.double_ = value;
  return node;
}

Node Builder::kept_string_node(std::string_view in_arena, Position at) {
  CHECK(in_arena.size() <= std::numeric_limits<uint32_t>::max());
  Node node = make(Kind::kString, at);
  node.text_ = in_arena.data();
  node.size_ = static_cast<uint32_t>(in_arena.size());
  return node;
}

Node Builder::string_node(std::string_view value, Position at) {
  return kept_string_node(arena_.copy(value), at);
}

Node Builder::moved(Node node, Position at) {
  node.line_ = at.line;
  node.column_ = at.column;
  return node;
}

// Where the next value goes. It is filled in there and not copied: a 24-byte copy of what was just
// written field by field waits for those writes, and costs more than all else here.
Node& Builder::place() {
  ++nodes_;
  if (frames_.empty()) {
    CHECK(!has_root_);
    has_root_ = true;
    return root_;
  }
  Frame& frame = frames_.back();
  if (frame.kind == Kind::kArray) return items_.emplace_back();
  CHECK(frame.key_pending);
  frame.key_pending = false;
  return members_.back().value;
}

Node& Builder::place(Kind kind, Position at) {
  Node& node = place();
  node.kind_ = kind;
  node.line_ = at.line;
  node.column_ = at.column;
  return node;
}

void Builder::value(const Node& node) {
  place() = node;
}
void Builder::null(Position at) {
  place(Kind::kNull, at);
}
void Builder::boolean(bool value, Position at) {
  place(Kind::kBool, at).bool_ = value;
}
void Builder::integer(int64_t value, Position at) {
  place(Kind::kInt, at).int_ = value;
}
void Builder::unsigned_integer(uint64_t value, Position at) {
  this->value(uint_node(value, at));
}
void Builder::number(double value, Position at) {
  place(Kind::kDouble, at).double_ = value;
}
void Builder::string(std::string_view value, Position at) {
  kept_string(arena_.copy(value), at);
}

void Builder::kept_string(std::string_view in_arena, Position at) {
  CHECK(in_arena.size() <= std::numeric_limits<uint32_t>::max());
  Node& node = place(Kind::kString, at);
  node.text_ = in_arena.data();
  node.size_ = static_cast<uint32_t>(in_arena.size());
}

Node Builder::last() const {
  if (frames_.empty()) return root_;
  return frames_.back().kind == Kind::kArray ? items_.back() : members_.back().value;
}

void Builder::begin_array(Position at) {
  frames_.push_back({Kind::kArray, false, false, items_.size(), 0, at});
}

void Builder::end_array() {
  CHECK(!frames_.empty() && frames_.back().kind == Kind::kArray);
  Frame frame = frames_.back();
  frames_.pop_back();
  size_t count = items_.size() - frame.start;
  const Node* items = arena_.copy(std::span<const Node>(items_.data() + frame.start, count)).data();
  items_.resize(frame.start);
  Node& node = place(Kind::kArray, frame.position);
  node.items_ = items;
  node.size_ = static_cast<uint32_t>(count);
}

void Builder::begin_object(Position at) {
  frames_.push_back({Kind::kObject, false, false, members_.size(), 0, at});
}

void Builder::key(std::string_view key, Position at) {
  kept_key(arena_.copy(key), at);
}

void Builder::kept_key(std::string_view in_arena, Position at) {
  CHECK(!frames_.empty() && frames_.back().kind == Kind::kObject && !frames_.back().key_pending);
  Frame& frame = frames_.back();
  frame.key_pending = true;
  uint64_t bit = key_bit(in_arena);
  frame.maybe_repeated |= (frame.seen & bit) != 0;
  frame.seen |= bit;
  Member& member = members_.emplace_back();
  member.key = in_arena;
  member.key_position = at;
}

std::span<const Member> Builder::open_members() const {
  CHECK(!frames_.empty() && frames_.back().kind == Kind::kObject);
  size_t start = frames_.back().start;
  return {members_.data() + start, members_.size() - start};
}

void Builder::replace_open_members(std::span<const Member> members) {
  CHECK(!frames_.empty() && frames_.back().kind == Kind::kObject && !frames_.back().key_pending);
  members_.resize(frames_.back().start);
  members_.insert(members_.end(), members.begin(), members.end());
}

Node Builder::take_last_member() {
  CHECK(!open_members().empty() && !frames_.back().key_pending);
  Node value = members_.back().value;
  members_.pop_back();
  return value;
}

void Builder::note_repeated(const Member& member) {
  ++repeated_count_;
  if (repeated_.size() < kRepeatedNamed) repeated_.push_back({member.key, member.key_position});
}

// Removes members of a small object that a later one replaces; returns how many stay.
size_t Builder::drop_repeated(size_t start) {
  size_t kept = start;
  for (size_t i = start; i < members_.size(); ++i) {
    size_t later = i + 1;
    while (later < members_.size() && members_[later].key != members_[i].key) ++later;
    if (later < members_.size()) {
      note_repeated(members_[later]);
    } else {
      members_[kept++] = members_[i];
    }
  }
  return kept - start;
}

const Member* Builder::keep_members(size_t start, size_t count) {
  return arena_.copy(std::span<const Member>(members_.data() + start, count)).data();
}

// A large object: its members, then the order of their keys, in one piece of the arena.
const Member* Builder::keep_indexed(size_t start, size_t& count) {
  std::span<Member> members(members_.data() + start, count);
  std::vector<uint32_t> order = sorted_order(members);
  std::vector<bool> dropped;
  for (size_t i = 1; i < count; ++i) {
    if (members[order[i - 1]].key != members[order[i]].key) continue;
    if (dropped.empty()) dropped.resize(count);
    dropped[order[i - 1]] = true;
    note_repeated(members[order[i]]);
  }
  if (!dropped.empty()) {
    size_t kept = 0;
    for (size_t i = 0; i < count; ++i)
      if (!dropped[i]) members[kept++] = members[i];
    count = kept;
    members = members.first(count);
    order = sorted_order(members);
  }
  if (count <= kUnindexedMembers) return keep_members(start, count);
  size_t tail = (count * sizeof(uint32_t) + sizeof(Member) - 1) / sizeof(Member);
  auto* out = arena_.allocate<Member>(count + tail);
  std::copy(members.begin(), members.end(), out);
  std::memcpy(static_cast<void*>(out + count), order.data(), count * sizeof(uint32_t));
  return out;
}

// The members from `start` on, `count` of them, in the arena; `count` is then how many stayed.
const Member* Builder::keep_object(size_t start, size_t& count, bool maybe_repeated) {
  const Member* members = nullptr;
  if (count > kUnindexedMembers) {
    members = keep_indexed(start, count);
  } else {
    if (maybe_repeated) count = drop_repeated(start);
    members = keep_members(start, count);
  }
  if (!without_null_members_) return members;
  // A null that replaced an earlier value takes its key away: so only now, and then once more.
  auto is_null = [](const Member& member) { return member.value.is_null(); };
  auto begin = members_.begin() + static_cast<ptrdiff_t>(start);
  auto end = begin + static_cast<ptrdiff_t>(count);
  auto kept = std::remove_if(begin, end, is_null);
  if (kept == end) return members;
  count = static_cast<size_t>(kept - begin);
  members_.resize(start + count);
  return count > kUnindexedMembers ? keep_indexed(start, count) : keep_members(start, count);
}

void Builder::end_object() {
  CHECK(!frames_.empty() && frames_.back().kind == Kind::kObject && !frames_.back().key_pending);
  Frame frame = frames_.back();
  frames_.pop_back();
  size_t count = members_.size() - frame.start;
  const Member* members = keep_object(frame.start, count, frame.maybe_repeated);
  members_.resize(frame.start);
  Node& node = place(Kind::kObject, frame.position);
  node.members_ = members;
  node.size_ = static_cast<uint32_t>(count);
  node.indexed_ = count > kUnindexedMembers;
}

Document Builder::finish() {
  CHECK(frames_.empty());
  Document document(std::move(arena_), root_);
  arena_ = Arena();
  root_ = Node();
  has_root_ = false;
  nodes_ = 0;
  repeated_count_ = 0;
  repeated_.clear();
  return document;
}

}  // namespace seawall::doc
