// Comprehensions, evaluated as loops. What they mean is what cel-spec unfolds them into
// (langdef.md, "Macros"): all() and exists() absorb errors like && and ||, all others are strict.
// Costs are those of the unfolded form too: reading and joining the accumulator.
#include <algorithm>
#include <cmath>

#include "cel/machine.h"

namespace seawall::cel {

namespace {

constexpr uint64_t kAllStep = 3;     // @not_strictly_false(accu), accu && ...
constexpr uint64_t kExistsStep = 4;  // @not_strictly_false(!accu), accu || ...
constexpr uint64_t kAppend = 12;     // accu + [...]
constexpr uint64_t kInsert = 3;      // cel.@mapInsert(accu, key, ...)

// The value of a lazy local that nobody asked for yet.
constexpr ErrorInfo kUnset{ErrorCode::kUndeclared, {}};

}  // namespace

template <typename Body>
Value Machine::each(const Node& node, const Value& range, uint64_t cost, Body body) {
  if (range.is_error()) return range;
  bool two = node.detail == 2;
  uint32_t first = node.local;
  if (range.kind() == Kind::kList) {
    size_t size = range.size();
    for (size_t i = 0; i < size; ++i) {
      if (!session_.charge(cost)) return cost_exceeded();
      if (two) set_local(first, Value::integer(static_cast<int64_t>(i)));
      set_local(two ? first + 1 : first, range.item(i));
      if (!body()) break;
    }
    return {};
  }
  if (range.kind() != Kind::kMap) return no_overload();
  Value failed;
  for_each_entry(range, session_.memory, [&](const Value& key, const Value& value) {
    if (!session_.charge(cost)) {
      failed = cost_exceeded();
      return false;
    }
    set_local(first, key);
    if (two) {
      if (value.is_error()) {
        failed = value;
        return false;
      }
      set_local(first + 1, value);
    }
    return body();
  });
  return failed;
}

Value Machine::predicate(const Node& node) {
  if (node.b == kNoNode) return Value::boolean(true);
  Value value = eval(node.b);
  return value.is_error() || value.kind() == Kind::kBool ? value : no_overload();
}

Value Machine::all(const Node& node) {
  Value failed;
  Value decided;
  Value range = eval(node.a);
  Value ended = each(node, range, kAllStep, [&] {
    Value value = predicate(node);
    if (value.is_true()) return true;
    if (value.is_false() || is_fatal(value)) {
      decided = value;
      return false;
    }
    if (!failed.is_error()) failed = value;
    return true;
  });
  if (ended.is_error()) return ended;
  if (!session_.charge(1)) return cost_exceeded();
  if (decided.kind() != Kind::kNull) return decided;
  return failed.is_error() ? failed : Value::boolean(true);
}

Value Machine::exists(const Node& node) {
  Value failed;
  Value decided;
  Value range = eval(node.a);
  Value ended = each(node, range, kExistsStep, [&] {
    Value value = predicate(node);
    if (value.is_false()) return true;
    if (value.is_true() || is_fatal(value)) {
      decided = value;
      return false;
    }
    if (!failed.is_error()) failed = value;
    return true;
  });
  if (ended.is_error()) return ended;
  if (!session_.charge(1)) return cost_exceeded();
  if (decided.kind() != Kind::kNull) return decided;
  return failed.is_error() ? failed : Value::boolean(false);
}

Value Machine::exists_one(const Node& node) {
  Value failed;
  size_t count = 0;
  Value range = eval(node.a);
  Value ended = each(node, range, 1, [&] {
    Value value = predicate(node);
    if (value.is_error()) failed = value;
    if (value.is_true()) {
      ++count;
      if (!session_.charge(1)) failed = cost_exceeded();
    }
    return !failed.is_error();
  });
  if (ended.is_error()) return ended;
  if (failed.is_error()) return failed;
  return session_.charge(2) ? Value::boolean(count == 1) : cost_exceeded();
}

// map(), filter(), transformList(): the elements that the predicate lets through, transformed.
Value Machine::transform_list(const Node& node) {
  Value range = eval(node.a);
  if (range.is_error()) return range;
  bool countable = range.kind() == Kind::kList || range.kind() == Kind::kMap;
  auto* items = session_.memory.allocate<Value>(countable ? range.size() : 0);
  if (items == nullptr) return out_of_memory();
  size_t count = 0;
  Value failed;
  bool filters = node.b != kNoNode;
  Value ended = each(node, range, filters ? 0 : kAppend, [&] {
    Value value = predicate(node);
    if (value.is_true()) {
      if (filters && !session_.charge(kAppend))
        value = cost_exceeded();
      else
        value = node.c == kNoNode ? locals_[node.local].value : eval(node.c);
      if (node.c == kNoNode && !session_.charge(1)) value = cost_exceeded();
    } else if (value.is_false()) {
      if (session_.charge(1)) return true;
      value = cost_exceeded();
    }
    if (value.is_error()) {
      failed = value;
      return false;
    }
    items[count++] = value;
    return true;
  });
  if (ended.is_error()) return ended;
  if (failed.is_error()) return failed;
  return session_.charge(1) ? Value::list({items, count}) : cost_exceeded();
}

Value Machine::transform_map(const Node& node) {
  Value range = eval(node.a);
  if (range.is_error()) return range;
  bool countable = range.kind() == Kind::kList || range.kind() == Kind::kMap;
  auto* entries = session_.memory.allocate<MapEntry>(countable ? range.size() : 0);
  if (entries == nullptr) return out_of_memory();
  size_t count = 0;
  Value failed;
  Value ended = each(node, range, kInsert, [&] {
    Value value = predicate(node);
    if (value.is_false()) return true;
    Value key = locals_[node.local].value;
    if (value.is_true()) value = eval(node.c);
    if (value.is_error()) {
      failed = value;
      return false;
    }
    entries[count++] = {key, value};
    return true;
  });
  if (ended.is_error()) return ended;
  if (failed.is_error()) return failed;
  return session_.charge(1) ? make_map({entries, count}, session_.memory) : cost_exceeded();
}

Value Machine::transform_map_entry(const Node& node) {
  Value range = eval(node.a);
  if (range.is_error()) return range;
  bool countable = range.kind() == Kind::kList || range.kind() == Kind::kMap;
  auto* maps = session_.memory.allocate<Value>(countable ? range.size() : 0);
  if (maps == nullptr) return out_of_memory();
  size_t count = 0;
  Value failed;
  Value ended = each(node, range, kInsert, [&] {
    Value value = predicate(node);
    if (value.is_false()) return true;
    if (value.is_true()) value = eval(node.c);
    if (!value.is_error() && value.kind() != Kind::kMap) value = no_overload();
    if (value.is_error()) {
      failed = value;
      return false;
    }
    maps[count++] = value;
    return true;
  });
  if (ended.is_error()) return ended;
  if (failed.is_error()) return failed;
  return session_.charge(1) ? merge_maps({maps, count}) : cost_exceeded();
}

Value Machine::merge_maps(std::span<const Value> maps) {
  size_t count = 0;
  for (const Value& map : maps) count += map.size();
  auto* entries = session_.memory.allocate<MapEntry>(count);
  if (entries == nullptr) return out_of_memory();
  size_t at = 0;
  for (const Value& map : maps) {
    for_each_entry(map, session_.memory, [&](const Value& key, const Value& value) {
      if (at < count) entries[at++] = {key, value};
      return true;
    });
  }
  return make_map({entries, at}, session_.memory);
}

Value Machine::optional_map(const Node& node) {
  Value operand = eval(node.a);
  if (operand.is_error()) return operand;
  if (operand.kind() != Kind::kOptional) return no_overload();
  if (!session_.charge(2)) return cost_exceeded();
  if (operand.as_optional() == nullptr) return operand;
  set_local(node.local, *operand.as_optional());
  Value value = eval(node.c);
  if (value.is_error()) return value;
  if (node.op == Op::kOptFlatMap) return value.kind() == Kind::kOptional ? value : no_overload();
  return session_.charge(1) ? make_optional(value, session_.memory) : cost_exceeded();
}

namespace {

struct SortKey {
  Value key;
  uint32_t number;
};

// NaN before all others, so that the order is one.
bool sorts_before(const SortKey& a, const SortKey& b) {
  std::optional<int> order = compare(a.key, b.key);
  if (!order) {
    auto nan = [](const Value& v) {
      return v.kind() == Kind::kDouble && std::isnan(v.as_double());
    };
    order = static_cast<int>(nan(b.key)) - static_cast<int>(nan(a.key));
  }
  return *order != 0 ? *order < 0 : a.number < b.number;
}

bool can_sort(Kind kind) {
  switch (kind) {
    case Kind::kBool:
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDouble:
    case Kind::kString:
    case Kind::kBytes:
    case Kind::kDuration:
    case Kind::kTimestamp:
      return true;
    default:
      return false;
  }
}

}  // namespace

Value Machine::sort_by(const Node& node) {
  Value range = eval(node.a);
  if (range.is_error()) return range;
  if (range.kind() != Kind::kList) return no_overload();
  auto* keys = session_.memory.allocate<SortKey>(range.size());
  auto* items = session_.memory.allocate<Value>(range.size());
  if (keys == nullptr || items == nullptr) return out_of_memory();
  uint32_t count = 0;
  Value failed;
  Value ended = each(node, range, kAppend, [&] {
    Value key = eval(node.c);
    if (!key.is_error() && !can_sort(key.kind())) key = no_overload();
    if (!key.is_error() && count > 0 && key.kind() != keys[0].key.kind())
      key =
          make_error(ErrorCode::kInvalid, "list elements must have the same type", session_.memory);
    if (key.is_error()) {
      failed = key;
      return false;
    }
    keys[count] = {key, count};
    ++count;
    return true;
  });
  if (ended.is_error()) return ended;
  if (failed.is_error()) return failed;
  std::sort(keys, keys + count, sorts_before);
  for (uint32_t i = 0; i < count; ++i) items[i] = range.item(keys[i].number);
  return session_.charge(1 + count) ? Value::list({items, count}) : cost_exceeded();
}

// The variables are computed when the body first asks, and not again.
Value Machine::bind(const Node& node) {
  for (uint32_t i = 0; i < node.b; ++i) set_local(node.local + i, Value::error(&kUnset));
  return eval(node.a);
}

Value Machine::lazy_local(const Node& node) {
  if (!session_.charge(node.cost)) return cost_exceeded();
  Value local = locals_[node.local].value;
  if (!local.is_error() || &local.as_error() != &kUnset) return local;
  set_local(node.local, eval(node.a));
  return locals_[node.local].value;
}

}  // namespace seawall::cel
