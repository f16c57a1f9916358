#include "cel/call_cost.h"

#include "cel/text_search.h"

namespace seawall::cel {

namespace {

constexpr uint64_t kCall = 1;
constexpr uint64_t kList = 10;  // making one

class Traversal {
 public:
  uint64_t cost(const Value& value) {
    if (steps_ == 0) return kMostCost;
    --steps_;
    switch (value.kind()) {
      case Kind::kString:
      case Kind::kBytes:
        return value.as_text().size() / 10;
      case Kind::kList:
        return list(value);
      case Kind::kMap:
        return map(value);
      default:
        return 1;
    }
  }

 private:
  uint64_t list(const Value& list) {
    uint64_t sum = 0;
    size_t size = list.size();
    for (size_t i = 0; i < size && sum != kMostCost; ++i)
      sum = saturating_add(sum, cost(list.item(i)));
    return sum;
  }

  uint64_t entry(const Value& key, const Value& value) {
    return saturating_add(cost(key), cost(value));
  }

  uint64_t map(const Value& map) {
    uint64_t sum = 0;
    if (const doc::Node* node = map.node()) {
      for (const doc::Member& each : node->members())
        sum = saturating_add(sum, entry(Value::string(each.key), Value::from_node(each.value)));
    } else if (const MapTable* table = map.map_table()) {
      for (const MapEntry& each : table->entries) {
        if (sum == kMostCost) break;
        sum = saturating_add(sum, entry(each.key, each.value));
      }
    } else if (const LazyMap* lazy = map.lazy()) {
      sum = lazy->keys().size();
    }
    return sum;
  }

  uint64_t steps_ = 1'000'000;
};

}  // namespace

uint64_t size_for_cost(const Value& value) {
  switch (value.kind()) {
    case Kind::kString:
      return character_count(value.as_text());
    case Kind::kBytes:
    case Kind::kList:
    case Kind::kMap:
      return value.size();
    default:
      return 1;
  }
}

uint64_t saturating_multiply(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) || product > kMostCost ? kMostCost : product;
}

uint64_t saturating_add(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) || sum > kMostCost ? kMostCost : sum;
}

uint64_t traversal_cost(const Value& value) {
  return Traversal().cost(value);
}

uint64_t cost_of_reading(std::span<const Value> arguments, const Value&) {
  return part_of(size_for_cost(arguments[0]), 10);
}

uint64_t cost_of_reading_twice(std::span<const Value> arguments, const Value&) {
  return part_of(size_for_cost(arguments[0]), 5);
}

uint64_t cost_of_traversal(std::span<const Value> arguments, const Value&) {
  return traversal_cost(arguments[0]);
}

// An empty text is matched too, so its length counts one more.
uint64_t cost_of_matching(std::span<const Value> arguments, const Value&) {
  return saturating_multiply(part_of(size_for_cost(arguments[0]) + 1, 10),
                             part_of(size_for_cost(arguments[1]), 4));
}

uint64_t cost_of_containing(std::span<const Value> arguments, const Value&) {
  return saturating_multiply(part_of(size_for_cost(arguments[0]), 10),
                             part_of(size_for_cost(arguments[1]), 10));
}

uint64_t cost_of_list_made(std::span<const Value>, const Value& result) {
  return kCall + kList + size_for_cost(result);
}

// Every element with every other, twice; texts a tenth more.
uint64_t cost_of_self_comparison(std::span<const Value> arguments, const Value&) {
  uint64_t size = arguments[0].size();
  uint64_t pairs = saturating_multiply(size, size);
  uint64_t cost = saturating_multiply(pairs, 2);
  if (size > 0) {
    Kind kind = arguments[0].item(0).kind();
    if (kind == Kind::kString || kind == Kind::kBytes) cost = saturating_add(cost, pairs / 10);
  }
  return saturating_add(cost, kCall + kList);
}

}  // namespace seawall::cel
