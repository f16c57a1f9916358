// cel-go's sets extension: lists as sets, by CEL's equality. Every element is compared with every
// other, which the cost says; what cannot be paid for is not begun.
#include "cel/call_cost.h"
#include "cel/operators.h"
#include "cel/overload_builder.h"

namespace seawall::cel {

namespace {

// For the parts of elements, beyond the elements themselves.
constexpr uint64_t kSteps = 10'000'000;

uint64_t pairs(std::span<const Value> lists) {
  return saturating_multiply(lists[0].size(), lists[1].size());
}
uint64_t cost_of_pairs(std::span<const Value> lists, const Value&) {
  return saturating_add(1, pairs(lists));
}
uint64_t cost_of_both_ways(std::span<const Value> lists, const Value&) {
  return saturating_add(1, saturating_multiply(2, pairs(lists)));
}

// Whether all (or any) of `wanted` is in `list`: true, false or an error.
template <bool all>
Value is_inside(const Value& wanted, const Value& list, Memory& memory, uint64_t& steps) {
  size_t size = wanted.size();
  for (size_t i = 0; i < size; ++i) {
    Value found = is_in(wanted.item(i), list, memory, steps);
    if (found.is_error() || found.as_bool() != all) return found;
  }
  return Value::boolean(all);
}

template <CallCost cost>
bool is_too_much(const Call& call) {
  return !can_afford(call, cost(call.arguments, Value::null()));
}

Value contains(Call& call) {
  if (is_too_much<cost_of_pairs>(call)) return plain_error(ErrorCode::kCostExceeded);
  uint64_t steps = saturating_add(kSteps, pairs(call.arguments));
  return is_inside<true>(call[1], call[0], call.memory, steps);
}

Value intersects(Call& call) {
  if (is_too_much<cost_of_pairs>(call)) return plain_error(ErrorCode::kCostExceeded);
  uint64_t steps = saturating_add(kSteps, pairs(call.arguments));
  return is_inside<false>(call[0], call[1], call.memory, steps);
}

Value equivalent(Call& call) {
  if (is_too_much<cost_of_both_ways>(call)) return plain_error(ErrorCode::kCostExceeded);
  uint64_t steps = saturating_add(kSteps, saturating_multiply(2, pairs(call.arguments)));
  Value inside = is_inside<true>(call[1], call[0], call.memory, steps);
  if (!inside.is_true()) return inside;
  return is_inside<true>(call[0], call[1], call.memory, steps);
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  const Type* list = types.list_of(types.parameter("T"));
  builder.function("sets.contains")
      .global("list_sets_contains_list", {list, list}, bool_type(), contains, cost_of_pairs);
  builder.function("sets.equivalent")
      .global("list_sets_equivalent_list", {list, list}, bool_type(), equivalent,
              cost_of_both_ways);
  builder.function("sets.intersects")
      .global("list_sets_intersects_list", {list, list}, bool_type(), intersects, cost_of_pairs);
  return builder.take();
}

}  // namespace

const Library& sets_library() {
  static constexpr Library kLibrary{"sets", 29, true, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
