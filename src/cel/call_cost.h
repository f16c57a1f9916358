// What calls cost in cel-go's units (cel-go interpreter/runtimecost.go, Kubernetes
// apiserver/pkg/cel/library/cost.go), and the refusal of work that could not be paid for.
#pragma once

#include <cstdint>
#include <span>

#include "cel/function.h"
#include "cel/value.h"

namespace seawall::cel {

// Code points of a string, bytes, elements, entries; 1 of everything else.
uint64_t size_for_cost(const Value& value);
// A part of a size, rounded up: reading text costs a tenth of its length, a regular expression a
// quarter.
constexpr uint64_t part_of(uint64_t size, uint64_t divisor) {
  return size / divisor + (size % divisor != 0 ? 1 : 0);
}
// Costs that are out of all bounds; small enough to be added up.
constexpr uint64_t kMostCost = 1ull << 62;
uint64_t saturating_multiply(uint64_t a, uint64_t b);
uint64_t saturating_add(uint64_t a, uint64_t b);
// Of a whole value: 1 for each scalar, a tenth of the length of each text. kMostCost for values
// that repeat themselves so often that walking them takes more than a million steps.
uint64_t traversal_cost(const Value& value);

// CallCost functions.
uint64_t cost_of_reading(std::span<const Value> arguments, const Value& result);  // argument 0
uint64_t cost_of_reading_twice(std::span<const Value> arguments, const Value& result);
uint64_t cost_of_traversal(std::span<const Value> arguments, const Value& result);
uint64_t cost_of_matching(std::span<const Value> arguments, const Value& result);  // text, pattern
uint64_t cost_of_containing(std::span<const Value> arguments, const Value& result);
uint64_t cost_of_list_made(std::span<const Value> arguments, const Value& result);
uint64_t cost_of_self_comparison(std::span<const Value> arguments, const Value& result);

// Whether a call may cost this much; work that grows faster than its input asks before it begins.
inline bool can_afford(const Call& call, uint64_t cost) {
  return call.cost <= call.cost_limit && cost <= call.cost_limit - call.cost;
}

}  // namespace seawall::cel
