// Kubernetes' functions on lists (apiserver/pkg/cel/library/lists.go).
#include <fmt/format.h>

#include "cel/call_cost.h"
#include "cel/comparable_types.h"
#include "cel/operators.h"
#include "cel/overload_builder.h"

namespace seawall::cel {

namespace {

constexpr uint64_t kSteps = 10'000'000;

Value no_overload() {
  return plain_error(ErrorCode::kNoSuchOverload);
}

bool is_comparable(const Value& value) {
  return value.kind() >= Kind::kBool && value.kind() <= Kind::kTimestamp;
}

Value is_sorted(Call& call) {
  const Value& list = call[0];
  size_t size = list.size();
  for (size_t i = 0; i < size; ++i) {
    if (!is_comparable(list.item(i))) return no_overload();
    // What does not order, as a NaN, does not count.
    if (i > 0 && compare(list.item(i - 1), list.item(i)) == 1) return Value::boolean(false);
  }
  return Value::boolean(true);
}

Value sum_from(Value sum, Call& call) {
  size_t size = call[0].size();
  size_t i = 0;
  // A list of unknown type is first taken for one of int.
  if (size > 0 && call[0].item(0).kind() != sum.kind()) sum = call[0].item(i++);
  bool summable = sum.kind() == Kind::kInt || sum.kind() == Kind::kUint ||
                  sum.kind() == Kind::kDouble || sum.kind() == Kind::kDuration;
  if (!summable) return no_overload();
  for (; i < size && !sum.is_error(); ++i)
    sum = arithmetic(Arithmetic::kAdd, sum, call[0].item(i), call.memory);
  return sum;
}
Value sum_ints(Call& call) {
  return sum_from(Value::integer(0), call);
}
Value sum_uints(Call& call) {
  return sum_from(Value::unsigned_integer(0), call);
}
Value sum_doubles(Call& call) {
  return sum_from(Value::real(0), call);
}
Value sum_durations(Call& call) {
  return sum_from(Value::duration(0), call);
}

template <int wanted>
Value extreme(Call& call) {
  const Value& list = call[0];
  size_t size = list.size();
  if (size == 0)
    return make_error(ErrorCode::kInvalid,
                      fmt::format("{} called on empty list", wanted > 0 ? "max" : "min"),
                      call.memory);
  Value best = list.item(0);
  if (!is_comparable(best)) return no_overload();
  for (size_t i = 1; i < size; ++i) {
    Value item = list.item(i);
    if (!is_comparable(item)) return no_overload();
    if (compare(best, item) == -wanted) best = item;
  }
  return best;
}

// Whether an element was found; an error when that would take too long.
template <typename Found>
Value search(size_t size, Found found) {
  uint64_t steps = saturating_add(kSteps, size);
  for (size_t i = 0; i < size; ++i) {
    if (found(i, steps)) return Value::boolean(true);
    if (steps == 0) return plain_error(ErrorCode::kCostExceeded);
  }
  return Value::boolean(false);
}

Value index_of(Call& call) {
  size_t at = 0;
  Value found = search(call[0].size(), [&](size_t i, uint64_t& steps) {
    at = i;
    return equals(call[0].item(i), call[1], call.memory, steps);
  });
  if (found.is_error()) return found;
  return Value::integer(found.as_bool() ? static_cast<int64_t>(at) : -1);
}

Value last_index_of(Call& call) {
  size_t size = call[0].size();
  size_t at = 0;
  Value found = search(size, [&](size_t i, uint64_t& steps) {
    at = size - 1 - i;
    return equals(call[0].item(at), call[1], call.memory, steps);
  });
  if (found.is_error()) return found;
  return Value::integer(found.as_bool() ? static_cast<int64_t>(at) : -1);
}

// What is no list includes itself.
Value includes(Call& call) {
  bool list = call[0].kind() == Kind::kList;
  return search(list ? call[0].size() : 1, [&](size_t i, uint64_t& steps) {
    return equals(list ? call[0].item(i) : call[0], call[1], call.memory, steps);
  });
}

struct Summable {
  std::string_view name;
  const Type* type;
  Implementation sum;
};

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  auto of_each = [&](std::string_view function, std::string_view id, bool gives_bool,
                     Implementation implementation) {
    builder.function(function);
    for (const ComparableType& each : comparable_types()) {
      std::string name = fmt::format(fmt::runtime(id), fmt::arg("t", each.name));
      builder.member(builder.keep(name), {types.list_of(each.type)},
                     gives_bool ? bool_type() : each.type, implementation, cost_of_traversal);
    }
  };
  of_each("isSorted", "list_{t}_is_sorted_bool", true, is_sorted);
  of_each("max", "list_{t}_max_{t}", false, extreme<1>);
  of_each("min", "list_{t}_min_{t}", false, extreme<-1>);
  builder.function("sum");
  const Summable summables[] = {{"int", int_type(), sum_ints},
                                {"uint", uint_type(), sum_uints},
                                {"double", double_type(), sum_doubles},
                                {"duration", duration_type(), sum_durations}};
  for (const Summable& each : summables)
    builder.member(builder.keep(fmt::format("list_{0}_sum_{0}", each.name)),
                   {types.list_of(each.type)}, each.type, each.sum, cost_of_traversal);
  const Type* a = types.parameter("A");
  builder.function("indexOf").member("list_a_index_of_int", {types.list_of(a), a}, int_type(),
                                     index_of, cost_of_traversal);
  builder.function("lastIndexOf")
      .member("list_a_last_index_of_int", {types.list_of(a), a}, int_type(), last_index_of,
              cost_of_traversal);
  builder.function("includes")
      .member("list_includes_dyn_dyn", {dyn_type(), dyn_type()}, bool_type(), includes,
              cost_of_traversal);
  return builder.take();
}

}  // namespace

const Library& kubernetes_lists_library() {
  static constexpr Library kLibrary{"kubernetes.lists", 0, true, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
