// cel-go's lists extension, version 3; sortBy() is a macro of the parser. Lists that hold the same
// list many times over (an expression can build them) are flattened and compared within bounds.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cel/call_cost.h"
#include "cel/comparable_types.h"
#include "cel/operators.h"
#include "cel/overload_builder.h"

namespace seawall::cel {

namespace {

constexpr uint64_t kSteps = 10'000'000;
constexpr int64_t kLargestRange = 10'000'000;

Value invalid(Call& call, std::string_view text) {
  return make_error(ErrorCode::kInvalid, text, call.memory);
}

// The list's elements in memory; nullptr when there is no room. At least one place.
Value* copy_items(const Value& list, Memory& memory) {
  size_t size = list.size();
  auto* items = memory.allocate<Value>(size + 1);
  for (size_t i = 0; items != nullptr && i < size; ++i) items[i] = list.item(i);
  return items;
}

Value slice(Call& call) {
  int64_t start = call[1].as_int();
  int64_t end = call[2].as_int();
  auto size = static_cast<int64_t>(call[0].size());
  std::string what = fmt::format("cannot slice({}, {}), ", start, end);
  if (start < 0 || end < 0) return invalid(call, what + "negative indexes not supported");
  if (start > end)
    return invalid(call, what + "start index must be less than or equal to end index");
  if (size < end) return invalid(call, what + fmt::format("list is length {}", size));
  auto count = static_cast<size_t>(end - start);
  auto* items = call.memory.allocate<Value>(count + 1);
  if (items == nullptr) return out_of_memory();
  for (size_t i = 0; i < count; ++i) items[i] = call[0].item(static_cast<size_t>(start) + i);
  return Value::list({items, count});
}

// Counts what flattening gives, then puts it down.
class Flattener {
 public:
  // False when that takes too many steps.
  bool walk(const Value& list, int64_t depth, int nesting = 0) {
    size_t size = list.size();
    for (size_t i = 0; i < size; ++i) {
      if (steps_ == 0) return false;
      --steps_;
      Value item = list.item(i);
      if (item.kind() == Kind::kList && depth > 0) {
        if (nesting == kDeepest || !walk(item, depth - 1, nesting + 1)) return false;
      } else {
        if (out_ != nullptr) out_[count_] = item;
        ++count_;
      }
    }
    return true;
  }

  Value flatten(const Value& list, int64_t depth, Memory& memory) {
    if (!walk(list, depth)) return plain_error(ErrorCode::kCostExceeded);
    out_ = memory.allocate<Value>(count_ + 1);
    if (out_ == nullptr) return out_of_memory();
    count_ = 0;
    steps_ = kSteps;
    walk(list, depth);
    return Value::list({out_, count_});
  }

 private:
  static constexpr int kDeepest = 1000;
  uint64_t steps_ = kSteps;
  size_t count_ = 0;
  Value* out_ = nullptr;
};

Value flatten(Call& call) {
  int64_t depth = call.arguments.size() > 1 ? call[1].as_int() : 1;
  if (depth < 0) return invalid(call, "level must be non-negative");
  return Flattener().flatten(call[0], depth, call.memory);
}

uint64_t cost_of_flattening(std::span<const Value> arguments, const Value&) {
  uint64_t depth = arguments.size() > 1 ? static_cast<uint64_t>(arguments[1].as_int()) : 1;
  return saturating_add(11, saturating_multiply(depth, arguments[0].size()));
}

bool is_comparable(Kind kind) {
  return kind >= Kind::kBool && kind <= Kind::kTimestamp;
}

// A total order also where there are NaNs: they come first.
bool sorts_before(const Value& a, const Value& b) {
  std::optional<int> order = compare(a, b);
  if (order) return *order < 0;
  return std::isnan(a.as_double()) && !std::isnan(b.as_double());
}

Value sort(Call& call) {
  size_t size = call[0].size();
  if (!can_afford(call, cost_of_self_comparison(call.arguments, Value::null())))
    return plain_error(ErrorCode::kCostExceeded);
  Value* items = copy_items(call[0], call.memory);
  if (items == nullptr) return out_of_memory();
  for (size_t i = 0; i < size; ++i) {
    if (!is_comparable(items[0].kind())) return invalid(call, "list elements must be comparable");
    if (items[i].kind() != items[0].kind())
      return invalid(call, "list elements must have the same type");
  }
  std::sort(items, items + size, sorts_before);
  return Value::list({items, size});
}

Value range(Call& call) {
  int64_t size = call[0].as_int();
  if (size < 0)
    return invalid(call, fmt::format("lists.range: size must be non-negative, got {}", size));
  if (size > kLargestRange)
    return invalid(call, fmt::format("lists.range: size {} exceeds maximum allowed ({})", size,
                                     kLargestRange));
  auto count = static_cast<size_t>(size);
  if (!can_afford(call, count)) return plain_error(ErrorCode::kCostExceeded);
  auto* items = call.memory.allocate<Value>(count + 1);
  if (items == nullptr) return out_of_memory();
  for (size_t i = 0; i < count; ++i) items[i] = Value::integer(static_cast<int64_t>(i));
  return Value::list({items, count});
}

Value reverse(Call& call) {
  size_t size = call[0].size();
  Value* items = copy_items(call[0], call.memory);
  if (items == nullptr) return out_of_memory();
  std::reverse(items, items + size);
  return Value::list({items, size});
}

Value distinct(Call& call) {
  if (!can_afford(call, cost_of_self_comparison(call.arguments, Value::null())))
    return plain_error(ErrorCode::kCostExceeded);
  size_t size = call[0].size();
  auto* items = call.memory.allocate<Value>(size + 1);
  if (items == nullptr) return out_of_memory();
  size_t count = 0;
  uint64_t steps = saturating_add(kSteps, saturating_multiply(size, size));
  for (size_t i = 0; i < size; ++i) {
    Value item = call[0].item(i);
    bool seen = false;
    for (size_t j = 0; j < count && !seen; ++j) seen = equals(item, items[j], call.memory, steps);
    if (steps == 0) return plain_error(ErrorCode::kCostExceeded);
    if (!seen) items[count++] = item;
  }
  return Value::list({items, count});
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  const Type* list = types.list_of(types.parameter("T"));
  const Type* integer = int_type();
  builder.function("slice").member("list_slice", {list, integer, integer}, list, slice,
                                   cost_of_list_made);
  builder.function("flatten")
      .member("list_flatten", {types.list_of(list)}, list, flatten, cost_of_flattening)
      .member("list_flatten_int", {list_type(), integer}, list_type(), flatten, cost_of_flattening);
  builder.function("sort");
  for (const ComparableType& each : comparable_types()) {
    const Type* comparable = types.list_of(each.type);
    builder.member(builder.keep(fmt::format("list_{}_sort", each.full_name)), {comparable},
                   comparable, sort, cost_of_self_comparison);
  }
  builder.function("lists.range")
      .global("lists_range", {integer}, types.list_of(integer), range, cost_of_list_made);
  builder.function("reverse").member("list_reverse", {list}, list, reverse, cost_of_list_made);
  builder.function("distinct")
      .member("list_distinct", {list}, list, distinct, cost_of_self_comparison);
  return builder.take();
}

}  // namespace

const Library& lists_library() {
  static constexpr Library kLibrary{"lists", 34, true, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
